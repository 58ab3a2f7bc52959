"""What is drawn, centred as MNIST's digits are, held against MNIST's digits themselves."""

import numpy as np
import pytest
from PIL import Image

CENTRING = "drawing_pad/centring.js"
CENTRE = "((found) => found && [...found])(centre(levels, width))"


@pytest.fixture
def centre(evaluate):
    """The image (28, 28) in [0, 1] of a picture with grey levels, or None."""

    def centre(picture):
        values = {"levels": picture.ravel().tolist(), "width": picture.shape[1]}
        found = evaluate(CENTRING, CENTRE, **values)
        return found and np.array(found).reshape(28, 28)

    return centre


@pytest.mark.parametrize("index", range(0, 60, 3))
def test_a_digit_of_mnist_that_is_scaled_up_comes_back_as_it_was(centre, data, index):
    digit = data.test.pixels[index]
    large = digit.repeat(6, axis=0).repeat(6, axis=1)
    moved = np.pad(large, ((3, 41), (55, 0)))
    np.testing.assert_allclose(centre(moved), digit / 255, atol=1e-6)


@pytest.mark.parametrize("index", range(1, 30, 4))
def test_a_digit_that_is_scaled_smoothly_comes_back_nearly_as_it_was(centre, data, index):
    digit = data.test.pixels[index]
    large = Image.fromarray(digit).resize((257, 257), Image.Resampling.BICUBIC)
    levels = np.asarray(large).copy()
    levels[levels < 128] = 0  # what is smeared beyond the edge of the ink
    found, away = centre(levels), [-1, 0, 1]
    # A centre of mass between two pixels may fall to either.
    moved = [np.roll(digit / 255, (x, y), (0, 1)) for x in away for y in away]
    assert min(np.abs(found - one).mean() for one in moved) < 0.025


def test_of_an_empty_picture_there_is_none(centre):
    assert centre(np.zeros((40, 40), np.uint8)) is None


def test_a_full_picture_is_a_square_in_the_middle(centre):
    expected = np.zeros((28, 28))
    expected[4:24, 4:24] = 1
    np.testing.assert_allclose(centre(np.full((90, 90), 255, np.uint8)), expected, atol=1e-6)


def test_a_lone_pixel_fills_the_box(centre):
    picture = np.zeros((50, 70), np.uint8)
    picture[49, 69] = 255
    found = centre(picture)
    assert (found > 0).sum() == 400
    np.testing.assert_allclose(found.max(), 1, atol=1e-6)


@pytest.mark.parametrize("turn", range(4))
def test_ink_whose_mass_lies_at_one_end_stays_whole_on_the_image(centre, turn):
    picture = np.zeros((200, 200), np.uint8)
    picture[:, 0:20] = 255
    picture[95:105] = 128
    found = centre(np.rot90(picture, turn))
    assert found.sum() == pytest.approx((picture / 255).sum() / 100, rel=1e-4)


def test_the_aspect_is_kept(centre):
    picture = np.zeros((100, 300), np.uint8)
    picture[20:60, 50:250] = 255  # five times as wide as high
    found = centre(picture) > 0
    assert (found.any(axis=0).sum(), found.any(axis=1).sum()) == (20, 4)
