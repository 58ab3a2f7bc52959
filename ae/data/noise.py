"""What a network is shown and what it is asked for: clean, spoiled or binarised images. NumPy.

Training draws anew at every step (`ae.training.randomness`). Validation, the live view and the test
figures use these, where an image's noise depends on its index alone: so a digit looks the same on
every page, and runs compare.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import numpy as np

# One stream of random numbers each, so that binarising and noise draw nothing in common.
_BINARISE, _CORRUPT = 1, 2
IMAGE = (28, 28, 1)


class InputSettings(Protocol):
    """The settings that decide what a network is shown; `ae.config.Hyperparameters` has them."""

    @property
    def pixels(self) -> str:
        """ "grey" or "binarised"."""

    @property
    def noise(self) -> str:
        """A kind of `corrupt`."""

    @property
    def noise_level(self) -> float:
        """0 to 1."""


def _uniform(indices: Iterable[int], stream: int, shape: tuple[int, ...]) -> np.ndarray:
    draws = [np.random.default_rng([stream, i]).random(shape, np.float32) for i in indices]
    return np.stack(draws) if draws else np.empty((0, *shape), np.float32)


def _normal(indices: Iterable[int], stream: int, shape: tuple[int, ...]) -> np.ndarray:
    generators = [np.random.default_rng([stream, i]) for i in indices]
    draws = [generator.standard_normal(shape, np.float32) for generator in generators]
    return np.stack(draws) if draws else np.empty((0, *shape), np.float32)


def corruption_draws(indices: Iterable[int]) -> tuple[np.ndarray, np.ndarray]:
    """The random numbers that `corrupt` uses for test images, whatever the kind and level.

    Returns:
        uniform in [0, 1), standard normal: each float32 (n, 28, 28, 1).
    """
    listed = list(indices)
    return _uniform(listed, _CORRUPT, IMAGE), _normal(listed, _CORRUPT, IMAGE)


def binarisation_draws(indices: Iterable[int]) -> np.ndarray:
    """What `binarise` holds grey levels against: float32 (n, 28, 28, 1) in [0, 1)."""
    return _uniform(indices, _BINARISE, IMAGE)


def binarise(images: np.ndarray, indices: Iterable[int] | None = None) -> np.ndarray:
    """Each pixel 1 with its grey level as the chance, else 0: float32, of the images' shape.

    Args:
        images: float32 (n, 28, 28, 1) in [0, 1].
        indices: of the images in their part of the dataset; by default from 0.

    Source: Salakhutdinov and Murray (2008), "On the quantitative analysis of deep belief networks".
    """
    indices = range(len(images)) if indices is None else indices
    return (_uniform(indices, _BINARISE, images.shape[1:]) < images).astype(np.float32)


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
    indices = range(len(images)) if indices is None else indices
    if kind == "none":
        return images
    if kind == "gaussian":
        noise = _normal(indices, _CORRUPT, images.shape[1:])
        return np.clip(images + np.float32(level) * noise, 0, 1)
    draws = _uniform(indices, _CORRUPT, images.shape[1:])
    salt = (draws < level / 2).astype(np.float32) if kind == "salt_pepper" else np.float32(0)
    return np.where(draws < level, salt, images)


def changes_input(hp: InputSettings) -> bool:
    """Whether the network is shown anything but the grey images themselves."""
    return hp.noise != "none" or hp.pixels != "grey"


def network_target(
    hp: InputSettings, images: np.ndarray, indices: Iterable[int] | None = None
) -> np.ndarray:
    """What the network is asked to give back: the images, or a binarised draw of them."""
    return binarise(images, indices) if hp.pixels == "binarised" else images


def input_and_target(
    hp: InputSettings, images: np.ndarray, indices: Iterable[int] | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """What the network is shown of images, and what it should give back of them.

    Args:
        images: float32 (n, 28, 28, 1) in [0, 1]; both results are of that shape and type.
        indices: of the images in their part of the dataset; by default from 0.
    """
    target = network_target(hp, images, indices)
    return corrupt(target, hp.noise, hp.noise_level, indices), target


def network_input(
    hp: InputSettings, images: np.ndarray, indices: Iterable[int] | None = None
) -> np.ndarray:
    """What the network is shown: the target, spoiled where the settings say so."""
    return input_and_target(hp, images, indices)[0]
