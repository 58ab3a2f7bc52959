"""Maps of codes that keep neighbours together: t-SNE and UMAP.

`ae.latent.project` shows what a plane can show exactly; these bend it, so that what is near in the
code is near on the map, and say nothing about how far apart far things are.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np

from ae.errors import Cancelled, SettingError
from ae.latent.distances import from_all
from ae.latent.projection import project

METHODS = ("tsne", "umap")
# Neighbours whose company t-SNE keeps, and how it gets there: van der Maaten and Hinton (2008),
# with the learning rate of Belkina et al. (2019) and fewer rounds than the usual 250 and 500, which
# brings trustworthiness from 0.988 to 0.987 in little more than half the time.
PERPLEXITY = 30.0
TSNE_ROUNDS = ((250, 12.0, 0.5), (250, 1.0, 0.8))  # rounds, exaggeration, momentum
# A coarser grid for the repulsion than openTSNE's own: four times as fast, the same map.
_GRID = 2.0
# UMAP (McInnes et al. 2018) with little room between points and three times the usual repulsion:
# trustworthiness 0.978 instead of 0.964.
UMAP_NEIGHBOURS, UMAP_REPULSION, UMAP_EPOCHS = 10, 15, 160
# UMAP runs in so many parts, each from where the one before ended, so that it can be watched and
# cancelled.
_PARTS = 8
_ROWS = 1000
# The share of the time that finding neighbours takes.
_SEARCH = 0.15

Progress = Callable[[float], object]


def embed(
    codes: np.ndarray,
    method: str,
    *,
    dimensions: int = 2,
    seed: int = 0,
    progress: Progress | None = None,
) -> np.ndarray:
    """A map of codes in the plane or in space; the same codes and seed give the same map.

    Args:
        codes: float32 (n, latent_dim), finite, n at least 10, latent_dim at least 2.
        method: "tsne" or "umap".
        dimensions: 2 or 3, at most latent_dim.
        seed: of what is drawn.
        progress: is told now and then which share is done, 0 to 1; returning False cancels.

    Returns:
        float32 (n, dimensions), centred.

    Raises:
        SettingError: for codes or a method that it can't take, or where the library for the
            method has no build for this system.
        Cancelled: if `progress` returned False.
    """
    codes = np.ascontiguousarray(codes, np.float32)
    if method not in METHODS:
        raise SettingError("method", f"expected {' or '.join(METHODS)}, got {method!r}")
    if codes.ndim != 2 or len(codes) < UMAP_NEIGHBOURS or codes.shape[1] < 2:
        raise SettingError(
            "codes",
            f"expected the shape (n, latent_dim), n at least 10, latent_dim at least 2, "
            f"got {codes.shape}",
        )
    if dimensions not in (2, 3) or dimensions > codes.shape[1]:
        most = min(3, codes.shape[1])
        raise SettingError("dimensions", f"expected 2 to {most}, got {dimensions}")
    if not np.isfinite(codes).all():
        raise SettingError("codes", "expected finite numbers, got some that are not")

    def tell(share: float) -> None:
        if progress is not None and progress(share) is False:
            raise Cancelled("The map was cancelled.")

    tell(0.0)
    points = (_tsne if method == "tsne" else _umap)(codes, dimensions, seed, tell)
    tell(1.0)
    return (points - points.mean(axis=0)).astype(np.float32)


def nearest(
    codes: np.ndarray, count: int, tell: Progress = lambda _: None
) -> tuple[np.ndarray, np.ndarray]:
    """The nearest other codes of each, the nearest first: exact, by matrix products.

    Args:
        codes: float32 (n, latent_dim).
        count: how many, less than n.
        tell: is called with the share that is done.

    Returns:
        Indices int32 and distances float32, each (n, count).
    """
    total = len(codes)
    codes = codes - codes.mean(axis=0)
    indices = np.empty((total, count), np.int32)
    distances = np.empty((total, count), np.float32)
    for start in range(0, total, _ROWS):
        part = slice(start, start + _ROWS)
        apart = from_all(codes, start, start + _ROWS)
        least = np.argpartition(apart, count - 1, axis=1)[:, :count]
        values = np.take_along_axis(apart, least, axis=1)
        order = np.argsort(values, axis=1, kind="stable")
        indices[part] = np.take_along_axis(least, order, axis=1)
        distances[part] = np.sqrt(np.maximum(np.take_along_axis(values, order, axis=1), 0))
        tell(min(1.0, (start + _ROWS) / total))
    return indices, distances


def _tsne(
    codes: np.ndarray, dimensions: int, seed: int, tell: Callable[[float], None]
) -> np.ndarray:
    library = _library("openTSNE", "t-SNE")
    perplexity = min(PERPLEXITY, (len(codes) - 1) / 3)
    indices, distances = nearest(
        codes, min(len(codes) - 1, int(3 * perplexity)), lambda share: tell(_SEARCH * share)
    )
    graph = library.affinity.PerplexityBasedNN(
        perplexity=perplexity,
        knn_index=library.nearest_neighbors.PrecomputedNeighbors(indices, distances),
        n_jobs=-1,
    )
    start = project(codes, dimensions).points.astype(np.float64)
    start *= 1e-4 / max(float(start[:, 0].std()), 1e-12)
    start += 1e-6 * np.random.default_rng(seed).standard_normal(start.shape)  # parts what is alike
    embedding = library.TSNEEmbedding(
        start,
        graph,
        # The grid is for the plane alone; in space the sums over far points go by a tree.
        negative_gradient_method="fft" if dimensions == 2 else "bh",
        ints_in_interval=_GRID,
        n_jobs=-1,
        random_state=seed,
    )
    in_all, before = sum(rounds for rounds, _, _ in TSNE_ROUNDS), 0
    for rounds, exaggeration, momentum in TSNE_ROUNDS:

        def report(done: int, _error: float, _map: Any, before: int = before) -> None:
            tell(_SEARCH + (1 - _SEARCH) * (before + done) / in_all)

        embedding = embedding.optimize(
            rounds,
            exaggeration=exaggeration,
            momentum=momentum,
            callbacks=report,
            callbacks_every_iters=10,
        )
        before += rounds
    return np.asarray(embedding)


def _umap(
    codes: np.ndarray, dimensions: int, seed: int, tell: Callable[[float], None]
) -> np.ndarray:
    library = _library("fastumap", "UMAP")
    count = min(UMAP_NEIGHBOURS, len(codes)) - 1
    indices, distances = nearest(codes, count, lambda share: tell(_SEARCH * share))
    # It counts a point among its own neighbours.
    itself = np.arange(len(codes), dtype=np.int64)[:, None]
    known = (
        np.hstack([itself, indices]),
        np.hstack([np.zeros((len(codes), 1), np.float32), distances]),
    )
    points = None
    for part in range(_PARTS):
        points = library.umap_project(
            codes,
            dimensions,
            precomputed_knn=known,
            init=points,
            n_epochs=UMAP_EPOCHS // _PARTS,
            initial_alpha=1 - part / _PARTS,
            negative_sample_rate=UMAP_REPULSION,
            min_dist=0.0,
            random_state=seed + part,
        )
        tell(_SEARCH + (1 - _SEARCH) * (part + 1) / _PARTS)
    assert points is not None
    return points


def _library(name: str, what: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise SettingError(
            "method", f"{what} needs the package {name}, which is not installed on this system"
        ) from None
