"""The sentence that tells why a run does not train yet."""

import time

import pytest

from ae.cluster.launch import LEASE
from ae.live.waiting import reason_for_waiting
from ae.store import State, Wanted
from ae.store.records import STALE_AFTER


@pytest.fixture
def reason(store):
    """The reason of a run, at a number of seconds from now."""
    return lambda run, later=0.0: reason_for_waiting(store, store.run(run), time.time() + later)


def begin(store, run):
    store.claim(run, "worker")
    store.begin(run, 1)


def test_without_a_supervisor_there_are_no_workers_yet(store, tiny, reason):
    run = store.submit(tiny, "me").id
    assert reason(run) == "No workers yet: they are being started, which takes some seconds."


def test_while_no_worker_has_a_run_tensorflow_is_loading(store, tiny, reason):
    store.take_lease(LEASE, "supervisor", 100)
    ahead, run = (store.submit(tiny, "me").id for _ in range(2))
    assert reason(run) == "The workers are loading TensorFlow."
    store.claim(ahead, "worker")
    assert reason(run) != "The workers are loading TensorFlow."


def test_a_run_in_line_counts_those_ahead(store, tiny, reason):
    store.take_lease(LEASE, "supervisor", 100)
    begin(store, store.submit(tiny, "other").id)
    first, second, third, fourth = (store.submit(tiny, "me").id for _ in range(4))
    wait = "about 1 s to wait."
    assert reason(first) == f"Next in line, {wait}"
    assert reason(second) == f"In line: 1 run ahead of this one, {wait}"
    assert reason(third) == f"In line: 2 runs ahead of this one, {wait}"
    assert reason(fourth) == f"In line: 3 runs ahead of this one, {wait}"


def test_the_wait_is_that_of_the_place_in_line(store, tiny, reason):
    """Two train at once, alone 10 s and 40 s: sharing, they are over after 20 s and 50 s."""
    store.take_lease(LEASE, "supervisor", 100)
    for steps in (1_020, 4_020):
        run = store.submit(tiny.replace(steps=steps), "other").id
        begin(store, run)
        store.report(run, 1, step=20, new_losses=[], ms_per_step=10.0)
    first, second = (store.submit(tiny, "me").id for _ in range(2))
    assert reason(first) == "Next in line, about 20 s to wait."
    assert reason(second) == "In line: 1 run ahead of this one, about 50 s to wait."


def test_a_run_that_a_worker_has_taken_is_made_ready(store, tiny, reason):
    run = store.submit(tiny, "me").id
    store.claim(run, "worker")
    assert reason(run) == "A worker is getting ready."


def test_a_run_that_trains_waits_for_nothing(store, run, reason):
    assert reason(run) == ""


@pytest.mark.parametrize("state", [State.PAUSED, State.FINISHED, State.STOPPED, State.FAILED])
def test_a_run_that_should_not_train_waits_for_nothing(store, run, reason, state):
    if state is State.PAUSED:
        store.want(run, Wanted.PAUSE)
    store.end(run, 1, state)
    assert store.run(run).state is state
    assert reason(run) == ""


def test_a_run_whose_worker_is_gone_says_so_until_a_supervisor_is_there(store, run, reason):
    gone = "Its worker is gone, and none has taken over yet."
    assert reason(run, later=STALE_AFTER - 5) == ""
    assert reason(run, later=STALE_AFTER + 5) == gone
    store.take_lease(LEASE, "supervisor", 100)
    assert reason(run, later=STALE_AFTER + 5) == ""
