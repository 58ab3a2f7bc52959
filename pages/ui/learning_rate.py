"""The learning rate, changed while a run trains."""

from __future__ import annotations

import streamlit as st

from ae import queue
from ae.config import as_text, parse
from ae.errors import SettingError
from ae.store import Run
from pages.ui.backend import store


def learning_rate_popover(run: Run | None, key: str) -> None:
    """A button that opens the one field; it can be pressed while the run goes on.

    Args:
        run: whose learning rate.
        key: its own for each popover of a page.
    """
    can_change = run is not None and run.can_be_steered
    with st.popover("Learning rate", icon=":material/speed:", disabled=not can_change):
        if run is None or not can_change:
            return
        # A form of its own for each run: the field begins with that run's rate.
        with st.form(f"{key} learning rate of {run.id}", border=False, enter_to_submit=True):
            text = st.text_input(
                "Learning rate from now on",
                as_text(run.learning_rate),
                help="The schedule goes on, from this rate. The chart marks where it changed.",
            )
            if not st.form_submit_button("Set"):
                return
        _change(run, text)


def _change(run: Run, text: str) -> None:
    try:
        queue.change_learning_rate(store(), run.id, parse("learning_rate", text))
    except SettingError as error:
        st.error(error.sentence, icon=":material/error:")
        return
    st.success("Set: the chart marks the step from which it holds.", icon=":material/check:")
