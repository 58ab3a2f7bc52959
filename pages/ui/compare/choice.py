"""Which runs the Compare page is about: those in the address, `?runs=ID,ID`."""

from __future__ import annotations

import streamlit as st

from ae import queue
from ae.comparison import MAX_RUNS
from ae.store import Run
from pages.ui.backend import store
from pages.ui.current_run import titles, visible_runs

_LINK = "runs"
# The choice outlives a look at another page, which the menu's own state does not.
_KEY, _MENU = "compared", "compared runs"


def choose() -> list[Run]:
    """The menu of runs, and what is chosen in it; without a menu where there are no runs."""
    listed = {run.id: run for run in visible_runs()}
    asked = _asked()
    if asked is not None and asked != st.session_state.get(_KEY):
        wanted = asked
    else:
        wanted = st.session_state.get(_MENU, st.session_state.get(_KEY, _newest(listed)))
    listed |= {key: run for key in wanted if (run := listed.get(key) or queue.find(store(), key))}
    wanted = [key for key in wanted if key in listed]
    if not listed:
        return []
    # Given anew at each run of the page: the titles, with the age of each run, change all the time.
    st.session_state[_MENU] = wanted
    chosen = st.multiselect(
        "Runs",
        list(listed),
        key=_MENU,
        format_func=titles(listed.values()).__getitem__,
        max_selections=MAX_RUNS,
        placeholder=f"Choose up to {MAX_RUNS} runs",
        help="Your runs and those of the command line, the newest first. The address of this page "
        "holds the choice: it opens the same comparison in any browser.",
    )
    st.session_state[_KEY] = chosen
    if chosen != asked:
        _write(chosen)
    return [listed[key] for key in chosen]


def show(runs: list[Run]) -> None:
    """Draw the page again, for these."""
    _write([run.id for run in runs])
    st.rerun()


def _asked() -> list[str] | None:
    """The runs in the address that there are; says which there are not."""
    text = st.query_params.get(_LINK, st.query_params.get("run"))
    if text is None:
        return None
    asked = list(dict.fromkeys(filter(None, text.replace(" ", "").split(","))))
    found = [key for key in asked if queue.find(store(), key)]
    unknown = [repr(key) for key in asked if key not in found]
    if unknown:
        st.warning(
            f"Not in this store, and left out: {', '.join(unknown)}. The link may be of another "
            "one, or have lost a letter.",
            icon=":material/link_off:",
        )
    if len(found) > MAX_RUNS:
        st.warning(f"The link asks for {len(found)} runs: these are the first {MAX_RUNS}.")
    return found[:MAX_RUNS]


def _newest(listed: dict[str, Run]) -> list[str]:
    """Where to start without a link: the two that ended last."""
    return [run.id for run in listed.values() if run.test][:2]


def _write(chosen: list[str]) -> None:
    st.query_params.pop("run", None)
    if chosen:
        st.query_params[_LINK] = ",".join(chosen)
    else:
        st.query_params.pop(_LINK, None)
