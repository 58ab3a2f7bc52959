"""The Compare page's colours and shapes of runs, their loss curves, and digits in a row."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image

from ae.comparison import Curve
from ae.latent.projection import Projection
from ae.plots import latent

# Three to one against white and against the dark theme, and the farthest apart that six such
# colours can be for normal eyes and the three kinds of colour-blind ones (OKLab distance of 0.117
# or more under Machado et al. 2009). The marker's shape and the number repeat what they say.
COLOURS = ("#2594f5", "#b8841c", "#b81c98", "#2256e5", "#f556ab", "#7a602b")
SHAPES = ("circle", "square", "diamond", "triangle-up", "x", "star")
PCA_COLOUR = "#858585"
# Digits in one picture: two of them make the row, below each other on a phone.
IN_A_STRIP = 8


@dataclass(frozen=True)
class Line:
    """A curve with the number and the name of its run."""

    number: int
    name: str
    curve: Curve


def traces(lines: Sequence[Line], pca: float | None = None) -> list[dict[str, Any]]:
    """Plotly traces of curves that share a unit: training thin, validations as markers and line.

    Args:
        lines: runs of numbers 1 to 6.
        pca: PCA's error in that unit, a dashed line across the chart.
    """
    drawn = []
    for line in lines:
        drawn.append(_training(line))
        if len(line.curve.validation_x):
            drawn.append(_validation(line))
    if pca is not None and lines:
        drawn.append(_pca(pca, end=max(float(line.curve.x[-1]) for line in lines)))
    return drawn


def _training(line: Line) -> dict[str, Any]:
    title = f"{line.number} {line.name}"
    return {
        "type": "scatter",
        "legendgroup": str(line.number),
        "name": f"{title}, training",
        "mode": "lines",
        "x": _plain(line.curve.x),
        "y": _plain(line.curve.y),
        "line": {"color": COLOURS[line.number - 1], "width": 1},
        "opacity": 0.75,
        "hovertemplate": _hover(f"{title}<br>training"),
    }


def _validation(line: Line) -> dict[str, Any]:
    title, colour = f"{line.number} {line.name}", COLOURS[line.number - 1]
    shape = SHAPES[line.number - 1]
    return {
        "type": "scatter",
        "legendgroup": str(line.number),
        "name": f"{title}, validation",
        "mode": "lines+markers",
        "x": _plain(line.curve.validation_x),
        "y": _plain(line.curve.validation_y),
        "line": {"color": colour, "width": 2},
        "marker": {"color": colour, "symbol": shape, "size": 7, "maxdisplayed": 12},
        "hovertemplate": _hover(f"{title}<br>validation"),
    }


def _pca(error: float, end: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": "PCA",
        "mode": "lines",
        "x": [0, end],
        "y": [error, error],
        "line": {"color": PCA_COLOUR, "width": 2, "dash": "dash"},
        "hovertemplate": "PCA<br>%{y:.4g}<extra></extra>",
    }


def _hover(title: str) -> str:
    return f"{title}<br>%{{x:.6~g}}: %{{y:.4g}}<extra></extra>"


def _plain(values: np.ndarray) -> list[float | None]:
    """Numbers for JSON, to five digits; None for what is not finite, for which it has no word."""
    return [float(f"{v:.5g}") if np.isfinite(v) else None for v in values]


def strips(images: np.ndarray) -> np.ndarray:
    """Sixteen digits as two pictures of eight beside each other.

    Args:
        images: float32 (16, 28, 28); values outside [0, 1] are clipped.

    Returns:
        uint8 (2, 28, 224).
    """
    levels = np.rint(255 * np.clip(images, 0, 1)).astype(np.uint8)
    rows = levels.reshape(2, IN_A_STRIP, 28, 28).swapaxes(1, 2)
    return rows.reshape(2, 28, IN_A_STRIP * 28)


def to_png(picture: np.ndarray) -> bytes:
    """A grey picture as a file: uint8 (height, width)."""
    target = io.BytesIO()
    Image.fromarray(picture, "L").save(target, "png", optimize=True)
    return target.getvalue()


def cloud(projection: Projection, labels: np.ndarray) -> list[dict[str, Any]]:
    """A small cloud of codes in the Latent space page's colours; nothing in it to be clicked."""
    traces = latent.traces(projection, labels, np.zeros(len(labels), np.float32))
    for trace in traces:
        del trace["customdata"]
        trace["marker"] = trace["marker"] | {"size": 4}
        trace["hovertemplate"] = "digit %{fullData.name}<extra></extra>"
    return traces
