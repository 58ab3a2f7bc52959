"""Curves of several runs as plain values."""

import numpy as np
import pytest

CURVES, TRACES, NOTES = (f"compare_curves/{name}.js" for name in ("curves", "traces", "notes"))
THEME = {"text": "#111111", "grid": "#222222", "primary": "#333333", "font": "serif"}
WHOLE = {"unit": "mse", "part": "", "factor": 1}


def make_run(number=1, **changes):
    return {
        "id": f"run{number}", "number": number, "name": "Plain", "colour": "#444444",
        "symbol": "circle", "epoch": 0.01, "whole": WHOLE, "reconstruction": WHOLE, "code_size": 8,
    } | changes  # fmt: skip


def make_state(losses=(4, 2, 1), ms=20, **changes):
    state = {
        "state": "running", "losses": list(losses), "partNames": [], "parts": [],
        "validations": [[0, 5], [2, 3]], "lines": [],
    } | changes  # fmt: skip
    return {"state": state, "msPerStep": ms}


@pytest.fixture
def charts(evaluate):
    """What is drawn of runs, by unit."""

    def charts(*runs_and_states, axis="step", quantity="whole"):
        runs = [run for run, _ in runs_and_states]
        known = [[run["id"], state] for run, state in runs_and_states if state]
        made = evaluate(
            CURVES,
            "chartsOf(runs, new Map(known), {axis, quantity})",
            runs=runs,
            known=known,
            axis=axis,
            quantity=quantity,
        )
        return {chart["unit"]: chart for chart in made}

    return charts


@pytest.mark.parametrize(
    ("axis", "expected"),
    [("step", [1, 2, 3]), ("epoch", [0.01, 0.02, 0.03]), ("seconds", [0.02, 0.04, 0.06])],
)
def test_a_curve_over_steps_epochs_or_seconds(charts, axis, expected):
    (line,) = charts((make_run(), make_state()), axis=axis)["mse"]["lines"]
    assert line["x"] == pytest.approx(expected)
    assert line["y"] == [4, 2, 1]
    # That of the untrained network is apart.
    before, gap, after = line["validationX"]
    assert (before, gap, after) == (0, None, pytest.approx(expected[1]))
    assert line["validationY"] == [5, None, 3]


def test_without_steps_or_a_known_speed_there_is_no_curve(charts):
    assert charts((make_run(), None)) == {}
    assert charts((make_run(), make_state(losses=[]))) == {}
    assert charts((make_run(), make_state(ms=None)), axis="seconds") == {}


def test_runs_of_one_unit_share_a_chart_and_others_have_their_own(charts):
    nats = make_run(3, whole=WHOLE | {"unit": "nats"})
    drawn = charts(*((run, make_state()) for run in (make_run(1), make_run(2), nats)))
    numbers = {u: [line["run"]["number"] for line in c["lines"]] for u, c in drawn.items()}
    assert numbers == {"mse": [1, 2], "nats": [3]}


def test_a_part_of_the_loss_is_in_its_unit_and_has_no_validations(charts):
    part = {"unit": "bce", "part": "reconstruction", "factor": 0.5}
    state = make_state(partNames=["kl", "reconstruction"], parts=[[1, 1, 1], [8, 6, 4]])
    drawn = charts((make_run(reconstruction=part), state), quantity="reconstruction")
    (line,) = drawn["bce"]["lines"]
    assert (line["y"], line["validationX"]) == ([4, 3, 2], [])


def test_there_is_one_line_of_pca_for_each_code_size_in_the_charts_unit(charts):
    lines = [{"kind": "mean_image", "value": 9}, {"kind": "pca", "value": 3}]
    twice = WHOLE | {"factor": 2}
    drawn = charts(
        (make_run(1), make_state(lines=lines)),
        (make_run(2), make_state(lines=lines)),
        (make_run(3, code_size=2, whole=twice), make_state(lines=lines)),
        (make_run(4, code_size=4), make_state(lines=lines[:1])),
    )
    assert drawn["mse"]["pcas"] == [{"size": 8, "value": 3}, {"size": 2, "value": 6}]


@pytest.mark.parametrize("steps", [1, 299, 300, 301, 905, 20_003])
def test_every_point_of_a_long_curve_is_the_mean_of_its_steps_at_the_last_of_them(evaluate, steps):
    losses = np.random.default_rng(0).random(steps)
    thinned = evaluate(CURVES, "thinnedToMeans(losses, 300)", losses=losses.tolist())
    length = -(-steps // 300)
    ends = [min(start + length, steps) for start in range(0, steps, length)]
    assert thinned["ends"] == ends
    means = [losses[end - length if end < steps else ends[-2] if len(ends) > 1 else 0 : end].mean()
             for end in ends]  # fmt: skip
    assert thinned["means"] == pytest.approx(means)


def traces_of(evaluate, chart, with_pca=True):
    made = evaluate(TRACES, "chartTraces(chart, [8, 2], withPca)", chart=chart, withPca=with_pca)
    return {trace["name"]: trace for trace in made}


def test_training_and_validation_share_a_colour_and_each_pca_has_a_dash_and_a_name(
    evaluate, charts
):
    lines = [{"kind": "pca", "value": 3}]
    runs = [(make_run(n, code_size=s), make_state(lines=lines)) for n, s in ((1, 8), (2, 2))]
    drawn = traces_of(evaluate, charts(*runs)["mse"])
    assert drawn["1 Plain, training"]["line"]["color"] == "#444444"
    assert drawn["1 Plain, validation"]["marker"]["color"] == "#444444"
    assert drawn["PCA, 8 numbers"]["line"]["dash"] != drawn["PCA, 2 numbers"]["line"]["dash"]
    assert (drawn["PCA, 8 numbers"]["x"], drawn["PCA, 8 numbers"]["y"]) == ([0, 3], [3, 3])
    layout = evaluate(
        TRACES, "chartLayout(chart, {axis: 'step', scale: 'log'}, true, theme)",
        chart=charts(*runs)["mse"], theme=THEME,
    )  # fmt: skip
    assert [a["text"] for a in layout["annotations"]] == ["PCA, 8 numbers", "PCA, 2 numbers"]
    assert "PCA, 8 numbers" not in traces_of(evaluate, charts(*runs)["mse"], with_pca=False)


@pytest.mark.parametrize(("state", "shown"), [("running", [3]), ("paused", [3]), ("finished", [])])
def test_a_dot_marks_where_training_is(evaluate, charts, state, shown):
    drawn = traces_of(evaluate, charts((make_run(), make_state(state=state)))["mse"])
    assert drawn["1 Plain, now"]["x"] == shown


def test_a_run_that_blew_up_leaves_the_chart_and_the_others_stay_readable(evaluate, charts):
    blown = (make_run(2), make_state(losses=[3, 1e22, 1e20]))
    drawn = charts((make_run(), make_state()), blown)["mse"]
    layout = "chartLayout(chart, {axis: 'step', scale}, true, theme).yaxis.range"
    top = evaluate(TRACES, layout, chart=drawn, scale="linear", theme=THEME)[1]
    assert 12 < top < 13
    low, high = evaluate(TRACES, layout, chart=drawn, scale="log", theme=THEME)
    assert 0.9 < 10**low < 1
    assert 12 < 10**high < 13
    notes = evaluate(NOTES, "notesOf([chart], [], {quantity: 'whole'})", chart=drawn, theme=THEME)
    assert "Run 2 leaves the chart: its loss has been up to 1.000e22." in notes


def test_a_chart_holds_all_losses_and_pca(evaluate, charts):
    lines = [{"kind": "pca", "value": 0.5}]
    drawn = charts((make_run(), make_state(lines=lines)))["mse"]
    assert evaluate(CURVES, "extentOf(chart, true)", chart=drawn) == [0.5, 5]
    assert evaluate(CURVES, "extentOf(chart, false)", chart=drawn) == [1, 5]


@pytest.mark.parametrize(
    ("least", "largest", "words"),
    [
        (0.07, 0.75, ["0.07", "0.1", "0.15", "0.2", "0.3", "0.4", "0.5", "0.7"]),
        (0.02, 7, ["0.02", "0.05", "0.1", "0.2", "0.5", "1", "2", "5"]),
        (80, 12_000, ["100", "200", "500", "1,000", "2,000", "5,000", "10,000"]),
        (1e-6, 1e6, ["1e-6", "0.0001", "0.01", "1", "100", "10,000", "1e6"]),
    ],
)
def test_a_logarithmic_axis_has_a_few_ticks_of_one_size(evaluate, least, largest, words):
    ticks = evaluate("shared/log_ticks.js", f"logTicks({least}, {largest})")
    assert ticks["ticktext"] == words
    assert len(ticks["tickvals"]) == len(words)
    assert all(least <= value <= largest for value in ticks["tickvals"])


def test_runs_without_a_curve_are_named(evaluate):
    runs = [make_run(n) for n in (1, 2, 3)]
    said = evaluate(NOTES, "notesOf([], runs, {quantity: 'whole'})", runs=runs)
    assert said == "Nothing to show yet of runs 1, 2 and 3."
