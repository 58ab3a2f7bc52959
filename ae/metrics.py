"""How good a reconstruction is, in NumPy: one definition for models and baselines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Protocol

import numpy as np

from ae.data import Split

# Where a model gives 0 or 1 outright, cross-entropy counts it as this far off, as Keras does.
EPSILON = 1e-7
_CHUNK = 2_000


class Reconstructs(Protocol):
    """Anything that maps images to images: an autoencoder, PCA."""

    def reconstruct(self, images: np.ndarray) -> np.ndarray:
        """Float32 (n, 28, 28, 1) in and out."""
        ...


@dataclass(frozen=True)
class Evaluation:
    """Errors over a set of images.

    Attributes:
        mse: squared error, mean over pixels and images.
        sse_per_image: squared error summed over an image's 784 pixels, mean over images.
        bce: cross-entropy in nats, mean over pixels and images; outputs are clipped to
            [1e-7, 1 - 1e-7].
        dead_pixels: output pixels that are zero in every reconstruction although some image of
            the set has ink there.
    """

    mse: float
    sse_per_image: float
    bce: float
    dead_pixels: int

    def as_dict(self) -> dict[str, float]:
        """For JSON and tables."""
        return asdict(self)


def squared_errors(images: np.ndarray, reconstruction: np.ndarray) -> np.ndarray:
    """Mean squared error a pixel of each image: float32 (n,)."""
    squares = np.square(reconstruction - images).reshape(len(images), -1)
    return squares.mean(axis=1, dtype=np.float32)


def cross_entropy(images: np.ndarray, reconstruction: np.ndarray) -> float:
    """Binary cross-entropy, nats a pixel; both float32 (n, 28, 28, 1)."""
    p = np.clip(reconstruction, EPSILON, 1 - EPSILON)
    nats = images * np.log(p) + (1 - images) * np.log1p(-p)
    return -float(nats.mean(dtype=np.float64))


def evaluate(model: Reconstructs, split: Split) -> Evaluation:
    """Errors of a model over a part of a dataset.

    Args:
        model: anything with `reconstruct`.
        split: for instance `data.test`.
    """
    return evaluate_each(model, split)[0]


def evaluate_each(
    model: Reconstructs, split: Split, watch: Callable[[], object] = lambda: None
) -> tuple[Evaluation, np.ndarray]:
    """The evaluation, and the mean squared error of each image, float32 (n,).

    `watch` is called between chunks: a worker shows there that it is alive.
    """
    each: list[np.ndarray] = []
    nats = 0.0
    lit = np.zeros((28, 28, 1), bool)
    inked = np.zeros((28, 28, 1), bool)
    total = len(split)
    for start in range(0, total, _CHUNK):
        images = split.images[start : start + _CHUNK]
        reconstruction = model.reconstruct(images)
        each.append(squared_errors(images, reconstruction))
        nats += cross_entropy(images, reconstruction) * len(images)
        lit |= (reconstruction > 0).any(axis=0)
        inked |= (images > 0).any(axis=0)
        watch()
    errors = np.concatenate(each)
    mse = float(errors.mean(dtype=np.float64))
    return Evaluation(mse, mse * 784, nats / total, int((inked & ~lit).sum())), errors
