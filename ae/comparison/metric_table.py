"""The figures of several runs, like beside like, and which are best."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ae.comparison.subjects import BINARISED, NOTHING
from ae.config.choices import DATASETS
from ae.metrics import METRICS
from ae.store import Run


@dataclass(frozen=True)
class Column:
    """What the table of figures needs to know of a run, or of PCA.

    Attributes:
        figures: by the names of `METRICS`; empty before its end.
        loss_unit: what its loss counts; "" where it has none.
    """

    figures: dict[str, Any]
    dataset: str = "mnist"
    pixels: str = "grey"
    loss_unit: str = ""

    @classmethod
    def of(cls, run: Run) -> Column:
        """That of a run."""
        return cls(run.test, run.hp.dataset, run.hp.pixels, run.hp.loss_unit)


@dataclass(frozen=True)
class Figure:
    """One metric of all columns that measure the same quantity.

    Attributes:
        kind: what is special about the images it is measured on; "" for grey levels.
        cells: in digits, one a column; `NOTHING` where it has no such figure.
        best: the columns that look best; none where no one is better than another.
    """

    metric: str
    kind: str
    label: str
    unit: str
    help: str
    cells: tuple[str, ...]
    best: frozenset[int]


def figures(columns: Sequence[Column]) -> list[Figure]:
    """Every metric that some column has, by kind of image and then by unit.

    A figure of binarised images and one of grey levels are different quantities, and so are
    generalisation gaps of different losses: they never stand in one row.
    """
    kinds = dict.fromkeys((column.dataset, column.pixels) for column in columns)
    several = len({dataset for dataset, _ in kinds}) > 1
    found: list[Figure] = []
    for dataset, pixels in sorted(kinds, key=lambda kind: kind[1] == "binarised"):
        of_kind = {
            i: c for i, c in enumerate(columns) if (c.dataset, c.pixels) == (dataset, pixels)
        }
        about = [DATASETS[dataset]] * several + [BINARISED] * (pixels == "binarised")
        for key in METRICS:
            found += _rows(key, ", ".join(about), of_kind, len(columns))
    return found


def _rows(key: str, kind: str, columns: dict[int, Column], count: int) -> Iterator[Figure]:
    """A metric of columns of one kind: a row, or one for each unit that it has among them."""
    metric = METRICS[key]
    units: dict[str, dict[int, float]] = {}
    for i, column in columns.items():
        value = column.figures.get(key)
        if value is not None and math.isfinite(value):
            unit = column.loss_unit if metric.unit == "unit of the loss" else metric.unit
            units.setdefault(unit, {})[i] = value
    for unit, values in units.items():
        texts = {i: format(value, metric.digits) for i, value in values.items()}
        cells = tuple(texts.get(i, NOTHING) for i in range(count))
        best = _best(values, texts, metric.best)
        yield Figure(key, kind, metric.label, unit, metric.help, cells, best)


def _best(values: dict[int, float], texts: dict[int, str], which: str) -> frozenset[int]:
    """By what is shown: two that read alike are both best; all alike, none is."""
    if not which or len(set(texts.values())) < 2:
        return frozenset()
    best = (min if which == "low" else max)(values, key=values.__getitem__)
    return frozenset(i for i, text in texts.items() if text == texts[best])
