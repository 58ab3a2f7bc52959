"""The sparkline of a run in the strip."""


def points(evaluate, values):
    text = evaluate("run_strip/spark.js", "sparkPoints(values)", values=values)
    return [tuple(map(float, point.split(","))) for point in text.split()]


def test_a_curve_is_as_wide_as_the_run_has_come_and_as_high_as_its_losses_reach(evaluate):
    assert points(evaluate, [1, 0.1, 0.01]) == [(0, 6), (2.1, 50), (4.3, 94)]
    assert points(evaluate, [1, *[None] * 46, 0.5]) == [(0, 6), (100, 94)]


def test_what_was_not_read_is_bridged_and_losses_below_nought_are_drawn_too(evaluate):
    assert points(evaluate, [1, None, 0, -1]) == [(0, 6), (4.3, 50), (6.4, 94)]


def test_one_value_and_equal_values_are_a_line_at_the_bottom(evaluate):
    assert points(evaluate, [2]) == [(0, 94)]
    assert points(evaluate, [2, 2]) == [(0, 94), (2.1, 94)]
