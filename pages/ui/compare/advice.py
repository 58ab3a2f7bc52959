"""What to look at in these runs."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ae.comparison import advice
from ae.store import Run


def say_advice(runs: Sequence[Run], with_pca: bool) -> None:
    """What holds for the runs that are chosen, and nothing else."""
    st.markdown(" ".join(["**Look at the digits first.**", *advice(runs, with_pca)]))
