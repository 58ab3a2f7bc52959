"""The colours of signed errors."""

import numpy as np

from ae.plots.palette import error_colours


def test_no_error_is_black_and_the_largest_are_red_and_blue():
    colours = error_colours()
    assert colours.shape == (511, 3)
    assert colours.dtype == np.uint8
    assert colours[255].tolist() == [0, 0, 0]
    assert colours[510].tolist() == [255, 64, 64]
    assert colours[0].tolist() == [38, 115, 255]


def test_a_larger_error_is_brighter_in_proportion():
    colours = error_colours().astype(int)
    bright, dark = colours[255:, 0], colours[255::-1, 2]
    np.testing.assert_array_equal(bright, np.arange(256))
    np.testing.assert_array_equal(dark, np.arange(256))
    assert (np.diff(colours[255:], axis=0) >= 0).all()
    assert (np.diff(colours[255::-1], axis=0) >= 0).all()


def test_too_bright_is_redder_and_too_dark_bluer():
    colours = error_colours().astype(int)
    assert (colours[256:, 0] > colours[256:, 2]).all()
    assert (colours[:255, 2] > colours[:255, 0]).all()
