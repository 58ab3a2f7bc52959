"""What a field accepts and how it is said: read from text, checked, written as text."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from ae.config.choices import MAX_LAYERS
from ae.config.typed import Ambiguous, read_decimal, read_whole, read_widths
from ae.errors import SettingError

# What the compiled training step depends on: the field's value; only whether it is in use (not 0),
# the value being a number that the step is given; or not the field at all.
Graph = Literal["value", "use", "no"]
# How a sweep goes through a field's values: by equal differences, by equal ratios (0 apart), by
# powers of two, or one after the other as they are listed.
Scale = Literal["linear", "log", "log2", "listed"]
# Another field, and its values with which this one does something.
Needs = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Field:
    """One hyperparameter in words and bounds; made by `choice`, `number` and `widths`.

    Attributes:
        label, group: its name in the form and the tab that it is on, of `ae.config.GROUPS`.
        kind: int, float, str (one of `choices`) or tuple (widths of layers).
        help: one or two sentences, with a typical range.
        low, high: bounds of a number, or of each width.
        why: the reason for the bounds.
        is_basic: one of the few that a beginner changes first.
        needs: what it does something with; None: always.
        may_mirror: None, written "mirror", is a value too.
        graph: what the compiled training step has of it.
        scale: how a sweep goes through its values.
    """

    label: str
    group: str
    kind: type
    help: str
    graph: Graph
    scale: Scale
    choices: Mapping[str, str] | None = None
    low: float | None = None
    high: float | None = None
    why: str = ""
    is_basic: bool = False
    needs: Needs | None = None
    may_mirror: bool = False

    @property
    def accepts(self) -> str:
        """The accepted values in words, for error messages and help texts."""
        if self.choices is not None:
            return " or ".join(self.choices)
        reason = f" ({self.why})" if self.why else ""
        widths = "widths of " if self.kind is tuple else ""
        mirror = ", or mirror" if self.may_mirror else ""
        return f"{widths}{_in_words(self.low)} to {_in_words(self.high)}{reason}{mirror}"

    def parse(self, name: str, text: str) -> Any:
        """Read a value from text. Raises `SettingError` if it is not of the field's kind."""
        text = text.strip()
        if self.kind is str:
            return text
        if text == "mirror" and self.may_mirror:
            return None
        try:
            return _READERS[self.kind](text)
        except Ambiguous as error:
            raise SettingError(
                name,
                f"expected {error.meanings}, got {text!r}, which could be either",
                f"{self.label} must be written as {error.meanings}, because {text} could be "
                "either.",
            ) from None
        except ValueError:
            raise self.refusal(name, self.accepts, repr(text)) from None

    def check(self, name: str, value: Any) -> Any:
        """The value in the field's type. Raises `SettingError` if the field does not accept it."""
        if self.choices is not None:
            if not isinstance(value, str) or value not in self.choices:
                raise self.refusal(name, self.accepts, repr(value))
            return value
        if self.kind is int or self.kind is float:
            return self._in_range(name, self.kind, value)
        if value is None and self.may_mirror:
            return None
        if not isinstance(value, (list, tuple)):
            raise self.refusal(name, "widths separated by commas", repr(value))
        if len(value) > MAX_LAYERS:
            raise self.refusal(name, f"at most {MAX_LAYERS} layers", str(len(value)))
        return tuple(self._in_range(name, int, width) for width in value)

    def refusal(self, name: str, accepted: str, got: str) -> SettingError:
        """The error for a value that is not accepted.

        Args:
            name: the field's.
            accepted: what would be, in words.
            got: the value in words.
        """
        found = "empty" if got == "''" else got
        sentence = f"{self.label} must be {accepted}, not {found}."
        return SettingError(name, f"expected {accepted}, got {got}", sentence)

    def _in_range(self, name: str, kind: type, value: Any) -> Any:
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        assert self.low is not None
        assert self.high is not None
        # Not a number at all, and NaN, which is in no range, come first: they have no digits.
        if not number or value != value:
            raise self.refusal(name, self.accepts, repr(value))
        if not self.low <= value <= self.high:
            got = f"{value:,}" if abs(value) < 1e15 else "a number far beyond that"
            raise self.refusal(name, self.accepts, got)
        if kind is int and value != int(value):
            raise self.refusal(name, f"a whole number, {self.accepts}", repr(value))
        return kind(value)


_READERS: Mapping[type, Callable[[str], Any]] = {
    int: read_whole,
    float: read_decimal,
    tuple: read_widths,
}
Number = TypeVar("Number", int, float)
Widths = TypeVar("Widths", tuple[int, ...], tuple[int, ...] | None)


def choice(
    default: str, label: str, group: str, help: str, *, choices: Mapping[str, str], graph: Graph,
    is_basic: bool = False, needs: Needs | None = None,
) -> str:  # fmt: skip
    """An entry of `ae.config.settings`: one name of several, each with its words for the form."""
    return _entry(
        default,
        Field(label, group, str, help, graph, "listed", choices, is_basic=is_basic, needs=needs),
    )


def number(
    default: Number, label: str, group: str, help: str, *, low: Number, high: Number, why: str,
    graph: Graph, scale: Scale, is_basic: bool = False, needs: Needs | None = None,
) -> Number:  # fmt: skip
    """An entry of `ae.config.settings`: a number; whole if its default is an `int`."""
    return _entry(
        default,
        Field(
            label, group, type(default), help, graph, scale, None, low, high, why, is_basic, needs
        ),
    )


def widths(
    default: Widths, label: str, group: str, help: str, *, low: int, high: int, why: str,
    graph: Graph, is_basic: bool = False, needs: Needs | None = None, may_mirror: bool = False,
) -> Widths:  # fmt: skip
    """An entry of `ae.config.settings`: the widths of some layers."""
    return _entry(
        default,
        Field(
            label, group, tuple, help, graph, "listed", None, low, high, why, is_basic, needs,
            may_mirror,
        ),
    )  # fmt: skip


def _entry(default: Any, field: Field) -> Any:
    return dataclasses.field(default=default, metadata={"field": field})


def _in_words(value: float | None) -> str:
    assert value is not None
    if isinstance(value, int):
        return f"{value:,}"
    return as_text(value) if value < 1 else f"{value:,g}"


def as_text(value: Any) -> str:
    """A field's value as a person types it: `784, 256`, `mirror`, `0.001`, `0`, `relu`."""
    if value is None:
        return "mirror"
    if isinstance(value, float):
        plain = f"{value:.9f}".rstrip("0").rstrip(".")  # 0.0000001 and 0, not 1e-07 and 0.0
        return plain if float(plain) == value else str(value)
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
