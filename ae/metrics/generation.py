"""How good generated digits are, by what a classifier makes of them. NumPy.

Never one figure alone: a generator that gives one perfect digit over and over is accepted every
time, one that gives the training images back has the best Fréchet distance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ae.data import Dataset
from ae.metrics.baselines import pca
from ae.metrics.digit_reading import CLASSES, Reading

# Samples that are scored, as many as there are test images: the Fréchet distance of fewer is
# larger, so only those of equal number compare.
SAMPLES = 10_000
ACCEPTED = 0.9
NEIGHBOURS = 5
# In a group of fewer samples or test images nothing is said of copies: Meehan et al. (2020).
_FEWEST = 20
# Distances at a time, so that they stay in the processor's cache.
_ROWS, _COLUMNS = 500, 5_000

Progress = Callable[[float], object]


@dataclass(frozen=True)
class Scores:
    """Figures of generated images beside the test images.

    Attributes:
        accepted: share that the classifier takes for some digit with a probability of 0.9 or more.
        shares: of the ten digits among them, by the likeliest digit of each; they sum to 1.
        entropy: of these shares, in bits: 3.32 where all ten are equally often, 0 for one alone.
        frechet: Fréchet distance of the classifier's features from those of the test images.
        density: how thickly samples lie where test images do; 1 if as they themselves.
        coverage: share of test images that have a sample among their nearest; at most 1.
        nearer: chance that a sample lies nearer to its nearest training image than a test image
            to its own; 0.5 if it is alike.
        copying: the same as a z-score over the ten digits; far below 0 if samples are copies.
    """

    accepted: float
    shares: tuple[float, ...]
    entropy: float
    frechet: float
    density: float
    coverage: float
    nearer: float
    copying: float

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


class Reference:
    """What samples are held against; what takes long is found once.

    Args:
        test: the test images as the classifier reads them.
        training: the training images likewise.
    """

    def __init__(self, test: Reading, training: Reading):
        self._test = test
        self._centre = test.features.mean(axis=0)  # far from it squares cancel badly in float32
        self._rows, self._columns = self._as_rows(test.features), self._as_columns(test.features)
        self._training = self._as_columns(training.features)

    # A row times a column is the squared distance of their features, less the row's own square.
    # Where rows are compared with one another only, that need not be added.

    def _as_rows(self, features: np.ndarray) -> np.ndarray:
        centred = features - self._centre
        return np.hstack([centred, np.ones((len(centred), 1), np.float32)])

    def _as_columns(self, features: np.ndarray) -> np.ndarray:
        centred = features - self._centre
        squares = np.einsum("ij,ij->i", centred, centred)
        return np.vstack([-2 * centred.T, squares])

    @cached_property
    def _reaches(self) -> np.ndarray:
        """How far each test image's fifth nearest is, less its own square: float32 (n, 1)."""
        nearest = [
            np.partition(part @ self._columns, NEIGHBOURS, axis=1)[:, NEIGHBOURS]
            for part in _blocks(self._rows)
        ]
        return np.concatenate(nearest)[:, None]

    @cached_property
    def _test_distances(self) -> np.ndarray:
        return self._nearest(self._test.features)

    def _nearest(self, features: np.ndarray) -> np.ndarray:
        """Squared distance of each from its nearest training image, float32 (n,)."""
        rows = self._as_rows(features)
        least = np.full(len(rows), np.inf, np.float32)
        for start in range(0, self._training.shape[1], _COLUMNS):
            columns = np.ascontiguousarray(self._training[:, start : start + _COLUMNS])
            nearest = [(part @ columns).min(axis=1) for part in _blocks(rows)]
            np.minimum(least, np.concatenate(nearest), out=least)
        return np.maximum(least + np.einsum("ij,ij->i", rows[:, :-1], rows[:, :-1]), 0)

    def score(self, samples: Reading, progress: Progress = lambda _: None) -> Scores:
        """Score images by how the classifier reads them.

        Args:
            samples: what it makes of them.
            progress: is told which share is done, 0 to 1; what it raises ends the work.
        """
        shares = np.bincount(samples.labels, minlength=CLASSES) / len(samples.labels)
        progress(0.0)
        frechet = frechet_distance(samples.features, self._test.features)
        progress(0.1)
        density, coverage = self.density_and_coverage(samples)
        progress(0.4)
        nearer, copying = self.copies(samples)
        progress(1.0)
        return Scores(
            accepted=float((samples.probabilities.max(axis=1) >= ACCEPTED).mean()),
            shares=tuple(shares.tolist()),
            entropy=float(-sum(share * np.log2(share) for share in shares if share)) + 0.0,
            frechet=frechet,
            density=density,
            coverage=coverage,
            nearer=nearer,
            copying=copying,
        )

    def density_and_coverage(self, samples: Reading) -> tuple[float, float]:
        """Of Naeem et al. (2020), with five neighbours; both 1 if samples are the test images.

        Each test image has a ball that reaches to its fifth nearest. Density counts in how many a
        sample lies, coverage how many have a sample in them.
        """
        columns = self._as_columns(samples.features)
        blocks = zip(_blocks(self._rows), _blocks(self._reaches), strict=True)
        inside = np.concatenate(
            [np.count_nonzero(part @ columns < reach, axis=1) for part, reach in blocks]
        )
        return (
            float(inside.sum() / (NEIGHBOURS * len(samples.labels))),
            float((inside > 0).mean()),
        )

    def copies(self, samples: Reading) -> tuple[float, float]:
        """Whether samples lie nearer to training images than test images do: chance and z-score.

        The test of Meehan et al. (2020), with the ten digits as its cells.
        """
        ours, theirs = self._nearest(samples.features), self._test_distances
        scores, weights = [], []
        for digit in range(CLASSES):
            some = ours[samples.labels == digit]
            others = theirs[self._test.labels == digit]
            if min(len(some), len(others)) >= _FEWEST:
                scores.append(_rank_score(some, others))
                weights.append(len(others))
        copying = float(np.average(scores, weights=weights)) if scores else 0.0
        return 1 - _share_above(ours, theirs), copying


def _blocks(rows: np.ndarray) -> Iterator[np.ndarray]:
    return (rows[start : start + _ROWS] for start in range(0, len(rows), _ROWS))


def frechet_distance(some: np.ndarray, others: np.ndarray) -> float:
    """Squared Fréchet distance of the Gaussians that have the same means and covariances.

    Args:
        some, others: float32 (n, features) and (m, features).

    Source: Heusel et al. (2017), equation 6, there in the features of another network.
    """
    (mean, covariance), (other_mean, other_covariance) = map(_moments, (some, others))
    values, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T
    # The trace of (A B)^½ is that of (A^½ B A^½)^½, which is symmetric.
    both = np.linalg.eigvalsh(root @ other_covariance @ root)
    apart = np.square(mean - other_mean).sum()
    traces = np.trace(covariance) + np.trace(other_covariance)
    return float(max(0.0, apart + traces - 2 * np.sqrt(np.maximum(both, 0)).sum()))


def _moments(features: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return features.mean(axis=0, dtype=np.float64), np.cov(features, rowvar=False, dtype=np.float64)


def _share_above(some: np.ndarray, others: np.ndarray) -> float:
    """The chance that one of `some` is above one of `others`; of two alike it counts half."""
    others = np.sort(others)
    below = np.searchsorted(others, some, "left").sum(dtype=np.int64)
    up_to = np.searchsorted(others, some, "right").sum(dtype=np.int64)
    return float((below + up_to) / 2 / (len(some) * len(others)))


def _rank_score(some: np.ndarray, others: np.ndarray) -> float:
    """Mann and Whitney's U as a z-score: below 0 if `some` are mostly the smaller."""
    n, m = len(some), len(others)
    return (_share_above(some, others) - 0.5) * np.sqrt(12 * n * m / (n + m + 1))


def gaussian_on_pca(data: Dataset, latent_dim: int, seed: int = 0) -> np.ndarray:
    """The plainest generator with a code of so many numbers: PCA, and one Gaussian on its codes.

    Returns:
        float32 (10000, 28, 28, 1) in [0, 1].
    """
    linear = pca(data, latent_dim)
    spreads = np.sqrt(linear.variances[:latent_dim])
    normals = np.random.default_rng(seed).standard_normal((SAMPLES, latent_dim))
    return np.clip(linear.decode((normals * spreads).astype(np.float32)), 0, 1)
