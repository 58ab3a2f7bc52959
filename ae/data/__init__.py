"""The images: MNIST bundled whole, split in 55,000 / 5,000 / 10,000."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from ae.errors import DatasetError

BUNDLE = Path(__file__).with_name("mnist.npz")
TRAIN_SIZE, VALIDATION_SIZE, TEST_SIZE = 55_000, 5_000, 10_000
# The sixteen test images of every live canvas: the first sixteen, so that all runs compare.
SHOWN = tuple(range(16))
# Those of the moving cloud of codes: the first so many; the shown ones are among them.
IN_CLOUD = 500


class Split:
    """Images and labels of one part of a dataset.

    Attributes:
        pixels: uint8 (n, 28, 28), grey levels 0 to 255, origin at the top left.
        labels: uint8 (n,).
    """

    def __init__(self, pixels: np.ndarray, labels: np.ndarray):
        self.pixels, self.labels = pixels, labels

    @cached_property
    def images(self) -> np.ndarray:
        """The images as float32 (n, 28, 28, 1) in [0, 1]."""
        return as_images(self.pixels)

    def __len__(self) -> int:
        return len(self.labels)


def as_images(pixels: np.ndarray) -> np.ndarray:
    """Grey levels uint8 (n, 28, 28) as float32 (n, 28, 28, 1) in [0, 1]."""
    return np.divide(pixels[..., None], np.float32(255), dtype=np.float32)


@dataclass(frozen=True)
class Dataset:
    """A dataset; each part is read from disk when it is first asked for."""

    name: str
    _read: Callable[[str], np.ndarray]

    @cached_property
    def _training(self) -> tuple[Split, Split]:
        images, labels = self._read("train_images"), self._read("train_labels")
        cut = len(labels) - VALIDATION_SIZE
        # A copy, so that neither part holds on to the memory of both.
        return Split(images[:cut], labels[:cut]), Split(images[cut:].copy(), labels[cut:])

    @property
    def train(self) -> Split:
        """The first 55,000 of the 60,000 training images."""
        return self._training[0]

    @property
    def validation(self) -> Split:
        """The last 5,000 of the 60,000 training images."""
        return self._training[1]

    @cached_property
    def test(self) -> Split:
        """The 10,000 test images."""
        return Split(self._read("test_images"), self._read("test_labels"))


def _read_bundle(key: str) -> np.ndarray:
    try:
        with BUNDLE.open("rb") as file, np.load(file, allow_pickle=False) as bundle:
            return np.asarray(bundle[key])
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise DatasetError(
            f"The bundled MNIST file {BUNDLE} is missing or damaged: {error}. "
            "Check the project out again, or rebuild it: python -m ae.data.build FOLDER"
        ) from error


@lru_cache(maxsize=4)
def load_dataset(name: str = "mnist") -> Dataset:
    """A dataset by name; the same object each time, read from disk without the network.

    Raises:
        DatasetError: if there is none of that name, or its file is damaged.
    """
    if name != "mnist":
        raise DatasetError(f"dataset: expected mnist, got {name!r}")
    return Dataset(name, _read_bundle)
