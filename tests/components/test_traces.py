"""A loss chart as plain values."""

import pytest

TRACES = "live_view/traces.js"
THEME = {"text": "#111111", "grid": "#222222", "primary": "#333333", "font": "serif"}
# As in run_state.js, with plain lists for its arrays.
STATE = {
    "run": "a1", "state": "running", "steps": 500, "unit": "mse", "losses": [4, 2, 1],
    "partNames": [], "parts": [], "validations": [[0, 5], [2, 3], [3, 2]], "lines": [],
    "rateChanges": [],
}  # fmt: skip
LINES = [
    {"kind": "mean_image", "label": "mean image", "value": 0.07},
    {"kind": "pca", "label": "PCA, 30 numbers", "value": 0.01},
    {"kind": "input", "label": "input as it is", "value": 0.05},
    {"kind": "copy", "label": "perfect copy", "value": 0.002},
]
DASHES = {"mean image": "dot", "PCA, 30 numbers": "dash", "input as it is": "dash",
          "perfect copy": "solid"}  # fmt: skip
BORDERS = {"dot": "dotted", "dash": "dashed", "solid": "solid"}


@pytest.fixture
def traces(evaluate):
    """Plotly's traces by name."""

    def traces(smoothing=0.6, **changes):
        text = "chartTraces({...state, losses: Float32Array.from(state.losses)}, smoothing, theme)"
        state = STATE | changes
        made = evaluate(TRACES, text, state=state, smoothing=smoothing, theme=THEME)
        return {trace["name"]: trace for trace in made}

    return traces


@pytest.mark.parametrize("order", [1, -1])
def test_a_baselines_dash_follows_its_kind_and_not_its_place(evaluate, traces, order):
    lines = LINES[::order]
    drawn = traces(lines=lines)
    assert {line["label"]: drawn[line["label"]]["line"]["dash"] for line in lines} == DASHES
    text = "legendEntries({...state, lines}, 0.6, theme)"
    entries = evaluate(TRACES, text, state=STATE, lines=lines, theme=THEME)
    styles = {entry["name"]: entry["style"] for entry in entries[2:]}
    assert styles == {label: BORDERS[dash] for label, dash in DASHES.items()}


def test_a_baseline_goes_across_the_whole_run(traces):
    line = traces(lines=LINES)["PCA, 30 numbers"]
    assert (line["x"], line["y"]) == ([1, 500], [0.01, 0.01])


def test_smoothing_adds_a_curve_and_pales_that_of_each_step(traces):
    smooth = traces(0.5)
    assert smooth["training, each step"]["opacity"] == 0.3
    assert smooth["training, smoothed"]["visible"] is True
    assert smooth["training, smoothed"]["y"] == pytest.approx([4, 8 / 3, 12 / 7])
    plain = traces(0)
    assert plain["training"]["opacity"] == 1
    assert plain["training"]["y"] == [4, 2, 1]
    assert plain["training, smoothed"]["visible"] is False


def test_the_untrained_networks_loss_is_a_dot_apart(traces):
    line = traces()["validation"]
    assert (line["x"], line["y"]) == ([0, None, 2, 3], [5, None, 3, 2])
    later = traces(validations=[[2, 3], [3, 2]])["validation"]
    assert later["x"] == [2, 3]


@pytest.mark.parametrize("state", ["queued", "starting", "running", "paused"])
def test_a_dot_marks_where_an_unfinished_run_is(traces, state):
    smooth, now = (traces(0.5, state=state)[name] for name in ("training, smoothed", "now"))
    assert (now["x"], now["y"]) == ([3], [smooth["y"][-1]])


@pytest.mark.parametrize("state", ["finished", "stopped", "diverged", "failed", None])
def test_an_ended_run_has_no_such_dot(traces, state):
    assert traces(state=state)["now"]["x"] == []


def test_parts_have_curves_of_their_own(traces):
    drawn = traces(0, partNames=["reconstruction", "kl"], parts=[[3, 1.5, 0.5], [1, 0.5, 0.5]])
    assert drawn["reconstruction"]["y"] == [3, 1.5, 0.5]
    assert drawn["KL divergence"]["y"] == [1, 0.5, 0.5]
    assert drawn["reconstruction"]["line"]["color"] != drawn["KL divergence"]["line"]["color"]


def test_the_legend_names_curves_in_their_colours(evaluate):
    state = STATE | {"partNames": ["kl"]}
    text = "[0, 0.6].map((smoothing) => legendEntries(state, smoothing, theme))"
    plain, smooth = evaluate(TRACES, text, state=state, theme=THEME)
    assert [entry["name"] for entry in plain] == [
        "training, each step", "validation", "KL divergence",
    ]  # fmt: skip
    assert smooth[0] == {"name": "training, smoothed", "color": "#333333", "style": "solid"}


def test_a_change_of_the_learning_rate_is_marked_where_it_holds(evaluate):
    state = STATE | {"rateChanges": [[120, 0.0003]]}
    layout = evaluate(TRACES, "chartLayout(state, 'log', theme)", state=state, theme=THEME)
    (shape,), (note,) = layout["shapes"], layout["annotations"]
    assert (shape["x0"], shape["x1"]) == (120, 120)
    assert (note["x"], note["text"]) == (120, "rate 0.0003")


def test_the_axes_show_the_whole_run_in_the_losss_unit(evaluate):
    text = "['linear', 'log'].map((axis) => chartLayout(state, axis, theme))"
    linear, log = evaluate(TRACES, text, state=STATE, theme=THEME)
    assert linear["xaxis"]["range"] == [0, 500]
    assert linear["yaxis"]["title"]["text"] == "mse"
    assert (linear["yaxis"]["type"], log["yaxis"]["type"]) == ("linear", "log")
    assert linear["yaxis"]["rangemode"] == "tozero"
    # Zooming is kept within one run and axis.
    assert linear["uirevision"] != log["uirevision"]
    other = evaluate(TRACES, text, state=STATE | {"run": "b2"}, theme=THEME)
    assert linear["uirevision"] != other[0]["uirevision"]


@pytest.mark.parametrize(
    ("change", "is_another"),
    [
        ({"losses": [4, 2, 1, 0.5]}, False),
        ({"validations": []}, False),
        ({"losses": []}, True),
        ({"state": "paused"}, True),
        ({"steps": 600}, True),
        ({"lines": LINES}, True),
        ({"rateChanges": [[3, 0.1]]}, True),
    ],
)
def test_new_points_alone_ask_for_no_whole_redraw(evaluate, change, is_another):
    text = "frameKey(before) !== frameKey(after)"
    assert evaluate(TRACES, text, before=STATE, after=STATE | change) is is_another
