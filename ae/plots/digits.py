"""The article's 4x4 canvases of digits: 112x112 pixels, grey, origin at the top."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure

from ae.formatting import number
from ae.plots.palette import error_colours

GRID = 4
ERROR = "Error: reconstructed − original"
# The width of the numbers beside the panels, in panels.
NUMBERS = 0.75
_CRISP: dict[str, Any] = {"origin": "upper", "interpolation": "nearest"}


def mosaic(images: np.ndarray) -> np.ndarray:
    """Sixteen images as one canvas, row by row from the top left.

    Args:
        images: (16, 28, 28), any dtype.

    Returns:
        (112, 112), the same dtype.

    Raises:
        ValueError: for another shape.
    """
    if images.shape != (GRID * GRID, 28, 28):
        raise ValueError(f"images: expected the shape (16, 28, 28), got {images.shape}")
    rows = images.reshape(GRID, GRID, 28, 28).swapaxes(1, 2)
    return rows.reshape(GRID * 28, GRID * 28)


@dataclass(frozen=True)
class Canvases:
    """Sixteen digits and what a network makes of them.

    Attributes:
        originals, reconstructions: float32 (16, 28, 28) in [0, 1].
        labels: uint8 (16,), which digits they are.
        errors: float32 (16,), mean squared error per pixel of each digit.
        inputs: what the network was shown, float32 (16, 28, 28), where that is not the originals.
    """

    originals: np.ndarray
    reconstructions: np.ndarray
    labels: np.ndarray
    errors: np.ndarray
    inputs: np.ndarray | None = None

    @property
    def panels(self) -> dict[str, np.ndarray]:
        """The canvases by their titles, left to right; float32 (112, 112) in [0, 1].

        The last is the reconstruction minus the original, in [-1, 1].
        """
        original, reconstructed = mosaic(self.originals), mosaic(self.reconstructions)
        shown = {} if self.inputs is None else {"Input": mosaic(self.inputs)}
        return {
            "Original": original,
            **shown,
            "Reconstructed": reconstructed,
            ERROR: reconstructed - original,
        }


def canvases(
    originals: np.ndarray,
    reconstructions: np.ndarray,
    labels: np.ndarray,
    errors: np.ndarray,
    inputs: np.ndarray | None = None,
) -> Canvases:
    """The canvases of sixteen digits.

    Args:
        originals: float32 (16, 28, 28) in [0, 1].
        reconstructions: float32 (16, 28, 28), clipped to [0, 1].
        labels: uint8 (16,), which digits they are.
        errors: float32 (16,), mean squared error per pixel of each digit.
        inputs: what the network was shown, float32 (16, 28, 28); the same as the originals, it
            gets no canvas.
    """
    is_clean = inputs is None or np.array_equal(inputs, originals)
    clipped = np.clip(reconstructions, 0, 1)
    return Canvases(originals, clipped, labels, errors, None if is_clean else inputs)


def draw(data: Canvases, ink: str) -> Figure:
    """The canvases beside each other, and the numbers beside them; transparent around them.

    Args:
        data: what to show.
        ink: the colour of text and scales.
    """
    panels = data.panels
    figure = Figure(figsize=(3.3 * (len(panels) + NUMBERS), 4.15), dpi=130, layout="constrained")
    figure.patch.set_alpha(0)
    widths = [1.0] * len(panels) + [NUMBERS]
    grid = figure.add_gridspec(2, len(widths), width_ratios=widths, height_ratios=[1, 0.04])
    for column, (title, values) in enumerate(panels.items()):
        axes = figure.add_subplot(grid[0, column])
        if title == ERROR:
            _draw_error(axes, figure.add_subplot(grid[1, column]), values, ink)
        else:
            axes.imshow(values, cmap="gray", vmin=0, vmax=1, **_CRISP)
        _frame(axes, title, ink)
    _draw_numbers(figure.add_subplot(grid[0, -1]), data, ink)
    return figure


def _draw_error(axes: Axes, scale_axes: Axes, error: np.ndarray, ink: str) -> None:
    """The signed error, and its scale below."""
    colours = ListedColormap(error_colours() / 255)
    picture = axes.imshow(error, cmap=colours, vmin=-1, vmax=1, **_CRISP)
    scale = axes.figure.colorbar(
        picture, cax=scale_axes, orientation="horizontal", ticks=[-1, 0, 1]
    )
    labels = scale.ax.set_xticklabels(["−1 too dark", "0", "+1 too bright"], color=ink, fontsize=9)
    for label, side in zip(labels, ("left", "center", "right"), strict=True):
        label.set(ha=side)  # within the panel's width: the panels stand equally far apart
    scale.outline.set_edgecolor(ink)
    scale.ax.tick_params(color=ink)


def _draw_numbers(axes: Axes, data: Canvases, ink: str) -> None:
    """Which digit stands where, and its error."""
    _frame(axes, "Squared error per pixel", ink)
    axes.patch.set_alpha(0)
    axes.set_box_aspect(1 / NUMBERS)
    axes.set_xlim(0, GRID)
    axes.set_ylim(GRID, 0)
    for i, (label, error) in enumerate(zip(data.labels, data.errors, strict=True)):
        row, column = divmod(i, GRID)
        place: dict[str, Any] = {"ha": "center", "va": "center", "color": ink}
        axes.text(column + 0.5, row + 0.36, str(label), fontsize=11, weight="bold", **place)
        axes.text(column + 0.5, row + 0.64, number(float(error)), fontsize=8.5, **place)


def _frame(axes: Axes, title: str, ink: str) -> None:
    axes.set_title(title, color=ink, fontsize=11)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)


def to_bytes(figure: Figure, kind: str) -> bytes:
    """The figure as a file.

    Args:
        figure: what to draw.
        kind: "png" or "svg".
    """
    target = io.BytesIO()
    figure.savefig(target, format=kind)
    return target.getvalue()
