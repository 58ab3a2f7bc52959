"""How good a model is, in NumPy: one definition for models and baselines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol, runtime_checkable

import numpy as np

from ae import noise
from ae.config import Hyperparameters
from ae.data import Dataset, Split, as_images
from ae.networks import PIXELS

# Where a model gives 0 or 1 outright, cross-entropy counts it as this far off, as Keras does.
EPSILON = 1e-7
_CHUNK = 2_000
# Training images that stand for all 55,000 where the generalisation gap is measured.
GAP_IMAGES = 10_000
# A variational code number is active if its mean varies over images by more than this, and any
# code number is dead if it does not vary at all. Burda et al. (2016), section 5.3.
ACTIVE_VARIANCE = 0.01
_DEAD_VARIANCE = 1e-10


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
        reconstruction, kl: the two parts of the variational bound, nats an image.
        elbo: the variational bound itself, `-(reconstruction + kl)`, nats an image.
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
    reconstruction: float | None = None
    kl: float | None = None
    elbo: float | None = None
    generalisation_gap: float | None = None

    def as_dict(self) -> dict[str, float]:
        """For JSON and tables; without what is None."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True)
class Metric:
    """A figure of an evaluation in words.

    Attributes:
        best: "low" or "high", where one of several runs is best; "" where none is.
        digits: a format for it.
    """

    label: str
    unit: str
    help: str
    best: str = "low"
    digits: str = ".4f"


METRICS: dict[str, Metric] = {
    "mse": Metric(
        "Squared error", "a pixel", "Mean squared difference between reconstruction and image."
    ),
    "sse_per_image": Metric(
        "Squared error", "an image", "Squared differences summed over the 784 pixels.",
        digits=".2f",
    ),
    "psnr": Metric(
        "PSNR", "dB", "Largest possible pixel over the error, on a logarithmic scale: 20 dB is a "
        "tenth, 30 dB a thirtieth.", "high", ".1f",
    ),
    "ssim": Metric(
        "SSIM", "at most 1", "Likeness of local contrast and shape, nearer to what an eye sees "
        "than a squared error.", "high", ".3f",
    ),
    "bce": Metric(
        "Cross-entropy", "nats a pixel", "Surprise at each pixel if the reconstruction is taken as "
        "the chance of ink.",
    ),
    "bce_excess": Metric(
        "Cross-entropy above a perfect copy's", "nats a pixel",
        "What is left after the least that grey pixels allow is taken off.",
    ),
    "reconstruction": Metric(
        "Reconstruction", "nats an image", "Cross-entropy of the images given a code drawn for "
        "them, summed over pixels.", digits=".2f",
    ),
    "kl": Metric(
        "KL divergence", "nats an image", "What the code says about an image beyond the standard "
        "normal.", "", ".2f",
    ),
    "elbo": Metric(
        "ELBO", "nats an image", "The variational bound on the log-likelihood: minus "
        "reconstruction, minus KL.", "high", ".2f",
    ),
    "active_units": Metric(
        "Active code numbers", "", "Code numbers that vary by more than 0.01 over the test images.",
        "", "d",
    ),
    "dead_units": Metric(
        "Dead code numbers", "", "Code numbers that are the same for every test image.", "low", "d"
    ),
    "dead_pixels": Metric(
        "Dead pixels", "", "Output pixels that stay black although some test image has ink there.",
        "low", "d",
    ),
    "generalisation_gap": Metric(
        "Generalisation gap", "unit of the loss", "Reconstruction error on test images less that "
        "on training images: what was learnt by heart.",
    ),
}  # fmt: skip


def squared_errors(images: np.ndarray, reconstruction: np.ndarray) -> np.ndarray:
    """Mean squared error a pixel of each image: float32 (n,)."""
    squares = np.square(reconstruction - images).reshape(len(images), -1)
    return squares.mean(axis=1, dtype=np.float32)


def cross_entropies(images: np.ndarray, reconstruction: np.ndarray) -> np.ndarray:
    """Binary cross-entropy of each image, nats a pixel: float64 (n,)."""
    p = np.clip(reconstruction, EPSILON, 1 - EPSILON)
    nats = images * np.log(p) + (1 - images) * np.log1p(-p)
    return -nats.reshape(len(images), -1).mean(axis=1, dtype=np.float64)


def cross_entropy(images: np.ndarray, reconstruction: np.ndarray) -> float:
    """Binary cross-entropy, nats a pixel; both float32 (n, 28, 28, 1)."""
    return float(cross_entropies(images, reconstruction).mean())


def psnr(errors: np.ndarray) -> float:
    """Peak signal-to-noise ratio in decibels of images in [0, 1], from each one's `mse`."""
    return float(np.mean(-10 * np.log10(np.maximum(errors, EPSILON))))


def ssim(images: np.ndarray, reconstruction: np.ndarray) -> float:
    """Structural similarity, mean over images; both float32 (n, 28, 28, 1).

    Source: Wang et al. (2004), "Image quality assessment"; scikit-image's, windows of 7 by 7.
    """
    from skimage.metrics import structural_similarity

    pairs = zip(images[..., 0], reconstruction[..., 0], strict=True)
    return float(np.mean([structural_similarity(x, y, data_range=1.0) for x, y in pairs]))


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
) -> tuple[Evaluation, np.ndarray]:
    """The evaluation, and the mean squared error of each image, float32 (n,).

    `watch` is called between chunks: a worker shows there that it is alive.
    """
    hp: Hyperparameters | None = getattr(model, "hp", None)
    each: list[np.ndarray] = []
    nats: list[np.ndarray] = []
    least, likeness = 0.0, 0.0
    lit = np.zeros((28, 28, 1), bool)
    inked = np.zeros((28, 28, 1), bool)
    for start in range(0, len(split), _CHUNK):
        seen, images = _pair(hp, split.pixels[start : start + _CHUNK], start)
        reconstruction = model.reconstruct(seen)
        each.append(squared_errors(images, reconstruction))
        nats.append(cross_entropies(images, reconstruction))
        least += cross_entropy(images, images) * len(images)
        likeness += ssim(images, reconstruction) * len(images)
        lit |= (reconstruction > 0).any(axis=0)
        inked |= (images > 0).any(axis=0)
        watch()
    errors, total = np.concatenate(each), len(split)
    mse = float(errors.mean(dtype=np.float64))
    bce = float(np.concatenate(nats).mean())
    evaluation = Evaluation(
        mse=mse,
        sse_per_image=mse * PIXELS,
        psnr=psnr(errors),
        ssim=likeness / total,
        bce=bce,
        bce_excess=bce - least / total,
        dead_pixels=int((inked & ~lit).sum()),
    )
    if isinstance(model, _Encodes):
        evaluation = replace(evaluation, **_of_the_code(model, split, watch))
        if data is not None:
            loss = "elbo" if model.hp.is_variational else model.hp.loss
            here = getattr(evaluation, loss)
            there = _training_error(model, data, watch)
            gap = there - here if loss == "elbo" else here - there
            evaluation = replace(evaluation, generalisation_gap=gap)
    return evaluation, errors


@runtime_checkable
class _Encodes(Reconstructs, Protocol):
    """An autoencoder, without importing TensorFlow to say so."""

    hp: Hyperparameters

    def encode(self, images: np.ndarray) -> np.ndarray: ...

    def decode(self, codes: np.ndarray) -> np.ndarray: ...

    def distribution(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]: ...


def _pair(
    hp: Hyperparameters | None, pixels: np.ndarray, start: int
) -> tuple[np.ndarray, np.ndarray]:
    """What the model is shown of these images, and what it should give back."""
    images = as_images(pixels)
    if hp is None:
        return images, images
    indices = range(start, start + len(images))
    return noise.shown(hp, images, indices), noise.target(hp, images, indices)


def _of_the_code(model: _Encodes, split: Split, watch: Callable[[], object]) -> dict[str, Any]:
    codes, parts = [], np.zeros(2)
    for start in range(0, len(split), _CHUNK):
        seen, images = _pair(model.hp, split.pixels[start : start + _CHUNK], start)
        codes.append(model.encode(seen))
        if model.hp.is_variational:
            parts += np.multiply(bound_parts(model, seen, images, start), len(images))
        watch()
    spread = np.concatenate(codes).var(axis=0, dtype=np.float64)
    found: dict[str, Any] = {
        "active_units": int((spread > ACTIVE_VARIANCE).sum()),
        "dead_units": int((spread < _DEAD_VARIANCE).sum()),
    }
    if model.hp.is_variational:
        reconstruction, kl = parts / len(split)
        found |= {"reconstruction": reconstruction, "kl": kl, "elbo": -(reconstruction + kl)}
    return found


def bound_parts(
    model: _Encodes, seen: np.ndarray, images: np.ndarray, seed: int = 0
) -> tuple[float, float]:
    """Reconstruction and KL of a variational model, nats an image, with one draw of each code.

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


def _training_error(model: _Encodes, data: Dataset, watch: Callable[[], object]) -> float:
    """The reconstruction error on training images in the unit of the loss, or their ELBO."""
    found = []
    for start in range(0, GAP_IMAGES, _CHUNK):
        seen, images = _pair(model.hp, data.train.pixels[start : start + _CHUNK], start)
        if model.hp.is_variational:
            found.append(-sum(bound_parts(model, seen, images, start)))
        elif model.hp.loss == "bce":
            found.append(cross_entropy(images, model.reconstruct(seen)))
        else:
            found.append(float(squared_errors(images, model.reconstruct(seen)).mean()))
        watch()
    return float(np.mean(found))
