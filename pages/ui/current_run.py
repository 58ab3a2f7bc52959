"""Which run a page is about: the one in the address, `?run=ID`, also after a refresh."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable

import streamlit as st

from ae import comparison, formatting, queue
from ae.store import COMMAND_LINE, Run, State
from pages.ui.backend import owner, store

_KEY, _MENU = "run", "menu of runs"


def open_current_run() -> Run | None:
    """The run in the address, or the one that this tab showed last; says so if it is unknown."""
    asked = st.query_params.get("run")
    run = current_run()
    if asked and run is None:
        st.warning(
            f"There is no run {asked!r} in this store. It may be in another one, or the link may "
            "have lost a letter.",
            icon=":material/link_off:",
        )
    if run is not None:
        attach(run)
    return run


def current_run() -> Run | None:
    """That run as it is now; None, and no warning, for one that is unknown."""
    return queue.find(store(), st.query_params.get("run") or st.session_state.get(_KEY))


def attach(run: Run) -> None:
    """From now on this tab is about that run."""
    st.session_state[_KEY] = run.id
    if st.query_params.get("run") != run.id:
        st.query_params["run"] = run.id


def detach() -> None:
    """This tab is about no run."""
    st.session_state.pop(_KEY, None)
    st.query_params.pop("run", None)


def visible_runs(limit: int = 50) -> list[Run]:
    """The newest runs of this browser and of the command line."""
    return store().runs(owners=[owner(), COMMAND_LINE], limit=limit)


def title(run: Run) -> str:
    """A run in a few words: preset or kind, code size, steps, state, age."""
    return (
        f"{comparison.run_title(run)} · code {run.hp.latent_dim} · "
        f"{run.step:,} of {run.steps:,} steps · "
        f"{run.state_in_words(time.time())} · {time_ago(run)}"
    )


def titles(runs: Iterable[Run]) -> dict[str, str]:
    """The titles by id; those that read alike end in a part of the id.

    A menu knows its options by what they read: of two alike it would always take the first.
    """
    found = {run.id: title(run) for run in runs}
    count = Counter(found.values())
    return {key: f"{text} · {key[:4]}" if count[text] > 1 else text for key, text in found.items()}


def time_ago(run: Run, now: float | None = None) -> str:
    """How long ago it was submitted."""
    return formatting.time_ago((now or time.time()) - run.created)


def choose_run() -> Run:
    """The attached run, with a menu of the others. Stops the page where there is none."""
    run = open_current_run()
    listed = {r.id: r for r in visible_runs()}
    if run is None:
        run = next((r for r in listed.values() if store().weights_step(r.id) is not None), None)
        if run is None:
            st.info("No run has weights to show yet.", icon=":material/info:")
            st.page_link("train.py", label="Train one", icon=":material/play_circle:")
            st.stop()
        attach(run)
    listed = {run.id: run} | listed
    # Given anew at each run of the page: by its key a choice is found, and by this one the menu
    # stands right, also when the titles have changed meanwhile, as they do with every minute.
    st.session_state[_MENU] = run.id
    st.selectbox(
        "Run",
        list(listed),
        key=_MENU,
        on_change=_attach_chosen,
        format_func=titles(listed.values()).__getitem__,
        help="Your runs and those of the command line, the newest first. "
        "A link with ?run= opens any other.",
    )
    if store().weights_step(run.id) is None:
        _explain_no_weights(run)
        st.stop()
    return run


def _attach_chosen() -> None:
    attach(store().run(st.session_state[_MENU]))


def _explain_no_weights(run: Run) -> None:
    if run.state in (State.DIVERGED, State.FAILED):
        st.error(run.message or "This run ended without weights.", icon=":material/error:")
    elif run.state.is_ended:
        st.info("This run was stopped before its first step.", icon=":material/info:")
    else:
        st.info(
            "This run has no weights yet: the first are saved after two seconds of training.",
            icon=":material/hourglass_top:",
        )
        st.button("Look again", icon=":material/refresh:")
    st.page_link("train.py", label="See it on the Train page", icon=":material/play_circle:")
