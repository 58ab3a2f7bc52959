import time

import pytest

from ae.cluster.client import Workers
from ae.live import AnsweringWorkers, AnyOf, Backend, NewWeights, parse_needs
from ae.store import State


@pytest.fixture
def reason(store):
    """Why a need has to be waited for, with no workers about."""
    return lambda need: need.reason_to_wait(Backend(store, Workers()), time.time())


def test_without_workers_they_are_waited_for(reason):
    assert "loading TensorFlow, about 20 s" in reason(AnsweringWorkers())


def test_first_weights_are_waited_for_until_they_are_saved(store, run, reason):
    assert "first are saved after two seconds" in reason(NewWeights(run, -1))
    store.save_blob(run, 1, "checkpoint", 10, b"weights")
    assert reason(NewWeights(run, -1)) is None


def test_newer_weights_are_waited_for_until_the_run_ends(store, run, reason):
    store.save_blob(run, 1, "checkpoint", 10, b"weights")
    assert reason(NewWeights(run, 10)) is not None
    store.end(run, 1, State.STOPPED)
    assert reason(NewWeights(run, 10)) is None


def test_weights_of_a_run_in_line_wait_for_its_turn(store, tiny, reason):
    run = store.submit(tiny, "me").id
    assert "No workers yet" in reason(NewWeights(run, -1))


def test_nothing_is_waited_for_of_a_run_that_is_not_there(reason):
    assert reason(NewWeights("gone", -1)) is None


def test_the_first_of_several_needs_is_enough(store, run, reason):
    both = AnyOf((AnsweringWorkers(), NewWeights(run, -1)))
    assert reason(both) == reason(AnsweringWorkers())
    store.save_blob(run, 1, "checkpoint", 10, b"weights")
    assert reason(both) is None


def test_needs_are_read_as_they_are_written():
    needs = (AnsweringWorkers(), NewWeights("aXy9", -1))
    assert parse_needs(map(str, needs)) == AnyOf(needs)


@pytest.mark.parametrize("text", ["", "tea", "workers:1", "weights:a", "weights:a:b"])
def test_what_is_not_a_need_is_refused(text):
    with pytest.raises(ValueError, match=r"need|invalid literal"):
        parse_needs([text])
