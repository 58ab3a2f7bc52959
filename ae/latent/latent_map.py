"""Codes as points of a map, with what it says of itself: which map, what its axes are, how true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ae.binary import pack
from ae.errors import SettingError
from ae.latent.faithfulness import trustworthiness
from ae.latent.maps import METHODS as SLOW_METHODS
from ae.latent.maps import Progress, embed
from ae.latent.projection import project

PCA, NUMBERS = "pca", "numbers"
TITLES = {"tsne": "t-SNE", "umap": "UMAP"}
FEWEST = 10


@dataclass(frozen=True)
class MapChoice:
    """Which map of a run's codes.

    Attributes:
        method: "pca", "tsne", "umap", or "numbers" for some of the code's numbers as they are.
        axes: how many, 2 or 3; of the method "numbers" which, counted from 0.
        count: of the first test images, at least 10.
    """

    method: str
    axes: tuple[int, ...]
    count: int

    @classmethod
    def parse(cls, text: str) -> MapChoice:
        """Read `pca-2-1000`, `tsne-3-500`, `numbers-0.7-1000`.

        Raises:
            SettingError: if it is anything else.
        """
        method, axes, count = [*text.split("-"), "", ""][:3]
        parts = axes.split(".")
        if text.count("-") != 2 or not all(part.isdecimal() for part in [*parts, count]):
            raise _bad(text)
        choice = cls(method, tuple(map(int, parts)), int(count))
        if not choice._is_sound() or str(choice) != text:
            raise _bad(text)
        return choice

    def _is_sound(self) -> bool:
        if self.count < FEWEST:
            return False
        if self.method == NUMBERS:
            return 1 <= len(self.axes) <= 3 and len(set(self.axes)) == len(self.axes)
        return self.method in (PCA, *SLOW_METHODS) and self.axes in ((2,), (3,))

    def __str__(self) -> str:
        """As `parse` reads it."""
        return f"{self.method}-{'.'.join(map(str, self.axes))}-{self.count}"

    @property
    def is_slow(self) -> bool:
        """It takes seconds, and is worth to be kept."""
        return self.method in SLOW_METHODS


def _bad(text: str) -> SettingError:
    return SettingError(
        "map", f"expected a method, its axes and a count, as in pca-2-1000, got {text!r}"
    )


@dataclass(frozen=True)
class LatentMap:
    """Codes as points.

    Attributes:
        points: float32 (n, dimensions).
        axes: the title of each axis.
        shares: of the codes' variance along each, 0 to 1; empty where that has no meaning.
        trustworthiness: how far neighbours here are neighbours in the code, at most 1.
        says: in a sentence or two what it shows of the codes, and what it does not.
    """

    points: np.ndarray
    axes: tuple[str, ...]
    shares: tuple[float, ...]
    trustworthiness: float
    says: str

    def as_file(self, run: str, step: int, choice: MapChoice) -> bytes:
        """The map as `ae.binary` packs it: all but `points` in the header, with these."""
        header: dict[str, Any] = {
            "run": run,
            "step": step,
            "map": str(choice),
            "method": choice.method,
            "axes": self.axes,
            "shares": self.shares,
            "trustworthiness": self.trustworthiness,
            "says": self.says,
        }
        return pack(header, {"points": self.points})


def draw_map(codes: np.ndarray, choice: MapChoice, progress: Progress | None = None) -> LatentMap:
    """A map of the first `choice.count` codes.

    Args:
        codes: float32 (n, latent_dim), finite.
        choice: which map.
        progress: as in `ae.latent.maps.embed`, of the slow methods.

    Raises:
        SettingError: if there are too few codes for it, or too few numbers in them.
        Cancelled: if `progress` returned False.
    """
    if choice.count > len(codes):
        raise SettingError("map", f"expected at most {len(codes)} images, got {choice.count}")
    codes = codes[: choice.count]
    if choice.method == NUMBERS:
        return _some_numbers(codes, choice.axes)
    (dimensions,) = choice.axes
    if choice.method == PCA:
        return _pca(codes, dimensions)
    points = embed(codes, choice.method, dimensions=dimensions, progress=progress)
    title, trust = TITLES[choice.method], trustworthiness(codes, points)
    says = (
        f"{title} keeps together what is near in the code. How far apart groups lie, and how wide "
        f"they are, says nothing. {_in_words(trust)}"
    )
    axes = tuple(f"{title}, axis {i}" for i in range(1, dimensions + 1))
    return LatentMap(points, axes, (), trust, says)


def _pca(codes: np.ndarray, dimensions: int) -> LatentMap:
    projection = project(codes, dimensions)
    if projection.is_direct:
        return _some_numbers(codes, tuple(range(codes.shape[1])))
    trust = trustworthiness(codes, projection.points)
    says = (
        f"PCA of codes of {codes.shape[1]} numbers: these {dimensions} axes show "
        f"{projection.shown:.0%} of their variance. What touches here may be far apart in the "
        f"rest. {_in_words(trust)}"
    )
    axes = _titles("component", range(dimensions), projection.shares)
    return LatentMap(projection.points, axes, projection.shares, trust, says)


def _some_numbers(codes: np.ndarray, numbers: tuple[int, ...]) -> LatentMap:
    size = codes.shape[1]
    if max(numbers) >= size:
        raise SettingError("map", f"expected numbers 0 to {size - 1} of a code, got {max(numbers)}")
    points = np.ascontiguousarray(codes[:, numbers])
    variances = codes.var(axis=0, dtype=np.float64)
    parts = variances[list(numbers)] / max(float(variances.sum()), 1e-30)
    shares = tuple(map(float, parts))
    if set(numbers) == set(range(size)):
        trust = 1.0
        says = f"The code has {size} number{'s' * (size > 1)}: this is all of it."
    else:
        trust = trustworthiness(codes, points)
        says = (
            f"{len(numbers)} of the code's {size} numbers, as they are: "
            f"{min(1.0, sum(shares)):.0%} of its variance. {_in_words(trust)}"
        )
    return LatentMap(points, _titles("code number", numbers, shares), shares, trust, says)


def _titles(name: str, numbers: Any, shares: tuple[float, ...]) -> tuple[str, ...]:
    return tuple(
        f"{name} {number + 1} ({share:.0%} of the variance)"
        for number, share in zip(numbers, shares, strict=True)
    )


def _in_words(trust: float) -> str:
    return f"Trustworthiness {trust:.2f}: at 1 all neighbours here are neighbours in the code."
