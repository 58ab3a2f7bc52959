"""Checkpoints, written beside the training on a real store."""

import sqlite3
import time

import numpy as np
import pytest

from ae.cluster.writing import CHECKPOINT_EVERY, FIRST_CHECKPOINT, Checkpoints
from ae.errors import LostAttempt
from ae.models import from_bytes
from ae.store import State
from ae.training.turns import Turns

ARRAYS = {"a/kernel": np.arange(6, dtype=np.float32)}


@pytest.fixture
def run(store, tiny):
    return store.submit(tiny, "me", held_by="test")


def test_a_checkpoint_is_written_beside_the_training_and_is_there_at_the_end(store, run):
    other = sqlite3.connect(store.url.removeprefix("sqlite:///"), isolation_level=None)
    with Checkpoints(store, run, run.attempt, Turns()) as checkpoints:
        other.execute("BEGIN IMMEDIATE")  # so long nothing can be written
        checkpoints.write(3, ARRAYS)
        assert store.weights_step(run.id) is None
        other.execute("COMMIT")
    other.close()
    step, content = store.blob(run.id, "checkpoint")
    assert step == 3
    np.testing.assert_array_equal(from_bytes(content)[1]["a/kernel"], ARRAYS["a/kernel"])


def test_what_keeps_a_checkpoint_from_being_written_is_not_lost(store, run):
    store.end(run.id, run.attempt, State.STOPPED)
    with (
        pytest.raises(LostAttempt),
        Checkpoints(store, run, run.attempt, Turns()) as checkpoints,
    ):
        checkpoints.write(3, ARRAYS)


def test_the_first_checkpoint_is_due_soon_and_the_next_some_time_after_it_is_saved(
    store, run, monkeypatch
):
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now)
    with Checkpoints(store, run, run.attempt, Turns()) as checkpoints:
        assert not checkpoints.is_due
        now += FIRST_CHECKPOINT
        assert checkpoints.is_due
        checkpoints.write(3, ARRAYS)
        checkpoints.wait()
        now += CHECKPOINT_EVERY[0] - 0.1
        assert not checkpoints.is_due
        now += 0.2
        assert checkpoints.is_due
