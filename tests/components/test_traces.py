"""A loss chart as plain values."""

import pytest

from ae.terms import TERMS

TRACES = "live_view/traces.js"
THEME = {
    "text": "#111111", "grid": "#222222", "primary": "#333333", "font": "serif", "fontSize": 12,
}  # fmt: skip
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
        losses = "losses: Float32Array.from(state.losses)"
        text = f"chartTraces({{...state, {losses}}}, smoothing, theme, 300)"
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


def test_a_baseline_goes_across_the_chart(traces):
    line = traces(lines=LINES)["PCA, 30 numbers"]
    assert (line["x"], line["y"]) == ([0, 300], [0.01, 0.01])


def test_a_baseline_that_is_not_computed_yet_has_its_place_in_the_legend_alone(evaluate, traces):
    lines = [LINES[0], LINES[1] | {"value": None}]
    drawn = traces(lines=lines)
    assert "mean image" in drawn
    assert "PCA, 30 numbers" not in drawn
    text = "legendEntries(state, 0.6, theme).map(({ name }) => name)"
    names = evaluate(TRACES, text, state=STATE | {"lines": lines}, theme=THEME)
    assert names[2:] == ["mean image", "PCA, 30 numbers"]


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


@pytest.fixture
def layout(evaluate):
    """Plotly's layout."""

    def layout(state=STATE, theme=THEME, **changes):
        picture = {"axis": "linear", "last": 300, "range": [0, 5]} | changes
        text = "chartLayout(state, picture, theme)"
        return evaluate(TRACES, text, state=state, picture=picture, theme=theme)

    return layout


def test_a_change_of_the_learning_rate_is_marked_where_it_holds(layout):
    made = layout(STATE | {"rateChanges": [[120, 0.0003]]}, axis="log")
    (shape,), (note,) = made["shapes"], made["annotations"]
    assert (shape["x0"], shape["x1"]) == (120, 120)
    assert (note["x"], note["text"]) == (120, "rate 0.0003")


def test_the_axes_show_what_they_are_told(layout):
    linear, log = layout(), layout(axis="log", range=[-2, 1])
    assert linear["xaxis"]["range"] == [0, 300]
    assert linear["yaxis"]["range"] == [0, 5]
    assert log["yaxis"]["range"] == [-2, 1]
    assert (linear["yaxis"]["type"], log["yaxis"]["type"]) == ("linear", "log")


def test_an_axis_of_losses_has_no_numbers_before_the_first_one(layout):
    assert layout(range=None)["yaxis"]["showticklabels"] is False
    assert layout()["yaxis"]["showticklabels"] is True


def test_zooming_is_kept_within_one_run_and_axis(layout):
    revisions = [made["uirevision"] for made in (layout(), layout(axis="log"))]
    other = layout(STATE | {"run": "b2"})["uirevision"]
    assert len({*revisions, other}) == 3
    assert layout(last=500)["uirevision"] == revisions[0]


def test_text_and_the_room_for_it_grow_with_the_page(layout):
    small, large = layout(), layout(theme=THEME | {"fontSize": 18})
    assert (small["font"]["size"], large["font"]["size"]) == (12, 18)
    for side in "lrtb":
        assert large["margin"][side] == pytest.approx(1.5 * small["margin"][side])


@pytest.mark.parametrize(
    ("change", "is_another"),
    [
        ({"losses": [4, 2, 1, 0.5]}, False),
        ({"validations": []}, False),
        ({"losses": []}, True),
        ({"state": "paused"}, True),
        ({"lines": LINES}, True),
        ({"rateChanges": [[3, 0.1]]}, True),
        ({"last": 500}, True),
        ({"range": [0, 6]}, True),
        ({"axis": "log"}, True),
    ],
)
def test_new_points_alone_ask_for_no_whole_redraw(evaluate, change, is_another):
    text = "frameKey(before, before) !== frameKey(after, after)"
    before = STATE | {"axis": "linear", "last": 300, "range": [0, 5]}
    assert evaluate(TRACES, text, before=before, after=before | change) is is_another


@pytest.mark.parametrize("smoothing", [0, 0.6])
def test_every_curve_in_the_legend_has_a_meaning(evaluate, smoothing):
    state = STATE | {"partNames": ["reconstruction", "kl", "regularisation"]}
    text = "legendEntries(state, smoothing, theme).map(({ name }) => name)"
    names = evaluate(TRACES, text, state=state, smoothing=smoothing, theme=THEME)
    assert len(names) == 5
    assert set(names) <= set(TERMS)
