"""The pixels of sixteen digits, and of their errors."""

import numpy as np
import pytest

from ae.plots import digits
from ae.plots.palette import error_colours

MOSAIC = "live_view/mosaic.js"


@pytest.fixture
def images():
    return np.random.default_rng(3).integers(0, 256, (16, 28, 28), np.uint8)


def as_picture(rgba):
    return np.array(rgba, np.uint8).reshape(112, 112, 4)


def test_digits_lie_as_in_the_figures_of_the_library(evaluate, images):
    rgba = as_picture(evaluate(MOSAIC, "[...greyMosaic(levels)]", levels=images.ravel().tolist()))
    expected = digits.mosaic(images)
    for channel in range(3):
        np.testing.assert_array_equal(rgba[..., channel], expected)
    assert (rgba[..., 3] == 255).all()


def test_no_digits_are_black(evaluate):
    rgba = as_picture(evaluate(MOSAIC, "[...greyMosaic(null)]"))
    assert (rgba == [0, 0, 0, 255]).all()


def test_every_error_has_its_colour_of_the_palette(evaluate, images):
    other = np.random.default_rng(4).integers(0, 256, images.shape, np.uint8)
    other[0], images[0] = 255, 0
    other[1], images[1] = 0, 255
    rgba = as_picture(
        evaluate(
            MOSAIC,
            "[...errorMosaic(levels, originals, colours)]",
            levels=other.ravel().tolist(),
            originals=images.ravel().tolist(),
            colours=error_colours().ravel().tolist(),
        )
    )
    errors = digits.mosaic(other).astype(int) - digits.mosaic(images)
    np.testing.assert_array_equal(rgba[..., :3], error_colours()[errors + 255])
    assert rgba[0, 0].tolist() == [255, 64, 64, 255]
    assert rgba[0, 28].tolist() == [38, 115, 255, 255]
