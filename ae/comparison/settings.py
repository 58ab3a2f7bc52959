"""Which settings of several runs differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ae.comparison.subjects import NOTHING
from ae.config import FIELDS, Hyperparameters, as_text


@dataclass(frozen=True)
class Setting:
    """One field of several runs.

    Attributes:
        values: in words, one a run; `NOTHING` where the field does nothing.
        differs: not all runs have the same.
    """

    field: str
    label: str
    values: tuple[str, ...]
    differs: bool


def settings(runs: Sequence[Hyperparameters]) -> list[Setting]:
    """Every field of these runs, in the order of the form."""
    return [
        Setting(field, info.label, tuple(_in_words(hp, field) for hp in runs), _differ(runs, field))
        for field, info in FIELDS.items()
    ]


def _in_words(hp: Hyperparameters, field: str) -> str:
    if hp.does_nothing(field):
        return NOTHING
    value, choices = getattr(hp, field), FIELDS[field].choices
    if choices is not None:
        return choices[value]
    if isinstance(value, int):
        return f"{value:,}"
    return as_text(value) or "none"


def _differ(runs: Sequence[Hyperparameters], field: str) -> bool:
    # A penalty of 0 is as good as one that does nothing, and a mirrored decoder as a typed one.
    values = {0 if hp.does_nothing(field) else getattr(hp, field) for hp in runs}
    if field == "decoder":
        return len(values) > 1 and len({hp.decoder_widths for hp in runs}) > 1
    return len(values) > 1
