"""Codes that no image has: from the prior, or from Gaussians fitted to a run's codes. NumPy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ae.binary import pack, unpack
from ae.errors import Cancelled, NoSampler, NotFinite, SettingError
from ae.latent.clusters import clusters
from ae.latent.maps import Progress

PRIOR, GAUSSIAN, MIXTURE = "prior", "gaussian", "mixture"
FEWEST, MOST = 2, 50
# Numbers in the covariances of a sampler at most, 16 MB as a file.
MOST_NUMBERS = 4_000_000
# Training images whose codes are fitted: of all 55,000 the same samplers come out, a hundredth of
# a nat a number apart, in three times the time.
FITTED = 20_000
# Rounds of EM at most, and the gain in nats a code below which it has come to rest.
_MOST_ROUNDS, _AT_REST = 100, 1e-3
# Added to each variance, as a share of their mean: a number that never changes has none.
_FLOOR = 1e-6
# Codes at a time, so that no array of all of them and all centres is made.
_ROWS = 4000


@dataclass(frozen=True)
class SamplerChoice:
    """Where codes are drawn from.

    Attributes:
        kind: "prior", "gaussian" or "mixture".
        count: of Gaussians.
    """

    kind: str
    count: int = 1

    @classmethod
    def parse(cls, text: str) -> SamplerChoice:
        """Read `prior`, `gaussian`, `mixture-10`.

        Raises:
            SettingError: if it is anything else.
        """
        kind, _, count = text.partition("-")
        if text in (PRIOR, GAUSSIAN):
            return cls(text)
        if kind == MIXTURE and count.isdecimal() and FEWEST <= int(count) <= MOST:
            choice = cls(kind, int(count))
            if str(choice) == text:
                return choice
        raise SettingError(
            "sampler",
            f"expected prior, gaussian or mixture-{FEWEST} to mixture-{MOST}, got {text!r}",
        )

    def __str__(self) -> str:
        """As `parse` reads it."""
        return f"{self.kind}-{self.count}" if self.kind == MIXTURE else self.kind


def most_gaussians(latent_dim: int) -> int:
    """How many a mixture may have for a code of so many numbers: 1 where none can be fitted."""
    return max(1, min(MOST, MOST_NUMBERS // latent_dim**2))


@dataclass(frozen=True)
class Sampler:
    """A mixture of Gaussians over codes; the prior and a single Gaussian are mixtures of one.

    Attributes:
        choice: which it is.
        weights: float32 (k,), the share of each; they sum to 1.
        means: float32 (k, latent_dim).
        factors: float32 (k, latent_dim, latent_dim), lower: a covariance is factor @ factor.T.
        log_likelihood: nats a number of the code, the mean over what it was fitted to; NaN of the
            prior, which is fitted to nothing.
        fitted: to the codes of so many images.
    """

    choice: SamplerChoice
    weights: np.ndarray
    means: np.ndarray
    factors: np.ndarray
    log_likelihood: float = float("nan")
    fitted: int = 0

    @property
    def says(self) -> str:
        """In a sentence where it has its codes from."""
        if self.choice.kind == PRIOR:
            return "Drawn from the standard normal, which training held the codes near."
        of = f"to the codes of {self.fitted:,} training images"
        if self.choice.kind == GAUSSIAN:
            return f"Drawn from one Gaussian, fitted {of}: an ellipsoid around all of them."
        return (
            f"Drawn from {self.choice.count} Gaussians, fitted {of}: each stands where many lie, "
            f"and is drawn as often as codes lie there, {self.weights.min():.1%} to "
            f"{self.weights.max():.1%} of the time."
        )

    def as_file(self, run: str, step: int) -> bytes:
        """The sampler as `ae.binary` packs it, with a run's id and the step of its weights."""
        is_fitted = self.choice.kind != PRIOR
        header: dict[str, Any] = {
            "run": run,
            "step": step,
            "sampler": str(self.choice),
            "k": len(self.weights),
            "log_likelihood": self.log_likelihood if is_fitted else None,
            "fitted": self.fitted,
            "says": self.says,
        }
        arrays = {"weights": self.weights, "means": self.means, "factors": self.factors}
        return pack(header, arrays)

    @classmethod
    def from_file(cls, content: bytes) -> Sampler:
        """Read what `as_file` made.

        Raises:
            ModelFileError: if the bytes are anything else.
        """
        header, arrays = unpack(content)
        likelihood = header["log_likelihood"]
        return cls(
            SamplerChoice.parse(header["sampler"]),
            arrays["weights"],
            arrays["means"],
            arrays["factors"],
            float("nan") if likelihood is None else likelihood,
            header["fitted"],
        )


def prior(latent_dim: int, is_variational: bool) -> Sampler:
    """The standard normal, to which training holds a variational code.

    Raises:
        NoSampler: for a plain code.
    """
    if not is_variational:
        raise NoSampler(
            "A plain code has no prior: nothing in its training says where codes lie. Fit one "
            "Gaussian or a mixture to them instead."
        )
    zeros, identity = np.zeros((1, latent_dim), np.float32), np.eye(latent_dim, dtype=np.float32)
    return Sampler(SamplerChoice(PRIOR), np.ones(1, np.float32), zeros, identity[None])


def fit(
    codes: np.ndarray, choice: SamplerChoice, seed: int = 0, progress: Progress | None = None
) -> Sampler:
    """One Gaussian, or a mixture of them by EM from groups of k-means; the same every time.

    Args:
        codes: float32 (n, latent_dim).
        choice: "gaussian" or "mixture".
        seed: of what the first centres are drawn with.
        progress: is told now and then which share is done, 0 to 1; returning False cancels.

    Raises:
        NoSampler: if too few codes differ, or they have too many numbers for so many Gaussians.
        NotFinite: if a code is not.
        Cancelled: if `progress` returned False.
    """
    _check(codes, choice)
    values = codes.astype(np.float64)
    groups = clusters(codes, choice.count, seed)
    belongs = np.equal.outer(groups, np.arange(choice.count)).astype(np.float64)
    mixture, before, likelihood = _maximise(values, belongs), -np.inf, -np.inf
    for done in range(_MOST_ROUNDS):
        belongs, likelihood = _expect(values, mixture)
        if choice.count == 1 or likelihood - before < _AT_REST:
            break
        if progress is not None and progress(done / _MOST_ROUNDS) is False:
            raise Cancelled("The fit was cancelled.")
        mixture, before = _maximise(values, belongs), likelihood
    weights, means, factors = (part.astype(np.float32) for part in mixture)
    return Sampler(choice, weights, means, factors, likelihood / codes.shape[1], len(codes))


def _check(codes: np.ndarray, choice: SamplerChoice) -> None:
    if not np.isfinite(codes).all():
        raise NotFinite
    size = codes.shape[1]
    if choice.count > most_gaussians(size):
        raise NoSampler(
            f"For codes of {size:,} numbers a mixture may have at most {most_gaussians(size)} "
            f"Gaussians, which have {size:,} by {size:,} numbers each: {choice.count} are too many."
        )
    differ = len(np.unique(codes, axis=0))
    if differ < 2:
        raise NoSampler(
            f"The codes of all {len(codes):,} training images are equal: whatever is drawn from "
            "them is one image. Such a network has learned nothing of its images."
        )
    if differ < choice.count:
        raise NoSampler(
            f"Only {differ:,} of the codes of {len(codes):,} training images differ: too few for "
            f"{choice.count} Gaussians."
        )


_Mixture = tuple[np.ndarray, np.ndarray, np.ndarray]


def _maximise(codes: np.ndarray, belongs: np.ndarray) -> _Mixture:
    """Weights, means and Cholesky factors, given how far each code belongs to each Gaussian."""
    sizes = belongs.sum(axis=0) + 1e-12
    means = belongs.T @ codes / sizes[:, None]
    floor = _FLOOR * codes.var(axis=0).mean() * np.eye(codes.shape[1])
    factors = np.empty((len(means), *floor.shape))
    for k, mean in enumerate(means):
        apart = codes - mean
        covariance = (belongs[:, k, None] * apart).T @ apart / sizes[k]
        factors[k] = np.linalg.cholesky(covariance + floor)
    return sizes / sizes.sum(), means, factors


def _expect(codes: np.ndarray, mixture: _Mixture) -> tuple[np.ndarray, float]:
    """How far each code belongs to each Gaussian, (n, k), and the mean log-likelihood of a code."""
    weights, means, factors = mixture
    inverses = np.linalg.inv(factors)
    log_volumes = np.log(np.diagonal(factors, axis1=1, axis2=2)).sum(axis=1)
    belongs, total = np.empty((len(codes), len(means))), 0.0
    for start in range(0, len(codes), _ROWS):
        part = codes[start : start + _ROWS]
        for k, mean in enumerate(means):
            squares = (((part - mean) @ inverses[k].T) ** 2).sum(axis=1)
            belongs[start : start + _ROWS, k] = np.log(weights[k]) - log_volumes[k] - squares / 2
    belongs -= codes.shape[1] / 2 * np.log(2 * np.pi)
    most = belongs.max(axis=1, keepdims=True)
    logs = most + np.log(np.exp(belongs - most).sum(axis=1, keepdims=True))
    total = float(logs.mean())
    return np.exp(belongs - logs), total


def draw(sampler: Sampler, count: int, seed: int = 0, temperature: float = 1.0) -> np.ndarray:
    """Codes from a sampler; the same seed draws the same.

    Args:
        sampler: where from.
        count: of codes.
        seed: of what is drawn.
        temperature: 0 gives the means themselves, 1 what was fitted, 2 twice the spread.

    Returns:
        float32 (count, latent_dim).
    """
    random = np.random.default_rng(seed)
    chances = random.random(count)
    normals = random.standard_normal((count, sampler.means.shape[1]), np.float32)
    return place(sampler, chances, normals, temperature)


def place(
    sampler: Sampler, chances: np.ndarray, normals: np.ndarray, temperature: float
) -> np.ndarray:
    """The codes that random numbers make, as `pages/components/generate/sampler.js` does.

    Args:
        sampler: where from.
        chances: (n,) in [0, 1): which Gaussian each is drawn from, by the running sum of weights.
        normals: float32 (n, latent_dim), standard normal.
        temperature: times the spread about each mean.

    Returns:
        float32 (n, latent_dim).
    """
    bounds = np.cumsum(sampler.weights, dtype=np.float64)
    chosen = np.minimum(np.searchsorted(bounds, chances, side="right"), len(bounds) - 1)
    codes = np.empty_like(normals)
    for k in np.unique(chosen):
        rows = chosen == k
        spread = normals[rows] @ sampler.factors[k].T
        codes[rows] = sampler.means[k] + np.float32(temperature) * spread
    return codes
