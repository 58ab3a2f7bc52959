"""Charts beside each other, in rows."""

from __future__ import annotations

import math
from collections.abc import Iterator

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

# More beside each other would be too small on a laptop.
_MOST = 4


def grid(count: int, columns: int) -> Iterator[DeltaGenerator]:
    """That many places, so many in a row; one alone takes the whole width."""
    for start in range(0, count, columns):
        yield from st.columns(min(columns, count))[: count - start]


def columns_for(count: int) -> int:
    """So many in a row that the rows are of equal length, as nearly as can be."""
    return math.ceil(count / math.ceil(count / _MOST))
