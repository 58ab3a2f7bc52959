"""What a classifier makes of images, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

CLASSES = 10


@dataclass(frozen=True)
class Reading:
    """What the digit classifier makes of images.

    Attributes:
        features: float32 (n, 64), its last hidden layer.
        probabilities: float32 (n, 10), of each digit; each row sums to 1.
    """

    features: np.ndarray
    probabilities: np.ndarray

    @property
    def labels(self) -> np.ndarray:
        """The likeliest digit of each image, int64 (n,)."""
        return self.probabilities.argmax(axis=1)
