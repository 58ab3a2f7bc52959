"""The article's 4x4 canvases of digits: 112x112 pixels, grey, origin at the top."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure

from ae.plots.palette import error_colours

GRID = 4
# Of the numbers on the error, which is black wherever a digit is given back as it was.
_ON_BLACK = "#f2f2f2"


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
    """The canvases of sixteen digits that a figure shows.

    Attributes:
        original, reconstructed: float32 (112, 112) in [0, 1].
        error: float32 (112, 112) in [-1, 1], reconstructed minus original.
        errors: float32 (16,), mean squared error a pixel of each digit.
        input: what the network was shown, float32 (112, 112), where that is not the original.
    """

    original: np.ndarray
    reconstructed: np.ndarray
    error: np.ndarray
    errors: np.ndarray
    input: np.ndarray | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """The canvases that there are, left to right."""
        return tuple(part for part in _TITLES if getattr(self, part) is not None)


def canvases(
    originals: np.ndarray,
    reconstructions: np.ndarray,
    errors: np.ndarray,
    inputs: np.ndarray | None = None,
) -> Canvases:
    """The canvases of sixteen digits.

    Args:
        originals: float32 (16, 28, 28) in [0, 1].
        reconstructions: float32 (16, 28, 28), clipped to [0, 1].
        errors: float32 (16,), mean squared error a pixel of each digit.
        inputs: what the network was shown, float32 (16, 28, 28); the same as the originals, it
            gets no canvas.
    """
    original = mosaic(originals)
    reconstructed = np.clip(mosaic(reconstructions), 0, 1)
    is_clean = inputs is None or np.array_equal(inputs, originals)
    return Canvases(
        original,
        reconstructed,
        reconstructed - original,
        errors,
        None if is_clean or inputs is None else mosaic(inputs),
    )


_TITLES = {
    "original": "Original",
    "input": "Input",
    "reconstructed": "Reconstructed",
    "error": "Error: reconstructed − original",
}


def draw(data: Canvases, ink: str, parts: tuple[str, ...] = ()) -> Figure:
    """The canvases beside each other; transparent around them.

    Args:
        data: what to show.
        ink: the colour of titles and scales.
        parts: which of `data.parts`; none for all.
    """
    parts = parts or data.parts
    # The error's scale of colours takes a sixth of a canvas more.
    widths = [1.17 if part == "error" else 1.0 for part in parts]
    figure = Figure(figsize=(3.3 * sum(widths), 3.6), dpi=130, layout="constrained")
    figure.patch.set_alpha(0)
    row = figure.subplots(1, len(parts), squeeze=False, width_ratios=widths)[0]
    for axes, part in zip(row, parts, strict=True):
        _draw_part(figure, axes, data, part, ink)
    return figure


def _draw_part(figure: Figure, axes: Axes, data: Canvases, part: str, ink: str) -> None:
    if part == "error":
        _draw_error(figure, axes, data, ink)
    else:
        axes.imshow(getattr(data, part), origin="upper", cmap="gray", vmin=0, vmax=1)
    _frame(axes, _TITLES[part], ink)


def _draw_error(figure: Figure, axes: Axes, data: Canvases, ink: str) -> None:
    """The signed error with its scale, and each digit's own error as a number in its corner."""
    colours = ListedColormap(error_colours() / 255)
    picture = axes.imshow(data.error, origin="upper", cmap=colours, vmin=-1, vmax=1)
    scale = figure.colorbar(picture, ax=axes, shrink=0.92, ticks=[-1, 0, 1])
    scale.ax.set_yticklabels(["−1\ntoo dark", "0", "+1\ntoo bright"], color=ink, fontsize=8)
    scale.outline.set_edgecolor(ink)
    scale.ax.tick_params(color=ink)
    for i, error in enumerate(data.errors):
        row, column = divmod(i, GRID)
        axes.text(
            column * 28 + 1, row * 28 + 1, f"{error:.3f}", va="top", fontsize=6.5, color=_ON_BLACK
        )


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


def code_bars(code: np.ndarray, ink: str, accent: str) -> bytes:
    """A code as bars, PNG; float32 (latent_dim,)."""
    figure = Figure(figsize=(3.2, 1.6), dpi=150, layout="constrained")
    figure.patch.set_alpha(0)
    axes = figure.subplots()
    axes.patch.set_alpha(0)
    axes.bar(np.arange(1, len(code) + 1), code, width=0.9, color=accent)
    axes.set_xlabel("code number", color=ink, fontsize=8)
    axes.set_ylabel("value", color=ink, fontsize=8)
    axes.tick_params(colors=ink, labelsize=7)
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(ink)
    return to_bytes(figure, "png")


def enlarged(image: np.ndarray, times: int = 8) -> np.ndarray:
    """Each pixel as a square of pixels, so that a browser does not blur it; (28, 28) in."""
    return np.kron(image, np.ones((times, times), image.dtype))
