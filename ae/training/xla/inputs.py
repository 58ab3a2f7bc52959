"""What a compiled program is given: the dataset's images, and what a run brings besides weights."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import tensorflow as tf

from ae.config import Hyperparameters
from ae.config.compiled import RUNTIME_SCALARS
from ae.data import IN_CLOUD, SHOWN, Dataset, as_images, noise

# Validation while training uses this many of the 5,000 images, the same ones each time: under 1 %
# of the training's time instead of 8 %.
VALIDATION_IMAGES = 400


class RunInputs:
    """What a run brings to a program besides its weights.

    Attributes:
        hp: the run's settings.
        scalars: float32 (len(RUNTIME_SCALARS),), their values.
        beta: the weight of the KL divergence in validation.
        validation: what the network is shown of the validation images, and what it should give
            back: two tensors float32 (VALIDATION_IMAGES, 28, 28, 1).
        shown: the sixteen test digits as the network is shown them: float32 (16, 28, 28, 1).
    """

    def __init__(self, hp: Hyperparameters, data: Dataset):
        self.hp, self.beta = hp, np.float32(hp.beta)
        self._data = data
        self.scalars = np.array([getattr(hp, name) for name in RUNTIME_SCALARS], np.float32)
        self.validation, self.shown = _clean_inputs(data)
        if noise.changes_input(hp):
            clean, digits = self.validation[0].numpy(), self.shown.numpy()
            seen, target = noise.input_and_target(hp, clean)
            self.validation = tf.constant(seen), tf.constant(target)
            self.shown = tf.constant(noise.network_input(hp, digits, SHOWN))

    @cached_property
    def in_cloud(self) -> Any:
        """The digits of the cloud of codes as the network is shown them: (500, 28, 28, 1)."""
        clean = _clean_cloud(self._data)
        if not noise.changes_input(self.hp):
            return clean
        return tf.constant(noise.network_input(self.hp, clean.numpy()))


def by_name(scalars: Any) -> dict[str, Any]:
    """The scalars of `RunInputs` as a graph uses them: float32 scalars by field name."""
    return dict(zip(RUNTIME_SCALARS, tf.unstack(scalars), strict=True))


@lru_cache(maxsize=4)
def _clean_inputs(data: Dataset) -> tuple[tuple[Any, Any], Any]:
    images = tf.constant(as_images(data.validation.pixels[:VALIDATION_IMAGES]))
    return (images, images), tf.constant(as_images(data.test.pixels[list(SHOWN)]))


@lru_cache(maxsize=4)
def _clean_cloud(data: Dataset) -> Any:
    return tf.constant(as_images(data.test.pixels[:IN_CLOUD]))


_device: dict[str, Any] = {}


def training_pixels(data: Dataset) -> Any:
    """The training images as one constant tensor, shared by all programs: 43 MB.

    Returns:
        uint8 (55000, 28, 28, 1), grey levels 0 to 255.
    """
    if data.name not in _device:
        pixels = _device[data.name] = tf.constant(data.train.pixels[..., None])
        if "CPU" in pixels.device:  # the tensor's own memory serves NumPy too
            data.train.pixels = np.asarray(memoryview(pixels))[..., 0]
    return _device[data.name]
