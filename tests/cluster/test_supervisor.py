"""A real supervisor with real workers. They load TensorFlow once, for all tests of this file."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

import numpy as np
import psutil
import pytest

from ae import queue, step_times
from ae.cluster import launch
from ae.cluster.client import Workers
from ae.config import Hyperparameters
from ae.errors import NoWeights, NoWorker
from ae.paths import cluster_file, log_file
from ae.presets import preset
from ae.store import State, Store
from tests.waiting import wait_for

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120
IDLE_EXIT = 3
SERVER = f"{launch.SERVER_PREFIX}test"

SHORT = Hyperparameters(encoder=(16,), latent_dim=4, batch_size=32, steps=30)
# Some seconds: long enough to be paused or killed half way.
LONG = Hyperparameters(encoder=(784, 256), latent_dim=32, batch_size=128, steps=250)
ENDLESS = SHORT.replace(steps=200_000)


def wait(ready, what):
    """The first true answer; fails if none comes."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if answer := ready():
            return answer
        time.sleep(0.05)
    pytest.fail(f"waited {PATIENCE} s for {what}; the log: {log_file().read_text()[-3000:]}")


class Cluster:
    """A store and its supervisor, with what tests do to them."""

    def __init__(self):
        self.store = Store()
        # As long as this lease lives the supervisor takes a server to be there.
        self.store.take_lease(SERVER, "test", 3600)
        self.process = launch.ensure_supervisor(self.store, idle_exit=IDLE_EXIT)
        self.workers = Workers()

    def submit(self, hp, owner="me"):
        return queue.submit(self.store, hp, owner).id

    def until(self, run, *states, step=0):
        """The run once it is in one of these states and has done so many steps."""

        def there():
            found = self.store.run(run)
            assert found.state in states or not found.state.is_ended, found
            return found if found.state in states and found.step >= step else None

        return wait(there, f"{run} to be {states} at step {step}")

    def train(self, hp):
        run = self.submit(hp)
        self.until(run, State.FINISHED)
        return run

    def end(self, runs):
        """End runs that train, which nothing has ended before; none is measured first."""
        for run in runs:
            queue.pause(self.store, run)
        for run in runs:
            paused = self.until(run, State.PAUSED)
            assert paused.attempt == 1
            self.store.delete(run, paused.owner)

    def ask(self, run, question, **arguments):
        return self.workers.ask(self.store.url, run, question, seconds=PATIENCE, **arguments)

    def worker_process(self):
        """The process that trains: of the supervisor's children the one with TensorFlow."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        return max(children, key=lambda child: child.memory_info().rss)

    def close(self):
        self.workers.close()
        self.store.close()
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(20)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with pytest.MonkeyPatch.context() as environment:
        folder = tmp_path_factory.mktemp("cluster")
        environment.setenv("AE_STORE", str(folder / "runs.sqlite"))
        environment.delenv("AE_DATA", raising=False)
        environment.delenv("AE_SCHEDULER", raising=False)
        found = Cluster()
        try:
            wait(cluster_file().exists, "the supervisor")
            yield found
        finally:
            found.close()


@pytest.fixture(scope="module")
def undisturbed(cluster):
    """The losses of LONG where nothing happens to it."""
    return cluster.store.losses(cluster.train(LONG))


@pytest.fixture(scope="module")
def trained(cluster):
    return cluster.train(SHORT)


@pytest.fixture(scope="module")
def diverged(cluster):
    run = cluster.submit(
        SHORT.replace(
            encoder=(64,),
            activation="linear",
            output_activation="linear",
            optimizer="sgd",
            learning_rate=10.0,
            steps=5000,
        )
    )
    return cluster.until(run, State.DIVERGED)


def command(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "ae.cluster", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def test_a_preset_that_there_is_not_ends_the_supervisor_with_a_sentence(tmp_path):
    store = str(tmp_path / "runs.sqlite")
    ended = command(AE_STORE=store, AE_PRESETS="article,grand")
    assert ended.returncode == 1
    assert "AE_PRESETS: expected all, none or some of article" in ended.stderr


def test_a_submitted_run_is_trained_to_its_end(cluster):
    hp = preset("article").replace(steps=120)
    run = cluster.store.run(cluster.train(hp))
    assert (run.step, run.attempt, run.message, run.worker) == (120, 1, "", None)
    assert run.created <= run.started <= run.ended
    assert len(cluster.store.losses(run.id)) == 120
    assert [step for step, _ in cluster.store.validations(run.id)] == [0, 100, 120]
    assert cluster.store.snapshot(run.id).step == 120
    assert len(cluster.store.snapshot(run.id).images) == 16 * 28 * 28
    assert [line.label for line in run.lines] == ["mean image", "PCA with the same code size"]
    assert run.ms_per_step > 0
    # The test error is the mean over the images, each of which is kept.
    step, raw = cluster.store.blob(run.id, "errors")
    errors = np.frombuffer(raw, np.float32)
    assert (step, len(errors)) == (120, 10_000)
    assert run.test["mse"] == pytest.approx(errors.mean(dtype=float))
    assert run.test["sse_per_image"] == pytest.approx(784 * run.test["mse"])


def test_the_same_settings_give_the_same_losses_in_a_worker(cluster, trained):
    again = cluster.train(SHORT)
    np.testing.assert_array_equal(cluster.store.losses(again), cluster.store.losses(trained))


def test_the_workers_measure_how_fast_this_machine_trains(cluster):
    assert cluster.store.setting(step_times.SPEED_SETTING) > 0


def test_the_time_of_a_run_s_steps_is_kept_for_the_estimates_of_others(cluster):
    hp = SHORT.replace(steps=step_times.FEWEST_STEPS)
    cluster.train(hp)  # until its end; its time is noted after it
    wait_for(lambda: step_times.estimate(cluster.store, hp).is_measured)
    assert step_times.estimate(cluster.store, hp).seconds > 0


def test_only_its_owner_can_read_the_scheduler_s_credentials(cluster):
    assert stat.S_IMODE(cluster_file().stat().st_mode) == 0o600
    written = json.loads(cluster_file().read_text())
    assert written["address"].startswith("tls://127.0.0.1:")
    assert written["security"]["require_encryption"] is True


def test_a_stopped_run_keeps_its_losses_and_its_weights(cluster):
    run = cluster.submit(ENDLESS)
    cluster.until(run, State.RUNNING, step=20)
    queue.stop(cluster.store, run)
    found = cluster.until(run, State.STOPPED)
    assert 20 <= found.step < ENDLESS.steps
    losses = cluster.store.losses(run)
    assert len(losses) == found.step
    assert np.isfinite(losses).all()
    assert cluster.store.weights_step(run) == found.step
    assert found.test["mse"] > 0
    answer = cluster.ask(run, "reconstruct", indices=[0])
    assert answer["step"] == found.step


def test_a_run_deleted_while_it_trains_frees_its_worker_and_nobody_dies(cluster):
    process = cluster.worker_process()
    run = cluster.submit(ENDLESS)
    cluster.until(run, State.RUNNING, step=20)
    cluster.store.delete(run, "me")
    after = cluster.submit(SHORT.replace(seed=1))
    assert cluster.until(after, State.FINISHED).attempt == 1
    wait(lambda: f"run {run}, attempt 1: deleted" in log_file().read_text(), "the worker's end")
    assert process.is_running()
    assert queue.find(cluster.store, run) is None
    assert "Traceback" not in log_file().read_text()


def test_a_paused_run_goes_on_from_its_step_to_the_losses_of_an_undisturbed_one(
    cluster, undisturbed
):
    run = cluster.submit(LONG)
    cluster.until(run, State.RUNNING, step=10)
    queue.pause(cluster.store, run)
    paused = cluster.until(run, State.PAUSED)
    assert 10 <= paused.step < LONG.steps
    assert cluster.store.weights_step(run) == paused.step
    assert cluster.ask(run, "encode", count=3)["codes"].shape == (3, 32)
    queue.resume(cluster.store, run)
    finished = cluster.until(run, State.FINISHED)
    assert (finished.attempt, finished.deaths, finished.step) == (2, 0, LONG.steps)
    np.testing.assert_allclose(cluster.store.losses(run), undisturbed, rtol=1e-6)


@pytest.fixture
def paused(cluster):
    """A run that was paused in the middle."""
    run = cluster.submit(ENDLESS)
    cluster.until(run, State.RUNNING, step=20)
    queue.pause(cluster.store, run)
    return cluster.until(run, State.PAUSED)


def test_a_paused_run_that_is_stopped_ends_as_one_that_trains(cluster, paused):
    trains = cluster.submit(ENDLESS)
    cluster.until(trains, State.RUNNING, step=20)
    for run in (paused.id, trains):
        queue.stop(cluster.store, run)
    one, other = (cluster.until(run, State.STOPPED) for run in (paused.id, trains))
    assert one.step == cluster.store.weights_step(paused.id, "weights") == paused.step
    assert one.message == other.message == "Weights kept."
    assert one.test.keys() == other.test.keys()
    assert 0 < one.test["mse"] < 1
    assert cluster.store.blob(paused.id, "checkpoint") is None
    assert len(cluster.store.losses(paused.id)) == paused.step
    assert cluster.ask(paused.id, "encode", count=2)["step"] == paused.step
    errors = np.frombuffer(cluster.store.blob(paused.id, "errors")[1], np.float32)
    assert errors.mean() == pytest.approx(one.test["mse"], rel=1e-3)


def test_resume_and_stop_in_one_breath_stop_a_paused_run_with_its_figures(cluster, paused):
    queue.resume(cluster.store, paused.id)
    queue.stop(cluster.store, paused.id)
    queue.resume(cluster.store, paused.id)  # too late: it is stopped for good
    stopped = cluster.until(paused.id, State.STOPPED)
    assert stopped.test["mse"] > 0
    assert stopped.step >= paused.step


def test_a_worker_killed_while_it_takes_up_a_stopped_run_leaves_it_to_the_next(cluster, paused):
    let_go = f"run {paused.id}, attempt 1: paused"
    wait(lambda: let_go in log_file().read_text(), "the supervisor to know of the pause")
    process = cluster.worker_process()
    process.suspend()  # it can neither begin nor end
    queue.stop(cluster.store, paused.id)
    cluster.until(paused.id, State.STARTING)
    process.kill()
    stopped = cluster.until(paused.id, State.STOPPED)
    assert (stopped.attempt, stopped.message) == (3, "Weights kept.")
    assert stopped.test["mse"] > 0


def test_a_run_that_diverged_says_what_to_change_and_keeps_its_curve(cluster, diverged):
    assert diverged.message == (
        f"The loss stopped being a finite number at step {diverged.step:,}. "
        "Try a learning rate ten times smaller (1)."
    )
    losses = cluster.store.losses(diverged.id)
    assert len(losses) == diverged.step < 5000
    assert np.isfinite(losses[:-1]).all()
    assert not np.isfinite(losses[-1])


def test_a_worker_reconstructs_test_images(cluster, trained, data):
    answer = cluster.ask(trained, "reconstruct", indices=[5, 0, 9999])
    assert answer["step"] == SHORT.steps
    assert answer["reconstruction"].shape == (3, 28, 28)
    images = data.test.images[[5, 0, 9999], ..., 0]
    expected = np.square(answer["reconstruction"] - images).mean(axis=(1, 2))
    np.testing.assert_allclose(answer["errors"], expected, rtol=1e-4)


def test_a_worker_encodes_test_images_with_the_errors_that_were_kept(cluster, trained):
    answer = cluster.ask(trained, "encode", count=1500)
    assert (answer["codes"].dtype, answer["codes"].shape) == (np.float32, (1500, 4))
    kept = np.frombuffer(cluster.store.blob(trained, "errors")[1], np.float32)
    np.testing.assert_allclose(answer["errors"], kept[:1500], rtol=1e-4)
    np.testing.assert_allclose(cluster.ask(trained, "errors")["errors"], kept, rtol=1e-4)


def test_a_third_run_takes_its_turns_and_a_worker_answers_while_two_others_train(cluster, trained):
    busy = [cluster.submit(ENDLESS.replace(seed=seed)) for seed in (1, 2)]
    for run in busy:
        cluster.until(run, State.RUNNING, step=10)
    third = cluster.submit(SHORT)
    assert cluster.ask(trained, "reconstruct", indices=[1])["errors"].shape == (1,)
    cluster.until(third, State.FINISHED)
    wait(lambda: cluster.store.weights_step(busy[0]), "a checkpoint")
    live = cluster.ask(busy[0], "encode", count=10)
    assert live["codes"].shape == (10, 4)
    assert 0 < live["step"] < ENDLESS.steps
    assert [cluster.store.run(run).state for run in busy] == [State.RUNNING] * 2
    for run in busy:
        queue.stop(cluster.store, run)
        cluster.until(run, State.STOPPED)


def test_a_run_without_weights_has_no_answer(cluster, diverged):
    for run in (diverged.id, "nobody"):
        with pytest.raises(NoWeights, match="This run has no weights to show"):
            cluster.ask(run, "reconstruct", indices=[0])


def test_a_second_supervisor_leaves_politely(cluster):
    done = command("--idle-exit", "1")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "A supervisor already runs for this store.\n"
    assert launch.ensure_supervisor(cluster.store) is None
    assert cluster.process.poll() is None


def test_workers_of_other_machines_cannot_share_an_sqlite_file(cluster):
    done = command(AE_SCHEDULER="tls://127.0.0.1:8786")
    assert done.returncode == 1
    assert done.stderr.startswith("AE_SCHEDULER names workers on other machines")
    assert "AE_STORE" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_run_whose_worker_is_killed_goes_on_to_one_loss_for_every_step(cluster, undisturbed):
    run = cluster.submit(LONG)
    cluster.until(run, State.RUNNING, step=10)
    queue.pause(cluster.store, run)  # leaves a checkpoint to go on from
    paused = cluster.until(run, State.PAUSED)
    queue.resume(cluster.store, run)
    cluster.until(run, State.RUNNING, step=paused.step + 1)
    cluster.worker_process().send_signal(signal.SIGKILL)
    back = cluster.until(run, State.QUEUED, State.STARTING)
    assert back.step > paused.step
    finished = cluster.until(run, State.FINISHED)
    assert (finished.attempt, finished.step) == (3, LONG.steps)
    np.testing.assert_allclose(cluster.store.losses(run), undisturbed, rtol=1e-6)
    assert [step for step, _ in cluster.store.validations(run)] == [0, 100, 200, 250]


def test_stop_waits_for_its_turn_among_thirty_and_ends_nobody(cluster):
    held = [
        cluster.submit(ENDLESS.replace(seed=seed), owner=f"student {seed}") for seed in range(30)
    ]
    for run in held:
        cluster.until(run, State.RUNNING, step=2)
        # What each does once, beside the turns of others, is over: from here on all are in line.
        wait(lambda run=run: cluster.store.run(run).baselines, "the lines of its chart")
    steps = defaultdict(set)

    def is_stopped():
        for run in cluster.store.runs(states=[State.RUNNING]):
            steps[run.id].add(run.step)
        return cluster.store.run(held[7]).state is State.STOPPED

    started = time.monotonic()
    queue.stop(cluster.store, held[7])
    wait(is_stopped, "the end of a run")
    # A round of thirty turns of half a second, and its own evaluation.
    assert time.monotonic() - started < 35
    # Every turn is reported. One round brings the stopped run its last, and two others may pass
    # while it is evaluated.
    assert max(len(seen) - 1 for seen in steps.values()) <= 3
    cluster.end(held[:7] + held[8:])
    assert cluster.store.run(held[7]).attempt == 1


def test_a_worker_that_hangs_is_ended_and_its_runs_stop(cluster):
    run = cluster.submit(ENDLESS)
    cluster.until(run, State.RUNNING, step=100)
    process = cluster.worker_process()
    process.suspend()
    queue.stop(cluster.store, run)
    assert cluster.until(run, State.STOPPED).step >= 100
    wait(lambda: not process.is_running(), "the end of the process")
    cluster.train(SHORT)


def test_a_worker_that_hangs_with_a_deleted_run_is_ended(cluster):
    run = cluster.submit(ENDLESS)
    cluster.until(run, State.RUNNING, step=100)
    process = cluster.worker_process()
    process.suspend()
    cluster.store.delete(run, "me")
    wait(lambda: not process.is_running(), "the end of the process")
    cluster.train(SHORT)


def test_runs_that_need_more_memory_than_a_worker_has_for_them_wait_in_line(cluster, paused):
    # 149 MB for weights, slots and gradients, and 60 for the network that they share: four fit into
    # 720 MB, a fifth does not.
    large = ENDLESS.replace(encoder=(4096,), latent_dim=350)
    held = [cluster.submit(large.replace(seed=seed), owner=f"student {seed}") for seed in range(4)]
    for run in held:
        cluster.until(run, State.RUNNING, step=2)
    last = cluster.submit(large.replace(seed=4), owner="student 4")
    # Others get on meanwhile, and the supervisor has looked at the line more than once.
    for run in held:
        cluster.until(run, State.RUNNING, step=cluster.store.run(run).step + 2)
    assert cluster.store.run(last).state is State.QUEUED
    # Nor does one that is only measured wait for any of them to end.
    queue.stop(cluster.store, paused.id)
    assert cluster.until(paused.id, State.STOPPED).test["mse"] > 0
    assert cluster.store.run(last).state is State.QUEUED
    queue.stop(cluster.store, held[0])
    cluster.until(held[0], State.STOPPED)
    assert cluster.until(last, State.RUNNING, step=2).started > cluster.store.run(held[0]).ended
    cluster.end([*held[1:], last])


def test_a_worker_trains_no_more_networks_at_once_than_it_has_memory_for(cluster):
    # 60 MB for each: eleven fit, and each is compiled once, not at every turn.
    held = [
        cluster.submit(ENDLESS.replace(latent_dim=k), owner=f"student {k}") for k in range(5, 17)
    ]
    for run in held[:11]:
        cluster.until(run, State.RUNNING, step=2)
    assert cluster.store.run(held[11]).state is State.QUEUED
    queue.stop(cluster.store, held[0])
    cluster.until(held[11], State.RUNNING, step=2)
    cluster.until(held[0], State.STOPPED)
    cluster.end(held[1:])
    assert cluster.store.run(held[0]).attempt == 1


def test_the_supervisor_ends_by_itself_once_nobody_needs_it(cluster):
    cluster.store.drop_lease(SERVER, "test")
    assert cluster.process.wait(PATIENCE) == 0
    assert not cluster_file().exists()
    assert cluster.store.lease(launch.LEASE) is None
    assert not psutil.pid_exists(cluster.process.pid)
    with pytest.raises(NoWorker, match="The workers are loading TensorFlow"):
        cluster.ask("any", "errors")
