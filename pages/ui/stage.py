"""The part of Train that fills the window: what steers a run, and its live view below."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

# For a page to bring once. What stands above the live view takes the height it needs and the view
# the rest, so that all of it is seen at once; the space around is the page's own. On a phone the
# page is scrolled.
STYLE = """
@media (min-width: 641px) {
  [data-testid="stMain"] { scrollbar-gutter: stable; }
  [class*="st-key-"][class*="-stage"] {
    min-height: calc(100dvh - 5.5rem);
    gap: 0.5rem;
    container-type: inline-size;
    :has(.ae-live) {
      display: flex;
      flex-direction: column;
      flex: 1 1 auto;
    }
  }
}
"""


def stage(key: str) -> DeltaGenerator:
    """A container for what is to be seen without scrolling; the page brings `STYLE`.

    Args:
        key: its own for each stage of a page.
    """
    return st.container(key=f"{key}-stage")
