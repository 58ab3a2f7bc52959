"""What a message has, from views that no store is needed for."""

import base64
import json
from dataclasses import replace

import numpy as np
import pytest

from ae.live import Cursor, Messages, RunView, Watch
from ae.live.messages import make_message
from ae.store import Outcome, Snapshot, State
from tests.live.runs import IMAGES, values


@pytest.fixture
def view(store, run):
    losses = np.linspace(1, 0, 10, dtype=np.float32)
    return RunView(
        store.run(run),
        "running",
        version=7,
        losses=losses,
        parts=np.stack([losses / 2, losses / 4], axis=1),
        validations=[(0, 0.9), (5, 0.5)],
        snapshot=Snapshot(5, IMAGES),
        seconds_left=3.5,
    )


@pytest.fixture
def ended(store, run):
    """The run as it would have ended with figures on the test images."""
    return lambda hp, **test: replace(
        store.run(run), settings=hp.to_json(), metrics=json.dumps(test) if test else None
    )


@pytest.mark.parametrize(
    ("step", "state", "ms"),
    [(19, State.RUNNING, None), (20, State.RUNNING, 900.0), (19, State.STOPPED, 900.0)],
)
def test_no_pace_is_told_while_the_first_steps_compile(store, run, step, state, ms):
    as_read = replace(store.run(run), step=step, state=state, ms_per_step=900.0)
    assert make_message(RunView(as_read, state.value), Cursor())["ms_per_step"] == ms


def test_a_new_viewer_gets_all_and_is_at_the_end_then(view):
    message, cursor = Messages(view).after(Cursor())
    np.testing.assert_array_equal(values(message), view.losses)
    np.testing.assert_array_equal(values(message, "parts").reshape(10, 2), view.parts)
    assert (message["first"], message["first_validation"]) == (0, 0)
    assert message["validations"] == [(0, 0.9), (5, 0.5)]
    assert base64.b64decode(message["images"]) == IMAGES
    assert (message["words"], message["seconds_left"]) == ("running", 3.5)
    assert message["time_left"] == "4 s"
    assert cursor == Cursor(losses=10, validations=2, snapshot_step=5, version=7)


def test_a_viewer_gets_what_comes_after_its_cursor(view):
    cursor = Cursor(losses=8, validations=1, snapshot_step=5, version=6)
    message, _ = Messages(view).after(cursor)
    np.testing.assert_array_equal(values(message), view.losses[8:])
    np.testing.assert_array_equal(values(message, "parts").reshape(2, 2), view.parts[8:])
    assert (message["first"], message["first_validation"]) == (8, 1)
    assert message["validations"] == [(5, 0.5)]
    assert message["images"] is None


def test_a_snapshot_is_sent_to_whom_has_an_older_one(view):
    message, _ = Messages(view).after(Cursor(snapshot_step=4))
    assert base64.b64decode(message["images"]) == IMAGES


def test_a_viewer_of_steps_that_were_taken_back_gets_all(view):
    again = replace(view, restarts=1)
    message, cursor = Messages(again).after(Cursor(losses=8, validations=2, snapshot_step=5))
    assert (message["first"], len(values(message))) == (0, 10)
    assert message["images"] is not None
    assert cursor.restarts == 1


def test_a_run_without_a_snapshot_sends_none(view):
    message, cursor = Messages(replace(view, snapshot=None)).after(Cursor())
    assert message["images"] is None
    assert cursor.snapshot_step == -1


def test_viewers_who_are_level_share_one_message(view):
    messages = Messages(view)
    assert messages.after(Cursor())[0] is messages.after(Cursor())[0]
    assert messages.after(Cursor(losses=1))[0] is not messages.after(Cursor())[0]


def test_the_learning_rate_is_the_last_that_was_set(view):
    message, _ = Messages(view).after(Cursor())
    assert (message["rate"], message["rate_changes"]) == (view.run.hp.learning_rate, [])
    run = replace(view.run, rates="[[3, 0.5], [7, 0.25]]")
    message, _ = Messages(replace(view, run=run)).after(Cursor())
    assert (message["rate"], message["rate_changes"]) == (0.25, [(3, 0.5), (7, 0.25)])


def test_a_message_is_json(view):
    message, _ = Messages(view).after(Cursor())
    assert json.loads(json.dumps(message))["state"] == "running"


def test_a_run_that_ended_comes_with_its_verdict(ended, tiny, view):
    run = replace(ended(tiny, mse=0.028, dead_pixels=0), state=State.FINISHED)
    message, _ = Messages(replace(view, run=run)).after(Cursor())
    assert message["message"] == "Its squared error on the test images is 0.02800 per pixel."
    assert message["outcome"] is None


def test_a_run_whose_loss_has_blown_up_says_so_while_it_trains(view):
    losses = np.array([0.1, 0.05, 4e9], np.float32)
    run = replace(view.run, state=State.RUNNING, outcome=Outcome.BLEW_UP)
    message, _ = Messages(replace(view, run=run, losses=losses)).after(Cursor())
    assert message["outcome"] == "blew_up"
    assert message["message"].startswith("Its loss rose from 0.05000 to 4.000e9 by step 3.")
    assert "Try a learning rate of" in message["message"]


def test_who_has_read_nothing_is_at_the_version_before_the_first(store, run):
    assert Cursor().version == Watch(store, run).version == 0


def test_a_frame_of_codes_is_sent_once_and_on_its_own(view):
    with_codes = replace(view, codes=(5, b"frame"))
    message, cursor = Messages(with_codes).after(Cursor())
    assert base64.b64decode(message["codes"]) == b"frame"
    assert cursor.codes_step == 5
    later = replace(with_codes, snapshot=Snapshot(6, IMAGES))
    message, _ = Messages(later).after(cursor)
    assert message["images"] is not None
    assert message["codes"] is None


def test_a_run_without_a_frame_of_codes_sends_none(view):
    message, cursor = Messages(view).after(Cursor())
    assert message["codes"] is None
    assert cursor.codes_step == -1
