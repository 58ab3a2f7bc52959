"""Weights and checkpoints."""

import time

import pytest

from ae.store import LIVE, State, Wanted
from tests.store.writing import report, steps


def test_bytes_of_a_kind_replace_the_earlier_ones(store, running):
    store.save_blob(running, 1, "checkpoint", 10, b"ten")
    store.save_blob(running, 1, "checkpoint", 20, b"twenty")
    assert store.blob(running, "checkpoint") == (20, b"twenty")
    assert store.blob(running, "weights", "checkpoint") == (20, b"twenty")
    store.save_blob(running, 1, "weights", 30, b"thirty")
    assert store.blob(running, "weights", "checkpoint") == (30, b"thirty")
    assert store.blob(running, "checkpoint", "weights") == (20, b"twenty")
    assert store.weights_step(running) == 30


def test_a_finished_run_keeps_its_weights_and_errors_and_needs_no_checkpoint(store, running):
    store.save_blob(running, 1, "checkpoint", 10, b"c")
    store.save_blob(running, 1, "weights", 20, b"w")
    store.save_blob(running, 1, "errors", 20, b"e")
    store.end(running, 1, State.FINISHED, metrics={"mse": 0.02})
    assert store.blob(running, "checkpoint") is None
    assert store.blob(running, "weights") == (20, b"w")
    assert store.blob(running, "errors") == (20, b"e")
    run = store.run(running)
    assert (run.state, run.test, run.worker) == (State.FINISHED, {"mse": 0.02}, None)
    assert run.seconds_left is None


@pytest.mark.parametrize("way", ["finished", "paused", "worker died"])
def test_the_live_weights_of_a_run_are_gone_when_no_worker_holds_it(store, running, way):
    store.save_blob(running, 1, LIVE, 10, b"ten")
    assert store.weights_step(running) is None, "they are for who watches alone"
    if way == "paused":
        store.want(running, Wanted.PAUSE)
    if way == "worker died":
        assert store.requeue(running, 1, "died") is State.QUEUED
    else:
        store.end(running, 1, State.PAUSED if way == "paused" else State.FINISHED)
    assert store.blob(running, LIVE) is None


@pytest.mark.parametrize("resumed", [False, True], ids=["paused", "queued again"])
def test_a_paused_run_that_is_stopped_waits_with_its_weights_to_be_measured(
    store, running, resumed
):
    report(store, running, 10, 10)
    store.save_blob(running, 1, "checkpoint", 10, b"weights and optimiser")
    store.want(running, Wanted.PAUSE)
    store.end(running, 1, State.PAUSED)
    if resumed:
        store.want(running, Wanted.RUN)
    assert store.want(running, Wanted.STOP).state is State.QUEUED
    assert store.run(running).state_in_words(time.time()) == "stopping"
    assert store.weights_step(running) == 10
    assert store.blob(running, "weights", "checkpoint") == (10, b"weights and optimiser")
    assert store.losses(running).tolist() == steps(*range(1, 11))
