"""Which run stands beside the run of a page, to be held against it: `?beside=ID`."""

from __future__ import annotations

import streamlit as st

from ae import queue
from ae.comparison import plain_and_variational
from ae.comparison.other_code import other_kind_of_code
from ae.formatting import duration
from ae.store import Run
from pages.ui.address import write_address
from pages.ui.backend import owner, store
from pages.ui.run_menu import menu_titles, newest_first, visible_runs

PARAMETER = "beside"
_MENU, _NONE = "run beside", ""


def choose_beside(run: Run) -> Run | None:
    """The menu of runs to hold against one; at first one of the other kind of code and its size.

    Where there is none of that kind, a button trains a pair. Returns what is chosen, if any.
    """
    others = [other for other in newest_first(visible_runs()) if other.id != run.id and other.test]
    partner = other_kind_of_code(run, others)
    asked = st.query_params.get(PARAMETER)
    chosen = queue.find(store(), asked) if asked else partner
    if chosen is not None and chosen.id == run.id:
        chosen = partner
    if chosen is not None and chosen.id not in {other.id for other in others}:
        others = [chosen, *others]
    if others:
        _draw_menu(others, chosen)
    if partner is None and chosen is None:
        _offer_pair(run)
    return chosen


def _draw_menu(others: list[Run], chosen: Run | None) -> None:
    titles = menu_titles(others) | {_NONE: "none"}
    # Given anew at each run of the page, as the titles change with every minute.
    st.session_state[_MENU] = chosen.id if chosen else _NONE
    st.selectbox(
        "Beside it",
        [_NONE, *(other.id for other in others)],
        key=_MENU,
        on_change=_select,
        format_func=titles.__getitem__,
        help="At first the run most like it whose code is of the other kind, plain or variational, "
        "with as many numbers and the same seed.",
    )


def _select() -> None:
    st.query_params[PARAMETER] = st.session_state[_MENU] or "none"


def _offer_pair(run: Run) -> None:
    size = run.hp.latent_dim
    pair = plain_and_variational(size)
    seconds = sum(queue.expected_seconds(store(), hp) for hp in pair)
    kind = "plain" if run.hp.is_variational else "variational"
    with st.container(border=True):
        text, press = st.columns([4, 1.1], vertical_alignment="center")
        text.markdown(
            f"**No {kind} run to hold against it.** With as many numbers in the code, {size:,}, "
            f"and the same seed. Train a pair that differs in the kind of code alone, "
            f"{pair[0].steps:,} steps each: about {duration(seconds)} in all."
        )
        if press.button("Train both", icon=":material/compare_arrows:", width="stretch"):
            plain, variational = (queue.submit(store(), hp, owner()) for hp in pair)
            write_address({"run": plain.id, PARAMETER: variational.id})
            st.rerun()
