"""The command line, as a process of its own."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import ae
from ae.presets import PRESETS
from ae.store import COMMAND_LINE, State
from tests.waiting import wait_for

ROOT = Path(__file__).parents[1]


@pytest.fixture
def command(store):
    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "ae", *arguments],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


def test_train_ends_with_one_json_object_and_keeps_the_run(command, store):
    done = command("train", "--set", "steps=60", "--set", "seed=3", "--json")
    assert done.returncode == 0
    result = json.loads(done.stdout.splitlines()[-1])
    assert result["preset"] == "article"
    assert result["changed"] == ["steps", "seed"]
    assert result["steps"] == 60
    assert result["parameters"] == 1_100_320
    assert result["ms_per_step"] > 0
    assert result["test"]["mse"] * 784 == pytest.approx(result["test"]["sse_per_image"])
    assert result["test"]["bce"] > 0
    run = store.run(result["run"])
    assert run.owner == COMMAND_LINE
    assert run.state is State.FINISHED
    assert len(store.losses(run.id)) == 60
    assert "1,100,320 parameters" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["train", "--set", "latent_dim=0"], "latent_dim: expected 1 to 1,024"),
        (["train", "--set", "latent_dim"], "--set: expected FIELD=VALUE, got 'latent_dim'"),
        (["train", "--set", "depth=3"], "depth: expected one of dataset, pixels"),
        (["train", "--preset", "nothing"], "preset: expected article or repaired"),
        (["baseline", "pca", "--latent-dim", "0"], "latent_dim: expected 1 to 784"),
        (["baseline", "pca", "--latent-dim", "x"], "invalid int value: 'x'"),
        (["fly"], "invalid choice: 'fly'"),
    ],
)
def test_a_bad_value_is_one_line_and_status_2(command, arguments, said):
    done = command(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_pca_baseline_is_the_published_one(command):
    done = command("baseline", "pca", "--latent-dim", "30", "--json")
    result = json.loads(done.stdout.splitlines()[-1])
    assert result["test"]["mse"] == pytest.approx(0.0177, abs=5e-5)
    assert result["test"]["sse_per_image"] == pytest.approx(13.87, abs=0.01)


def test_presets_are_listed_with_every_field(command):
    done = command("presets", "--json")
    listed = json.loads(done.stdout.splitlines()[-1])
    assert set(listed) == set(PRESETS)
    assert listed["article"]["encoder"] == [784, 256]


def test_runs_are_listed_the_newest_first(command, store):
    ids = [store.submit(ae.preset("article"), "someone", "article").id for _ in range(3)]
    done = command("runs", "--limit", "2")
    assert re.findall(r"^\S+", done.stdout, re.MULTILINE) == [ids[2], ids[1]]


def test_a_run_that_diverges_says_what_to_change_and_exits_with_1(command, store):
    done = command(
        "train", "--preset", "linear", "--set", "optimizer=sgd", "--set", "learning_rate=10",
        "--set", "steps=200", "--json",
    )  # fmt: skip
    result = json.loads(done.stdout.splitlines()[-1])
    assert done.returncode == 1
    assert result["state"] == "diverged"
    assert "learning rate ten times smaller" in result["message"]
    assert len(store.losses(result["run"])) == result["steps"] > 0


def test_ctrl_c_ends_the_run_as_stop_does_with_its_weights(store):
    process = subprocess.Popen(
        [sys.executable, "-m", "ae", "train", "--set", "steps=20000", "--json"],
        cwd=ROOT,
        env=os.environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    (run,) = wait_for(store.runs)
    wait_for(lambda: store.run(run.id).step > 0)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    assert json.loads(out.splitlines()[-1])["state"] == "stopped"
    assert store.run(run.id).state is State.STOPPED
    assert store.blob(run.id, "weights") is not None
