"""What a worker that was taken for dead may do, and what the next one goes on from."""

import pytest

from ae.errors import LostAttempt
from ae.store import State, Wanted
from tests.store.writing import IMAGES, report, steps


def test_an_attempt_that_a_newer_one_replaced_can_write_nothing_more(store, running):
    report(store, running, 5, 5)
    assert store.requeue(running, 1, "died") is State.QUEUED
    assert store.claim(running, "other") == 2
    store.begin(running, 2)
    report(store, running, 3, 3, attempt=2)
    for write in (
        lambda: report(store, running, 6, 1),
        lambda: store.heartbeat(running, 1),
        lambda: store.begin(running, 1),
        lambda: store.save_blob(running, 1, "weights", 6, b"old"),
        lambda: store.save_baselines(running, 1, []),
        lambda: store.end(running, 1, State.FINISHED),
    ):
        with pytest.raises(LostAttempt, match="Attempt 1 no longer holds the run"):
            write()
    run = store.run(running)
    assert (run.state, run.step) == (State.RUNNING, 3)
    assert store.losses(running).tolist() == steps(1, 2, 3)
    assert store.blob(running, "weights") is None


def test_an_ended_attempt_can_write_nothing_more(store, running):
    store.end(running, 1, State.FINISHED)
    with pytest.raises(LostAttempt):
        report(store, running, 1, 1)
    assert store.requeue(running, 1, "died") is None
    assert store.run(running).state is State.FINISHED


def test_a_beat_says_that_the_worker_lives(store, running):
    before = store.run(running).heartbeat
    store.heartbeat(running, 1)
    assert store.run(running).heartbeat > before


def test_beginning_again_drops_what_came_after_the_checkpoint(store, running):
    report(store, running, 100, 100, new_validations=[(100, 0.5)], images=IMAGES)
    store.save_blob(running, 1, "checkpoint", 100, b"state")
    report(store, running, 200, 100, new_validations=[(200, 0.4)], images=IMAGES)
    store.requeue(running, 1, "died")
    assert store.run(running).step == 200  # what was seen stays until an attempt begins
    store.claim(running, "other")
    assert store.begin(running, 2).step == 100
    assert store.losses(running).tolist() == steps(*range(1, 101))
    assert store.validations(running) == [(100, 0.5)]
    assert store.snapshot(running).step == 100
    report(store, running, 150, 50, attempt=2)
    assert store.losses(running).tolist() == steps(*range(1, 151))


def test_beginning_again_without_a_checkpoint_validates_the_untrained_network_again(store, running):
    for attempt in (1, 2):
        report(
            store, running, 0, 0, attempt=attempt, new_validations=[(0, 0.5)], images=IMAGES
        )  # fmt: skip
        assert store.validations(running) == [(0, 0.5)]
        assert store.snapshot(running).step == 0
        if attempt == 1:
            store.requeue(running, 1, "died")
            store.claim(running, "other")
            store.begin(running, 2)


def test_a_run_that_kills_its_workers_before_a_step_fails_though_it_showed_something(store, queued):
    for attempt in (1, 2, 3):
        store.claim(queued, "worker")
        store.begin(queued, attempt)
        report(store, queued, 0, 0, attempt=attempt, new_validations=[(0, 0.5)])
        state = store.requeue(queued, attempt, "It kills workers.")
    assert state is State.FAILED


def test_beginning_again_without_a_checkpoint_begins_at_the_first_step(store, running):
    report(store, running, 50, 50, images=IMAGES)
    store.requeue(running, 1, "died")
    store.claim(running, "other")
    assert store.begin(running, 2).step == 0
    assert len(store.losses(running)) == 0
    assert store.snapshot(running) is None


def test_a_run_keeps_the_time_when_it_first_started(store, running):
    first = store.run(running).started
    store.requeue(running, 1, "died")
    store.claim(running, "other")
    assert store.begin(running, 2).started == first


def test_a_run_given_back_keeps_its_place_in_the_line(store, running):
    before = store.run(running).queued
    assert store.requeue(running, 1, "died") is State.QUEUED
    run = store.run(running)
    assert (run.state, run.queued, run.worker) == (State.QUEUED, before, None)


def test_a_run_that_kills_three_workers_without_a_step_has_failed(store, queued):
    states = []
    for attempt in (1, 2, 3):
        assert store.claim(queued, "worker") == attempt
        store.begin(queued, attempt)
        states.append(store.requeue(queued, attempt, "No memory. Try a smaller network."))
    assert states == [State.QUEUED, State.QUEUED, State.FAILED]
    run = store.run(queued)
    assert (run.state, run.message) == (State.FAILED, "No memory. Try a smaller network.")
    assert run.ended is not None


def test_a_step_forgives_earlier_deaths(store, queued):
    for attempt in range(1, 6):
        assert store.claim(queued, "worker") == attempt
        store.begin(queued, attempt)
        report(store, queued, 2, 2, attempt=attempt)
        assert store.requeue(queued, attempt, "died") is State.QUEUED


@pytest.mark.parametrize(
    ("wanted", "state"), [(Wanted.PAUSE, State.PAUSED), (Wanted.STOP, State.STOPPED)]
)
def test_a_run_given_back_goes_where_the_user_wanted_it(store, running, wanted, state):
    store.want(running, wanted)
    assert store.requeue(running, 1, "died") is state
    assert store.run(running).state is state
    assert (store.run(running).ended is not None) is (state is State.STOPPED)


def test_a_stopped_run_whose_worker_died_is_queued_with_its_newest_weights(store, running):
    report(store, running, 20, 20)
    store.save_blob(running, 1, "checkpoint", 10, b"checkpoint")
    store.want(running, Wanted.STOP)
    store.save_blob(running, 1, "weights", 20, b"weights")
    assert store.requeue(running, 1, "died") is State.QUEUED
    assert store.begin(running, store.claim(running, "worker")).step == 20
    assert len(store.losses(running)) == 20


def test_a_stopped_run_that_ends_every_worker_keeps_its_weights_unmeasured(store, running):
    store.save_blob(running, 1, "checkpoint", 10, b"checkpoint")
    store.want(running, Wanted.STOP)
    for attempt in (1, 2):
        assert store.requeue(running, attempt, "It died.") is State.QUEUED
        store.claim(running, "worker")
    assert store.requeue(running, 3, "It died.") is State.STOPPED
    run = store.run(running)
    assert run.message == "Weights kept, but not measured. It died."
    assert store.weights_step(running) == 10


def test_an_attempt_that_is_not_the_newest_is_not_given_back(store, running):
    assert store.requeue(running, 0, "died") is None
    store.requeue(running, 1, "died")
    assert store.requeue(running, 1, "died") is None
    assert store.run(running).deaths == 1


def test_an_attempt_that_goes_on_where_the_last_one_was_keeps_its_last_losses(store, running):
    report(store, running, 100, 100, new_validations=[(100, 0.5)])
    store.save_blob(running, 1, "checkpoint", 100, b"state")
    store.requeue(running, 1, "died")
    store.claim(running, "other")
    run = store.begin(running, 2)
    assert (run.train_loss, run.validation_loss) == (100.0, 0.5)


def test_an_attempt_that_goes_back_has_no_losses_until_it_reports(store, running):
    report(store, running, 100, 100, new_validations=[(100, 0.5)])
    store.requeue(running, 1, "died")
    store.claim(running, "other")
    run = store.begin(running, 2)
    assert (run.step, run.train_loss, run.validation_loss) == (0, None, None)


def test_a_change_of_rate_after_the_checkpoint_is_forgotten_and_one_at_it_is_not(store, running):
    for step in (50, 100, 150):
        store.note_rate(running, 1, step, step / 1000)
    report(store, running, 100, 100)
    store.save_blob(running, 1, "checkpoint", 100, b"state")
    store.requeue(running, 1, "died")
    store.claim(running, "other")
    assert store.begin(running, 2).rate_changes == [(50, 0.05), (100, 0.1)]


def test_a_report_without_a_validation_leaves_the_last_one(store, running):
    report(store, running, 100, 100, new_validations=[(100, 0.5)])
    report(store, running, 200, 100)
    assert store.run(running).validation_loss == 0.5


def test_going_back_forgets_nothing_of_another_run(store, running, tiny):
    other = store.submit(tiny, "me", held_by="process 1").id
    store.begin(other, 1)
    for run in (running, other):
        report(store, run, 100, 100, new_validations=[(100, 0.5)], images=IMAGES)
    store.requeue(running, 1, "died")
    store.claim(running, "other")
    store.begin(running, 2)
    assert store.validations(running) == []
    assert store.validations(other) == [(100, 0.5)]
    assert len(store.losses(other)) == 100
    assert store.snapshot(other).step == 100


@pytest.mark.parametrize(
    ("state", "kinds", "kept"),
    [
        (State.FINISHED, ["weights", "checkpoint"], False),
        (State.STOPPED, ["checkpoint"], True),
        (State.PAUSED, ["weights", "checkpoint"], True),
    ],
)
def test_a_checkpoint_is_dropped_once_an_ended_run_has_weights(store, running, state, kinds, kept):
    store.want(running, Wanted.PAUSE)
    for kind in kinds:
        store.save_blob(running, 1, kind, 5, b"state")
    store.end(running, 1, state)
    run = store.run(running)
    assert (run.state, run.ended is not None) == (state, state is not State.PAUSED)
    assert (store.blob(running, "checkpoint") is not None) is kept
