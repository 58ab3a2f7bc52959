"""What tells runs apart on the Compare page; their curves; digits in a row."""

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
        pca: PCA's error in that unit, a dashed line across the chart.
    """
    found: list[dict[str, Any]] = []
    for line in lines:
        colour, shape = COLOURS[line.number - 1], SHAPES[line.number - 1]
        title = f"{line.number} {line.name}"
        common = {"type": "scatter", "legendgroup": str(line.number)}
        found.append(
            common
            | {
                "name": f"{title}, training",
                "mode": "lines",
                "x": _plain(line.curve.x),
                "y": _plain(line.curve.y),
                "line": {"color": colour, "width": 1},
                "opacity": 0.75,
                "hovertemplate": _hover(f"{title}<br>training"),
            }
        )
        if len(line.curve.validation_x):
            found.append(
                common
                | {
                    "name": f"{title}, validation",
                    "mode": "lines+markers",
                    "x": _plain(line.curve.validation_x),
                    "y": _plain(line.curve.validation_y),
                    "line": {"color": colour, "width": 2},
                    "marker": {"color": colour, "symbol": shape, "size": 7, "maxdisplayed": 12},
                    "hovertemplate": _hover(f"{title}<br>validation"),
                }
            )
    ends = [float(line.curve.x[-1]) for line in lines]
    if pca is not None and ends:
        found.append(
            {
                "type": "scatter",
                "name": "PCA",
                "mode": "lines",
                "x": [0, max(ends)],
                "y": [pca, pca],
                "line": {"color": PCA_COLOUR, "width": 2, "dash": "dash"},
                "hovertemplate": "PCA<br>%{y:.4g}<extra></extra>",
            }
        )
    return found


def _hover(title: str) -> str:
    return f"{title}<br>%{{x:.6~g}}: %{{y:.4g}}<extra></extra>"


def _plain(values: np.ndarray) -> list[float | None]:
    """Numbers for JSON, which has no word for what is not finite."""
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
    whole = latent.traces(projection, labels, np.zeros(len(labels), np.float32))
    for trace in whole:
        del trace["customdata"]
        trace["marker"] = trace["marker"] | {"size": 4}
        trace["hovertemplate"] = "digit %{fullData.name}<extra></extra>"
    return whole
