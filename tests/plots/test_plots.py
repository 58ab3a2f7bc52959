import io
import json
import math
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from ae.config import Hyperparameters
from ae.latent.projection import project
from ae.plots import digits, latent, network
from ae.presets import preset

INK, ACCENT = "#123456", "#ff0000"
SVG = "{http://www.w3.org/2000/svg}"


def grey(*values):
    return np.stack([np.full((28, 28), v, np.float32) for v in values])


@pytest.fixture
def shown():
    """Canvases of a dark original; the reconstructions are ever brighter."""
    originals = np.zeros((16, 28, 28), np.float32)
    return digits.canvases(originals, grey(*np.arange(16) / 16), np.arange(16) / 100)


def test_a_mosaic_places_digits_row_by_row_from_the_top_left(data):
    images = data.test.images[:16, ..., 0]
    found = digits.mosaic(images)
    assert found.shape == (112, 112)
    assert found.dtype == np.float32
    for i in range(16):
        top, left = 28 * (i // 4), 28 * (i % 4)
        np.testing.assert_array_equal(found[top : top + 28, left : left + 28], images[i])


def test_a_mosaic_keeps_bytes_as_bytes(data):
    assert digits.mosaic(data.test.pixels[:16]).dtype == np.uint8


@pytest.mark.parametrize("shape", [(15, 28, 28), (16, 28, 28, 1), (16, 27, 28), (16, 784)])
def test_a_mosaic_refuses_what_is_no_sixteen_digits(shape):
    with pytest.raises(ValueError, match=r"^images: expected the shape \(16, 28, 28\), got "):
        digits.mosaic(np.zeros(shape))


def test_canvases_clip_what_a_network_leaves_out_of_bounds():
    found = digits.canvases(grey(*[0.25] * 16), grey(*[-3, 7] * 8), np.zeros(16))
    assert found.reconstructed[0, 0] == 0
    assert found.reconstructed[0, 28] == 1
    np.testing.assert_array_equal(np.unique(found.error), [-0.25, 0.75])
    np.testing.assert_array_equal(np.unique(found.original), [0.25])


def test_the_error_is_positive_where_the_reconstruction_is_too_bright():
    found = digits.canvases(grey(*[0.2, 0.9] * 8), grey(*[0.7, 0.4] * 8), np.zeros(16))
    assert found.error[0, 0] == pytest.approx(0.5)
    assert found.error[0, 28] == pytest.approx(-0.5)


def test_the_figure_shows_the_canvases_upright_on_fixed_scales(shown):
    panels = digits.draw(shown, INK).axes[:3]
    assert [axes.get_title() for axes in panels] == [
        "Original",
        "Reconstructed",
        "Error: reconstructed − original",
    ]
    pictures = [axes.images[0] for axes in panels]
    for picture, values in zip(
        pictures, (shown.original, shown.reconstructed, shown.error), strict=True
    ):
        np.testing.assert_array_equal(picture.get_array(), values)
        assert picture.origin == "upper"
    assert [picture.get_clim() for picture in pictures] == [(0, 1), (0, 1), (-1, 1)]
    assert {axes.title.get_color() for axes in panels} == {INK}


def test_the_figure_writes_each_digit_s_error_in_its_corner(shown):
    texts = digits.draw(shown, INK).axes[2].texts
    assert [text.get_text() for text in texts] == [f"{i / 100:.3f}" for i in range(16)]
    assert [text.get_position() for text in texts][:6] == [
        (1, 1), (29, 1), (57, 1), (85, 1), (1, 29), (29, 29),
    ]  # fmt: skip


def test_the_parts_that_are_asked_for_are_drawn_and_no_others(shown):
    for parts in (("original",), ("reconstructed", "error")):
        pictures = [axes.images[0] for axes in digits.draw(shown, INK, parts).axes[: len(parts)]]
        for picture, part in zip(pictures, parts, strict=True):
            np.testing.assert_array_equal(picture.get_array(), getattr(shown, part))


def test_a_png_is_a_picture_with_a_transparent_edge(shown):
    raw = digits.to_bytes(digits.draw(shown, INK), "png")
    with Image.open(io.BytesIO(raw)) as picture:
        assert picture.format == "PNG"
        pixels = np.asarray(picture.convert("RGBA"))
    height, width, _ = pixels.shape
    assert (height, width) == (468, pytest.approx(1360, abs=2))
    assert pixels[0, 0, 3] == 0
    # The middle of the first canvas is the black of the originals.
    assert pixels[height // 2, width // 6].tolist() == [0, 0, 0, 255]


def test_an_svg_is_well_formed(shown):
    root = ElementTree.fromstring(digits.to_bytes(digits.draw(shown, INK), "svg"))
    assert root.tag == f"{SVG}svg"
    assert len(list(root.iter(f"{SVG}image"))) >= 3


def test_a_code_is_drawn_as_a_png():
    raw = digits.strip(np.array([1.0, -2.0, 0.5], np.float32), INK, ACCENT)
    with Image.open(io.BytesIO(raw)) as picture:
        pixels = np.asarray(picture.convert("RGBA"))
    assert pixels[0, 0, 3] == 0
    assert (pixels == [255, 0, 0, 255]).all(axis=-1).sum() > 1000


def test_a_network_is_the_image_and_a_bar_for_every_layer():
    bars = network.bars(preset("article").layers())
    assert [(bar.units, bar.role) for bar in bars] == [
        (784, "image"),
        (784, "encoder"),
        (256, "encoder"),
        (128, "code"),
        (128, "decoder"),
        (256, "decoder"),
        (784, "decoder"),
    ]
    assert [bar.size for bar in bars] == ["784", "784", "256", "128", "128", "256", "784"]
    assert [bar.activation for bar in bars] == ["image"] + ["relu"] * 6
    assert not any(bar.is_split for bar in bars)


def test_between_convolutions_a_bar_shows_side_by_side_by_channels():
    hp = Hyperparameters(architecture="conv", encoder=(16, 32), latent_dim=10)
    assert [bar.size for bar in network.bars(hp.layers())] == [
        "28×28", "14×14×16", "7×7×32", "10", "7×7×32", "14×14×16", "28×28",
    ]  # fmt: skip


def test_a_variational_code_is_a_split_bar_of_a_mean_and_a_spread():
    layers = preset("vae").layers()
    (code,) = (bar for bar in network.bars(layers) if bar.is_split)
    assert (code.role, code.size, code.activation) == ("code", "20", "mean ± spread")
    root = ElementTree.fromstring(network.draw(layers, INK, ACCENT))
    left, right = (r for r in root.iter(f"{SVG}rect") if r.get("fill") == ACCENT)
    assert left.get("height") == right.get("height")
    assert float(left.get("x")) + float(left.get("width")) < float(right.get("x"))


def test_neighbours_in_a_part_share_the_name_of_their_activation():
    hp = Hyperparameters(encoder=(300, 200, 100), normalization="layer", activation="gelu")
    bars = network.bars(hp.layers())
    labels = network.activation_labels(bars)
    assert [label.text for label in labels] == [
        "image", "norm, gelu", "linear", "norm, gelu", "sigmoid",
    ]  # fmt: skip
    assert [label.x for label in labels] == pytest.approx([bars[i].x for i in (0, 2, 4, 6, 8)])


@pytest.mark.parametrize(
    "hp",
    [
        Hyperparameters(encoder=(1000, 1000, 500, 500, 250, 250)),
        Hyperparameters(architecture="conv", encoder=(16, 32, 64, 128)),
        Hyperparameters(
            encoder=(1000,), decoder=(8,) * 6, activation="sigmoid", code="variational", loss="bce"
        ),
    ],
    ids=["15 bars", "11 bars with shapes", "crowded code"],
)
def test_labels_touch_neither_each_other_nor_the_edge(hp):
    bars = network.bars(hp.layers())
    for labels in (network.size_labels(bars), network.activation_labels(bars)):
        assert max(label.row for label in labels) <= 1
        for row in (0, 1):
            # A letter takes 6.6 of the drawing's units on average, in bold Arial of 11.
            ends = [
                (label.x - 3.3 * len(label.text), label.x + 3.3 * len(label.text))
                for label in labels
                if label.row == row
            ]
            assert all(0 <= start < end <= network.WIDTH for start, end in ends)
            assert all(left[1] <= right[0] for left, right in pairwise(ends))


def test_a_drawing_is_as_tall_as_its_labels_need():
    def height(**settings):
        svg = network.draw(Hyperparameters(**settings).layers(), INK, ACCENT)
        return float(ElementTree.fromstring(svg).get("height"))

    assert height(encoder=(8,)) < height(encoder=(1000,) * 3 + (500,) * 3) < 150


def test_bars_stand_evenly_and_are_taller_for_wider_layers():
    bars = network.bars(Hyperparameters(encoder=(1000, 200), latent_dim=2).layers())
    gaps = np.diff([bar.x for bar in bars])
    np.testing.assert_allclose(gaps, gaps[0])
    assert 0 < bars[0].x < bars[-1].x < network.WIDTH
    by_units = {bar.units: bar.height for bar in bars}
    assert sorted(by_units, key=by_units.get) == [2, 200, 784, 1000]
    assert all(0 < bar.height < 100 for bar in bars)
    equal = [bar.height for bar in bars if bar.units == 200]
    assert equal[0] == equal[1]


def test_a_network_is_described_for_who_cannot_see_it():
    assert network.describe(preset("article").layers()) == (
        "Network: 784 to 784 to 256 to 128 to 128 to 256 to 784 numbers, 1,100,320 parameters"
    )


def test_the_description_tells_convolutions_spreads_and_normalisation():
    conv = Hyperparameters(architecture="conv", encoder=(16,), latent_dim=10)
    assert network.describe(conv.layers()) == (
        "Convolutional network: 28×28 to 14×14×16 to 10 to 14×14×16 to 28×28 numbers, "
        "66,171 parameters"
    )
    assert network.describe(preset("vae2").layers()) == (
        "Network: 784 to 512 to 256 to 2 to 256 to 512 to 784 numbers, each code number a mean "
        "and a spread, with layer normalisation, 1,071,892 parameters"
    )


def test_the_diagram_has_a_rectangle_a_layer_and_marks_the_code():
    root = ElementTree.fromstring(network.draw(preset("deep30").layers(), INK, ACCENT))
    rectangles = list(root.iter(f"{SVG}rect"))
    assert len(rectangles) == 9
    assert [r.get("fill") for r in rectangles] == [INK] * 4 + [ACCENT] + [INK] * 4
    assert all(math.isfinite(float(r.get("height"))) for r in rectangles)
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert texts.count("1,000") == 2
    assert texts.count("code") == 1


def codes(width, n=60):
    return np.random.default_rng(0).normal(size=(n, width)).astype(np.float32)


LABELS = np.arange(60, dtype=np.uint8) % 9  # no nine among them
ERRORS = np.linspace(0, 0.1, 60, dtype=np.float32)


def test_a_trace_holds_the_points_of_its_label_with_their_index_and_error():
    projection = project(codes(2))
    found = latent.traces(projection, LABELS, ERRORS)
    assert [trace["name"] for trace in found] == [str(i) for i in range(10)]
    for label, trace in enumerate(found):
        chosen = [i for i in range(60) if LABELS[i] == label]
        assert [i for i, _ in trace["customdata"]] == chosen
        np.testing.assert_allclose([e for _, e in trace["customdata"]], ERRORS[chosen], atol=1e-5)
        np.testing.assert_allclose(trace["x"], projection.points[chosen, 0], atol=1e-4)
        np.testing.assert_allclose(trace["y"], projection.points[chosen, 1], atol=1e-4)
        assert trace["type"] == "scatter"
        assert "z" not in trace
    assert found[9]["x"] == found[9]["customdata"] == []


def test_three_dimensions_make_traces_in_space():
    projection = project(codes(8), 3)
    found = latent.traces(projection, LABELS, ERRORS)
    assert {trace["type"] for trace in found} == {"scatter3d"}
    np.testing.assert_allclose(found[2]["z"], projection.points[LABELS == 2, 2], atol=1e-4)
    assert found[9]["z"] == []


def test_a_code_of_one_number_is_spread_out_by_label():
    projection = project(codes(1))
    trace = latent.traces(projection, LABELS, ERRORS)[3]
    np.testing.assert_allclose(trace["x"], projection.points[LABELS == 3, 0], atol=1e-4)
    assert set(trace["y"]) == {3}


def test_labels_differ_in_colour_and_traces_go_into_json():
    found = latent.traces(project(codes(2)), LABELS, ERRORS)
    assert len({trace["marker"]["color"] for trace in found}) == 10
    assert json.loads(json.dumps(found)) == found


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
