"""The diagram of a network: a bar a layer, its height by its width, as SVG."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from ae.networks import PIXELS, Layer, parameter_count

WIDTH, HEIGHT = 420, 118
_TOP, _BOTTOM, _SIDE, _BAR = 18, 88, 26, 12


@dataclass(frozen=True)
class Bar:
    """One layer's outputs, or the image that goes in.

    Attributes:
        x, height: in the units of the drawing; taller is wider, on a logarithmic scale.
    """

    units: int
    label: str
    role: str
    x: float
    height: float


def bars(layers: list[Layer]) -> list[Bar]:
    """The image and every layer, left to right; `role` is image, encoder, code, decoder."""
    shown = [(PIXELS, "image", "image")]
    for layer in layers:
        role = "code" if layer.name == "code" else layer.part
        shown.append((layer.units, layer.activation, role))
    largest = max(math.log2(1 + units) for units, _, _ in shown)
    gap = (WIDTH - 2 * _SIDE) / (len(shown) - 1)
    return [
        Bar(
            units,
            label,
            role,
            _SIDE + i * gap,
            (_BOTTOM - _TOP) * (0.12 + 0.88 * math.log2(1 + units) / largest),
        )
        for i, (units, label, role) in enumerate(shown)
    ]


def describe(layers: list[Layer]) -> str:
    """The network in a sentence, for who can't see the drawing."""
    chain = " to ".join(str(units) for units in [PIXELS, *(layer.units for layer in layers)])
    return f"Network: {chain} numbers, {parameter_count(layers):,} parameters"


def draw(layers: list[Layer], ink: str, accent: str) -> str:
    """The diagram as an SVG file, transparent; `ink` and `accent` are CSS colours."""
    found = bars(layers)
    middle = (_TOP + _BOTTOM) / 2
    parts = []
    for left, right in pairwise(found):
        a, b = left.x + _BAR / 2, right.x - _BAR / 2
        parts.append(
            f'<path d="M{a:.1f} {middle - left.height / 2:.1f}L{b:.1f} '
            f"{middle - right.height / 2:.1f}V{middle + right.height / 2:.1f}"
            f'L{a:.1f} {middle + left.height / 2:.1f}Z" fill="{ink}" opacity="0.12"/>'
        )
    for bar in found:
        colour, opacity = (accent, 1) if bar.role == "code" else (ink, 0.55)
        top = middle - bar.height / 2
        parts.append(
            f'<rect x="{bar.x - _BAR / 2:.1f}" y="{top:.1f}" width="{_BAR}" '
            f'height="{bar.height:.1f}" rx="2" fill="{colour}" opacity="{opacity}"/>'
            f'<text x="{bar.x:.1f}" y="{_BOTTOM + 14}" font-weight="600">{bar.units:,}</text>'
            f'<text x="{bar.x:.1f}" y="{_BOTTOM + 27}" opacity="0.75">{escape(bar.label)}</text>'
        )
    code = next(bar for bar in found if bar.role == "code")
    parts.append(
        f'<text x="{code.x:.1f}" y="{middle - code.height / 2 - 5:.1f}" fill="{accent}">code</text>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-size="11" '
        f'width="{WIDTH}" height="{HEIGHT}" text-anchor="middle" fill="{ink}" '
        f'font-family="sans-serif">{"".join(parts)}</svg>'
    )
