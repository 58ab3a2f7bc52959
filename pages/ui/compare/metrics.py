"""The runs' and PCA's metrics on the test images, in a table and as a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from ae.comparison import MetricColumn, MetricRow, as_csv, metric_rows
from ae.data import TEST_SIZE
from ae.store import Run
from pages.ui.compare.labels import pca_label, run_labels, runs_in_words
from pages.ui.compare.table import Cell, Row, draw_table


def show_metrics(runs: Sequence[Run], pca: dict[str, Any] | None) -> None:
    """The metrics, the best of each row marked.

    Args:
        runs: the runs.
        pca: a worker's answer about PCA.
    """
    columns, labels = [MetricColumn.of(run) for run in runs], run_labels(runs)
    if pca:
        columns.append(MetricColumn(pca["metrics"], runs[0].hp.dataset))
        labels.append(pca_label(pca["latent_dim"]))
    metrics = metric_rows(columns)
    if not metrics:
        st.caption("They are measured when a run ends.")
        return
    draw_table(
        f"Figures on the {TEST_SIZE:,} test images", labels, [_row(metric) for metric in metrics]
    )
    st.caption(" ".join(_notes(runs, len(columns))))
    with st.expander("What the figures mean"):
        st.markdown("\n".join(dict.fromkeys(map(_meaning, metrics))))


def download_button(runs: Sequence[Run], pca: dict[str, Any] | None) -> None:
    """Settings and metrics as a file."""
    st.download_button(
        "Download CSV",
        as_csv(runs, pca and _pca_row(runs[0], pca)),
        "comparison.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _row(metric: MetricRow) -> Row:
    cells = [Cell(text, is_best=i in metric.best) for i, text in enumerate(metric.cells)]
    return Row(metric.label, cells, metric.unit, metric.help, metric.images.capitalize())


def _notes(runs: Sequence[Run], columns: int) -> list[str]:
    notes = ["★ the best of a row. – not measured: another kind of quantity, or not ended."]
    spoiled = [number for number, run in enumerate(runs, 1) if run.hp.noise != "none"]
    if spoiled:
        others = " The others were shown clean ones." * (len(spoiled) < columns)
        notes.append(
            "Shown spoiled images, and measured by what came of them: "
            f"{runs_in_words(spoiled)}.{others}"
        )
    if any(run.hp.pixels == "binarised" for run in runs):
        notes.append(
            "Figures on black-or-white pixels are other quantities than those on grey ones."
        )
    return notes


def _meaning(metric: MetricRow) -> str:
    unit = f", {metric.unit}" if metric.unit else ""
    return f"- **{metric.label}**{unit}: {metric.help}"


def _pca_row(run: Run, pca: dict[str, Any]) -> dict[str, Any]:
    """PCA in the words of the file: it has a name, a code size and metrics, and nothing else."""
    latent_dim = pca["latent_dim"]
    return {
        "name": pca_label(latent_dim).name,
        "dataset": run.hp.dataset,
        "latent_dim": latent_dim,
        **pca["metrics"],
    }
