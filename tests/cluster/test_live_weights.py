"""Weights for who watches a run train, written by a real training into a real store."""

import time

import numpy as np
import pytest

from ae.binary import unpack
from ae.cluster.live_weights import LIVE_EVERY, LiveWeights
from ae.cluster.worker import work
from ae.store import LIVE, State, Store, Wanted
from ae.training import Training
from tests.store.writing import report


@pytest.fixture
def run(store, tiny):
    """A run that a worker holds."""
    run = store.submit(tiny.replace(steps=1000), "me", held_by="test").id
    return store.begin(run, 1)


@pytest.fixture
def weights(tiny, data):
    with Training(tiny, data) as training:
        return training.present_weights()


def watched(store, run, seconds=60):
    store.watch(run.id, time.time() + seconds)
    return store.run(run.id)


def written(store, run):
    """The step, header and arrays of the run's live weights."""
    step, content = store.blob(run.id, LIVE)
    return step, *unpack(content)


def test_they_are_those_of_the_last_step_at_half_precision(store, run, data):
    with Training(run.hp, data) as training, LiveWeights(store, watched(store, run), 1) as live:
        training.advance()
        before = time.time()
        live.write(training.step, training.present_weights())
        weights = training.weights()
    step, header, arrays = written(store, run)
    assert step == header["step"] == training.step
    assert before <= header["taken"] <= time.time()
    assert {layer["part"] for layer in header["layers"]} == {"encoder", "decoder"}
    assert set(arrays) == set(weights)
    for name, values in weights.items():
        assert arrays[name].dtype == np.float16
        np.testing.assert_array_equal(arrays[name], values.astype(np.float16))


def test_to_copy_them_changes_nothing_of_the_training(tiny, data):
    losses = []
    for is_watched in (False, True):
        with Training(tiny, data) as training:
            while not training.finished:
                losses.append(training.advance().losses)
                if is_watched:
                    copied = training.present_weights()
                    copied["output/bias"] += 1
    both = np.split(np.concatenate(losses), 2)
    np.testing.assert_array_equal(*both)


def test_they_are_due_only_while_somebody_watches_and_not_too_often(
    store, run, weights, monkeypatch
):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    monkeypatch.setattr(time, "monotonic", lambda: now)
    with LiveWeights(store, run, 1) as live:
        assert not live.are_due
        live.look(watched(store, run, 5))
        assert live.are_due
        live.write(3, weights)
        live._thread.submit(bool).result()  # it is written
        assert not live.are_due
        now += LIVE_EVERY - 0.1
        assert not live.are_due
        now += 0.2
        assert live.are_due
        now += 5
        live.look(store.run(run.id))
        assert not live.are_due, "nobody has asked any more"


@pytest.mark.parametrize("value", [np.nan, 1e6])
def test_weights_that_are_not_finite_are_not_written_and_do_no_harm(store, run, weights, value):
    with LiveWeights(store, watched(store, run), 1) as live:
        live.write(3, weights | {"output/bias": np.full(784, value, np.float32)})
    assert store.blob(run.id, LIVE) is None


def test_one_that_has_lost_its_run_writes_nothing(store, run, weights):
    row = watched(store, run)
    store.requeue(run.id, 1, "died")
    with LiveWeights(store, row, 1) as live:
        live.write(3, weights)
    assert store.blob(run.id, LIVE) is None


def test_nothing_is_written_of_a_run_that_nobody_watches(store, tiny, monkeypatch):
    kinds = set()
    monkeypatch.setattr(Store, "save_blob", lambda self, run, attempt, kind, *_: kinds.add(kind))
    run = store.submit(tiny, "me", held_by="test").id
    work(store.url, run, 1)
    assert "weights" in kinds
    assert LIVE not in kinds


@pytest.mark.parametrize(
    ("wanted", "state"),
    [(Wanted.RUN, State.FINISHED), (Wanted.PAUSE, State.PAUSED), (Wanted.STOP, State.STOPPED)],
)
def test_a_watched_run_has_them_until_it_ends_or_pauses(store, tiny, monkeypatch, wanted, state):
    run = store.submit(tiny.replace(steps=3000), "me", held_by="test").id
    store.watch(run, time.time() + 600)
    steps = []
    save = Store.save_blob

    def save_and_steer(self, key, attempt, kind, step, content):
        save(self, key, attempt, kind, step, content)
        if kind == LIVE:
            steps.append(step)
            store.want(run, wanted)

    monkeypatch.setattr(Store, "save_blob", save_and_steer)
    work(store.url, run, 1)
    assert store.run(run).state is state
    assert steps[0] == 2, "the first steps' weights come at once"
    assert store.blob(run, LIVE) is None


def test_those_of_a_worker_that_died_are_gone_with_it(store, run):
    report(store, run.id, 2, 2)
    store.save_blob(run.id, 1, LIVE, 2, b"weights")
    store.requeue(run.id, 1, "died")
    assert store.blob(run.id, LIVE) is None
