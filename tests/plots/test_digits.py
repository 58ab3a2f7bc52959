"""The canvases of sixteen digits, as values and as a figure."""

import io
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from ae.plots import digits
from ae.plots.palette import error_colours

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
    canvas = digits.mosaic(images)
    assert canvas.shape == (112, 112)
    assert canvas.dtype == np.float32
    for i in range(16):
        top, left = 28 * (i // 4), 28 * (i % 4)
        np.testing.assert_array_equal(canvas[top : top + 28, left : left + 28], images[i])


def test_a_mosaic_keeps_bytes_as_bytes(data):
    assert digits.mosaic(data.test.pixels[:16]).dtype == np.uint8


@pytest.mark.parametrize("shape", [(15, 28, 28), (16, 28, 28, 1), (16, 27, 28), (16, 784)])
def test_a_mosaic_refuses_what_is_no_sixteen_digits(shape):
    with pytest.raises(ValueError, match=r"^images: expected the shape \(16, 28, 28\), got "):
        digits.mosaic(np.zeros(shape))


def test_canvases_clip_what_a_network_leaves_out_of_bounds():
    canvases = digits.canvases(grey(*[0.25] * 16), grey(*[-3, 7] * 8), np.zeros(16))
    assert canvases.reconstructed[0, 0] == 0
    assert canvases.reconstructed[0, 28] == 1
    np.testing.assert_array_equal(np.unique(canvases.error), [-0.25, 0.75])
    np.testing.assert_array_equal(np.unique(canvases.original), [0.25])


def test_the_error_is_positive_where_the_reconstruction_is_too_bright():
    canvases = digits.canvases(grey(*[0.2, 0.9] * 8), grey(*[0.7, 0.4] * 8), np.zeros(16))
    assert canvases.error[0, 0] == pytest.approx(0.5)
    assert canvases.error[0, 28] == pytest.approx(-0.5)


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


def test_the_error_is_drawn_in_the_palette_of_the_live_view(shown):
    panel = digits.draw(shown, INK).axes[2]
    picture = panel.images[0]
    for level in (-255, -100, 0, 100, 255):
        drawn = picture.cmap(picture.norm(level / 255))[:3]
        np.testing.assert_allclose(drawn, error_colours()[level + 255] / 255)
    # Its numbers stand mostly on black.
    assert all(min(to_rgb(text.get_color())) > 0.9 for text in panel.texts)


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
    raw = digits.code_bars(np.array([1.0, -2.0, 0.5], np.float32), INK, ACCENT)
    with Image.open(io.BytesIO(raw)) as picture:
        pixels = np.asarray(picture.convert("RGBA"))
    assert pixels[0, 0, 3] == 0
    assert (pixels == [255, 0, 0, 255]).all(axis=-1).sum() > 1000
