"""The training image that is nearest to each of some images, by all of its pixels. NumPy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ae.data import Split

# Images at a time, as float32 some 16 MB.
_ROWS = 5000
WHITE = 255.0


@dataclass(frozen=True)
class Nearest:
    """For each image the one that is nearest to it.

    Attributes:
        indices: int32 (n,), in its part of the dataset.
        distances: float32 (n,), the root of the summed squares of the pixels' differences, a pixel
            going from 0 to 1.
    """

    indices: np.ndarray
    distances: np.ndarray


def nearest_images(images: np.ndarray, among: Split) -> Nearest:
    """The nearest image of a part of a dataset, the first of those that are as near.

    Args:
        images: uint8 (n, 784), grey levels.
        among: the part; of 55,000 images it takes a tenth of a second for sixteen.
    """
    asked = images.astype(np.float32)
    best = np.full(len(images), np.inf, np.float32)
    indices = np.zeros(len(images), np.int32)
    pixels = among.pixels.reshape(len(among), -1)
    for start in range(0, len(pixels), _ROWS):
        part = pixels[start : start + _ROWS].astype(np.float32)
        # Less the asked image's own square, which changes nothing about which is nearest.
        apart = np.einsum("ij,ij->i", part, part) - 2 * asked @ part.T
        places = apart.argmin(axis=1)
        least = apart[np.arange(len(images)), places]
        is_nearer = least < best
        best[is_nearer], indices[is_nearer] = least[is_nearer], start + places[is_nearer]
    differences = (asked - pixels[indices]) / np.float32(WHITE)
    return Nearest(indices, np.sqrt(np.einsum("ij,ij->i", differences, differences)))
