"""The time left, from paces that are known."""

from dataclasses import replace

import pytest

from ae.live.pace import Pace
from ae.store import State


@pytest.fixture
def at(store, run):
    """The run at a step of a thousand; alone it would take 2 ms per step."""
    trained = replace(store.run(run), steps=1000, ms_per_step=2.0)
    return lambda step, **other: replace(trained, step=step, **other)


def test_the_time_left_is_that_of_the_steps_left_at_the_pace_of_the_last_seconds(at):
    pace = Pace()
    for second in range(10):
        pace.seconds_left(at(10 * second), now=500 + second)
    assert pace.seconds_left(at(100), now=510) == pytest.approx(90)  # 900 steps, 10 a second


def test_a_run_that_began_before_somebody_looked_has_the_pace_of_what_was_seen(at):
    pace = Pace()
    pace.seconds_left(at(400), now=0)
    assert pace.seconds_left(at(500), now=4) == pytest.approx(20)  # 500 steps, 25 a second


def test_only_the_last_fifteen_seconds_count(at):
    pace = Pace()
    for second in range(11):  # ten steps a second, then one a second
        pace.seconds_left(at(10 * second), now=second)
    for second in range(11, 25):
        pace.seconds_left(at(90 + second), now=second)
    # From second 10 at step 100 to second 25 at step 115.
    assert pace.seconds_left(at(115), now=25) == pytest.approx(885)
    # The second at step 100 is too old now: from second 11 at step 101.
    assert pace.seconds_left(at(116), now=26) == pytest.approx(884)
    mixed = Pace()
    mixed.seconds_left(at(20), now=0)
    mixed.seconds_left(at(120), now=10)
    assert mixed.seconds_left(at(125), now=15) == pytest.approx(875 / 7)  # 15 s ago still counts
    assert mixed.seconds_left(at(126), now=15.5) == pytest.approx(874 / (6 / 5.5))


def test_of_three_readings_one_that_is_too_old_does_not_count(at):
    pace = Pace()
    pace.seconds_left(at(20), now=0)
    pace.seconds_left(at(100), now=10)
    assert pace.seconds_left(at(150), now=20) == pytest.approx(170)  # 850 steps, 5 a second


def test_the_first_twenty_steps_compile_and_are_no_part_of_the_pace(at):
    pace = Pace()
    for second, step in enumerate((0, 0, 2, 10, 19)):
        assert pace.seconds_left(at(step), now=second) is None
    assert pace.seconds_left(at(20), now=5) == pytest.approx(1.96)  # what the steps took since
    assert pace.seconds_left(at(120), now=6) == pytest.approx(8.8)  # 880 steps, 100 a second


def test_two_readings_far_apart_still_tell_a_pace(at):
    pace = Pace()
    pace.seconds_left(at(20), now=0)
    assert pace.seconds_left(at(120), now=100) == pytest.approx(880)


def test_in_the_first_second_the_time_that_one_step_takes_tells_it(at):
    pace = Pace()
    assert pace.seconds_left(at(20), now=0) == pytest.approx(1.96)
    assert pace.seconds_left(at(520), now=0.9) == pytest.approx(0.96)
    assert pace.seconds_left(at(270), now=1.0) == pytest.approx(2.92)  # 250 a second
    assert pace.seconds_left(at(270, ms_per_step=None), now=1.0) == pytest.approx(2.92)
    assert Pace().seconds_left(at(500, ms_per_step=None), now=0) is None


def test_a_run_that_did_not_move_or_was_taken_back_has_no_pace(at):
    pace = Pace()
    pace.seconds_left(at(500), now=0)
    assert pace.seconds_left(at(500), now=5) == pytest.approx(1.0)
    assert pace.seconds_left(at(100), now=6) == pytest.approx(1.8)


def test_a_pause_is_no_part_of_the_pace(at):
    pace = Pace()
    pace.seconds_left(at(20), now=0)
    pace.seconds_left(at(100), now=1)
    assert pace.seconds_left(at(100, state=State.PAUSED), now=2) == pytest.approx(1.8)
    assert pace.seconds_left(at(100), now=9) == pytest.approx(1.8)
    assert pace.seconds_left(at(200), now=11) == pytest.approx(16)  # 800 steps, 50 a second


def test_a_run_that_has_ended_has_no_time_left(at):
    assert Pace().seconds_left(at(1000, state=State.FINISHED), now=0) is None
