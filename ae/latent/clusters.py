"""Groups of codes that lie together, by k-means: what a code tells apart without any label."""

from __future__ import annotations

import numpy as np

CENTRES = 10
# It has long come to rest by then; where it has not, it moves a few points to and fro.
_MOST_ROUNDS = 50
# Products of more are shared out among threads, which on busy cores wait for each other a hundred
# times as long as they compute; so larger ones are made in pieces.
_PRODUCT = 200_000


def clusters(codes: np.ndarray, count: int = CENTRES, seed: int = 0) -> np.ndarray:
    """Which of `count` groups each code belongs to, by k-means; the largest group is 0.

    The first centres are drawn far apart (k-means++, Arthur and Vassilvitskii 2007).

    Args:
        codes: float32 (n, latent_dim), finite, n at least 1.
        count: of groups, at most 256; fewer where fewer codes differ.
        seed: of what is drawn.

    Returns:
        uint8 (n,).
    """
    centred = codes - codes.mean(axis=0)  # else the squares cancel badly
    squares = np.einsum("ij,ij->i", centred, centred)
    centres = _first_centres(centred, squares, count, np.random.default_rng(seed))
    nearest = np.full(len(codes), -1)
    for _ in range(_MOST_ROUNDS):
        before, nearest = nearest, _distances(centred, squares, centres).argmin(axis=1)
        if np.array_equal(before, nearest):
            break
        centres = _means(centred, nearest, centres)
    return _by_size(nearest)


def _first_centres(
    codes: np.ndarray, squares: np.ndarray, count: int, random: np.random.Generator
) -> np.ndarray:
    """Codes, each drawn with a chance that grows with its distance from those before."""
    chosen = [int(random.integers(len(codes)))]
    apart = np.full(len(codes), np.inf)
    while len(chosen) < count:
        distances = _distances(codes, squares, codes[chosen[-1:]])[:, 0]
        apart = np.minimum(apart, distances)
        apart[chosen] = 0  # also where rounding says otherwise
        total = apart.sum()
        if total <= 0:  # no others are left
            break
        chosen.append(int(random.choice(len(codes), p=apart / total)))
    return codes[chosen]


def _distances(codes: np.ndarray, squares: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Squared distances float64 (n, centres)."""
    lengths = np.einsum("ij,ij->i", centres, centres)
    products = np.concatenate([part @ centres.T for part in _pieces(codes, len(centres))])
    return np.maximum(squares[:, None] + lengths - 2 * products, 0).astype(np.float64)


def _pieces(codes: np.ndarray, count: int) -> list[np.ndarray]:
    """Codes in pieces whose product with so many others is small."""
    rows = max(1, _PRODUCT // (codes.shape[1] * count))
    return [codes[start : start + rows] for start in range(0, len(codes), rows)]


def _means(codes: np.ndarray, nearest: np.ndarray, before: np.ndarray) -> np.ndarray:
    """The mean of each group; a group that has lost all its codes keeps its centre."""
    belongs = np.equal.outer(nearest, np.arange(len(before)))
    sizes = belongs.sum(axis=0)[:, None]
    members = _pieces(belongs.astype(codes.dtype), codes.shape[1])
    parts = zip(members, _pieces(codes, len(before)), strict=True)
    sums = np.sum([member.T @ part for member, part in parts], axis=0, dtype=np.float64)
    return np.where(sizes > 0, sums / np.maximum(sizes, 1), before).astype(codes.dtype)


def _by_size(groups: np.ndarray) -> np.ndarray:
    """Groups by other numbers: which is which has no meaning, so the largest comes first."""
    sizes = np.bincount(groups)
    places = np.empty(len(sizes), np.uint8)
    places[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
    return places[groups]
