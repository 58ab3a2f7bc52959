"""The menu of runs: which are in it, how they read, and what there is to say without weights."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable

import streamlit as st

from ae.formatting import time_ago
from ae.live import NewWeights
from ae.run_names import unique_names
from ae.store import COMMAND_LINE, Run, State
from pages.ui.backend import owner, store
from pages.ui.current_run import AddressRun
from pages.ui.waiting import wait_for

_MENU = "run menu"


def visible_runs(limit: int = 50) -> list[Run]:
    """The runs of this browser and of the command line: all that are pinned, then the newest."""
    owners = [owner(), COMMAND_LINE]
    pinned = store().runs(owners=owners, pinned=True)
    return pinned + store().runs(owners=owners, pinned=False, limit=limit)


def newest_first(runs: Iterable[Run]) -> list[Run]:
    """As they were started, whether pinned or not."""
    return sorted(runs, key=lambda run: run.created, reverse=True)


def menu_titles(runs: Iterable[Run]) -> dict[str, str]:
    """How runs read in a menu, by id: name, whether pinned, state, age; never two alike.

    A menu knows its options by what they read: of two alike it would always take the first.
    """
    now, listed = time.time(), list(runs)
    names = unique_names(listed)
    return {
        run.id: f"{names[run.id]} · {'pinned · ' * run.pinned}{run.state_in_words(now)} · "
        f"{time_ago(now - run.created)}"
        for run in listed
    }


def choose_run(keeping: Collection[str] = ()) -> Run:
    """The run of the address, with a menu of the others. Stops the page where there is none.

    Args:
        keeping: what else of the address is the page's own, and stays in it.
    """
    selected, listed = AddressRun(keeping), visible_runs()
    selected.warn_if_unknown()
    run = selected.get() or _newest_with_weights(listed)
    if run is None:
        st.info("No run has weights to show yet.", icon=":material/info:")
        st.page_link("train.py", label="Train one", icon=":material/play_circle:")
        st.stop()
    selected.select(run)
    _draw_menu(run, listed, keeping)
    if store().weights_step(run.id) is None:
        _explain_no_weights(run)
        st.stop()
    return run


def _newest_with_weights(runs: Iterable[Run]) -> Run | None:
    by_age = newest_first(runs)
    return next((run for run in by_age if store().weights_step(run.id) is not None), None)


def _draw_menu(run: Run, others: Iterable[Run], keeping: Collection[str]) -> None:
    listed = {run.id: run} | {other.id: other for other in others}
    # Given anew at each run of the page: by its key a choice is found, and by this one the menu
    # stands right, also when the titles have changed meanwhile, as they do with every minute.
    st.session_state[_MENU] = run.id
    st.selectbox(
        "Run",
        list(listed),
        key=_MENU,
        on_change=_select_chosen,
        args=(keeping,),
        format_func=menu_titles(listed.values()).__getitem__,
        help="Your runs and those of the command line: the pinned ones, then the newest. "
        "A link with ?run= opens any other.",
    )


def _select_chosen(keeping: Collection[str]) -> None:
    AddressRun(keeping).select(store().run(st.session_state[_MENU]))


def _explain_no_weights(run: Run) -> None:
    if run.state in (State.DIVERGED, State.FAILED):
        st.error(run.message or "This run ended without weights.", icon=":material/error:")
    elif run.state.is_ended:
        st.info(run.message or "This run has no weights.", icon=":material/info:")
    else:
        wait_for(NewWeights(run.id, -1), reason="This run has no weights yet.")
    st.page_link("train.py", label="See it on the Train page", icon=":material/play_circle:")
