"""A run, a paused run and links of version 0.2.0, made by its own code, in today's.

`upgrade/make.py` says how the files were made.
"""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from ae import queue
from ae.cluster.worker import work
from ae.config import Hyperparameters
from ae.metrics import evaluate
from ae.metrics.baselines import lines
from ae.models import Autoencoder, from_bytes
from ae.presets import preset
from ae.store import Kind, State, Store

MADE = Path(__file__).with_name("upgrade")


@pytest.fixture
def upgraded(tmp_path):
    """A store of version 0.2.0, opened by this one."""
    path = shutil.copy(MADE / "0.2.0.sqlite", tmp_path)
    store = Store(f"sqlite:///{path}")
    yield store
    store.close()


def of_state(store, state):
    (run,) = store.runs(states=[state])
    return run


def test_a_finished_run_of_version_0_2_has_its_curves_digits_and_figures(upgraded, data):
    run = of_state(upgraded, State.FINISHED)
    assert (run.kind, run.parent, run.owner, run.step) == (Kind.AUTOENCODER, None, "somebody", 40)
    assert (run.name, run.pinned, run.outcome) == (None, False, None)
    losses = upgraded.losses(run.id)
    assert losses.shape == (40,)
    assert losses[-1] == np.float32(run.train_loss)
    assert losses[-1] < losses[0] == pytest.approx(np.log(2), abs=0.001)
    assert [step for step, _ in upgraded.validations(run.id)] == [0, 40]
    snapshot = upgraded.snapshot(run.id)
    assert (snapshot.step, len(snapshot.images)) == (40, 16 * 28 * 28)
    assert [(line.kind, line.label) for line in run.lines] == [
        (line.kind, line.label) for line in lines(run.hp)
    ]
    assert [x.value for x in run.lines] == pytest.approx([x.value for x in lines(run.hp)])
    step, content = upgraded.blob(run.id, "weights")
    hp, weights = from_bytes(content)
    assert (step, hp) == (40, run.hp)
    figures = evaluate(Autoencoder(hp, weights), data.test, data).as_dict()
    assert figures == pytest.approx(run.test, rel=1e-4, abs=1e-6)


def test_a_paused_run_of_version_0_2_is_trained_to_its_end_as_if_nothing_had_been(upgraded):
    run = of_state(upgraded, State.PAUSED)
    assert (run.step, run.preset, run.state) == (10, "vae2", State.PAUSED)
    undisturbed = upgraded.submit(run.hp, "me", held_by="test").id
    work(upgraded.url, undisturbed, 1)

    queue.resume(upgraded, run.id)
    work(upgraded.url, run.id, upgraded.claim(run.id, "test"))
    ended = upgraded.run(run.id)
    assert (ended.state, ended.step) == (State.FINISHED, run.steps)
    # The first ten steps were trained on another machine: its processor may round another way.
    np.testing.assert_allclose(
        upgraded.losses(run.id), upgraded.losses(undisturbed), rtol=1e-4, atol=0
    )
    np.testing.assert_allclose(
        upgraded.parts(run.id, 2), upgraded.parts(undisturbed, 2), rtol=1e-4, atol=1e-4
    )
    assert ended.test == pytest.approx(upgraded.run(undisturbed).test, rel=1e-3, abs=1e-5)


@pytest.mark.parametrize(
    "link", json.loads((MADE / "0.2.0.json").read_text())["links"], ids=lambda x: str(x["preset"])
)
def test_a_link_of_version_0_2_has_the_settings_that_it_had(link):
    base = preset(link["preset"]) if link["preset"] else None
    hp = Hyperparameters.from_query(link["query"], base)
    settings = json.loads(hp.to_json())
    assert {name: settings[name] for name in link["settings"]} == link["settings"]
    assert hp == Hyperparameters.from_json(json.dumps(link["settings"]))
