"""Renaming, pinning and deleting a run, in a dialog for the browser that made it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from ae import queue
from ae.run_names import made_name, run_name, unique_names
from ae.store import NAME_LENGTH, Run, may_change
from pages.ui.backend import owner, store
from pages.ui.errors import show_errors
from pages.ui.markdown import as_plain

LABEL = "Rename, pin or delete"
# For a page to bring once: the button shows its icon alone; its words are for who hears them. No
# key in the dialog begins like that: there the words are to be seen.
STYLE = """
[class*="st-key-run-actions"] button { padding-inline: 0.5rem; }
[class*="st-key-run-actions"] button p {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
}
"""
# Which button's dialog is open, for a page that is drawn again by itself would close it; whether it
# asks, after Delete was pressed in it; and the name of a run that is gone.
_OPEN, _ASKS, _DELETED = "run actions open", "run actions ask", "run deleted just now"


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
        pressed = st.button(label, key=f"{key} actions", icon=":material/more_vert:", help=LABEL)
    _show_dialog(key, pressed, [run], lambda _: on_deleted())


def actions_of_several(runs: Sequence[Run], key: str, on_deleted: Callable[[str], object]) -> None:
    """A button that opens the dialog for one of several runs, to be chosen there.

    Nothing where all are somebody else's.

    Args:
        runs: that are shown beside each other.
        key: its own on the page.
        on_deleted: given the id of the run that is gone.
    """
    own = [run for run in runs if may_change(run, owner())]
    if own:
        pressed = st.button(LABEL, key=f"{key} actions", icon=":material/more_vert:")
        _show_dialog(key, pressed, own, on_deleted)


def tell_of_deletion() -> None:
    """Say that a run was deleted, once, on the page that is drawn after it."""
    if name := st.session_state.pop(_DELETED, None):
        st.toast(f"{as_plain(name)} is deleted.", icon=":material/delete:")


def _show_dialog(
    key: str, pressed: bool, runs: Sequence[Run], on_deleted: Callable[[str], object]
) -> None:
    if pressed:
        st.session_state[_OPEN], st.session_state[_ASKS] = key, False
    if st.session_state.get(_OPEN) == key:
        _dialog([run.id for run in runs], on_deleted)


def _close() -> None:
    st.session_state.pop(_OPEN, None)


def _ask() -> None:
    st.session_state[_ASKS] = True


@st.dialog(LABEL, on_dismiss=_close)
@show_errors("run")
def _dialog(run_ids: Sequence[str], on_deleted: Callable[[str], object]) -> None:
    runs = [run for run_id in run_ids if (run := queue.find(store(), run_id))]
    if not runs:
        st.info("This run was deleted meanwhile.", icon=":material/info:")
        return
    run = _choose(runs) if len(runs) > 1 else runs[0]
    if st.session_state.get(_ASKS):
        _ask_before_deleting(run, on_deleted)
        return
    _draw_name_and_pin(run)
    st.button("Delete …", icon=":material/delete:", key="delete run", on_click=_ask)


def _choose(runs: Sequence[Run]) -> Run:
    names, by_id = unique_names(runs), {run.id: run for run in runs}
    return by_id[st.selectbox("Run", list(by_id), format_func=names.__getitem__)]


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
            _close()
            st.rerun()


def _ask_before_deleting(run: Run, on_deleted: Callable[[str], object]) -> None:
    trains = "" if run.state.is_ended else " It has not ended: it is stopped first."
    st.markdown(
        f"Delete **{as_plain(run_name(run))}** for good? Its curve, its digits, its weights and "
        f"its figures are lost, and links to it lead nowhere.{trains}"
    )
    with st.container(horizontal=True):
        if st.button("Delete for good", type="primary", key="delete run for good"):
            store().delete(run.id, owner())
            st.session_state[_DELETED] = run_name(run)
            on_deleted(run.id)
            _close()
            st.rerun()
        if st.button("Keep it", key="keep run"):
            _close()
            st.rerun()
