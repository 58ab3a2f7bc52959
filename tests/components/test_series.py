"""What is computed of a loss at every step before it is drawn."""

import numpy as np
import pytest

SERIES = "live_view/series.js"


@pytest.fixture
def smoothed(evaluate):
    def smoothed(values, weight):
        # JSON has no word for what is not finite: null becomes NaN, "Infinity" itself.
        text = "[...smoothed(Float32Array.from(values.map((v) => v === null ? NaN : +v)), weight)]"
        return evaluate(SERIES, text, values=values, weight=weight)

    return smoothed


@pytest.fixture
def thinned(evaluate):
    def thinned(values):
        points = evaluate(SERIES, "thinned(Float32Array.from(values))", values=values)
        return points["x"], points["y"]

    return thinned


@pytest.mark.parametrize("weight", [0.3, 0.6, 0.99])
def test_a_single_high_value_decays_as_the_closed_form_says(smoothed, weight):
    n = np.arange(20)
    expected = (1 - weight) * weight**n / (1 - weight ** (n + 1))
    assert smoothed([1] + [0] * 19, weight) == pytest.approx(expected, rel=1e-5)


def test_the_average_weighs_each_value_by_its_age(smoothed):
    values = np.random.default_rng(1).random(30)
    weights = 0.8 ** np.arange(30)[::-1]
    expected = [np.average(values[:n], weights=weights[30 - n :]) for n in range(1, 31)]
    assert smoothed(values.tolist(), 0.8) == pytest.approx(expected, rel=1e-5)


def test_without_weight_values_stay_as_they_are(smoothed):
    assert smoothed([4, 2, 8], 0) == [4, 2, 8]


def test_what_is_not_finite_is_passed_over(smoothed):
    assert smoothed([3, None, "Infinity", 3], 0.6) == pytest.approx([3, 3, 3, 3])


def test_before_the_first_finite_value_there_is_no_average(smoothed):
    first, second = smoothed([None, 5], 0.6)
    assert np.isnan(first)
    assert second == pytest.approx(5)


def test_a_short_curve_is_drawn_whole_with_steps_from_one(thinned):
    values = np.random.default_rng(2).integers(0, 100, 150).tolist()
    x, y = thinned(values)
    assert x == list(range(1, 151))
    assert y == values


@pytest.mark.parametrize("length", [151, 1_000, 54_321])
def test_a_long_curve_keeps_each_buckets_extremes_in_order_and_the_last_point(thinned, length):
    values = np.random.default_rng(length).normal(size=length).astype(np.float32)
    x, y = thinned(values.tolist())
    size = -(-length // 150)
    expected = {length}
    for start in range(0, length, size):
        bucket = values[start : start + size]
        expected |= {1 + start + int(bucket.argmin()), 1 + start + int(bucket.argmax())}
    assert x == sorted(expected)
    assert y == [values[step - 1] for step in x]
    assert len(x) <= 301


def test_no_values_make_no_points(thinned):
    assert thinned([]) == ([], [])


@pytest.mark.parametrize(
    ("known", "fresh", "first", "expected"),
    [
        ([], [1, 2], 0, [1, 2]),
        ([1, 2], [3], 2, [1, 2, 3]),
        ([1, 2, 3], [], 3, [1, 2, 3]),
        ([1, 2, 3, 4], [7], 2, [1, 2, 7]),  # two steps were taken back
    ],
)
def test_new_values_follow_what_was_known_up_to_their_step(evaluate, known, fresh, first, expected):
    text = "[...joined(Float32Array.from(known), Float32Array.from(fresh), first)]"
    assert evaluate(SERIES, text, known=known, fresh=fresh, first=first) == expected
