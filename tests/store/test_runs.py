"""A run, what is wanted of it, and what becomes of it."""

import time

import pytest

from ae.errors import UnknownRun
from ae.metrics.baselines import Line, LineKind
from ae.store import NO_WEIGHTS, Kind, Outcome, State, Wanted
from ae.store.records import STALE_AFTER
from tests.store.writing import at, report


def test_an_unknown_run_is_an_error_that_names_it(store):
    for call in (
        lambda: store.run("nobody"),
        lambda: store.want("nobody", Wanted.STOP),
        lambda: store.begin("nobody", 1),
    ):
        with pytest.raises(UnknownRun, match=r"^There is no run 'nobody' in this store\.$"):
            call()
    assert store.claim("nobody", "worker") is None
    assert store.requeue("nobody", 1, "") is None


def test_a_link_that_can_be_no_run_s_is_an_unknown_run(store):
    for key in ("\0", "r\0", "x" * 1000, "é", ""):
        with pytest.raises(UnknownRun):
            store.run(key)


def test_a_run_may_grow_from_another_that_is_there(store, tiny):
    parent = store.submit(tiny, "me")
    assert (parent.kind, parent.parent) == (Kind.AUTOENCODER, None)
    assert store.submit(tiny, "me", parent=parent.id).parent == parent.id
    with pytest.raises(UnknownRun, match="There is no run 'nobody'"):
        store.submit(tiny, "me", parent="nobody")
    assert len(store.runs()) == 2


def test_runs_come_newest_first_and_by_owner_and_state(store, tiny):
    first, second, third = (store.submit(tiny, owner) for owner in "aba")
    store.want(third.id, Wanted.STOP)
    assert [r.id for r in store.runs()] == [third.id, second.id, first.id]
    assert [r.id for r in store.runs(limit=2)] == [third.id, second.id]
    assert [r.id for r in store.runs(owners=["a"])] == [third.id, first.id]
    assert [r.id for r in store.runs(states=[State.QUEUED])] == [second.id, first.id]
    assert store.runs(owners=[]) == []


def test_a_queued_run_is_claimed_once(store, queued):
    assert store.claim(queued, "one") == 1
    assert store.claim(queued, "two") is None
    run = store.run(queued)
    assert (run.state, run.attempt, run.worker) == (State.STARTING, 1, "one")


def test_a_run_may_begin_without_a_queue_where_it_is_submitted(store, tiny):
    run = store.submit(tiny, "me", held_by="process 1")
    assert (run.state, run.attempt, run.worker) == (State.STARTING, 1, "process 1")
    assert store.begin(run.id, 1).state is State.RUNNING


def test_baselines_come_back_as_lines(store, running):
    lines = [
        Line(LineKind.MEAN_IMAGE, "mean image", 0.0675),
        Line(LineKind.PCA, "PCA with the same code size", 0.05),
    ]
    store.save_baselines(running, 1, lines)
    assert store.run(running).lines == lines


@pytest.mark.parametrize(
    ("state", "wanted", "then"),
    [
        (State.QUEUED, Wanted.RUN, State.QUEUED),
        (State.QUEUED, Wanted.PAUSE, State.PAUSED),
        (State.QUEUED, Wanted.STOP, State.STOPPED),
        (State.PAUSED, Wanted.RUN, State.QUEUED),
        (State.PAUSED, Wanted.PAUSE, State.PAUSED),
        (State.PAUSED, Wanted.STOP, State.STOPPED),
        # The worker changes the state of these once it reads what is wanted.
        *((s, w, s) for s in (State.STARTING, State.RUNNING) for w in Wanted),
    ],
)
def test_what_is_wanted_changes_the_state_at_once_unless_a_worker_holds_the_run(
    store, queued, state, wanted, then
):
    at(store, queued, state)
    run = store.want(queued, wanted)
    assert (run.state, run.wanted) == (then, wanted)
    assert run == store.run(queued)
    assert (run.ended is not None) is then.is_ended


@pytest.mark.parametrize("state", [s for s in State if s.is_ended])
@pytest.mark.parametrize("wanted", list(Wanted))
def test_nothing_more_can_be_wanted_of_a_run_that_ended(store, queued, state, wanted):
    at(store, queued, state)
    before = store.run(queued)
    assert store.want(queued, wanted) == before
    assert store.run(queued) == before


def test_a_worker_reads_what_is_wanted_at_each_report(store, running):
    assert report(store, running, 1, 1).wanted is Wanted.RUN
    store.want(running, Wanted.PAUSE)
    assert report(store, running, 2, 1).wanted is Wanted.PAUSE
    store.want(running, Wanted.STOP)
    assert report(store, running, 3, 1).wanted is Wanted.STOP


def test_a_resumed_run_goes_to_the_end_of_the_line(store, queued):
    before = store.run(queued).queued
    store.want(queued, Wanted.PAUSE)
    assert store.want(queued, Wanted.RUN).queued > before


def test_a_pause_taken_back_before_the_worker_noticed_changes_nothing(store, running):
    store.want(running, Wanted.PAUSE)
    store.want(running, Wanted.RUN)
    assert report(store, running, 1, 1).wanted is Wanted.RUN
    assert store.run(running).state is State.RUNNING


def test_a_pause_taken_back_before_it_was_through_leads_back_to_the_queue(store, running):
    store.want(running, Wanted.PAUSE)
    assert report(store, running, 1, 1).wanted is Wanted.PAUSE
    store.want(running, Wanted.RUN)
    store.end(running, 1, State.PAUSED)
    run = store.run(running)
    assert (run.state, run.wanted, run.ended) == (State.QUEUED, Wanted.RUN, None)


def test_a_stop_pressed_before_a_pause_was_through_leaves_the_run_to_be_measured(store, running):
    store.want(running, Wanted.PAUSE)
    assert report(store, running, 1, 1).wanted is Wanted.PAUSE
    store.want(running, Wanted.STOP)
    store.end(running, 1, State.PAUSED)
    run = store.run(running)
    assert (run.state, run.wanted, run.ended) == (State.QUEUED, Wanted.STOP, None)


@pytest.mark.parametrize("wanted", list(Wanted))
def test_stop_is_for_good(store, running, wanted):
    store.want(running, Wanted.STOP)
    assert store.want(running, wanted).wanted is Wanted.STOP


def test_a_run_stopped_before_it_trained_says_that_nothing_was_kept(store, queued):
    assert store.want(queued, Wanted.STOP).message == NO_WEIGHTS


def test_a_pause_leaves_the_run_to_no_worker_and_not_ended(store, running):
    store.want(running, Wanted.PAUSE)
    store.end(running, 1, State.PAUSED)
    run = store.run(running)
    assert (run.state, run.worker, run.ended) == (State.PAUSED, None, None)


def test_a_learning_rate_that_is_wanted_reaches_the_worker_and_its_changes_are_kept(store, running):
    assert store.run(running).learning_rate == store.run(running).hp.learning_rate
    store.want_rate(running, 0.5)
    assert report(store, running, 1, 1).learning_rate == 0.5
    store.note_rate(running, 1, 1, 0.5)
    store.note_rate(running, 1, 9, 0.25)
    assert store.run(running).rate_changes == [(1, 0.5), (9, 0.25)]


def test_a_run_that_has_ended_keeps_its_learning_rate(store, running):
    store.end(running, 1, State.FINISHED)
    before = store.run(running).learning_rate
    assert store.want_rate(running, 0.5).learning_rate == before


def test_a_run_is_lost_once_its_worker_was_not_heard_of_for_too_long(store, running):
    run = store.run(running)
    assert not run.is_lost(run.heartbeat + STALE_AFTER - 1)
    assert run.is_lost(run.heartbeat + STALE_AFTER + 1)


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (None, "finished"),
        (Outcome.LEARNED_NOTHING, "learned nothing"),
        (Outcome.BLEW_UP, "blew up"),
    ],
)
def test_what_there_is_to_remark_on_a_run_s_end_is_its_state_in_words(
    store, running, outcome, words
):
    store.end(running, 1, State.FINISHED, outcome=outcome)
    run = store.run(running)
    assert (run.state, run.outcome) == (State.FINISHED, outcome)
    assert run.state_in_words(time.time()) == words


def test_only_a_run_that_a_worker_holds_can_be_lost(store, queued):
    later = time.time() + 1000
    assert not store.run(queued).is_lost(later)
    at(store, queued, State.FINISHED)
    assert not store.run(queued).is_lost(later)


def test_somebody_waits_while_a_run_is_queued(store, queued):
    assert store.is_anyone_waiting()
    store.claim(queued, "worker")
    assert not store.is_anyone_waiting()


def test_the_key_of_a_run_is_twelve_letters_and_digits_of_chance(store, tiny):
    keys = [store.submit(tiny, "me").id for _ in range(20)]
    assert len(set(keys)) == 20
    assert all(len(key) == 12 and key.isalnum() for key in keys)
