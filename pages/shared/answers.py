"""Asking a worker about a run, once for all who look at the same weights."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ae.errors import NoWeights, NoWorker
from ae.store import Run
from pages.shared.backend import store, workers


@st.cache_data(max_entries=64, show_spinner=False)
def _ask(store_url: str, run: str, step: int, question: str, **arguments: Any) -> dict[str, Any]:
    """`step` is there for the cache: newer weights give newer answers."""
    return workers().ask(store_url, run, question, **arguments)


def ask(run: Run, question: str, **arguments: Any) -> dict[str, Any]:
    """The answer of a worker. Stops the page, with a sentence, where none answers."""
    try:
        step = store().weights_step(run.id)
        if step is None:
            raise NoWeights("This run has no weights to show.")
        with st.spinner("Asking a worker …"):
            return _ask(store().url, run.id, step, question, **arguments)
    except (NoWorker, NoWeights) as error:
        st.warning(str(error), icon=":material/cloud_off:")
        st.button("Try again", icon=":material/refresh:")
        st.stop()
