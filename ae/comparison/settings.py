"""Which settings of several runs differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ae.config import FIELDS, Hyperparameters, as_text
from ae.formatting import NO_VALUE


@dataclass(frozen=True)
class SettingRow:
    """One field of several runs.

    Attributes:
        values: in words, one a run; `NO_VALUE` where the field does nothing.
        differs: not all runs have the same.
    """

    field: str
    label: str
    values: tuple[str, ...]
    differs: bool


def setting_rows(settings: Sequence[Hyperparameters]) -> list[SettingRow]:
    """Every field of these runs, in the order of the form."""
    return [
        SettingRow(
            name,
            field.label,
            tuple(_in_words(hp, name) for hp in settings),
            _differ(settings, name),
        )
        for name, field in FIELDS.items()
    ]


def _in_words(hp: Hyperparameters, name: str) -> str:
    if hp.does_nothing(name):
        return NO_VALUE
    value, choices = getattr(hp, name), FIELDS[name].choices
    if choices is not None:
        return choices[value]
    if isinstance(value, int):
        return f"{value:,}"
    return as_text(value) or "none"


def _differ(settings: Sequence[Hyperparameters], name: str) -> bool:
    # A penalty of 0 is as good as one that does nothing, and a mirrored decoder as a typed one.
    values = {0 if hp.does_nothing(name) else getattr(hp, name) for hp in settings}
    if name == "decoder":
        return len(values) > 1 and len({hp.decoder_widths for hp in settings}) > 1
    return len(values) > 1
