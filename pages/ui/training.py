"""The Train page's buttons and live view, a fragment: a press must not draw the form again."""

from __future__ import annotations

import streamlit as st

from ae import queue
from ae.presets import preset
from ae.store import Run, State
from pages.components.live_view import live_view
from pages.ui import evaluation, form
from pages.ui.backend import owner, store
from pages.ui.current_run import attach, current_run, detach, open_current_run
from pages.ui.errors import show_errors
from pages.ui.rate import rate_control

TRAIN, NEW = "train", "new run"
CHANGES = {"pause": queue.pause, "resume": queue.resume, "stop": queue.stop}


def _is_live(run: Run | None) -> bool:
    """It trains, or waits to."""
    return run is not None and not run.state.is_ended


@show_errors("Train")
def _handle_buttons(run: Run | None, typed: form.FormValues) -> None:
    """Do what was pressed."""
    if typed.hp and st.session_state.get(TRAIN) and not _is_live(run):
        run = queue.submit(store(), typed.hp, owner(), typed.preset)
        form.mark_loaded(run.id)
        attach(run)
    for name, change in CHANGES.items():
        if run and st.session_state.get(name):
            change(store(), run.id)
    if st.session_state.get(NEW):
        form.mark_loaded(None)
        detach()


@st.fragment
@show_errors("Train")
def training(problem: str) -> None:
    """The buttons and the live view. A press runs this alone, without the form's eighty elements:
    somebody waits for the first points.

    Args:
        problem: what is the matter with the page's link; said until there is a run.
    """
    typed = form.read()
    _handle_buttons(current_run(), typed)
    run = open_current_run()
    if problem and run is None:
        st.warning(problem)
    live = _is_live(run)
    is_paused = run is not None and run.state is State.PAUSED
    with st.container(horizontal=True, key="train-buttons"):
        st.button(
            "Train",
            key=TRAIN,
            type="primary",
            icon=":material/play_arrow:",
            disabled=live or typed.hp is None,
            help="Stop or finish the run below first." if live else None,
        )
        st.button("Pause", key="pause", icon=":material/pause:", disabled=not live or is_paused)
        st.button("Resume", key="resume", icon=":material/resume:", disabled=not is_paused)
        st.button("Stop", key="stop", icon=":material/stop:", disabled=not live)
        rate_control(run)
        st.button(
            "New run",
            key=NEW,
            icon=":material/add:",
            disabled=run is None,
            help="Leave this run as it is, also if it still trains, and set up another.",
        )
    hint = "Press Train: the curve begins within seconds."
    live_view(run, typed.hp or preset("article"), hint)
    if run:
        evaluation.show_evaluation(run)
