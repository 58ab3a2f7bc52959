"""The metrics of several runs, like beside like, and which are best."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ae.comparison.fairness import Conditions, fair_groups
from ae.comparison.labels import image_kind
from ae.formatting import NO_VALUE
from ae.metrics import METRICS
from ae.store import Run


@dataclass(frozen=True)
class MetricColumn:
    """What the table needs to know of a run, or of PCA.

    Attributes:
        metrics: by the names of `METRICS`; empty before the run's end.
        conditions: under which they were measured.
        loss_unit: what its loss counts; "" where it has none.
    """

    metrics: dict[str, Any]
    conditions: Conditions
    loss_unit: str = ""

    @classmethod
    def of(cls, run: Run) -> MetricColumn:
        """That of a run."""
        return cls(run.test, Conditions.of(run), run.hp.loss_unit)


@dataclass(frozen=True)
class MetricRow:
    """One metric of all columns that measure the same quantity.

    Attributes:
        images: what is special about the images it is measured on; "" for grey levels.
        cells: formatted, one a column; `NO_VALUE` where the column has no such value.
        best: places of the columns that read best among those of the same conditions; empty where
            none is better than another.
        why_none: why it has no best, where less or more of it is not simply better.
    """

    metric: str
    images: str
    label: str
    unit: str
    help: str
    cells: tuple[str, ...]
    best: frozenset[int]
    why_none: str


def metric_rows(columns: Sequence[MetricColumn]) -> list[MetricRow]:
    """Every metric that some column has, by kind of image and then by unit.

    A metric of binarised images and one of grey levels are different quantities, and so are
    generalisation gaps of different losses: they never stand in one row.
    """
    kinds = dict.fromkeys(_images(column) for column in columns)
    has_several_datasets = len({dataset for dataset, _ in kinds}) > 1
    rows: list[MetricRow] = []
    for kind in sorted(kinds, key=lambda kind: kind[1] == "binarised"):
        of_kind = {i: c for i, c in enumerate(columns) if _images(c) == kind}
        images = image_kind(*kind, names_dataset=has_several_datasets)
        for name in METRICS:
            rows += _rows(name, images, of_kind, len(columns))
    return rows


def _rows(
    name: str, images: str, columns: dict[int, MetricColumn], count: int
) -> Iterator[MetricRow]:
    """A metric of columns of one kind of image: a row for each unit that it has among them."""
    metric = METRICS[name]
    by_unit: dict[str, dict[int, float]] = {}
    for i, column in columns.items():
        value = column.metrics.get(name)
        if value is not None and math.isfinite(value):
            unit = column.loss_unit if metric.unit == "unit of the loss" else metric.unit
            by_unit.setdefault(unit, {})[i] = value
    for unit, values in by_unit.items():
        texts = {i: metric.text(value) for i, value in values.items()}
        cells = tuple(texts.get(i, NO_VALUE) for i in range(count))
        places = list(values)
        best = [
            _best({places[k]: values[places[k]] for k in group}, texts, metric.best)
            for group in fair_groups([columns[i].conditions for i in places])
        ]
        yield MetricRow(
            name, images, metric.label, unit, metric.help, cells, frozenset().union(*best),
            metric.why_none,
        )  # fmt: skip


def _images(column: MetricColumn) -> tuple[str, str]:
    return column.conditions.dataset, column.conditions.pixels


def _best(values: dict[int, float], texts: dict[int, str], which: str) -> frozenset[int]:
    """By what is shown: two that read alike are both best; all alike, none is."""
    if not which or len({texts[i] for i in values}) < 2:
        return frozenset()
    best = (min if which == "low" else max)(values, key=values.__getitem__)
    return frozenset(i for i in values if texts[i] == texts[best])
