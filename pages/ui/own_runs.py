"""The strip of the visitor's own runs that have not ended: New run leaves no run behind unseen."""

from __future__ import annotations

import streamlit as st

from ae import queue
from ae.live import live_runs
from ae.store import Run
from pages.components.run_strip import run_strip
from pages.ui.backend import owner, store
from pages.ui.presentation import is_presenting

# For a page to bring once. Its room is there before its script is; without runs it takes none.
STYLE = """
[class*="st-key-"][class*="own-runs"] > :has(> .stHtml) { display: none; }
[class*="st-key-"][class*="own-runs"]:has(.ae-strip-room) { min-height: 4.25rem; }
[data-testid="stLayoutWrapper"]:has(> [class*="own-runs"]):not(:has(.ae-strip-room, .ae-strip li)) {
  display: none;
}
"""


def own_runs(key: str, besides: Run | None = None, is_listed: bool = False) -> Run | None:
    """The strip; the run that was clicked, if one was.

    Args:
        key: its own for each on a page.
        besides: the run on screen, which is not in it.
        is_listed: the page has a list of runs, and is drawn again when one begins or ends.
    """
    if is_presenting():  # a class looks at one run
        return None
    shown = [run for run in live_runs(store(), [owner()]) if not besides or run.id != besides.id]
    with st.container(key=f"{key} own-runs"):
        st.html(f'<i class="{"ae-strip-room" if shown else "ae-no-strip"}"></i>')
        clicked = run_strip(shown, besides, is_listed, f"{key} run strip")
    return queue.find(store(), clicked)
