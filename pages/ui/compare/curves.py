"""The runs' losses over one axis, a chart for each unit."""

from __future__ import annotations

from collections.abc import Sequence

from ae.comparison import curve_kind, default_quantity
from ae.data import TRAIN_SIZE
from ae.plots.curves import SHAPES
from ae.store import Run
from pages.components.compare_curves import RunCurve, compare_curves
from pages.ui.compare.entries import Entry


def show_curves(entries: Sequence[Entry], with_pca: bool) -> None:
    """The losses, and PCA's error where a run's worker left it.

    Args:
        entries: of which the runs are shown.
        with_pca: whether PCA is.
    """
    runs = {entry.label.number: entry for entry in entries if entry.run and entry.label.number}
    curves = [_curve(entry, entry.run) for _, entry in sorted(runs.items()) if entry.run]
    settings = [entry.run.hp for entry in runs.values() if entry.run]
    compare_curves(curves, with_pca, default_quantity(settings), "compare-curves")


def _curve(entry: Entry, run: Run) -> RunCurve:
    label, hp = entry.label, run.hp
    assert label.number is not None
    return RunCurve(
        run.id,
        run.steps,
        label.number,
        label.name,
        label.colour,
        SHAPES[label.number - 1],
        hp.batch_size / TRAIN_SIZE,
        curve_kind(hp, "whole"),
        curve_kind(hp, "reconstruction"),
        entry.conditions.of_pca.code_size,
    )
