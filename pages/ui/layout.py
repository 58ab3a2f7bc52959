"""The areas of the Train page: one order for the eye, the keyboard and a screen reader.

The run comes between the menu of presets and the long form, also where the two stand in a column.
"""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

_AREAS = ("preset", "run", "settings")
# For a page to bring once. On a phone columns follow each other by themselves.
STYLE = """
[data-testid="stElementContainer"]:has(.ae-page-title) {
  position: absolute;
  left: 0; /* from its own place it would reach beyond the right edge */
  clip-path: inset(50%);
}
@media (min-width: 641px) {
  [data-testid="stHorizontalBlock"]:has(> [data-testid="stColumn"] > * > * > .st-key-train-run) {
    display: grid;
    grid-template: auto 1fr / minmax(0, 2fr) minmax(0, 3.4fr);
    gap: 1rem 2rem;
    > [data-testid="stColumn"] { width: auto; min-width: 0; }
    > :has(> * > * > .st-key-train-run) { grid-area: 1 / 2 / span 2; }
  }
}
"""


def areas() -> tuple[DeltaGenerator, DeltaGenerator, DeltaGenerator]:
    """Containers for the menu of presets, for the run, and for the settings.

    The page brings `STYLE`.
    """
    # For who can't see which of the pages it is.
    st.html('<h1 class="ae-page-title">Train</h1>')
    columns = zip(st.columns(len(_AREAS)), _AREAS, strict=True)
    top, beside, below = (column.container(key=f"train-{area}") for column, area in columns)
    return top, beside, below
