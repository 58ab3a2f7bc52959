"""What stands in a form: the texts as they were typed, and the settings that they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ae.config import FIELDS, Hyperparameters, parse
from ae.errors import SettingError
from ae.presets import preset

# The menu of presets has this one for settings that started from none.
CUSTOM = "custom"


@dataclass(frozen=True)
class FormValues:
    """What stands in a form.

    Attributes:
        raw: the choice or the typed text, by field.
        preset: the preset that the form started from; None for settings of one's own.
        errors: what is wrong, by field.
        changed: the fields that differ from the preset.
        hp: the settings; None if a field is wrong.
    """

    raw: Mapping[str, str]
    preset: str | None
    errors: Mapping[str, SettingError]
    changed: list[str]
    hp: Hyperparameters | None


def read_values(raw: Mapping[str, str], menu: str) -> FormValues:
    """Read a form.

    Args:
        raw: the choice or the typed text, by field, of every field.
        menu: the chosen preset, or `CUSTOM`.
    """
    values, errors = _parse(raw)
    hp = None
    if not errors:
        try:
            hp = Hyperparameters(**values)
        except SettingError as error:
            errors[error.field] = error
    if menu == CUSTOM:
        return FormValues(raw, None, errors, [], hp)
    start = preset(menu)
    # A text that can't be read is no preset's value.
    changed = [n for n in FIELDS if n not in values or values[n] != getattr(start, n)]
    return FormValues(raw, menu, errors, changed, hp)


def _parse(raw: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, SettingError]]:
    """Each field by itself: its value or what is wrong with it."""
    values: dict[str, Any] = {}
    errors: dict[str, SettingError] = {}
    for name, field in FIELDS.items():
        try:
            value = raw[name] if field.choices else parse(name, raw[name])
            values[name] = field.check(name, value)
        except SettingError as error:
            errors[name] = error
    return values, errors
