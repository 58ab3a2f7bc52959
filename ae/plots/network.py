"""The diagram of a network as SVG: a bar for each layer, higher for more numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby, pairwise

from ae.networks import IMAGE, PIXELS, Layer, parameter_count

WIDTH = 420
_TOP, _BOTTOM, _SIDE, _BAR = 18, 88, 26, 12
_SIZE, _ROW = 11, 13
# Of a letter, as a share of the font's size: the widest of the fonts that browsers take.
_LETTER = 0.66


@dataclass(frozen=True)
class Bar:
    """One layer's outputs, or the image that goes in.

    Attributes:
        size: the shape in words: `784`, or `14×14×16` between convolutions.
        activation: what comes after its weights, `norm, gelu` for instance.
        is_split: it holds two numbers for each of its units, a mean and a spread.
        x, height: in the units of the drawing; taller is more numbers, on a logarithmic scale.
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
    gap = (WIDTH - 2 * _SIDE) / len(layers)
    largest = math.log2(1 + max(counts))
    return [
        Bar(
            *(units, size, activation, role, is_split),
            x=_SIDE + i * gap,
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
        half = len(text) * _LETTER * _SIZE / 2
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


def draw(layers: list[Layer], ink: str, accent: str) -> str:
    """The diagram as an SVG file, transparent; `ink` and `accent` are CSS colours."""
    diagram = bars(layers)
    sizes, activations = size_labels(diagram), activation_labels(diagram)
    first = _BOTTOM + 14
    second = first + _ROW * (1 + max(label.row for label in sizes))
    height = second + _ROW * max(label.row for label in activations) + 4
    parts = [_funnel(left, right, ink) for left, right in pairwise(diagram)]
    parts += [_rectangles(bar, accent if bar.role == "code" else ink) for bar in diagram]
    parts += [_text(x, first, 'font-weight="600"') for x in sizes]
    parts += [_text(x, second, 'opacity="0.75"') for x in activations]
    code = next(bar for bar in diagram if bar.role == "code")
    above = (_TOP + _BOTTOM - code.height) / 2 - 5
    parts.append(f'<text x="{code.x:.1f}" y="{above:.1f}" fill="{accent}">code</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'font-size="{_SIZE}" width="{WIDTH}" height="{height}" text-anchor="middle" '
        f'fill="{ink}" font-family="sans-serif">{"".join(parts)}</svg>'
    )


def _funnel(left: Bar, right: Bar, ink: str) -> str:
    a, b, middle = left.x + _BAR / 2, right.x - _BAR / 2, (_TOP + _BOTTOM) / 2
    return (
        f'<path d="M{a:.1f} {middle - left.height / 2:.1f}L{b:.1f} {middle - right.height / 2:.1f}'
        f'V{middle + right.height / 2:.1f}L{a:.1f} {middle + left.height / 2:.1f}Z" '
        f'fill="{ink}" opacity="0.12"/>'
    )


def _rectangles(bar: Bar, colour: str) -> str:
    """The bar; of a split one the left half is full, the mean, and the right one pale."""
    top, left = (_TOP + _BOTTOM - bar.height) / 2, bar.x - _BAR / 2
    opacity = 1 if bar.role == "code" else 0.55
    halves: list[tuple[float, float, float]] = [(left, _BAR, opacity)]
    if bar.is_split:
        halves = [(left - 2, _BAR / 2 + 1, 1), (left + _BAR / 2 + 1, _BAR / 2 + 1, 0.45)]
    return "".join(
        f'<rect x="{x:.1f}" y="{top:.1f}" width="{width:g}" height="{bar.height:.1f}" rx="2" '
        f'fill="{colour}" opacity="{how}"/>'
        for x, width, how in halves
    )


def _text(label: Label, y: float, style: str) -> str:
    at = f'x="{label.x:.1f}" y="{y + _ROW * label.row:.0f}"'
    return f"<text {at} {style}>{escape(label.text)}</text>"
