"""A small network that reads digits: what generated images are judged by.

Its weights come with the program; `python -m ae.metrics.train_digit_classifier` made them.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from ae.data import as_images
from ae.metrics.digit_reading import CLASSES, Reading

WEIGHTS = Path(__file__).with_name("digit_classifier.npz")
# Share of the 10,000 test images that it reads right; a test holds the weights to it.
ACCURACY = 0.9928
# Numbers of the last hidden layer, in which images are compared.
FEATURES = 64
_CHUNK = 500


def build() -> keras.Sequential:
    """The network, untrained: float32 (n, 28, 28, 1) in [0, 1] -> logits float32 (n, 10)."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(16, 3, padding="same", activation="relu", name="near"),
            layers.MaxPooling2D(),
            layers.Conv2D(32, 3, padding="same", activation="relu", name="far"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(0.1, seed=1),
            layers.Dense(FEATURES, activation="relu", name="features"),
            layers.Dropout(0.2, seed=2),
            layers.Dense(CLASSES, name="logits"),
        ],
        name="digit_classifier",
    )


def read(images: np.ndarray) -> Reading:
    """Read images.

    Args:
        images: float32 (n, 28, 28, 1) in [0, 1], or their grey levels uint8 (n, 28, 28).
    """
    program = _program()
    parts = []
    for start in range(0, len(images), _CHUNK):
        part = images[start : start + _CHUNK]
        parts.append([x.numpy() for x in program(as_images(part) if part.ndim == 3 else part)])
    features, probabilities = map(np.concatenate, zip(*parts, strict=True))
    return Reading(features, probabilities)


def save(model: keras.Sequential) -> None:
    """Put a trained network in the place of the one that comes with the program."""
    weights: dict[str, Any] = {
        f"{layer.name}/{name}": np.asarray(values, np.float16)
        for layer in model.layers
        for name, values in zip(("kernel", "bias"), layer.get_weights(), strict=False)
    }
    np.savez_compressed(WEIGHTS, **weights)


@lru_cache(maxsize=1)
def _program() -> tf.types.experimental.PolymorphicFunction:
    """The trained network, compiled: images to features and probabilities."""
    model = build()
    with np.load(WEIGHTS, allow_pickle=False) as weights:
        for name in {key.partition("/")[0] for key in weights}:
            kernel, bias = (weights[f"{name}/{part}"] for part in ("kernel", "bias"))
            model.get_layer(name).set_weights([kernel, bias])
    outputs = [model.get_layer("features").output, keras.ops.softmax(model.outputs[0])]
    both = keras.Model(model.inputs, outputs)
    images = tf.TensorSpec((None, 28, 28, 1), tf.float32)
    return tf.function(lambda x: both(x, training=False), input_signature=[images], autograph=False)
