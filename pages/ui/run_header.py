"""The title of the run on screen, so that nobody takes its curve for that of the form."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from ae.run_names import run_name
from ae.store import Run
from pages.ui.run_actions import run_actions

# For a page to bring once.
STYLE = """
.ae-run-title { margin: 0; padding: 0; font-size: 1.25rem; line-height: 1.3; font-weight: 600;
  overflow-wrap: anywhere; }
[class*="st-key-"][class*="run-header"] { min-height: 2.5rem; flex-wrap: nowrap; }
/* Where a name takes two lines, what is below has its place before there is a run. */
@media (max-width: 640px) {
  [class*="st-key-"][class*="run-header"] { min-height: 3.25rem; }
}
"""
NO_RUN = "New run"


def run_header(run: Run | None, key: str, on_deleted: Callable[[], object]) -> None:
    """The run's title, and what its owner may do to it.

    Args:
        run: the one on screen; None for none.
        key: its own for each on a page.
        on_deleted: what to do once the run is gone.
    """
    title = run_name(run) if run else NO_RUN
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"{key} run-header"
    ):
        st.html(f'<h2 class="ae-run-title">{escape(title)}</h2>', width="content")
        if run:
            run_actions(run, key, on_deleted)
