"""Moving pictures of digits, read again by Pillow."""

import io

import numpy as np
import pytest
from PIL import Image

from ae.errors import SettingError
from ae.export.animation import MEDIA_TYPES, MOST_FRAMES, animate

TITLES = ("Pixels", "Code")
# Where the first pixel of each panel is, and how wide one is.
LEFT, TOP, SCALE = (12, 192), 30, 6


@pytest.fixture
def frames():
    return np.random.default_rng(0).integers(0, 256, (5, 2, 28, 28), np.uint8)


def pictures(content):
    """Each frame as uint8 (height, width), and its milliseconds."""
    picture = Image.open(io.BytesIO(content))
    found = []
    for i in range(picture.n_frames):
        picture.seek(i)
        picture.load()
        found.append((np.array(picture.convert("L")), picture.info["duration"]))
    return picture, found


@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_every_frame_shows_its_digits_pixel_by_pixel(kind, frames):
    picture, found = pictures(animate(frames, TITLES, kind, 80))
    assert (picture.format.lower(), picture.info["loop"]) == (kind, 0)
    assert len(found) == len(frames)
    for frame, (shown, milliseconds) in zip(frames, found, strict=True):
        assert milliseconds == 80
        for digit, left in zip(frame, LEFT, strict=True):
            panel = shown[TOP : TOP + 28 * SCALE, left : left + 28 * SCALE]
            np.testing.assert_array_equal(panel[::SCALE, ::SCALE], digit)
            np.testing.assert_array_equal(panel, np.kron(digit, np.ones((SCALE, SCALE), np.uint8)))


@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_a_title_stands_above_its_panel_and_nowhere_else(kind, frames):
    (shown, _), *_ = pictures(animate(frames, ("Pixels", ""), kind))[1]
    line = shown[:TOP]
    assert line[:, LEFT[0] : LEFT[0] + 28 * SCALE].max() > 200
    assert line[:, LEFT[1] :].max() == 0


@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_a_frame_like_the_one_before_takes_its_time_too(kind, frames):
    frames[1] = frames[0]
    _, found = pictures(animate(frames, TITLES, kind, 100))
    assert sum(milliseconds for _, milliseconds in found) == 500


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("kind", {"kind": "mp4"}),
        ("frames", {"frames": np.zeros((1, 2, 28, 28), np.float32)}),
        ("frames", {"frames": np.zeros((0, 2, 28, 28), np.uint8)}),
        ("frames", {"frames": np.zeros((MOST_FRAMES + 1, 2, 28, 28), np.uint8)}),
        ("frames", {"frames": np.zeros((1, 2, 28, 27), np.uint8)}),
        ("titles", {"titles": ("one",)}),
        ("titles", {"titles": ("one", 41 * "x")}),
        ("milliseconds", {"milliseconds": 19}),
        ("milliseconds", {"milliseconds": 2001}),
    ],
)
def test_what_it_can_not_take_is_named(field, change, frames):
    with pytest.raises(SettingError) as error:
        animate(**{"frames": frames, "titles": TITLES} | change)
    assert error.value.field == field
