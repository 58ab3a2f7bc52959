"""A model's figures over a part of a dataset."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol, runtime_checkable

import numpy as np

from ae.config import Hyperparameters
from ae.data import Dataset, Split, as_images, noise
from ae.metrics.errors import (
    cross_entropies,
    cross_entropy,
    entropies,
    psnr,
    squared_errors,
    ssim,
)
from ae.networks import IMAGE, PIXELS

_CHUNK = 2_000
# The first so many training images stand for all where the generalisation gap is measured.
GAP_IMAGES = 10_000
# A variational code number is active if its mean varies over images by more than this, and any
# code number is dead if it does not vary at all. Burda et al. (2016), section 5.3.
ACTIVE_VARIANCE = 0.01
_DEAD_VARIANCE = 1e-10
# A code number this small beside the largest one is at rest.
_REST = 0.01


class Reconstructs(Protocol):
    """Anything that maps images to images: an autoencoder, PCA."""

    def reconstruct(self, images: np.ndarray) -> np.ndarray:
        """Float32 (n, 28, 28, 1) in and out."""
        ...


@dataclass(frozen=True)
class Evaluation:
    """Errors over a set of images. What a model has no such thing as is None.

    Attributes:
        mse: squared error, mean over pixels and images.
        sse_per_image: squared error summed over an image's 784 pixels, mean over images.
        psnr: peak signal-to-noise ratio in decibels, mean over images.
        ssim: structural similarity, at most 1, mean over images.
        bce: cross-entropy in nats, mean over pixels and images; outputs are clipped to
            [1e-7, 1 - 1e-7].
        bce_excess: `bce` above what a perfect copy of these images has.
        dead_pixels: output pixels that are zero in every reconstruction although some image of
            the set has ink there.
        active_units: code numbers in use: their variance over the images is above 0.01.
        dead_units: code numbers that never change.
        code_at_rest: share of a plain code's numbers that are zero for an image, or within a
            hundredth of the largest there is; mean over images.
        reconstruction, kl: the two parts of the variational bound, nats per image.
        elbo: the variational bound itself, `-(reconstruction + kl)`, nats per image.
        generalisation_gap: the reconstruction error here less that on training images, in the
            unit of the training loss.
    """

    mse: float
    sse_per_image: float
    psnr: float
    ssim: float
    bce: float
    bce_excess: float
    dead_pixels: int
    active_units: int | None = None
    dead_units: int | None = None
    code_at_rest: float | None = None
    reconstruction: float | None = None
    kl: float | None = None
    elbo: float | None = None
    generalisation_gap: float | None = None

    def as_dict(self) -> dict[str, float]:
        """For JSON and tables; without what is None."""
        return {name: value for name, value in asdict(self).items() if value is not None}


def evaluate(model: Reconstructs, split: Split, data: Dataset | None = None) -> Evaluation:
    """Errors of a model over a part of a dataset.

    Args:
        model: anything with `reconstruct`. An autoencoder is shown what its settings say: spoiled
            or binarised images, with one seed; its target is clean.
        split: for instance `data.test`.
        data: where the generalisation gap is wanted, its training images are used for it.
    """
    return evaluate_each(model, split, data)[0]


def evaluate_each(
    model: Reconstructs,
    split: Split,
    data: Dataset | None = None,
    watch: Callable[[], object] = lambda: None,
) -> tuple[Evaluation, np.ndarray, np.ndarray | None]:
    """The evaluation, and what it is made of: of each image its error and its code.

    Args:
        model: as in `evaluate`.
        split: as there.
        data: as there.
        watch: is called between chunks: a worker lets others compute there.

    Returns:
        The evaluation; mean squared errors per pixel float32 (n,); codes float32
        (n, latent_dim), None of a model that has none.
    """
    evaluation, errors = _of_the_images(model, split, watch)
    if not isinstance(model, _Encodes):
        return evaluation, errors, None
    figures, codes = _of_the_code(model, split, watch)
    evaluation = replace(evaluation, **figures)
    if data is not None:
        gap = _generalisation_gap(model, evaluation, data, watch)
        evaluation = replace(evaluation, generalisation_gap=gap)
    return evaluation, errors, codes


@runtime_checkable
class _Encodes(Reconstructs, Protocol):
    """An autoencoder, without importing TensorFlow to say so."""

    hp: Hyperparameters

    def encode(self, images: np.ndarray) -> np.ndarray: ...

    def decode(self, codes: np.ndarray) -> np.ndarray: ...

    def distribution(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]: ...


def _chunks(
    model: Reconstructs, pixels: np.ndarray, watch: Callable[[], object]
) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """Where each chunk of images starts, what the model is shown of it and should give back."""
    hp: Hyperparameters | None = getattr(model, "hp", None)
    for start in range(0, len(pixels), _CHUNK):
        images = as_images(pixels[start : start + _CHUNK])
        if hp is None:
            yield start, images, images
        else:
            indices = range(start, start + len(images))
            yield start, *noise.input_and_target(hp, images, indices)
        watch()


def _of_the_images(
    model: Reconstructs, split: Split, watch: Callable[[], object]
) -> tuple[Evaluation, np.ndarray]:
    """What any model has; and the mean squared error per pixel of each image."""
    errors, nats, least = [], [], []
    likeness = 0.0
    lit, inked = np.zeros(IMAGE, bool), np.zeros(IMAGE, bool)
    for _, seen, target in _chunks(model, split.pixels, watch):
        reconstruction = model.reconstruct(seen)
        errors.append(squared_errors(target, reconstruction))
        nats.append(cross_entropies(target, reconstruction))
        least.append(entropies(target))
        likeness += ssim(target, reconstruction) * len(target)
        lit |= (reconstruction > 0).any(axis=0)
        inked |= (target > 0).any(axis=0)
    each = np.concatenate(errors)
    mse = float(each.mean(dtype=np.float64))
    bce = float(np.concatenate(nats).mean())
    evaluation = Evaluation(
        mse=mse,
        sse_per_image=mse * PIXELS,
        psnr=psnr(each),
        ssim=likeness / len(split),
        bce=bce,
        bce_excess=bce - float(np.concatenate(least).mean()),
        dead_pixels=int((inked & ~lit).sum()),
    )
    return evaluation, each


def _of_the_code(
    model: _Encodes, split: Split, watch: Callable[[], object]
) -> tuple[dict[str, Any], np.ndarray]:
    """What an autoencoder has beside it, by the names of `Evaluation`; and its codes."""
    parts, sums = [], np.zeros(2)
    for start, seen, target in _chunks(model, split.pixels, watch):
        parts.append(model.encode(seen))
        if model.hp.is_variational:
            sums += np.multiply(bound_parts(model, seen, target, start), len(target))
    codes = np.concatenate(parts)
    variances = codes.var(axis=0, dtype=np.float64)
    figures: dict[str, Any] = {
        "active_units": int((variances > ACTIVE_VARIANCE).sum()),
        "dead_units": int((variances < _DEAD_VARIANCE).sum()),
    }
    if model.hp.is_variational:
        reconstruction, kl = sums / len(split)
        bound = {"reconstruction": reconstruction, "kl": kl, "elbo": -(reconstruction + kl)}
        return figures | bound, codes
    sizes = np.abs(codes)
    return figures | {"code_at_rest": float((sizes <= sizes.max() * _REST).mean())}, codes


def bound_parts(
    model: _Encodes, seen: np.ndarray, images: np.ndarray, seed: int = 0
) -> tuple[float, float]:
    """Reconstruction and KL of a variational model, nats per image, with one draw of each code.

    Args:
        seen: what the encoder is shown, float32 (n, 28, 28, 1).
        images: what should come back.
        seed: of the draws.
    """
    mean, log_variance = model.distribution(seen)
    drawn = np.random.default_rng([seed, 2]).standard_normal(mean.shape, np.float32)
    output = model.decode(mean + np.exp(0.5 * log_variance) * drawn)
    kl = 0.5 * (np.exp(log_variance) + np.square(mean) - 1 - log_variance).sum(axis=1)
    return cross_entropy(images, output) * PIXELS, float(kl.mean(dtype=np.float64))


def _generalisation_gap(
    model: _Encodes, evaluation: Evaluation, data: Dataset, watch: Callable[[], object]
) -> float:
    """How much better the model is on training images, in the unit of its loss."""
    figure = "elbo" if model.hp.is_variational else model.hp.loss
    here, there = evaluation.as_dict()[figure], _training_figure(model, data, watch)
    # Of two bounds the higher is better, of two errors the lower.
    return there - here if figure == "elbo" else here - there


def _training_figure(model: _Encodes, data: Dataset, watch: Callable[[], object]) -> float:
    """The reconstruction error on training images in the unit of the loss, or their ELBO."""
    means = []
    for start, seen, target in _chunks(model, data.train.pixels[:GAP_IMAGES], watch):
        if model.hp.is_variational:
            means.append(-sum(bound_parts(model, seen, target, start)))
        elif model.hp.loss == "bce":
            means.append(cross_entropy(target, model.reconstruct(seen)))
        else:
            means.append(float(squared_errors(target, model.reconstruct(seen)).mean()))
    return float(np.mean(means))
