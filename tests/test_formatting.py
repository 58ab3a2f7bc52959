import pytest

from ae.formatting import countdown, duration, number, time_ago


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "–"), (float("nan"), "–"), (float("inf"), "–"),
        (0, "0.000"), (0.0281, "0.02810"), (0.0001, "0.0001000"), (0.00009999, "9.999e-5"),
        (0.00099996, "0.001000"), (1, "1.000"), (-162.41, "-162.4"), (999.96, "1,000"),
        (9_999.4, "9,999"), (9_999.6, "1.000e4"), (1.0254e22, "1.025e22"), (-8e24, "-8.000e24"),
    ],
)  # fmt: skip
def test_a_number_has_four_digits_and_is_scientific_where_zeros_would_hide_it(value, words):
    assert number(value) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "1 s"), (0.4, "1 s"), (1.6, "2 s"), (89.4, "89 s"),
        (90, "2 min"), (150.1, "3 min"), (5_399, "90 min"),
        (5_400, "1.5 h"), (36_000, "10.0 h"),
    ],
)  # fmt: skip
def test_a_duration_is_said_in_the_unit_that_tells_enough(seconds, words):
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "–"),
        (0, "0 s"), (0.1, "1 s"), (42.2, "43 s"), (59.9, "60 s"),
        (60, "1 min 0 s"), (61.4, "1 min 1 s"), (62.5, "1 min 3 s"), (3_599, "59 min 59 s"),
        (3_600, "1 h 0 min"), (3_629, "1 h 0 min"), (3_630, "1 h 1 min"), (9_000, "2 h 30 min"),
    ],
)  # fmt: skip
def test_a_countdown_tells_the_seconds_under_an_hour_and_then_the_minutes(seconds, words):
    assert countdown(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(119.6, "2 min 0 s"), (3_599.7, "60 min 0 s"), (7_199, "2 h 0 min")],
)
def test_a_countdown_carries_what_it_rounds_up(seconds, words):
    assert countdown(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "just now"), (0, "just now"), (59.9, "just now"),
        (60, "1 minute ago"), (119.9, "1 minute ago"), (120, "2 minutes ago"),
        (3_599, "59 minutes ago"), (3_600, "1 hour ago"), (7_200, "2 hours ago"),
        (86_399, "23 hours ago"), (86_400, "1 day ago"), (200_000, "2 days ago"),
    ],
)  # fmt: skip
def test_an_age_counts_whole_units_that_have_passed(seconds, words):
    assert time_ago(seconds) == words
