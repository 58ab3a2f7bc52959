"""The moving cloud: what a frame shows, and that it neither flips nor spins."""

from itertools import pairwise

import numpy as np
import pytest

from ae.errors import ModelFileError, NotFinite
from ae.latent.frames import NUMBERS, PLANE, Frame, next_frame
from ae.latent.projection import project


def cloud(numbers, seed=0, count=500):
    """Codes whose variance falls off, along directions that are none of the axes."""
    random = np.random.default_rng(seed)
    spread = random.standard_normal((count, numbers)) / np.arange(1, numbers + 1)
    axes, _ = np.linalg.qr(random.standard_normal((numbers, numbers)))
    return (spread @ axes + random.standard_normal(numbers)).astype(np.float32)


def rotation(numbers, seed=1):
    axes, _ = np.linalg.qr(np.random.default_rng(seed).standard_normal((numbers, numbers)))
    return axes.astype(np.float32)


@pytest.mark.parametrize("numbers", [3, 7, 40, 600])
def test_long_codes_are_shown_in_the_plane_of_their_first_two_principal_components(numbers):
    codes = cloud(numbers)
    frame, exact = next_frame(7, codes), project(codes)
    assert (frame.step, frame.kind, frame.numbers) == (7, PLANE, numbers)
    assert frame.points.dtype == np.float32
    np.testing.assert_allclose(frame.points, exact.points, atol=2e-3)
    assert frame.share == pytest.approx(exact.shown, abs=1e-4)


def test_a_code_of_two_numbers_is_shown_as_it_is_whatever_came_before():
    codes = cloud(2)
    frame = next_frame(3, codes, next_frame(2, -codes))
    np.testing.assert_array_equal(frame.points, codes)
    assert (frame.kind, frame.numbers, frame.share) == (NUMBERS, 2, 1.0)


def test_a_code_of_one_number_lies_on_a_line():
    codes = cloud(1)
    frame = next_frame(3, codes)
    np.testing.assert_array_equal(frame.points[:, :1], codes)
    assert not frame.points[:, 1].any()
    assert (frame.kind, frame.numbers) == (NUMBERS, 1)


def test_codes_that_are_turned_and_mirrored_give_the_frame_before():
    codes = cloud(12)
    first = next_frame(1, codes)
    for seed in range(6):
        turned = next_frame(2, codes @ rotation(12, seed), first)
        np.testing.assert_allclose(turned.points, first.points, atol=1e-4)


def test_where_both_components_show_as_much_the_cloud_does_not_spin():
    """Which of two equal axes comes first is settled by noise: by itself a frame would spin."""
    random = np.random.default_rng(3)
    even, _ = np.linalg.qr(random.standard_normal((500, 5)))
    even = 22 * even * [1, 1, 0.1, 0.1, 0.1]
    frame, alone = next_frame(0, even), []
    for step in range(1, 30):
        codes = even + 0.02 * random.standard_normal(even.shape)
        before, frame = frame, next_frame(step, codes, frame)
        alone.append(project(codes).points)
        assert np.abs(frame.points - before.points).max() < 0.2
    jumps = [np.abs(after - before).max() for before, after in pairwise(alone)]
    assert max(jumps) > 1, "as they come they do spin"


def test_a_cloud_that_grows_keeps_its_direction_and_is_shown_as_large_as_it_is():
    codes = cloud(10)
    first = next_frame(1, codes)
    grown = next_frame(2, 3 * codes, first)
    np.testing.assert_allclose(grown.points, 3 * first.points, atol=1e-3)


@pytest.mark.parametrize("scale", [1e-7, 1.0, 1e30])
def test_a_frame_comes_back_from_its_bytes_at_any_scale(scale):
    frame = next_frame(40, (cloud(6) * scale).astype(np.float32))
    raw = frame.to_bytes()
    back = Frame.of_bytes(raw)
    assert len(raw) < 2300
    assert (back.step, back.kind, back.numbers, back.share) == (40, PLANE, 6, frame.share)
    largest = np.abs(frame.points).max()
    np.testing.assert_allclose(back.points, frame.points, atol=largest / 2000)


def test_a_frame_that_was_read_is_as_good_to_turn_to():
    """As a resumed run does."""
    codes, later = cloud(9), cloud(9) @ rotation(9)
    first = next_frame(1, codes)
    read = Frame.of_bytes(first.to_bytes())
    np.testing.assert_allclose(
        next_frame(2, later, read).points, next_frame(2, later, first).points, atol=2e-3
    )


@pytest.mark.parametrize("numbers", [1, 2, 3, 30])
def test_codes_that_are_all_alike_are_one_point(numbers):
    codes = np.full((500, numbers), 0.5, np.float32)
    frame = next_frame(0, codes)
    again = next_frame(1, codes, Frame.of_bytes(frame.to_bytes()))
    assert np.ptp(again.points, axis=0).max() < 1e-6
    assert np.isfinite(again.points).all()


def test_after_codes_that_were_all_alike_a_frame_is_not_lost():
    codes = cloud(8)
    alike = next_frame(0, np.zeros_like(codes))
    assert next_frame(1, codes, alike).share == pytest.approx(project(codes).shown, abs=1e-4)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_codes_that_are_not_finite_give_no_frame(value):
    codes = cloud(4)
    codes[17, 2] = value
    with pytest.raises(NotFinite):
        next_frame(1, codes)


def test_other_bytes_are_no_frame():
    with pytest.raises(ModelFileError):
        Frame.of_bytes(b"\0" * 2000)
