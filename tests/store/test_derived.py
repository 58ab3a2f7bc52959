"""What is made of a run's weights after it has ended."""

import pytest

from ae.errors import UnknownRun
from ae.store import State


def test_what_is_made_of_the_last_weights_is_kept_once_a_run_has_ended(store, running):
    store.save_blob(running, 1, "weights", 20, b"w")
    assert not store.keep_blob(running, "codes", 20, b"too early")
    store.end(running, 1, State.FINISHED)
    assert not store.keep_blob(running, "codes", 10, b"of older weights")
    assert store.blob(running, "codes") is None
    assert store.keep_blob(running, "codes", 20, b"c")
    assert store.blob(running, "codes") == (20, b"c")


def test_a_run_that_ended_with_a_checkpoint_alone_keeps_what_is_made_of_it(store, running):
    store.save_blob(running, 1, "checkpoint", 10, b"c")
    store.end(running, 1, State.DIVERGED, "It diverged.")
    assert store.keep_blob(running, "codes", 10, b"c")


def test_nothing_is_kept_of_a_run_without_weights(store, running):
    store.end(running, 1, State.STOPPED)
    assert not store.keep_blob(running, "codes", 0, b"c")


def test_of_a_run_that_was_deleted_nothing_is_kept_and_that_is_said(store, running):
    store.delete(running, "me")
    with pytest.raises(UnknownRun):
        store.keep_blob(running, "codes", 0, b"c")
