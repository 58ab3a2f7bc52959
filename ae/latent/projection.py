"""Looking at codes: projecting many numbers to two or three."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ae.errors import SettingError


@dataclass(frozen=True)
class Projection:
    """Codes as points.

    Attributes:
        points: float32 (n, dimensions).
        shares: the share of the codes' variance along each axis, 0 to 1.
        is_direct: the points are the codes themselves, not a projection of them.
    """

    points: np.ndarray
    shares: tuple[float, ...]
    is_direct: bool

    @property
    def shown(self) -> float:
        """The share of the variance that all axes show together."""
        return min(1.0, sum(self.shares))


def project(codes: np.ndarray, dimensions: int = 2) -> Projection:
    """Project codes by PCA, or take them as they are where they have no more numbers than that.

    Args:
        codes: float32 (n, latent_dim), n at least 2.
        dimensions: 2 or 3.

    Raises:
        SettingError: for another number of dimensions.
    """
    if dimensions not in (2, 3):
        raise SettingError("dimensions", f"expected 2 or 3, got {dimensions}")
    variances = codes.var(axis=0, dtype=np.float64)
    total = max(float(variances.sum()), 1e-30)
    if codes.shape[1] <= dimensions:
        return Projection(codes, tuple(variances / total), True)
    centred = codes - codes.mean(axis=0)
    spectrum, vectors = np.linalg.eigh(np.cov(centred, rowvar=False, bias=True))
    largest = np.argsort(spectrum)[::-1][:dimensions]
    axes = vectors[:, largest]
    # An eigenvector's sign is arbitrary: its largest component is made positive.
    axes *= np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(dimensions)])
    shares = np.maximum(spectrum[largest], 0) / total
    return Projection((centred @ axes).astype(np.float32), tuple(map(float, shares)), False)


def keep_sides(projection: Projection, before: np.ndarray | None) -> Projection:
    """Mirrors axes on which the points would change sides: which is which has no meaning.

    Args:
        projection: of newer codes of the same images.
        before: float32 (n, dimensions), the points of the earlier ones; None where there are none.
    """
    if projection.is_direct or before is None or before.shape != projection.points.shape:
        return projection
    sides = np.where((projection.points * before).sum(axis=0) < 0, -1, 1).astype(np.float32)
    return replace(projection, points=projection.points * sides)
