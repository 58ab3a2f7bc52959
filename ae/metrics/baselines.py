"""What to beat: PCA, the mean image, and the least cross-entropy that there is. NumPy only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np

from ae.config import Hyperparameters
from ae.data import Dataset, Split, as_images, load_dataset, noise
from ae.errors import SettingError
from ae.metrics.errors import cross_entropies, entropies, squared_errors
from ae.networks import IMAGE, PIXELS

# Images at once: all 10,000 test images take 200 MB with what is computed of them.
_CHUNK = 1_000
# All 55,000 training images as float32 take 172 MB.
_TRAIN_CHUNK = 5_000


@dataclass(frozen=True)
class PCA:
    """Principal components of a training set.

    Attributes:
        mean: float32 (784,), the mean image.
        components: float32 (k, 784), orthonormal rows, the largest variance first.
        variances: float64 (784,), the variance along every component, kept or not.
    """

    mean: np.ndarray
    components: np.ndarray
    variances: np.ndarray

    def encode(self, images: np.ndarray) -> np.ndarray:
        """Codes float32 (n, k) of images float32 (n, 28, 28, 1)."""
        return (images.reshape(len(images), PIXELS) - self.mean) @ self.components.T

    def decode(self, codes: np.ndarray) -> np.ndarray:
        """Images float32 (n, 28, 28, 1) of codes float32 (n, k); not bounded to [0, 1]."""
        return (codes @ self.components + self.mean).reshape(-1, *IMAGE)

    def reconstruct(self, images: np.ndarray) -> np.ndarray:
        """`decode(encode(images))`."""
        return self.decode(self.encode(images))


@lru_cache(maxsize=2)
def _spectrum(name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean, all components (rows) and variances of a dataset's training images."""
    train = load_dataset(name).train
    total = len(train)
    sums = np.zeros(PIXELS)
    products = np.zeros((PIXELS, PIXELS))
    for start in range(0, total, _TRAIN_CHUNK):
        part = as_images(train.pixels[start : start + _TRAIN_CHUNK]).reshape(-1, PIXELS)
        sums += part.sum(axis=0, dtype=np.float64)
        products += part.T @ part
    mean = sums / total
    variances, vectors = np.linalg.eigh(products / total - np.outer(mean, mean))
    order = np.argsort(variances)[::-1]
    return (
        mean.astype(np.float32),
        np.ascontiguousarray(vectors.T[order], np.float32),
        np.maximum(variances[order], 0),
    )


def pca(data: Dataset, latent_dim: int) -> PCA:
    """PCA of the training images with `latent_dim` components.

    Raises:
        SettingError: if it is not 1 to 784.
    """
    if not 1 <= latent_dim <= PIXELS:
        raise SettingError(
            "latent_dim",
            f"expected 1 to {PIXELS} (an image has {PIXELS} pixels), got {latent_dim:,}",
        )
    mean, components, variances = _spectrum(data.name)
    return PCA(mean, components[:latent_dim], variances)


@dataclass(frozen=True)
class MeanImage:
    """The model that gives the same image whatever it sees."""

    image: np.ndarray

    def reconstruct(self, images: np.ndarray) -> np.ndarray:
        """The mean image, once for each: float32 (n, 28, 28, 1)."""
        return np.broadcast_to(self.image, images.shape)


def mean_image(data: Dataset) -> MeanImage:
    """The mean of the training images."""
    return MeanImage(_spectrum(data.name)[0].reshape(IMAGE))


def entropy_floor(split: Split) -> float:
    """The cross-entropy of a perfect copy, nats per pixel, mean over a part of a dataset."""
    parts = [
        entropies(as_images(split.pixels[start : start + _CHUNK]))
        for start in range(0, len(split), _CHUNK)
    ]
    return float(np.concatenate(parts).mean())


class LineKind(StrEnum):
    """Whose error a line shows."""

    MEAN_IMAGE = "mean_image"
    PCA = "pca"
    INPUT = "input"  # a denoiser's, given back as it is
    COPY = "copy"  # a perfect one of the clean image: the least cross-entropy that there is


@dataclass(frozen=True)
class Line:
    """A horizontal line in a loss chart.

    Attributes:
        label: as a person reads it, for instance "mean image"; only `kind` tells lines apart.
        value: in the unit of the chart.
    """

    kind: LineKind
    label: str
    value: float


# Grey levels half a step from black and white: PCA's values outside [0, 1] are clipped to these
# before cross-entropy, or a single wrong pixel would count 16 nats.
_HALF_LEVEL = 1 / 510


def lines(hp: Hyperparameters) -> tuple[Line, ...]:
    """Baselines on the test images, in the unit of a run's training loss."""
    return _lines_in(hp, "nats" if hp.is_variational else hp.loss)


def _lines_in(hp: Hyperparameters, unit: str) -> tuple[Line, ...]:
    clean = _lines(hp.dataset, hp.pixels, hp.latent_dim, unit)
    if hp.noise == "none":
        return clean
    # A denoiser sees neither the clean image nor PCA's view of it: what it must beat is to give
    # its input back.
    spoiled = _spoiled(hp.dataset, hp.pixels, hp.noise, hp.noise_level, unit)
    return tuple(spoiled if line.kind is LineKind.PCA else line for line in clean)


def line_names(hp: Hyperparameters) -> list[tuple[LineKind, str]]:
    """Kind and label of each of `lines(hp)`, of which none is computed."""
    names = _names_of_clean(hp.pixels, hp.latent_dim, "nats" if hp.is_variational else hp.loss)
    is_noisy = hp.noise != "none"
    return [_INPUT if is_noisy and kind is LineKind.PCA else (kind, label) for kind, label in names]


_INPUT = LineKind.INPUT, "input as it is"


def _names_of_clean(pixels: str, latent_dim: int, unit: str) -> list[tuple[LineKind, str]]:
    # There is no more of PCA than an image has pixels.
    pca_label = "PCA with the same code size" if latent_dim <= PIXELS else f"PCA, {PIXELS} numbers"
    mean = (LineKind.MEAN_IMAGE, "mean image")
    if unit == "mse":
        return [mean, (LineKind.PCA, pca_label)]
    clipped = [mean, (LineKind.PCA, f"{pca_label} (clipped)")]
    return [*clipped, (LineKind.COPY, "perfect copy")] if pixels == "grey" else clipped


# How the figures of a run that has ended name those squared errors per pixel.
PCA_MSE, INPUT_MSE = "pca_mse", "input_mse"


def squared_error_to_beat(hp: Hyperparameters) -> dict[str, float]:
    """PCA's squared error per pixel on a run's test images, whatever its loss; by `PCA_MSE`.

    Of a denoiser that of its input as it is, by `INPUT_MSE`.
    """
    wanted = {LineKind.PCA: PCA_MSE, LineKind.INPUT: INPUT_MSE}
    return {wanted[x.kind]: x.value for x in _lines_in(hp, "mse") if x.kind in wanted}


@lru_cache(maxsize=64)
def _lines(dataset: str, pixels: str, latent_dim: int, unit: str) -> tuple[Line, ...]:
    data = load_dataset(dataset)
    linear, mean = pca(data, min(latent_dim, PIXELS)), mean_image(data)
    names = _names_of_clean(pixels, latent_dim, unit)
    by_kind: dict[LineKind, _Model] = {
        LineKind.MEAN_IMAGE: lambda images, _: mean.reconstruct(images),
        LineKind.PCA: lambda images, _: (
            linear.reconstruct(images) if unit == "mse" else _clipped(linear.reconstruct(images))
        ),
    }
    models = {name: by_kind[name[0]] for name in names if name[0] in by_kind}
    measured = _measured(data, pixels, unit, models)
    if len(measured) == len(names):
        return measured
    return (*measured, Line(*names[-1], entropy_floor(data.test) * _cross_entropy_scale(unit)))


@lru_cache(maxsize=64)
def _spoiled(dataset: str, pixels: str, kind: str, level: float, unit: str) -> Line:
    def model(images: np.ndarray, indices: range) -> np.ndarray:
        return _clipped(noise.corrupt(images, kind, level, indices))

    (line,) = _measured(load_dataset(dataset), pixels, unit, {_INPUT: model})
    return line


# What gives images back: of images, and of their indices in the test part.
_Model = Callable[[np.ndarray, range], np.ndarray]
_Models = dict[tuple[LineKind, str], _Model]  # by the line that each is drawn as


def _measured(data: Dataset, pixels: str, unit: str, models: _Models) -> tuple[Line, ...]:
    """The mean error of each on the test images."""
    chunks: list[list[np.ndarray]] = [[] for _ in models]
    for start in range(0, len(data.test), _CHUNK):
        images = as_images(data.test.pixels[start : start + _CHUNK])
        indices = range(start, start + len(images))
        if pixels == "binarised":
            images = noise.binarise(images, indices)
        for errors, model in zip(chunks, models.values(), strict=True):
            errors.append(_errors(images, model(images, indices), unit))
    means = (float(np.concatenate(errors).mean(dtype=np.float64)) for errors in chunks)
    return tuple(Line(kind, label, mean) for (kind, label), mean in zip(models, means, strict=True))


def _errors(images: np.ndarray, reconstruction: np.ndarray, unit: str) -> np.ndarray:
    """Each image's error (n,), in the unit of the chart."""
    if unit == "mse":
        return squared_errors(images, reconstruction)
    return cross_entropies(images, reconstruction) * _cross_entropy_scale(unit)


def _cross_entropy_scale(unit: str) -> int:
    """From nats per pixel to the unit of the chart: nats per image for a variational run."""
    return PIXELS if unit == "nats" else 1


def _clipped(images: np.ndarray) -> np.ndarray:
    return np.clip(images, _HALF_LEVEL, 1 - _HALF_LEVEL)
