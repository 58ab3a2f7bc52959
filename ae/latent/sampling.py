"""Codes that no image has: from the prior, or from Gaussians fitted to a run's codes. NumPy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from ae.binary import pack, unpack
from ae.errors import Cancelled, NoSampler, NotFinite, SettingError
from ae.latent.clusters import clusters
from ae.latent.maps import Progress

PRIOR, GAUSSIAN, MIXTURE = "prior", "gaussian", "mixture"
FEWEST, MOST = 2, 50
# Numbers in the covariances of a sampler at most, 16 MB as a file.
MOST_NUMBERS = 4_000_000
# Training images whose codes are fitted. With all 55,000 the codes of test digits become 0.003 to
# 0.02 nats a number likelier (codes of 2 to 128 numbers), and a fit takes up to six times as long.
FITTED = 20_000
# Rounds of EM at most, and the gain in nats a number of the code below which it has come to rest.
_MOST_ROUNDS, _AT_REST = 60, 1e-3
_Mixture = tuple[np.ndarray, np.ndarray, np.ndarray]  # weights, means, factors
# Added to each variance, as a share of their mean: a number that never changes has none.
_FLOOR = 1e-6
# Who belongs to a Gaussian by less has no part in its covariance: most codes belong to one alone.
_NOT_AT_ALL = 1e-6


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
            return (
                "Drawn from the standard normal distribution, towards which training pulls the "
                "codes of all images."
            )
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
    # Threads that share out products wait for each other on busy cores, longer than they compute.
    with threadpool_limits(1):
        mixture, likelihood = _maximise_likelihood(codes, choice.count, seed, progress)
    weights, means, factors = (part.astype(np.float32) for part in mixture)
    return Sampler(choice, weights, means, factors, likelihood, len(codes))


def _maximise_likelihood(
    codes: np.ndarray, count: int, seed: int, progress: Progress | None
) -> tuple[_Mixture, float]:
    """By EM (Dempster et al. 1977); with the log-likelihood, nats a number of the code."""
    belongs = np.equal.outer(clusters(codes, count, seed), np.arange(count)).astype(np.float64)
    mixture, before, likelihood = _maximise(codes, belongs), -np.inf, -np.inf
    for done in range(_MOST_ROUNDS):
        belongs, likelihood = _expect(codes, mixture)
        if count == 1 or likelihood - before < _AT_REST:
            break
        if progress is not None and progress(done / _MOST_ROUNDS) is False:
            raise Cancelled("The fit was cancelled.")
        mixture, before = _maximise(codes, belongs), likelihood
    return mixture, likelihood


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


def _maximise(codes: np.ndarray, belongs: np.ndarray) -> _Mixture:
    """Weights, means and Cholesky factors, given how far each code belongs to each Gaussian."""
    size = codes.shape[1]
    sums = belongs.sum(axis=0) + 1e-12
    means = belongs.T @ codes / sums[:, None]
    floor = _FLOOR * codes.var(axis=0, dtype=np.float64).mean() * np.eye(size)
    factors = np.empty((len(means), size, size))
    for k, mean in enumerate(means):
        counts = belongs[:, k] > _NOT_AT_ALL
        apart = np.sqrt(belongs[counts, k, None]) * (codes[counts] - mean)
        factors[k] = np.linalg.cholesky(apart.T @ apart / sums[k] + floor)
    return sums / sums.sum(), means, factors


def _expect(codes: np.ndarray, mixture: _Mixture) -> tuple[np.ndarray, float]:
    """How far each code belongs to each Gaussian, (n, k), and the log-likelihood a number."""
    weights, means, factors = mixture
    size = codes.shape[1]
    inverses = np.linalg.inv(factors).astype(np.float32)
    volumes = np.log(np.diagonal(factors, axis1=1, axis2=2)).sum(axis=1)
    logs = np.empty((len(codes), len(means)))
    for k, mean in enumerate(means):
        apart = (codes - mean.astype(np.float32)) @ inverses[k].T
        logs[:, k] = -np.einsum("ij,ij->i", apart, apart) / 2
    logs += np.log(weights) - volumes - size / 2 * np.log(2 * np.pi)
    most = logs.max(axis=1, keepdims=True)
    total = most + np.log(np.exp(logs - most).sum(axis=1, keepdims=True))
    return np.exp(logs - total), float(total.mean()) / size


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
