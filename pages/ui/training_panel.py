"""A run's buttons, live view and evaluation, a fragment: a press must not draw the form again."""

from __future__ import annotations

import streamlit as st

from ae.presets import preset
from ae.store import Run, State
from pages.components.live_view import live_view
from pages.ui.backend import store
from pages.ui.current_run import SelectedRun
from pages.ui.errors import show_errors
from pages.ui.form import Form, FormValues
from pages.ui.own_runs import own_runs
from pages.ui.run_actions import tell_of_deletion
from pages.ui.run_controls import RunControls
from pages.ui.run_header import run_header
from pages.ui.stage import stage
from pages.ui.verdict import show_verdict, show_ways_on


@st.fragment
@show_errors("Train")
def training_panel(
    key: str, form: Form, values: FormValues, selected: SelectedRun, link_problem: str = ""
) -> None:
    """Train what stands in the form, and watch it.

    A press runs this alone, without the form's eighty elements: somebody waits for the first
    points.

    Args:
        key: its own for each panel of a page; the browser keeps the chart's options under it.
        form: where the settings are; filled before.
        values: what stood in it when the page was drawn. It is not read again here: with the end
            of a run the browser may send fields as they were before the server filled them.
        selected: which run the panel is about.
        link_problem: what is the matter with the page's link; said until there is a run.
    """
    controls = RunControls(key, form, selected)
    with show_errors("Train"):
        controls.handle_press(values)
    tell_of_deletion()
    selected.warn_if_unknown()
    run = selected.get()
    with stage(key):
        if other := own_runs(key, besides=run):
            selected.select(other)
            st.rerun()  # the form follows it
        if run:
            selected.select(run)
        elif link_problem:
            st.warning(link_problem)
        run_header(run, key, on_deleted=controls.leave_run)
        controls.draw(run, values)
        live_view(
            run,
            values.hp or preset("article"),
            "Press Train: the curve begins within seconds.",
            key=key,
            weights_step=_weights_of_rest(run),
        )
        show_ways_on(run, form, key)
    if run:
        show_verdict(run, key)


def _weights_of_rest(run: Run | None) -> int | None:
    """The step of the weights of a run that does not train now: one that does has ever newer."""
    if run is None or not (run.state.is_ended or run.state is State.PAUSED):
        return None
    return store().weights_step(run.id)
