"""Training losses, each a mean over pixels and images."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras

Loss = Callable[[Any, Any], Any]


def mse(images: Any, reconstruction: Any) -> Any:
    """Mean squared error a pixel: a scalar for two (n, 28, 28, 1) tensors."""
    return keras.ops.mean(keras.ops.square(reconstruction - images))


def bce(images: Any, reconstruction: Any) -> Any:
    """Binary cross-entropy, nats a pixel: a scalar for two (n, 28, 28, 1) tensors in [0, 1].

    Keras clips the reconstruction to [1e-7, 1 - 1e-7], so that it stays finite.
    """
    return keras.ops.mean(keras.ops.binary_crossentropy(images, reconstruction))


LOSSES: dict[str, Loss] = {"mse": mse, "bce": bce}
