"""Our own components, one folder each: Python, JavaScript, CSS and HTML together.

All draw with the Plotly that this server serves itself, so they work with no network.
"""

from __future__ import annotations

import time
from collections.abc import Hashable
from importlib.metadata import version
from pathlib import Path

import streamlit as st

from pages.components.addresses import ADDRESSES

HERE = Path(__file__).parent
PLOTLY_URL = f"{ADDRESSES.plotly}?v={version('plotly')}"


def read(name: str) -> str:
    """A file of this folder as text."""
    return (HERE / name).read_text(encoding="utf-8")


def since(key: str, shown: Hashable) -> float:
    """When what this tab's component shows last changed, so that the browser knows new from old.

    Args:
        key: the component's own on its page.
        shown: whatever stands for what it shows.

    Returns:
        Seconds since 1970, never less than before.
    """
    name = f"{key} since"
    before, changed = st.session_state.get(name, (None, 0.0))
    if before != shown:
        changed = max(time.time(), changed)  # also after the clock was set back
        st.session_state[name] = shown, changed
    return changed
