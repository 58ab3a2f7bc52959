"""What a field accepts and how it is said: read from text, checked, written as text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ae.config.choices import MAX_LAYERS
from ae.errors import SettingError


@dataclass(frozen=True)
class Field:
    """What a form, a link and an error message need to know of one field.

    Attributes:
        kind: int, float, str (one of `choices`) or tuple (widths of layers).
        help: one or two sentences, with a typical range.
        low, high: bounds of a number, or of each width.
        why: the reason for the bounds.
        is_basic: one of the few that a beginner changes first.
        needs: (other field, its values with which this one does something); None: always.
        may_mirror: None, written "mirror", is a value too.
    """

    label: str
    group: str
    kind: type
    help: str
    choices: Mapping[str, str] | None = None
    low: float | None = None
    high: float | None = None
    why: str = ""
    is_basic: bool = False
    needs: tuple[str, tuple[Any, ...]] | None = None
    may_mirror: bool = False

    @property
    def accepts(self) -> str:
        """The accepted values in words, for error messages and help texts."""
        if self.choices is not None:
            return " or ".join(self.choices)
        reason = f" ({self.why})" if self.why else ""
        widths = "widths of " if self.kind is tuple else ""
        mirror = ", or mirror" if self.may_mirror else ""
        return f"{widths}{_number(self.low)} to {_number(self.high)}{reason}{mirror}"

    def parse(self, name: str, text: str) -> Any:
        """Read a value from text. Raises `SettingError` if it is not of the field's kind."""
        text = text.strip()
        try:
            if self.kind is int:
                return int(text.replace(",", "").replace("_", ""))
            if self.kind is float:
                return float(text)
            if self.kind is str:
                return text
            if text == "mirror" and self.may_mirror:
                return None
            # 784-256 is as good as 784, 256; the sign of -5 stays a sign.
            text = re.sub(r"(?<=\d)\s*-\s*", ",", text)
            return tuple(int(part) for part in text.split(",") if part.strip())
        except ValueError:
            raise SettingError(name, f"expected {self.accepts}, got {text!r}") from None

    def check(self, name: str, value: Any) -> Any:
        """The value in the field's type. Raises `SettingError` if the field does not accept it."""
        if self.choices is not None:
            if not isinstance(value, str) or value not in self.choices:
                raise SettingError(name, f"expected {self.accepts}, got {value!r}")
            return value
        if self.kind is int or self.kind is float:
            return self._in_range(name, self.kind, value)
        if value is None and self.may_mirror:
            return None
        if not isinstance(value, (list, tuple)):
            raise SettingError(name, f"expected widths separated by commas, got {value!r}")
        if len(value) > MAX_LAYERS:
            raise SettingError(name, f"expected at most {MAX_LAYERS} layers, got {len(value)}")
        return tuple(self._in_range(name, int, width) for width in value)

    def _in_range(self, name: str, kind: type, value: Any) -> Any:
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        assert self.low is not None
        assert self.high is not None
        # Not a number at all, and NaN, which is in no range, come first: they have no digits.
        if not number or value != value:
            raise SettingError(name, f"expected {self.accepts}, got {value!r}")
        if not self.low <= value <= self.high:
            got = f"{value:,}" if abs(value) < 1e15 else "a number far beyond that"
            raise SettingError(name, f"expected {self.accepts}, got {got}")
        if kind is int and value != int(value):
            raise SettingError(name, f"expected a whole number, {self.accepts}, got {value!r}")
        return kind(value)


def _number(value: float | None) -> str:
    assert value is not None
    return f"{value:,}" if isinstance(value, int) else f"{value:,g}"


def as_text(value: Any) -> str:
    """A field's value as a person types it: `784, 256`, `mirror`, `0.001`, `0`, `relu`."""
    if value is None:
        return "mirror"
    if isinstance(value, float):
        plain = f"{value:f}".rstrip("0").rstrip(".")  # 0.00001 and 0, not 1e-05 and 0.0
        return plain if float(plain) == value else str(value)
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
