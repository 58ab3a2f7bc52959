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


@st.cache_data(max_entries=16, show_spinner=False)
def _ask_pca(
    dataset: str, latent_dim: int, indices: list[int], count: int, _store_url: str, _run: str
) -> dict[str, Any]:
    """Once for all runs of a dataset and a code size."""
    return workers().ask(_store_url, _run, "pca", indices=indices, count=count)


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


def ask_pca(run: Run, indices: list[int], count: int) -> dict[str, Any]:
    """What PCA with as many numbers as the run's code makes of its dataset.

    Args:
        run: whose code size and dataset it takes.
        indices: the test images that it reconstructs.
        count: of how many test images it gives the codes, from the first.

    Raises:
        NoWorker: if none answers.
    """
    hp = run.hp
    with st.spinner("Asking a worker for PCA …"):
        return _ask_pca(hp.dataset, hp.latent_dim, indices, count, store().url, run.id)


def ask_or_stop(run: Run, question: str, **arguments: Any) -> dict[str, Any]:
    """As `ask`; where there is no answer yet the page stops, says so and goes on by itself."""
    try:
        return ask(run, question, **arguments)
    except NoWeights as error:
        wait_for(NewWeights(run.id, -1), reason=str(error))
    except NoWorker as error:
        wait_for_workers(str(error))
    st.stop()
