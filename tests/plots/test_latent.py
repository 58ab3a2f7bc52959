"""The cloud of codes as Plotly's traces."""

import json

import numpy as np

from ae.latent.projection import project
from ae.plots import latent


def codes(width, n=60):
    return np.random.default_rng(0).normal(size=(n, width)).astype(np.float32)


LABELS = np.arange(60, dtype=np.uint8) % 9  # no nine among them
ERRORS = np.linspace(0, 0.1, 60, dtype=np.float32)


def test_a_trace_holds_the_points_of_its_label_with_their_index_and_error():
    projection = project(codes(2))
    traces = latent.traces(projection, LABELS, ERRORS)
    assert [trace["name"] for trace in traces] == [str(i) for i in range(10)]
    for label, trace in enumerate(traces):
        chosen = [i for i in range(60) if LABELS[i] == label]
        assert [i for i, _ in trace["customdata"]] == chosen
        np.testing.assert_allclose([e for _, e in trace["customdata"]], ERRORS[chosen], atol=1e-5)
        np.testing.assert_allclose(trace["x"], projection.points[chosen, 0], atol=1e-4)
        np.testing.assert_allclose(trace["y"], projection.points[chosen, 1], atol=1e-4)
        assert trace["type"] == "scatter"
        assert "z" not in trace
    assert traces[9]["x"] == traces[9]["customdata"] == []


def test_three_dimensions_make_traces_in_space():
    projection = project(codes(8), 3)
    traces = latent.traces(projection, LABELS, ERRORS)
    assert {trace["type"] for trace in traces} == {"scatter3d"}
    np.testing.assert_allclose(traces[2]["z"], projection.points[LABELS == 2, 2], atol=1e-4)
    assert traces[9]["z"] == []


def test_a_code_of_one_number_is_spread_out_by_label():
    projection = project(codes(1))
    trace = latent.traces(projection, LABELS, ERRORS)[3]
    np.testing.assert_allclose(trace["x"], projection.points[LABELS == 3, 0], atol=1e-4)
    assert set(trace["y"]) == {3}


def test_labels_differ_in_colour_and_traces_go_into_json():
    traces = latent.traces(project(codes(2)), LABELS, ERRORS)
    assert len({trace["marker"]["color"] for trace in traces}) == 10
    assert json.loads(json.dumps(traces)) == traces


def test_axes_say_what_they_show_and_how_much_of_it():
    direct = project(np.array([[0, 0], [3, 0], [0, 1], [3, 1]], np.float32))
    assert latent.axis_titles(direct) == [
        "code number 1 (90% of the variance)",
        "code number 2 (10% of the variance)",
    ]
    assert [t.split(" (")[0] for t in latent.axis_titles(project(codes(8), 3))] == [
        "component 1",
        "component 2",
        "component 3",
    ]
