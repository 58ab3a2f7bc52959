"""The canvases of sixteen digits, as values and as a figure."""

import io
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from ae.formatting import number
from ae.plots import digits
from ae.plots.palette import error_colours

INK = "#123456"
SVG = "{http://www.w3.org/2000/svg}"


def grey(*values):
    return np.stack([np.full((28, 28), v, np.float32) for v in values])


@pytest.fixture
def shown():
    """Canvases of a dark original; the reconstructions are ever brighter."""
    originals = np.zeros((16, 28, 28), np.float32)
    labels = np.arange(16, dtype=np.uint8) % 10
    return digits.canvases(originals, grey(*np.arange(16) / 16), labels, np.arange(16) / 100)


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


def panels_of(originals, reconstructions):
    labels = np.arange(16, dtype=np.uint8)
    return digits.canvases(originals, reconstructions, labels, np.zeros(16)).panels


def test_canvases_clip_what_a_network_leaves_out_of_bounds():
    original, reconstructed, error = panels_of(grey(*[0.25] * 16), grey(*[-3, 7] * 8)).values()
    assert reconstructed[0, 0] == 0
    assert reconstructed[0, 28] == 1
    np.testing.assert_array_equal(np.unique(error), [-0.25, 0.75])
    np.testing.assert_array_equal(np.unique(original), [0.25])


def test_the_error_is_positive_where_the_reconstruction_is_too_bright():
    error = panels_of(grey(*[0.2, 0.9] * 8), grey(*[0.7, 0.4] * 8))[digits.ERROR]
    assert error[0, 0] == pytest.approx(0.5)
    assert error[0, 28] == pytest.approx(-0.5)


def test_the_input_has_a_panel_where_it_is_not_the_original():
    clean, noisy = grey(*[0.2] * 16), grey(*[0.4] * 16)
    labels, errors = np.arange(16, dtype=np.uint8), np.zeros(16)
    with_input = digits.canvases(clean, clean, labels, errors, noisy)
    assert list(with_input.panels) == ["Original", "Input", "Reconstructed", digits.ERROR]
    without = digits.canvases(clean, clean, labels, errors, clean.copy())
    assert list(without.panels) == ["Original", "Reconstructed", digits.ERROR]


def drawn(shown, title):
    """The part of the figure with that title."""
    (found,) = [axes for axes in digits.draw(shown, INK).axes if axes.get_title() == title]
    return found


def test_the_figure_shows_the_canvases_upright_crisp_and_on_fixed_scales(shown):
    for title, values in shown.panels.items():
        (picture,) = drawn(shown, title).images
        np.testing.assert_array_equal(picture.get_array(), values)
        assert (picture.origin, picture.get_interpolation()) == ("upper", "nearest")
        assert picture.get_clim() == ((-1, 1) if title == digits.ERROR else (0, 1))
        assert drawn(shown, title).title.get_color() == INK


def test_the_panels_of_the_figure_have_one_size(shown):
    figure = digits.draw(shown, INK)
    figure.draw_without_rendering()
    boxes = [axes.get_window_extent() for axes in figure.axes if axes.images]
    sizes = np.array([(box.width, box.height) for box in boxes[:3]])
    np.testing.assert_allclose(sizes, sizes[0, 0], atol=1)


def test_the_error_is_drawn_in_the_palette_of_the_live_view(shown):
    (picture,) = drawn(shown, digits.ERROR).images
    for level in (-255, -100, 0, 100, 255):
        colour = picture.cmap(picture.norm(level / 255))[:3]
        np.testing.assert_allclose(colour, error_colours()[level + 255] / 255)


def test_each_digits_error_stands_beside_the_panels_and_nothing_on_them(shown):
    assert not any(drawn(shown, title).texts for title in shown.panels)
    texts = [text.get_text() for text in drawn(shown, "Squared error per pixel").texts]
    assert texts[::2] == [str(label) for label in shown.labels]
    assert texts[1::2] == [number(error) for error in shown.errors.tolist()]


def test_a_png_is_a_picture_with_a_transparent_edge(shown):
    raw = digits.to_bytes(digits.draw(shown, INK), "png")
    with Image.open(io.BytesIO(raw)) as picture:
        assert picture.format == "PNG"
        pixels = np.asarray(picture.convert("RGBA"))
    height, width, _ = pixels.shape
    assert (height, width) == (pytest.approx(540, abs=2), pytest.approx(1608, abs=3))
    assert pixels[0, 0, 3] == 0
    # The middle of the first canvas is the black of the originals.
    assert pixels[height // 2, width // 8].tolist() == [0, 0, 0, 255]


def test_an_svg_is_well_formed(shown):
    root = ElementTree.fromstring(digits.to_bytes(digits.draw(shown, INK), "svg"))
    assert root.tag == f"{SVG}svg"
    assert len(list(root.iter(f"{SVG}image"))) >= 3
