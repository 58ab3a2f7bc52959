"""Losses, parts and validations."""

import numpy as np
import pytest

from tests.store.writing import report, steps


def test_no_time_left_is_told_before_twenty_steps(store, running):
    report(store, running, 19, 19)
    assert store.run(running).seconds_left is None
    report(store, running, 20, 1)
    assert store.run(running).seconds_left == pytest.approx(980 * 0.0025)


def test_every_loss_comes_back_in_order(store, running):
    report(store, running, 2, 2)
    report(store, running, 10, 8)
    report(store, running, 11, 1)
    losses = store.losses(running)
    assert losses.dtype == np.float32
    assert losses.tolist() == steps(*range(1, 12))
    run = store.run(running)
    assert (run.step, run.train_loss, run.ms_per_step) == (11, 11.0, 2.5)


@pytest.mark.parametrize("after", range(13))
def test_losses_after_a_step_are_those_of_the_later_steps(store, running, after):
    report(store, running, 2, 2)
    report(store, running, 10, 8)
    report(store, running, 11, 1)
    assert store.losses(running, after=after).tolist() == steps(*range(after + 1, 12))


def test_a_run_without_losses_has_none(store, queued):
    assert store.losses(queued).tolist() == []
    assert store.validations(queued) == []
    assert store.snapshot(queued) is None
    assert store.weights_step(queued) is None
    assert store.blob(queued, "weights", "checkpoint") is None


def test_losses_are_kept_apart_by_run(store, running, tiny):
    other = store.submit(tiny, "me", held_by="process 1").id
    store.begin(other, 1)
    report(store, running, 3, 3)
    report(store, other, 2, 2)
    assert len(store.losses(running)) == 3
    assert len(store.losses(other)) == 2


def test_validations_come_with_their_step(store, running):
    report(store, running, 100, 100, new_validations=[(100, 0.5)])
    report(store, running, 200, 100, new_validations=[(200, 0.25)])
    assert store.validations(running) == [(100, 0.5), (200, 0.25)]
    assert store.validations(running, after=100) == [(200, 0.25)]
    assert store.run(running).validation_loss == 0.25


def test_a_loss_that_is_not_finite_is_kept_in_the_curve_but_not_as_a_number_to_show(store, running):
    values = np.array([0.5, np.inf, np.nan], np.float32)
    store.report(running, 1, step=3, new_losses=values, ms_per_step=1)
    np.testing.assert_array_equal(store.losses(running), values)
    assert store.run(running).train_loss is None


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_validation_that_is_not_finite_ends_no_run_by_an_error(store, running, value):
    report(store, running, 100, 100, new_validations=[(100, float(value))])
    run = store.run(running)
    assert (run.step, run.validation_loss) == (100, None)
    assert all(np.isfinite(loss) for _, loss in store.validations(running))


def test_the_parts_of_losses_come_back_beside_them(store, running):
    parts = np.arange(6, dtype=np.float32).reshape(3, 2)
    report(store, running, 2, 2, new_parts=parts[:2])
    report(store, running, 3, 1, new_parts=parts[2:])
    np.testing.assert_array_equal(store.parts(running, 2), parts)
    np.testing.assert_array_equal(store.parts(running, 2, after=1), parts[1:])
    np.testing.assert_array_equal(store.parts(running, 2, after=3), parts[3:])


def test_a_run_without_parts_has_none(store, running):
    report(store, running, 2, 2, new_parts=np.empty((2, 0), np.float32))
    assert store.parts(running, 0).shape == (0, 0)


def test_parts_after_the_checkpoint_of_a_lost_attempt_come_again(store, running):
    report(store, running, 2, 2, new_parts=np.zeros((2, 2), np.float32))
    store.save_blob(running, 1, "checkpoint", 2, b"state")
    report(store, running, 4, 2, new_parts=np.ones((2, 2), np.float32))
    store.requeue(running, 1, "died")
    store.claim(running, "another")
    store.begin(running, 2)
    assert store.parts(running, 2).shape == (2, 2)
    report(store, running, 3, 1, attempt=2, new_parts=np.full((1, 2), 7, np.float32))
    assert store.parts(running, 2)[:, 0].tolist() == [0, 0, 7]
