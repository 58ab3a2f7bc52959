"""The diagram of a network, as bars and labels and as SVG."""

import math
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest

from ae.config import Hyperparameters
from ae.plots import network
from ae.presets import preset

INK, ACCENT = "#123456", "#ff0000"
SVG = "{http://www.w3.org/2000/svg}"


def in_em(length):
    return float(length.removesuffix("em"))


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
    assert in_em(left.get("x")) + in_em(left.get("width")) < in_em(right.get("x"))


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
def test_labels_touch_neither_each_other_nor_the_edge_on_the_narrowest_phone(hp):
    bars = network.bars(hp.layers())
    for labels in (network.size_labels(bars), network.activation_labels(bars)):
        assert max(label.row for label in labels) <= 2
        for row in range(3):
            # A letter takes 0.6 em on average, in bold Arial.
            halves = [
                (label.x * network.NARROWEST, 0.3 * len(label.text))
                for label in labels
                if label.row == row
            ]
            ends = [(x - half, x + half) for x, half in halves]
            assert all(0 <= start < end <= network.NARROWEST for start, end in ends)
            assert all(left[1] <= right[0] for left, right in pairwise(ends))


def test_a_drawing_is_as_tall_as_its_labels_need():
    def height(**settings):
        svg = network.draw(Hyperparameters(**settings).layers(), INK, ACCENT)
        return in_em(ElementTree.fromstring(svg).get("height"))

    assert height(encoder=(8,)) < height(encoder=(1000,) * 3 + (500,) * 3) < 14


def test_text_keeps_its_size_whatever_the_drawings_width():
    root = ElementTree.fromstring(network.draw(preset("article").layers(), INK, ACCENT))
    assert root.get("width") == "100%"
    assert root.get("viewBox") is None
    assert root.get("font-size") == "12"
    scaled = root.find(f"{SVG}svg[@viewBox]")
    assert [node.tag for node in scaled] == [f"{SVG}path"]


def test_bars_stand_evenly_and_are_taller_for_wider_layers():
    bars = network.bars(Hyperparameters(encoder=(1000, 200), latent_dim=2).layers())
    gaps = np.diff([bar.x for bar in bars])
    np.testing.assert_allclose(gaps, gaps[0])
    assert 0 < bars[0].x < bars[-1].x < 1
    by_units = {bar.units: bar.height for bar in bars}
    assert sorted(by_units, key=by_units.get) == [2, 200, 784, 1000]
    assert all(0 < bar.height < 10 for bar in bars)
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
    # Behind the outer halves of the first and the last bar lies what lies behind the others.
    rectangles = [r for r in root.iter(f"{SVG}rect") if r.get("opacity") != "0.12"]
    assert len(rectangles) == 9
    assert [r.get("fill") for r in rectangles] == [INK] * 4 + [ACCENT] + [INK] * 4
    assert all(math.isfinite(in_em(r.get("height"))) for r in rectangles)
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert texts.count("1,000") == 2
    assert texts.count("code") == 1
