"""How far a map tells the truth about codes."""

from __future__ import annotations

import numpy as np

from ae.latent.distances import from_all

NEIGHBOURS = 10
# Of more points so many stand for all, spread over them.
MOST_POINTS = 2000
_ROWS = 250


def trustworthiness(codes: np.ndarray, points: np.ndarray, neighbours: int = NEIGHBOURS) -> float:
    """How far neighbours on a map are neighbours in the code: 1 if all are, about 0.5 by chance.

    M1 of Venna and Kaski (2001): each neighbour on the map that is none in the code costs the more,
    the further down it stands in the code's order.

    Args:
        codes: float32 (n, latent_dim), finite, n at least 4.
        points: float32 (n, dimensions), the map.
        neighbours: how many of each point count; fewer where there are few points.
    """
    stand_for_all = np.linspace(0, len(codes) - 1, min(len(codes), MOST_POINTS)).astype(int)
    codes, points = (v[stand_for_all] - v[stand_for_all].mean(axis=0) for v in (codes, points))
    total = len(codes)
    k = min(neighbours, (total - 1) // 3)
    cost = 0
    for start in range(0, total, _ROWS):
        near = np.argpartition(from_all(points, start, start + _ROWS), k - 1, axis=1)[:, :k]
        apart = from_all(codes, start, start + _ROWS)
        for neighbour in near.T:
            # The place of the neighbour in the code's order, the nearest at 1.
            there = apart[np.arange(len(apart)), neighbour]
            places = (apart < there[:, None]).sum(axis=1) + 1
            cost += int(np.maximum(places - k, 0).sum())
    return 1 - 2 * cost / (total * k * (2 * total - 3 * k - 1))
