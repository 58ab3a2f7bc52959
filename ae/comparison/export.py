"""The comparison as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from ae.comparison.subjects import name
from ae.config import FIELDS, as_text
from ae.metrics import METRICS
from ae.store import Run


def as_csv(runs: Sequence[Run], pca: dict[str, Any] | None = None) -> str:
    """The runs, one a row, with all settings and figures as they are; PCA last.

    Args:
        pca: name, dataset, latent_dim and the figures of PCA.
    """
    target = io.StringIO()
    head = ["id", "name", "state", "steps_done", "parameters", "ms_per_step", *FIELDS, *METRICS]
    writer = csv.DictWriter(target, head, restval="", extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    for run in runs:
        row = {
            "id": run.id,
            "name": name(run),
            "state": run.state.value,
            "steps_done": run.step,
            "parameters": run.parameters,
            "ms_per_step": run.ms_per_step,
        }
        row |= {field: _raw(getattr(run.hp, field)) for field in FIELDS}
        writer.writerow({key: _cell(value) for key, value in (row | run.test).items()})
    if pca:
        writer.writerow({key: _cell(value) for key, value in pca.items()})
    return target.getvalue()


def _raw(value: Any) -> Any:
    return as_text(value) if isinstance(value, tuple) or value is None else value


def _cell(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return "" if value is None else value
