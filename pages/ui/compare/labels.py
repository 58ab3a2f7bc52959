"""How runs and PCA are called everywhere on the Compare page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ae.plots.curves import COLOURS, PCA_COLOUR
from ae.run_names import unique_names
from ae.store import Run


@dataclass(frozen=True)
class Label:
    """A name with its colour and number, where it has them.

    Attributes:
        number: a run's, from 1; None for PCA.
        colour: in CSS.
    """

    name: str
    colour: str = ""
    number: int | None = None

    @property
    def text(self) -> str:
        """In one line, without colour: "1 Plain, code 16"."""
        return f"{self.number} {self.name}" if self.number else self.name

    @property
    def unbroken_name(self) -> str:
        """The name in which a number does not leave its word: "code 16", "16 numbers"."""
        return re.sub(r"(?<=code) (?=\d)|(?<=\d) (?=numbers?)", "\N{NO-BREAK SPACE}", self.name)


def run_labels(runs: Sequence[Run]) -> list[Label]:
    """The runs' labels, numbered from 1."""
    names = unique_names(runs)
    return [
        Label(names[run.id], colour, number)
        for number, (run, colour) in enumerate(zip(runs, COLOURS, strict=False), 1)
    ]


def pca_label(latent_dim: int) -> Label:
    """PCA's, with its size."""
    return Label(f"PCA, {latent_dim} number{'s' * (latent_dim > 1)}", PCA_COLOUR)


def runs_in_words(numbers: Sequence[int]) -> str:
    """Runs by their numbers: "run 1", "runs 1 and 3"."""
    return f"run{'s' * (len(numbers) > 1)} {in_words(map(str, numbers))}"


def in_words(texts: Iterable[str]) -> str:
    """A list in a sentence: "a", "a and b", "a, b and c"."""
    *most, last = texts
    return f"{', '.join(most)} and {last}" if most else last
