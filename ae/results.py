"""What takes a worker seconds and is kept with a run, by its name: it begins with its kind.

The server reads names here, with neither TensorFlow nor what makes a result; a worker makes them
(`ae.cluster.long_work`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ae.errors import SettingError
from ae.latent.latent_map import MapChoice
from ae.latent.sampling import SamplerChoice

SCORES = "scores"
HOTTEST = 2.0


@dataclass(frozen=True)
class ScoreChoice:
    """Whose samples are scored.

    Attributes:
        sampler: where their codes are from.
        temperature: times the spread about each centre, 0 to 2 in hundredths.
    """

    sampler: SamplerChoice
    temperature: float

    @classmethod
    def parse(cls, text: str) -> ScoreChoice:
        """Read `scores-mixture-10-t1.00`, `scores-prior-t0.70`.

        Raises:
            SettingError: if it is anything else.
        """
        parts = re.fullmatch(rf"{SCORES}-(.+)-t(\d\.\d\d)", text, re.ASCII)
        if not parts or float(parts[2]) > HOTTEST:
            raise SettingError(
                "scores",
                f"expected a sampler and a temperature of 0.00 to {HOTTEST:.2f}, as in "
                f"{SCORES}-mixture-10-t1.00, got {text!r}",
            )
        return cls(SamplerChoice.parse(parts[1]), float(parts[2]))

    def __str__(self) -> str:
        """As `parse` reads it."""
        return f"{SCORES}-{self.sampler}-t{self.temperature:.2f}"


# A name's first word, and what reads the whole name: `str` of what it gives is the name again.
_KINDS: dict[str, Callable[[str], object]] = {
    "tsne": MapChoice.parse,
    "umap": MapChoice.parse,
    "gaussian": SamplerChoice.parse,
    "mixture": SamplerChoice.parse,
    SCORES: ScoreChoice.parse,
}


def parse_result(name: str) -> object:
    """Which result a name asks for: a `MapChoice` of a map that takes long, and so on.

    Raises:
        SettingError: if it is no result's name.
    """
    kind = name.partition("-")[0]
    if kind not in _KINDS:
        raise SettingError("result", f"expected one of {', '.join(_KINDS)}, got {name!r}")
    return _KINDS[kind](name)
