"""The diagram of a network as SVG: a bar for each layer, higher for more numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby, pairwise

from ae.networks import IMAGE, PIXELS, Layer, parameter_count

# The drawing takes the width that it is given, and its text keeps its size. Heights, and widths of
# bars, are in em, the size of that text; places from left to right are shares of the width.
# On the narrowest phone it is so many em wide: there no labels touch each other.
NARROWEST = 27
_TOP, _BOTTOM, _BAR, _ROW = 1.5, 7.5, 1.0, 1.2
# A letter's width, the widest of the fonts that browsers take.
_LETTER = 0.62


@dataclass(frozen=True)
class Bar:
    """One layer's outputs, or the image that goes in.

    Attributes:
        size: the shape in words: `784`, or `14×14×16` between convolutions.
        activation: what comes after its weights, `norm, gelu` for instance.
        is_split: it holds two numbers for each of its units, a mean and a spread.
        x: where its middle is, as a share of the drawing's width.
        height: in em; taller is more numbers, on a logarithmic scale.
    """

    units: int
    size: str
    activation: str
    role: str
    is_split: bool
    x: float
    height: float


@dataclass(frozen=True)
class Label:
    """Text centred at `x`, in the `row` below the bars where it touches no other."""

    text: str
    x: float
    row: int


def bars(layers: list[Layer]) -> list[Bar]:
    """The image and every layer, left to right; `role` is image, encoder, code, decoder."""
    counts = [PIXELS, *(layer.units for layer in layers)]
    sizes = _sizes(layers)
    roles = ["image", *("code" if x.name == "code" else x.part for x in layers)]
    activations = ["image", *map(_activation, layers)]
    split = [False, *(layer.is_variational for layer in layers)]
    side = 2.2 / NARROWEST
    gap = (1 - 2 * side) / len(layers)
    largest = math.log2(1 + max(counts))
    return [
        Bar(
            *(units, size, activation, role, is_split),
            x=side + i * gap,
            height=(_BOTTOM - _TOP) * (0.12 + 0.88 * math.log2(1 + units) / largest),
        )
        for i, (units, size, activation, role, is_split) in enumerate(
            zip(counts, sizes, activations, roles, split, strict=True)
        )
    ]


def _sizes(layers: list[Layer]) -> list[str]:
    """The shapes, of the image first: spatial ones in full where the network keeps them so."""
    is_spatial = any(layer.kind != "dense" for layer in layers)
    sizes = []
    for shape in (IMAGE, *(layer.after for layer in layers)):
        if is_spatial and len(shape) > 1:
            sizes.append("×".join(map(str, shape if shape[-1] > 1 else shape[:-1])))
        else:
            sizes.append(f"{math.prod(shape):,}")
    return sizes


def _activation(layer: Layer) -> str:
    if layer.is_variational:
        return "mean ± spread"
    return f"norm, {layer.activation}" if layer.is_normalized else layer.activation


def size_labels(diagram: list[Bar]) -> list[Label]:
    """The size of each bar."""
    return _in_rows([(bar.size, bar.x) for bar in diagram])


def activation_labels(diagram: list[Bar]) -> list[Label]:
    """What comes after the weights, said once for neighbours in one part that share it."""
    groups = [list(g) for _, g in groupby(diagram, key=lambda bar: (bar.role, bar.activation))]
    return _in_rows([(g[0].activation, (g[0].x + g[-1].x) / 2) for g in groups])


def _in_rows(texts: Sequence[tuple[str, float]]) -> list[Label]:
    """Each text in the first row where it touches none before it."""
    ends: list[float] = []
    labels = []
    for text, x in texts:
        half = len(text) * _LETTER / NARROWEST / 2
        row = next((i for i, end in enumerate(ends) if end <= x - half), len(ends))
        ends[row : row + 1] = [x + half]
        labels.append(Label(text, x, row))
    return labels


def describe(layers: list[Layer]) -> str:
    """The network in a sentence, for who can't see the drawing."""
    kind = "Network" if all(x.kind == "dense" for x in layers) else "Convolutional network"
    chain = " to ".join(size.replace(",", "") for size in _sizes(layers))
    more = ", each code number a mean and a spread" * any(x.is_variational for x in layers)
    more += ", with layer normalisation" * any(x.is_normalized for x in layers)
    return f"{kind}: {chain} numbers{more}, {parameter_count(layers):,} parameters"


def draw(layers: list[Layer], ink: str, accent: str, text_size: float = 12) -> str:
    """The diagram as an SVG file, transparent, as wide as it is shown.

    Args:
        layers: the network.
        ink: a CSS colour.
        accent: that of the code.
        text_size: in pixels, at any width.
    """
    diagram = bars(layers)
    sizes, activations = size_labels(diagram), activation_labels(diagram)
    first = _BOTTOM + 1.2
    second = first + _ROW * (1 + max(label.row for label in sizes))
    height = second + _ROW * max(label.row for label in activations) + 0.5
    parts = [_funnels(diagram, ink)]
    parts += [_rectangles(bar, accent if bar.role == "code" else ink) for bar in diagram]
    parts += [_text(x, first, 'font-weight="600"') for x in sizes]
    parts += [_text(x, second, 'opacity="0.8"') for x in activations]
    code = next(bar for bar in diagram if bar.role == "code")
    above = (_TOP + _BOTTOM - code.height) / 2 - 0.4
    parts.append(f'<text x="{code.x:.2%}" y="{above:.2f}em" fill="{accent}">code</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="{height:.1f}em" '
        f'font-size="{text_size:g}" font-family="sans-serif" text-anchor="middle" '
        f'fill="{ink}">{"".join(parts)}</svg>'
    )


def _funnels(diagram: list[Bar], ink: str) -> str:
    """Between the middles of neighbours; this alone is drawn out to the drawing's width."""
    middle = (_TOP + _BOTTOM) / 2
    paths = "".join(
        f"M{100 * a.x:.2f} {middle - a.height / 2:.2f}L{100 * b.x:.2f} {middle - b.height / 2:.2f}"
        f"V{middle + b.height / 2:.2f}L{100 * a.x:.2f} {middle + a.height / 2:.2f}Z"
        for a, b in pairwise(diagram)
    )
    # Bars are not opaque: behind the outer halves of the first and the last there must be as much.
    ends = "".join(
        f'<svg x="{bar.x:.2%}" overflow="visible"><rect x="{x}em" width="{_BAR / 2}em" '
        f'y="{middle - bar.height / 2:.2f}em" height="{bar.height:.2f}em" '
        f'fill="{ink}" opacity="0.12"/></svg>'
        for bar, x in ((diagram[0], -_BAR / 2), (diagram[-1], 0))
    )
    return (
        f'<svg width="100%" height="{_BOTTOM}em" viewBox="0 0 100 {_BOTTOM}" '
        f'preserveAspectRatio="none"><path d="{paths}" fill="{ink}" opacity="0.12"/></svg>{ends}'
    )


def _rectangles(bar: Bar, colour: str) -> str:
    """The bar; of a split one the left half is full, the mean, and the right one pale."""
    opacity = 1 if bar.role == "code" else 0.55
    halves: list[tuple[float, float, float]] = [(-_BAR / 2, _BAR, opacity)]
    if bar.is_split:
        wide = _BAR / 2 + 0.1
        halves = [(-wide - 0.05, wide, 1), (0.05, wide, 0.45)]
    rectangles = "".join(
        f'<rect x="{x:.2f}em" y="{(_TOP + _BOTTOM - bar.height) / 2:.2f}em" width="{width:g}em" '
        f'height="{bar.height:.2f}em" rx="0.15em" fill="{colour}" opacity="{how}"/>'
        for x, width, how in halves
    )
    return f'<svg x="{bar.x:.2%}" overflow="visible">{rectangles}</svg>'


def _text(label: Label, y: float, style: str) -> str:
    at = f'x="{label.x:.2%}" y="{y + _ROW * label.row:.1f}em"'
    return f"<text {at} {style}>{escape(label.text)}</text>"
