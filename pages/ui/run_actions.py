"""Renaming, pinning and deleting a run, in a dialog for the browser that made it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from ae import queue
from ae.run_names import made_name, run_name, unique_names
from ae.store import NAME_LENGTH, Run, may_change
from pages.ui.backend import owner, store
from pages.ui.errors import show_errors
from pages.ui.markdown import as_plain

LABEL = "Rename, pin or delete"
# For a page to bring once: the button shows its icon alone; its words are for who hears them.
STYLE = """
[class*="st-key-run-actions"] button { padding-inline: 0.5rem; }
[class*="st-key-run-actions"] button p {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
}
"""
# Whether the dialog asks, after Delete was pressed in it; and the name of a run that is gone.
_ASKS, _DELETED = "run actions ask", "run deleted just now"


def run_actions(run: Run, key: str, on_deleted: Callable[[], object] = lambda: None) -> None:
    """A small button that opens the dialog; nothing for a run that somebody else made.

    Args:
        run: what it is about.
        key: its own on the page.
        on_deleted: what to do once the run is gone, before the page is drawn again.
    """
    if not may_change(run, owner()):
        return
    label = f"{LABEL} {as_plain(run_name(run))}"
    with st.container(key=f"run-actions {key}", width="content"):
        if st.button(label, key=f"{key} actions", icon=":material/more_vert:", help=LABEL):
            _open_dialog(run, on_deleted)


def actions_popover(runs: Sequence[Run], key: str, on_deleted: Callable[[str], object]) -> None:
    """The dialog of each of several runs, by name, behind one button.

    Nothing where all are somebody else's.

    Args:
        runs: that are shown beside each other.
        key: its own on the page.
        on_deleted: given the id of the run that is gone.
    """
    own = [run for run in runs if may_change(run, owner())]
    if not own:
        return
    names = unique_names(runs)
    with st.popover(LABEL, icon=":material/more_vert:"):
        for run in own:
            if st.button(as_plain(names[run.id]), key=f"{key} {run.id} actions", type="tertiary"):
                _open_dialog(run, partial(on_deleted, run.id))


def tell_of_deletion() -> None:
    """Say that a run was deleted, once, on the page that is drawn after it."""
    if name := st.session_state.pop(_DELETED, None):
        st.toast(f"{as_plain(name)} is deleted.", icon=":material/delete:")


def _open_dialog(run: Run, on_deleted: Callable[[], object]) -> None:
    st.session_state[_ASKS] = False
    _dialog(run.id, on_deleted)


@st.dialog(LABEL)
@show_errors("run")
def _dialog(run_id: str, on_deleted: Callable[[], object]) -> None:
    run = queue.find(store(), run_id)
    if run is None:
        st.info("This run was deleted meanwhile.", icon=":material/info:")
        return
    if st.session_state.get(_ASKS):
        _ask_before_deleting(run, on_deleted)
        return
    _draw_name_and_pin(run)
    if st.button("Delete …", icon=":material/delete:", key=f"{run_id} delete"):
        st.session_state[_ASKS] = True
        st.rerun(scope="fragment")


def _draw_name_and_pin(run: Run) -> None:
    with st.form(f"{run.id} name and pin", border=False):
        name = st.text_input(
            "Name",
            run.name or "",
            max_chars=NAME_LENGTH,
            placeholder=made_name(run),
            help="Empty, the run is called by its preset and what differs from it.",
        )
        pinned = st.checkbox("Pinned: first in every list, and always in it", run.pinned)
        if st.form_submit_button("Save", type="primary"):
            store().rename(run.id, owner(), name)
            store().pin(run.id, owner(), pinned)
            st.rerun()


def _ask_before_deleting(run: Run, on_deleted: Callable[[], object]) -> None:
    trains = "" if run.state.is_ended else " It has not ended: it is stopped first."
    st.markdown(
        f"Delete **{as_plain(run_name(run))}** for good? Its curve, its digits, its weights and "
        f"its figures are lost, and links to it lead nowhere.{trains}"
    )
    with st.container(horizontal=True):
        if st.button("Delete for good", type="primary", key=f"{run.id} delete for good"):
            store().delete(run.id, owner())
            st.session_state[_DELETED] = run_name(run)
            on_deleted()
            st.rerun()
        if st.button("Keep it", key=f"{run.id} keep"):
            st.rerun()
