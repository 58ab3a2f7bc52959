"""Train the classifier that judges generated digits, and write its weights.

    python -m ae.metrics.train_digit_classifier [--passes 12]

The training images, moved by up to two pixels anew in each pass, and beside them images that are
none, of which it learns to be unsure: one that has only seen digits is sure of noise, too. The test
images are looked at once, at the end. Two minutes on two cores.
"""

from __future__ import annotations

import argparse
import sys

import keras
import numpy as np

from ae.data import as_images, load_dataset
from ae.metrics.digit_classifier import build, read, save
from ae.metrics.digit_reading import CLASSES

SEED, BATCH, SHIFT = 0, 128, 2
# So many of a batch are no digits.
NO_DIGITS = 16
_SQUARE = 7


def no_digits(pixels: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """What is no digit, as much of each kind: pixels in disorder, squares in disorder, noise.

    Args:
        pixels: uint8 (n, 28, 28), digits that lend their ink.
        random: what disorder comes from.
    """
    pixels = pixels.copy()
    count = 28 // _SQUARE
    for i, image in enumerate(pixels):
        if i % 3 == 0:
            image[:] = random.permutation(image.ravel()).reshape(image.shape)
        elif i % 3 == 1:
            squares = image.reshape(count, _SQUARE, count, _SQUARE).swapaxes(1, 2)
            mixed = random.permutation(squares.reshape(-1, _SQUARE, _SQUARE))
            image[:] = mixed.reshape(squares.shape).swapaxes(1, 2).reshape(image.shape)
        else:
            image[:] = random.integers(0, 256, image.shape) * (random.random() ** 2)
    return pixels


class ShiftedImages(keras.utils.PyDataset):
    """Training images in a new order and at new places in each pass, some of them spoiled."""

    def __init__(self, pixels: np.ndarray, labels: np.ndarray):
        super().__init__()
        self._pixels, self._labels = (
            np.pad(pixels, ((0, 0), (SHIFT, SHIFT), (SHIFT, SHIFT))),
            labels,
        )
        self._random = np.random.default_rng(SEED)
        self.on_epoch_end()

    def __len__(self) -> int:
        return len(self._labels) // BATCH

    def __getitem__(self, index: int) -> tuple[np.ndarray, np.ndarray]:
        chosen = self._order[index * BATCH : (index + 1) * BATCH]
        images = np.empty((BATCH, 28, 28), np.uint8)
        for image, i, (down, right) in zip(images, chosen, self._places[chosen], strict=True):
            image[:] = self._pixels[i, down : down + 28, right : right + 28]
        labels = np.eye(CLASSES, dtype=np.float32)[self._labels[chosen]]
        images[:NO_DIGITS] = no_digits(images[:NO_DIGITS], self._random)
        labels[:NO_DIGITS] = 1 / CLASSES
        return as_images(images), labels

    def on_epoch_end(self) -> None:
        """Draw order and places for the next pass."""
        count = len(self._labels)
        self._order = self._random.permutation(count)
        self._places = self._random.integers(0, 2 * SHIFT + 1, (count, 2))


def train(passes: int) -> keras.Sequential:
    """A network trained for so many passes over the training images."""
    keras.utils.set_random_seed(SEED)
    data = load_dataset("mnist")
    train, validation = data.train, data.validation
    batches = ShiftedImages(train.pixels, train.labels)
    model = build()
    rate = keras.optimizers.schedules.CosineDecay(2e-3, passes * len(batches))
    model.compile(
        keras.optimizers.Adam(rate),
        keras.losses.CategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    held_out = validation.images, np.eye(CLASSES)[validation.labels]
    model.fit(batches, epochs=passes, verbose=2, validation_data=held_out)
    return model


def main() -> int:
    """Train, write the weights, and say how good they are."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--passes", type=int, default=12)
    options = parser.parse_args()
    save(train(options.passes))
    test = load_dataset("mnist").test
    accuracy = (read(test.pixels).labels == test.labels).mean()
    print(f"Reads {accuracy:.2%} of the test images right: set ACCURACY to it.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
