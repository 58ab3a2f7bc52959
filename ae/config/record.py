"""The hyperparameters of a run: checked, and read from and written as JSON and links."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from ae.config.derived import DerivedSettings
from ae.config.fields import as_text
from ae.config.rules import check_meaning, check_size
from ae.config.settings import FIELDS
from ae.errors import SettingError


@dataclass(frozen=True)
class Hyperparameters(DerivedSettings):
    """Everything that decides a run's result, validated at construction.

    What each field means and accepts stands in `FIELDS`. A field that does nothing with the
    others as they are (a noise level without noise) keeps its value and changes no result.

    Raises:
        SettingError: naming the field, what it accepts and what it got.
    """

    def __post_init__(self) -> None:
        for name, field in FIELDS.items():
            object.__setattr__(self, name, field.check(name, getattr(self, name)))
        check_meaning(self)
        check_size(self)

    def does_nothing(self, name: str) -> bool:
        """That field changes no result with the others as they are."""
        needs = FIELDS[name].needs
        return needs is not None and getattr(self, needs[0]) not in needs[1]

    def replace(self, **changes: Any) -> Self:
        """A copy with some fields changed, validated again."""
        _expect_known(changes)
        return dataclasses.replace(self, **changes)

    def differences(self, other: Hyperparameters) -> list[str]:
        """Names of the fields in which two records differ."""
        return [n for n in FIELDS if getattr(self, n) != getattr(other, n)]

    def to_json(self) -> str:
        """One line of JSON that `from_json` reads back."""
        return json.dumps(dataclasses.asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote, also before a field was added.

        Raises:
            SettingError: for a bad value or a field that does not exist.
        """
        try:
            values = json.loads(text)
        except ValueError as error:
            raise SettingError("settings", f"expected JSON, got {text[:60]!r}") from error
        if not isinstance(values, dict):
            raise SettingError("settings", f"expected a JSON object, got {text[:60]!r}")
        _expect_known(values)
        return cls().replace(**values)

    def to_query(self, base: Hyperparameters | None = None) -> dict[str, str]:
        """The fields that differ from `base` (default: the defaults) as a link's parameters."""
        return {n: as_text(getattr(self, n)) for n in self.differences(base or Hyperparameters())}

    @classmethod
    def from_query(cls, query: Mapping[str, str], base: Self | None = None) -> Self:
        """Read a link's parameters; names that are no field are left alone.

        Raises:
            SettingError: for a bad value.
        """
        known = {n: parse(n, query[n]) for n in FIELDS if n in query}
        return (base or cls()).replace(**known)


def _expect_known(names: Iterable[str]) -> None:
    unknown = sorted(set(names) - set(FIELDS))
    if unknown:
        raise SettingError(unknown[0], f"expected one of {', '.join(FIELDS)}, got an unknown field")


def parse(name: str, text: str) -> Any:
    """Read a field's value from text, as typed in a form, a link or on the command line.

    Raises:
        SettingError: if there is no such field or the text is not of its kind.
    """
    _expect_known([name])
    return FIELDS[name].parse(name, text)
