"""How far the compared runs are."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import streamlit as st

from ae.formatting import duration
from ae.run_names import run_name
from ae.store import Run, State
from pages.ui.backend import store
from pages.ui.errors import show_errors

# Seconds between two looks at runs that still train.
LOOK_EVERY = 2.0
_RESTING = {State.PAUSED, *(state for state in State if state.is_ended)}


def show_progress(runs: Sequence[Run]) -> None:
    """How far those are that have not ended.

    The page is drawn again, as a whole, when one has its first weights to show and when one ends.
    """
    unfinished = {number: run.id for number, run in enumerate(runs, 1) if not run.state.is_ended}
    if not unfinished:
        return
    without_weights = {key for key in unfinished.values() if store().weights_step(key) is None}
    is_moving = any(run.state not in _RESTING for run in runs)
    bars = st.fragment(_bars, run_every=LOOK_EVERY if is_moving else None)
    bars(unfinished, without_weights)
    st.button(
        "Look again",
        icon=":material/refresh:",
        help="Curves and digits as they are now. When a run ends, they come by themselves.",
    )


@show_errors("Compare")
def _bars(unfinished: Mapping[int, str], without_weights: set[str]) -> None:
    """A bar for each of them, by number and id, while none has news for the rest of the page."""
    for number, run_id in unfinished.items():
        run = store().run(run_id)
        has_first_weights = run_id in without_weights and store().weights_step(run_id) is not None
        if run.state.is_ended or has_first_weights:
            st.rerun()
        left = f" · about {duration(run.seconds_left)} left" if run.seconds_left else ""
        st.progress(
            run.step / run.steps,
            f"**{number}** {run_name(run)} · {run.state_in_words(time.time())} · "
            f"step {run.step:,} of {run.steps:,}{left}",
        )
