"""What a network is shown and what it is asked for: clean, spoiled or binarised images. NumPy.

Training draws anew at every step (`ae.training.randomness`). Validation, the live view and the test
figures use these, where an image's noise depends on its index alone: so a digit looks the same on
every page, and runs compare.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ae.config import Hyperparameters

_BINARISE, _CORRUPT = 1, 2


def _uniform(count: Iterable[int], stream: int, shape: tuple[int, ...]) -> np.ndarray:
    drawn = [np.random.default_rng([stream, i]).random(shape, np.float32) for i in count]
    return np.stack(drawn) if drawn else np.empty((0, *shape), np.float32)


def binarise(images: np.ndarray, indices: Iterable[int] | None = None) -> np.ndarray:
    """Each pixel 1 with its grey level as the chance, else 0: float32, of the images' shape.

    Args:
        images: float32 (n, 28, 28, 1) in [0, 1].
        indices: of the images in their part of the dataset; by default from 0.

    Source: Salakhutdinov and Murray (2008), "On the quantitative analysis of deep belief networks".
    """
    count = range(len(images)) if indices is None else indices
    return (_uniform(count, _BINARISE, images.shape[1:]) < images).astype(np.float32)


def corrupt(
    images: np.ndarray, kind: str, level: float, indices: Iterable[int] | None = None
) -> np.ndarray:
    """Spoil images.

    Args:
        images: float32 (n, 28, 28, 1) in [0, 1].
        kind: "gaussian": noise of that standard deviation, clipped to [0, 1]; "masking": that share
            of pixels to 0; "salt_pepper": that share to 0 or 1, at even odds; "none".
        level: 0 to 1.
        indices: of the images in their part of the dataset; by default from 0.

    Source: Vincent et al. (2010), "Stacked denoising autoencoders".
    """
    count = range(len(images)) if indices is None else indices
    if kind == "none":
        return images
    if kind == "gaussian":
        draw = [np.random.default_rng([_CORRUPT, i]) for i in count]
        noise = np.stack([d.standard_normal(images.shape[1:], np.float32) for d in draw])
        return np.clip(images + np.float32(level) * noise, 0, 1)
    drawn = _uniform(count, _CORRUPT, images.shape[1:])
    salt = (drawn < level / 2).astype(np.float32) if kind == "salt_pepper" else np.float32(0)
    return np.where(drawn < level, salt, images)


def network_target(
    hp: Hyperparameters, images: np.ndarray, indices: Iterable[int] | None = None
) -> np.ndarray:
    """What the network is asked to give back: the images, or a binarised draw of them."""
    return binarise(images, indices) if hp.pixels == "binarised" else images


def network_input(
    hp: Hyperparameters, images: np.ndarray, indices: Iterable[int] | None = None
) -> np.ndarray:
    """What the network is shown: the target, spoiled where the settings say so."""
    return corrupt(network_target(hp, images, indices), hp.noise, hp.noise_level, indices)
