"""How much of a run the axes of a loss chart show."""

import math
from itertools import groupby

import pytest

RANGES = "live_view/ranges.js"
VAE = [570 * 0.8**step + 200 for step in range(400)]


@pytest.fixture
def last_shown(evaluate):
    def last_shown(known, state="running", steps=20_000, is_whole=False):
        text = "counts.map((losses) => lastShown({ ...state, losses }, isWhole))"
        counts = [{"length": count} for count in known]
        run = {"run": "a1" if state else None, "state": state, "steps": steps}
        return evaluate(RANGES, text, counts=counts, state=run, isWhole=is_whole)

    return last_shown


def curve(values, **more):
    return {"x": list(range(1, len(values) + 1)), "y": values} | more


def line(value, last=400):
    return {"x": [0, last], "y": [value, value], "meta": "baseline"}


@pytest.fixture
def loss_range(evaluate):
    """The range and the start, of traces with so many steps."""

    def loss_range(traces, axis="linear", steps=None, is_start_shown=False):
        steps = max(trace["x"][-1] for trace in traces) if steps is None else steps
        text = "lossRange(traces, steps, axis, isStartShown)"
        made = evaluate(
            RANGES, text, traces=traces, steps=steps, axis=axis, isStartShown=is_start_shown
        )
        return made and (made["range"], made["start"])

    return loss_range


def test_the_axis_of_steps_ends_at_a_round_number_past_the_present_step(last_shown):
    known = [0, 50, 51, 99, 101, 740, 1001]
    assert last_shown(known) == [50, 50, 75, 100, 150, 750, 1500]


def test_the_axis_of_steps_grows_in_few_strides_and_is_never_mostly_empty(last_shown):
    known = list(range(50, 20_001, 10))
    shown = last_shown(known)
    assert all(count <= last <= 1.7 * count for count, last in zip(known, shown, strict=True))
    assert len(list(groupby(shown))) < 20
    assert shown == sorted(shown)


def test_no_more_steps_are_shown_than_there_will_be(last_shown):
    assert last_shown([0, 20, 30], steps=30) == [30, 30, 30]
    assert last_shown([900], steps=950) == [950]


@pytest.mark.parametrize("state", ["finished", "stopped", "diverged", "failed"])
def test_after_its_end_a_run_fills_the_chart(last_shown, state):
    assert last_shown([1234, 1], state=state) == [1234, 1]
    assert last_shown([0], state=state) == [1]


@pytest.mark.parametrize("state", ["queued", "starting", "running", "paused", None])
def test_until_then_there_is_room_for_what_comes(last_shown, state):
    assert last_shown([1234], state=state) == [1500]


@pytest.mark.parametrize("state", ["running", "stopped", None])
def test_the_whole_run_can_be_chosen(last_shown, state):
    assert last_shown([0, 1234], state=state, is_whole=True) == [20_000, 20_000]


def test_without_a_number_there_is_no_range(loss_range):
    assert loss_range([], steps=0) is None
    assert loss_range([{"x": [1], "y": [None]}]) is None


def test_a_linear_axis_holds_zero_and_ends_at_a_round_number(loss_range):
    assert loss_range([curve([0.11, 0.07, 0.05])]) == ([0, 0.12], None)
    assert loss_range([curve([-104, 3])]) == ([-120, 3], None)
    assert loss_range([curve([0, 0])]) == ([0, 1], None)


def test_a_logarithmic_axis_ends_at_round_numbers(loss_range):
    (low, high), start = loss_range([curve([0.11, 0.07, 0.03])], axis="log")
    assert [10**low, 10**high] == pytest.approx([0.02, 0.2])
    assert start is None
    (low, high), _ = loss_range([curve([0.2, 0.2])], axis="log")
    assert low < math.log10(0.2) < high


def test_a_logarithmic_axis_passes_over_what_has_no_place_on_it(loss_range):
    (low, high), _ = loss_range([curve([0, -1, 0.03, 0.07])], axis="log")
    assert [10**low, 10**high] == pytest.approx([0.02, 0.1])


def test_a_start_that_flattens_the_rest_is_left_out_and_told(loss_range):
    spread, start = loss_range([curve(VAE), line(205)])
    assert spread == [0, 250]
    assert start == {"value": VAE[0], "isAbove": True}


def test_such_a_start_can_be_shown(loss_range):
    spread, start = loss_range([curve(VAE)], is_start_shown=True)
    assert spread == [0, 800]
    assert start == {"value": VAE[0], "isAbove": True}


def test_a_start_that_leaves_the_rest_half_of_the_height_stays(loss_range):
    assert loss_range([curve([1.9] * 5 + [1.0] * 395)]) == ([0, 2], None)
    spread, start = loss_range([curve([2.1] * 5 + [1.0] * 395)])
    assert (spread, start["value"]) == ([0, 1], 2.1)


def test_a_baseline_is_never_left_out(loss_range):
    spread, start = loss_range([curve(VAE), line(700)])
    assert (spread, start) == ([0, 800], None)


def test_of_a_young_run_everything_is_shown(loss_range):
    assert loss_range([curve(VAE[:49])])[1] is None
    assert loss_range([curve([900.0] + [1.0] * 48)]) == ([0, 1000], None)


def test_what_rises_later_is_shown_whatever_it_flattens(loss_range):
    assert loss_range([curve([1.0] * 300 + [1e22] + [1.0] * 99)]) == ([0, 1e22], None)


def test_a_logarithmic_axis_leaves_out_a_start_at_either_end(loss_range):
    rest = [0.1, 0.03] * 200
    low_start = loss_range([curve([1e-6, *rest])], axis="log")
    high_start = loss_range([curve([1e6, *rest])], axis="log")
    for spread, start in (low_start, high_start):
        assert [10**end for end in spread] == pytest.approx([0.02, 0.1])
        assert start["value"] in (pytest.approx(1e-6), pytest.approx(1e6))
    assert (low_start[1]["isAbove"], high_start[1]["isAbove"]) == (False, True)
    # On it the start of a VAE is no higher than the rest is.
    assert loss_range([curve(VAE), curve([3.0] * 400)], axis="log")[1] is None


def test_the_axis_of_losses_keeps_its_range_while_a_run_goes_on(loss_range):
    ranges = [loss_range([curve(VAE[:known])])[0] for known in range(1, 400)]
    tops = [top for (_, top), _ in groupby(ranges)]
    assert tops == [800, 400, 300, 250]
