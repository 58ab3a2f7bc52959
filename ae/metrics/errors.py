"""Errors between images and their reconstructions."""

from __future__ import annotations

import numpy as np

# Where a model gives 0 or 1 outright, cross-entropy counts it as this far off, as Keras does.
EPSILON = 1e-7


def squared_errors(images: np.ndarray, reconstruction: np.ndarray) -> np.ndarray:
    """Mean squared error per pixel of each image: float32 (n,); both float32 (n, 28, 28, 1)."""
    squares = np.square(reconstruction - images).reshape(len(images), -1)
    return squares.mean(axis=1, dtype=np.float32)


def cross_entropies(images: np.ndarray, reconstruction: np.ndarray) -> np.ndarray:
    """Binary cross-entropy of each image, nats per pixel: float64 (n,).

    Args:
        images: float32 (n, 28, 28, 1) in [0, 1].
        reconstruction: likewise; clipped to [`EPSILON`, 1 - `EPSILON`].
    """
    p = np.clip(reconstruction, EPSILON, 1 - EPSILON)
    nats = images * np.log(p) + (1 - images) * np.log1p(-p)
    return -nats.reshape(len(images), -1).mean(axis=1, dtype=np.float64)


def cross_entropy(images: np.ndarray, reconstruction: np.ndarray) -> float:
    """Binary cross-entropy, nats per pixel, mean over images; both float32 (n, 28, 28, 1)."""
    return float(cross_entropies(images, reconstruction).mean())


def entropies(images: np.ndarray) -> np.ndarray:
    """Cross-entropy of a perfect copy of each image, nats per pixel: float64 (n,).

    No model can go below it. It is zero for black and white pixels only, because a grey pixel is
    scored as a probability.
    """
    return cross_entropies(images, images)


_FAR_OUT = 1e6


def psnr(errors: np.ndarray) -> float:
    """Peak signal-to-noise ratio in decibels, mean over images with pixels in [0, 1].

    Args:
        errors: (n,), each image's mean squared error per pixel.
    """
    return float(np.mean(-10 * np.log10(np.maximum(errors, EPSILON))))


def ssim(images: np.ndarray, reconstruction: np.ndarray) -> float:
    """Structural similarity, at most 1, mean over images; both float32 (n, 28, 28, 1).

    Source: Wang et al. (2004), "Image quality assessment"; scikit-image's, windows of 7 by 7.
    """
    from skimage.metrics import structural_similarity

    # So far out nothing is alike any more; farther, the squares would overflow.
    bounded = np.clip(reconstruction, -_FAR_OUT, _FAR_OUT)
    pairs = zip(images[..., 0], bounded[..., 0], strict=True)
    return float(np.mean([structural_similarity(x, y, data_range=1.0) for x, y in pairs]))
