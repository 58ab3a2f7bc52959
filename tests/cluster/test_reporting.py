"""What a worker writes while it trains, on a real store."""

import sqlite3
import time

import numpy as np
import pytest

from ae import queue
from ae.cluster.fair_lock import FairLock
from ae.cluster.reporting import CHECKPOINT_EVERY, FIRST_CHECKPOINT, Checkpoints, Reports
from ae.errors import LostAttempt
from ae.models import from_bytes
from ae.store import State
from ae.training import Training

ARRAYS = {"a/kernel": np.arange(6, dtype=np.float32)}


@pytest.fixture
def run(store, tiny):
    return store.submit(tiny, "me", held_by="test")


def test_a_checkpoint_is_written_beside_the_training_and_is_there_at_the_end(store, run):
    other = sqlite3.connect(store.url.removeprefix("sqlite:///"), isolation_level=None)
    with Checkpoints(store, run, run.attempt, FairLock()) as checkpoints:
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
        Checkpoints(store, run, run.attempt, FairLock()) as checkpoints,
    ):
        checkpoints.write(3, ARRAYS)


def test_the_first_checkpoint_is_due_soon_and_the_next_some_time_after_it_is_saved(
    store, run, monkeypatch
):
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now)
    with Checkpoints(store, run, run.attempt, FairLock()) as checkpoints:
        assert not checkpoints.is_due
        now += 10 * FIRST_CHECKPOINT
        assert not checkpoints.is_due, "to ask starts no clock"
        checkpoints.start_clock()
        now += FIRST_CHECKPOINT - 0.1
        assert not checkpoints.is_due
        now += 0.1
        assert checkpoints.is_due
        checkpoints.write(3, ARRAYS)
        checkpoints.wait()
        now += CHECKPOINT_EVERY[0] - 0.1
        assert not checkpoints.is_due
        now += 0.2
        assert checkpoints.is_due


def test_digits_are_due_at_first_and_after_each_hundredth_more_of_the_steps(store, tiny, data):
    hp = tiny.replace(steps=1000)
    run = store.submit(hp, "me", held_by="test")
    store.begin(run.id, run.attempt)
    reports = Reports(store, run.id, run.attempt)
    assert reports.are_digits_due(0)
    with Training(hp, data) as training:
        while training.step < 300:
            reports.add(training.advance(show=False))
        assert reports.are_digits_due(training.step), "none were drawn so far"
        reports.add(training.advance(show=True))
        reports.write(training.ms_per_step)
        drawn = store.snapshot(run.id).step
        assert drawn == training.step
        assert not reports.are_digits_due(drawn + 2)
        assert reports.are_digits_due(drawn + drawn // 100 + 1)


def test_reports_are_kept_until_they_are_written_all_at_once(store, run, data):
    store.begin(run.id, run.attempt)
    reports, losses = Reports(store, run.id, run.attempt), []
    with Training(run.hp, data) as training:
        for _ in range(2):
            report = training.advance(show=False)
            losses.extend(report.losses)
            reports.add(report)
        assert len(store.losses(run.id)) == 0
        queue.change_learning_rate(store, run.id, 0.5)
        row = reports.write(ms_per_step=7.0)
    assert row.learning_rate == 0.5
    assert training.learning_rate == run.hp.learning_rate, "it is the execution that applies it"
    np.testing.assert_array_equal(store.losses(run.id), losses)
    written = store.run(run.id)
    assert (written.step, written.ms_per_step) == (len(losses), 7.0)
