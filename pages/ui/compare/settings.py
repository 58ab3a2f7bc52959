"""Which settings of the runs differ."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ae.comparison import SettingRow, setting_rows
from ae.config import FIELDS
from ae.store import Run
from pages.ui.compare.labels import run_labels
from pages.ui.compare.table import Cell, Row, draw_table


def show_settings(runs: Sequence[Run]) -> None:
    """The settings that differ, or all; what is not as in the first run is highlighted."""
    shows_all = st.toggle("Show all settings")
    settings = [row for row in setting_rows([run.hp for run in runs]) if shows_all or row.differs]
    if not settings:
        st.caption(
            "All settings are the same." if len(runs) > 1 else "Choose a second run beside it."
        )
        return
    title = "Settings" if shows_all else "Settings that differ"
    draw_table(
        title,
        run_labels(runs),
        [Row(row.label, _cells(row), help=FIELDS[row.field].help) for row in settings],
    )
    if len(runs) > 1:
        st.caption("Highlighted: not as in run 1. – does nothing with that run's other settings.")


def _cells(setting: SettingRow) -> list[Cell]:
    first = setting.values[0]
    return [Cell(text, is_marked=setting.differs and text != first) for text in setting.values]
