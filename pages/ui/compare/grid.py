"""Charts beside each other, in rows."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def grid(count: int, columns: int) -> Iterator[DeltaGenerator]:
    """That many places, so many in a row; one alone takes the whole width."""
    for start in range(0, count, columns):
        yield from st.columns(min(columns, count))[: count - start]
