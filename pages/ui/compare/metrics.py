"""The runs' and PCA's metrics on the test images, in a table and as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import streamlit as st

from ae.comparison import (
    MetricColumn,
    MetricRow,
    as_csv,
    fair_groups,
    metric_rows,
    why_no_match,
)
from ae.data import TEST_SIZE
from pages.ui.compare.entries import Entry
from pages.ui.compare.inference import Inference
from pages.ui.compare.labels import in_words, runs_in_words
from pages.ui.compare.table import Cell, Row, draw_table


def show_metrics(entries: Sequence[Entry], inference: Inference) -> None:
    """The metrics under a heading for each kind of code and images, the best of each marked.

    Args:
        entries: those of a kind beside each other.
        inference: knows PCA's metrics.
    """
    columns = [_column(entry, inference) for entry in entries]
    rows = metric_rows(columns)
    if not rows:
        st.caption("They are measured when a run ends.")
        return
    groups = fair_groups([entry.conditions for entry in entries])
    draw_table(
        f"Figures on the {TEST_SIZE:,} test images",
        [entry.label for entry in entries],
        [_row(row) for row in rows],
        [(entries[group[0]].conditions.in_words, len(group)) for group in groups],
    )
    st.caption(" ".join(_notes(entries, columns, rows)))
    with st.expander("What the figures mean"):
        st.markdown("\n".join(dict.fromkeys(map(_meaning, rows))))


def download_button(entries: Sequence[Entry], inference: Inference) -> None:
    """Settings and metrics as a file."""
    pcas = [
        _pca_row(entry, pca)
        for entry in entries
        if entry.run is None and (pca := inference.pca(entry.conditions))
    ]
    runs = sorted((e for e in entries if e.run), key=lambda entry: entry.label.number or 0)
    st.download_button(
        "Download CSV",
        as_csv([entry.run for entry in runs if entry.run], pcas),
        "comparison.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _column(entry: Entry, inference: Inference) -> MetricColumn:
    if entry.run:
        return MetricColumn.of(entry.run)
    pca = inference.pca(entry.conditions)
    return MetricColumn(pca["metrics"] if pca else {}, entry.conditions)


def _row(metric: MetricRow) -> Row:
    cells = [Cell(text, is_best=i in metric.best) for i, text in enumerate(metric.cells)]
    return Row(metric.label, cells, metric.unit, metric.help, metric.images.capitalize())


def _notes(
    entries: Sequence[Entry], columns: Sequence[MetricColumn], rows: Sequence[MetricRow]
) -> Iterator[str]:
    """What the marks mean, and why there is none where one would look for it."""
    if any(row.best for row in rows):
        yield "★ The best under its heading: same code size, same images."
    measured = [entry for entry, column in zip(entries, columns, strict=True) if column.metrics]
    for reason, places in why_no_match([entry.conditions for entry in measured]).items():
        numbers = [number for i in places if (number := measured[i].label.number)]
        if numbers:
            yield f"No star for {runs_in_words(numbers)}: {reason}."
    unmarked = dict.fromkeys(row.label for row in rows if row.why_none)
    if unmarked and len(measured) > 1:
        yield f"None for {in_words(unmarked)}: less or more of it is not simply better."
    yield "– Not measured: another kind of quantity, or not ended."


def _meaning(metric: MetricRow) -> str:
    unit = f", {metric.unit}" if metric.unit else ""
    why_none = f" No star: {metric.why_none}." if metric.why_none else ""
    return f"- **{metric.label}**{unit}: {metric.help}{why_none}"


def _pca_row(entry: Entry, pca: dict[str, Any]) -> dict[str, Any]:
    """PCA in the words of the file: it has a name, a code size and metrics, and nothing else."""
    return {
        "name": entry.label.name,
        "dataset": entry.conditions.dataset,
        "latent_dim": entry.conditions.code_size,
        **pca["metrics"],
    }
