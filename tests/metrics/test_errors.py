"""Each error against its closed form, or against sums written out."""

import numpy as np
import pytest

from ae.metrics import EPSILON, cross_entropies, cross_entropy, psnr, squared_errors, ssim


def grey(*values):
    """One image of each grey level."""
    return np.stack([np.full((28, 28, 1), v, np.float32) for v in values])


def noisy(n, seed=0):
    return np.random.default_rng(seed).random((n, 28, 28, 1), np.float32)


def test_squared_error_is_the_mean_of_the_squared_differences():
    a, b = noisy(3), noisy(3, 1)
    expected = [
        sum((float(x) - float(y)) ** 2 for x, y in zip(p.flat, q.flat, strict=True)) / 784
        for p, q in zip(a, b, strict=True)
    ]
    np.testing.assert_allclose(squared_errors(a, b), expected, rtol=1e-5)


def test_cross_entropy_of_each_image_is_the_surprise_at_its_pixels():
    # Three quarters of ink expected, seen, not seen and half seen.
    expected = [-np.log(0.75), -np.log(0.25), -0.5 * np.log(0.75) - 0.5 * np.log(0.25)]
    found = cross_entropies(grey(1, 0, 0.5), grey(0.75, 0.75, 0.75))
    assert found.dtype == np.float64
    np.testing.assert_allclose(found, expected, rtol=1e-6)
    assert cross_entropy(grey(1, 0, 0.5), grey(0.75, 0.75, 0.75)) == pytest.approx(
        np.mean(expected), rel=1e-6
    )


def test_a_pixel_that_is_wrong_and_sure_counts_sixteen_nats_either_way():
    assert EPSILON == 1e-7
    # 1 - 1e-7 is between two numbers of 32 bits.
    np.testing.assert_allclose(cross_entropies(grey(1, 0), grey(0, 1)), -np.log(1e-7), rtol=0.02)


def test_psnr_falls_by_ten_decibels_for_ten_times_the_error_and_is_a_mean_over_images():
    errors = np.array([1.0, 0.1, 0.001])
    assert psnr(errors) == pytest.approx((0 + 10 + 30) / 3)
    assert psnr(np.zeros(2)) == pytest.approx(70)  # of the least error that counts, 1e-7


def test_ssim_is_that_of_wang_et_al_over_windows_of_seven():
    a, b = noisy(4), np.clip(noisy(4) + 0.3 * noisy(4, 1), 0, 1)

    def windows(image):
        return np.lib.stride_tricks.sliding_window_view(
            image[..., 0].astype(np.float64), (7, 7)
        ).reshape(22, 22, 49)

    def similarity(x, y):
        x, y = windows(x), windows(y)
        mx, my = x.mean(-1), y.mean(-1)
        both = ((x - mx[..., None]) * (y - my[..., None])).sum(-1) / 48
        spread = x.var(-1, ddof=1) + y.var(-1, ddof=1)
        return ((2 * mx * my + 1e-4) * (2 * both + 9e-4)) / (
            (mx**2 + my**2 + 1e-4) * (spread + 9e-4)
        )

    expected = np.mean([similarity(x, y).mean() for x, y in zip(a, b, strict=True)])
    assert ssim(a, b) == pytest.approx(expected, rel=1e-4)
    # Of two flat images, only the means count.
    assert ssim(grey(0.2), grey(0.6)) == pytest.approx((0.24 + 1e-4) / (0.4 + 1e-4), rel=1e-4)


def test_ssim_of_outputs_that_blew_up_is_zero():
    images = np.random.default_rng(0).random((2, 28, 28, 1), np.float32)
    assert ssim(images, np.full_like(images, 1e12)) == pytest.approx(0, abs=1e-6)
    assert ssim(images, images * np.float32(1e18)) == pytest.approx(0, abs=1e-3)
