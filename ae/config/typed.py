"""Numbers as people type them: 1,000 steps, a rate of 0.001 or 0,001, layers of 784, 256.

A comma is read as thousands or as decimals where it can only be one of them; where it could be
either, nothing is guessed.
"""

from __future__ import annotations

import re

_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}([, '’_\u00a0\u202f]\d{3})+")
_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d+)?")
# 2,048 without a space: a layer of 2 and one of 48 is hardly ever meant, one of 2,048 maybe.
_WIDTH_OR_TWO = re.compile(r"(?<![\d,-])([1-4]),(\d{3})(?!\d)")


class Ambiguous(ValueError):
    """A text means one thing to one person and another to the next.

    Attributes:
        meanings: both, written so that each means only that.
    """

    def __init__(self, *meanings: str):
        self.meanings = " or ".join(meanings)
        super().__init__(self.meanings)


def read_whole(text: str) -> int:
    """A whole number; thousands may be set apart. Raises `ValueError`, `Ambiguous` for 1.000."""
    if re.fullmatch(r"[+-]?[1-9]\d{0,2}(\.\d{3})+", text):
        raise Ambiguous(text.replace(".", ""), text.split(".")[0])
    if _THOUSANDS.fullmatch(text):
        text = re.sub(r"[^\d+-]", "", text)
    return int(text)


def read_decimal(text: str) -> float:
    """A number; 0,001 is 0.001. Raises `ValueError`, `Ambiguous` for 1,000."""
    if _THOUSANDS.fullmatch(text) and text.count(",") == 1:
        raise Ambiguous(text.replace(",", "."), text.replace(",", ""))
    if _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    return float(text)


def read_widths(text: str) -> tuple[int, ...]:
    """Whole numbers with commas or dashes between. Raises `ValueError`, `Ambiguous` for 2,048."""
    if match := _WIDTH_OR_TWO.search(text):
        first, second = match.groups()
        raise Ambiguous(first + second, f"{first}, {int(second)}")
    # 784-256 is as good as 784, 256; the sign of -5 stays a sign.
    text = re.sub(r"(?<=\d)\s*-\s*", ",", text)
    return tuple(int(part) for part in text.split(",") if part.strip())
