"""The comparison as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from ae.config import FIELDS, as_text
from ae.metrics import METRICS
from ae.run_names import run_name
from ae.store import Run

_RUN_COLUMNS = ("id", "name", "state", "steps_done", "parameters", "ms_per_step")


def as_csv(runs: Sequence[Run], pcas: Sequence[dict[str, Any]] = ()) -> str:
    """The runs, one a row, with all settings and metrics unrounded; PCA last.

    Args:
        pcas: name, dataset, latent_dim and the metrics of each PCA.
    """
    target = io.StringIO()
    columns = [*_RUN_COLUMNS, *FIELDS, *METRICS]
    writer = csv.DictWriter(
        target, columns, restval="", extrasaction="ignore", lineterminator="\r\n"
    )
    writer.writeheader()
    rows = [_run_row(run) for run in runs] + list(pcas)
    for row in rows:
        writer.writerow({column: _escaped(value) for column, value in row.items()})
    return target.getvalue()


def _run_row(run: Run) -> dict[str, Any]:
    settings = {field: _setting(getattr(run.hp, field)) for field in FIELDS}
    return {
        "id": run.id,
        "name": run_name(run),
        "state": run.state.value,
        "steps_done": run.step,
        "parameters": run.parameters,
        "ms_per_step": run.ms_per_step,
        **settings,
        **run.test,
    }


def _setting(value: Any) -> Any:
    """Numbers stay numbers; widths and "mirror" are as a person types them."""
    return as_text(value) if isinstance(value, tuple) or value is None else value


def _escaped(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return "" if value is None else value
