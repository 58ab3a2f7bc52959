"""Which runs the Compare page is about: those in the address, `?runs=ID,ID`."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ae import queue
from ae.comparison import MAX_RUNS
from ae.store import Run
from pages.ui.address import write_address
from pages.ui.backend import store
from pages.ui.run_menu import menu_titles, newest_first, visible_runs

_PARAMETER = "runs"
# The choice outlives a look at another page, which the menu's own state does not.
_CHOSEN, _MENU = "compared", "compared runs"


def choose_runs() -> list[Run]:
    """The menu of runs, and what is chosen in it; without a menu where there are no runs."""
    listed = {run.id: run for run in visible_runs()}
    in_address = _in_address()
    known = None if in_address is None else _known(in_address)
    wanted = _wanted(known, listed)
    listed |= {key: run for key in wanted if (run := listed.get(key) or queue.find(store(), key))}
    if not listed:
        return []
    # Given anew at each run of the page: the titles, with the age of each run, change all the time.
    st.session_state[_MENU] = [key for key in wanted if key in listed]
    chosen = st.multiselect(
        "Runs",
        list(listed),
        key=_MENU,
        format_func=menu_titles(listed.values()).__getitem__,
        max_selections=MAX_RUNS,
        placeholder=f"Choose up to {MAX_RUNS} runs",
        help="Your runs and those of the command line, pinned ones first. The address of this page "
        "holds the choice: it opens the same comparison in any browser.",
    )
    st.session_state[_CHOSEN] = chosen
    _write_address(chosen)
    return [listed[key] for key in chosen]


def rerun_with(runs: Sequence[Run]) -> None:
    """Draw the page again, about these."""
    _write_address([run.id for run in runs])
    st.rerun()


def leave_out(run_id: str) -> None:
    """The next time the page is drawn it is about the others."""
    _write_address([key for key in st.session_state.get(_CHOSEN, []) if key != run_id])


def _in_address() -> list[str] | None:
    """The ids that the address asks for, each once; None where it says nothing of runs."""
    text = st.query_params.get(_PARAMETER, st.query_params.get("run"))
    if text is None:
        return None
    return list(dict.fromkeys(filter(None, text.replace(" ", "").split(","))))


def _known(ids: Sequence[str]) -> list[str]:
    """As many of them as fit and there are; says which are left out."""
    known = [key for key in ids if queue.find(store(), key)]
    unknown = [repr(key) for key in ids if key not in known]
    if unknown:
        st.warning(
            f"Not in this store, and left out: {', '.join(unknown)}. The link may be of another "
            "one, or have lost a letter.",
            icon=":material/link_off:",
        )
    if len(known) > MAX_RUNS:
        st.warning(f"The link asks for {len(known)} runs: these are the first {MAX_RUNS}.")
    return known[:MAX_RUNS]


def _wanted(known: list[str] | None, listed: dict[str, Run]) -> list[str]:
    """A new link counts first, then the menu, then what was chosen before another page.

    Args:
        known: the runs of the address.
        listed: the runs to start from without any of these: the two that ended last.
    """
    before = st.session_state.get(_CHOSEN)
    if known is not None and known != before:
        return known
    if before is None:
        before = [run.id for run in newest_first(listed.values()) if run.test][:2]
    return st.session_state.get(_MENU, before)


def _write_address(chosen: Sequence[str]) -> None:
    write_address({_PARAMETER: ",".join(chosen)} if chosen else {})
