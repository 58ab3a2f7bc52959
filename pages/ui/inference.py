"""Asking a worker about a run, once for all who look at the same weights."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ae.errors import NoWeights, NoWorker
from ae.live import NewWeights
from ae.store import Run
from pages.ui.backend import store, workers
from pages.ui.waiting import wait_for, wait_for_workers


@st.cache_data(max_entries=64, show_spinner=False)
def _ask(store_url: str, run: str, step: int, question: str, **arguments: Any) -> dict[str, Any]:
    """`step` is there for the cache: newer weights give newer answers."""
    return workers().ask(store_url, run, question, **arguments)


def ask(run: Run, question: str, **arguments: Any) -> dict[str, Any]:
    """The answer of a worker.

    Args:
        run: whose weights it takes.
        question: of `ae.cluster.inference.HANDLERS`.
        arguments: that question's.

    Raises:
        NoWeights: if the run has none.
        NoWorker: if none answers now.
        NoAnswer: if one tried, and failed.
    """
    step = store().weights_step(run.id)
    if step is None:
        raise NoWeights("This run has no weights to show.")
    with st.spinner("Asking a worker …"):
        return _ask(store().url, run.id, step, question, **arguments)


def ask_or_stop(run: Run, question: str, **arguments: Any) -> dict[str, Any]:
    """As `ask`; where there is no answer yet the page stops, says so and goes on by itself."""
    try:
        return ask(run, question, **arguments)
    except NoWeights as error:
        wait_for(NewWeights(run.id, -1), reason=str(error))
    except NoWorker as error:
        wait_for_workers(str(error))
    st.stop()
