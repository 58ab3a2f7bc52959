"""The cloud of codes, coloured by label."""

from __future__ import annotations

from typing import Any

import numpy as np

from ae.latent.projection import Projection

# Ten colours that stay apart in both themes and for most colour-blind eyes; the shape of the
# marker repeats what the colour says.
COLOURS = (
    "#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee",
    "#aa3377", "#ee8866", "#999999", "#44bb99", "#b07aa1",
)  # fmt: skip
SHAPES = ("circle", "square", "diamond", "cross", "x")


def axis_titles(projection: Projection) -> list[str]:
    """What each axis shows, with its share of the variance."""
    name = "code number" if projection.is_direct else "component"
    return [
        f"{name} {i} ({share:.0%} of the variance)" for i, share in enumerate(projection.shares, 1)
    ]


def traces(projection: Projection, labels: np.ndarray, errors: np.ndarray) -> list[dict[str, Any]]:
    """One Plotly trace a label; `customdata` holds the index and the error of each point.

    Args:
        projection: points (n, 1), (n, 2) or (n, 3); a single number is spread out by label.
        labels: uint8 (n,).
        errors: float32 (n,), mean squared error per pixel.
    """
    points = projection.points
    if points.shape[1] == 1:
        points = np.column_stack([points[:, 0], labels])
    drawn = []
    for label in range(10):
        (chosen,) = np.nonzero(labels == label)
        x, y, *z = np.round(points[chosen].T, 4).tolist()
        trace = {
            "type": "scatter3d" if z else "scatter",
            "mode": "markers",
            "name": str(label),
            "x": x,
            "y": y,
            "customdata": [[int(i), round(float(errors[i]), 5)] for i in chosen],
            "marker": {
                "size": 3 if z else 6,
                "color": COLOURS[label],
                "symbol": SHAPES[label % len(SHAPES)] if not z else "circle",
                "opacity": 0.8,
            },
            "hovertemplate": (
                "digit %{fullData.name}<br>test image %{customdata[0]}"
                "<br>error %{customdata[1]}<extra></extra>"
            ),
        }
        drawn.append(trace | {"z": z[0]} if z else trace)
    return drawn
