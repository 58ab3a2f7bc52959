"""A plain and a variational network in one click, and how far the runs compared are."""

from __future__ import annotations

import time

import streamlit as st

from ae import queue
from ae.comparison import PAIR_CODE_SIZES, plain_and_variational, run_name
from ae.formatting import duration
from ae.store import Run, State
from pages.ui.backend import owner, store
from pages.ui.compare.choice import show
from pages.ui.errors import show_errors

# Seconds between two looks at runs that still train.
LOOK_EVERY = 2.0
_RESTING = {State.PAUSED, *(state for state in State if state.is_ended)}


def train_both(shown: list[Run]) -> None:
    """The code size, the button and what to expect of it; not while a shown run trains."""
    is_live = any(not run.state.is_ended for run in shown)
    with st.container(border=True):
        words, size, press = st.columns([4, 1, 1.1], vertical_alignment="bottom")
        latent_dim = size.selectbox("Code size", PAIR_CODE_SIZES, index=PAIR_CODE_SIZES.index(16))
        both = plain_and_variational(latent_dim)
        seconds = sum(queue.expected_seconds(store(), hp) for hp in both)
        words.markdown(
            f"**Plain, variational and PCA.** Trains two networks that differ in the kind of code "
            f"alone, {both[0].steps:,} steps each, and puts PCA with as many numbers beside them: "
            f"about {duration(seconds)} in all."
        )
        is_pressed = press.button(
            "Train both",
            icon=":material/compare_arrows:",
            type="secondary" if shown else "primary",
            disabled=is_live,
            help="A run below still trains." if is_live else None,
            width="stretch",
        )
    if is_pressed:
        show([queue.submit(store(), hp, owner()) for hp in both])


def progress(runs: list[Run]) -> None:
    """How far those are that have not ended.

    The page is drawn again, as a whole, when one has its first weights to show and when one ends.
    """
    waiting = {number: run.id for number, run in enumerate(runs, 1) if not run.state.is_ended}
    if not waiting:
        return
    bare = {key for key in waiting.values() if store().weights_step(key) is None}
    is_moving = any(run.state not in _RESTING for run in runs)
    st.fragment(_progress, run_every=LOOK_EVERY if is_moving else None)(waiting, bare)
    st.button(
        "Look again",
        icon=":material/refresh:",
        help="Curves and digits as they are now. When a run ends, they come by themselves.",
    )


@show_errors("Compare")
def _progress(waiting: dict[int, str], bare: set[str]) -> None:
    for number, key in waiting.items():
        run = store().run(key)
        if run.state.is_ended or (key in bare and store().weights_step(key) is not None):
            st.rerun()
        left = f" · about {duration(run.seconds_left)} left" if run.seconds_left else ""
        st.progress(
            run.step / run.steps,
            f"**{number}** {run_name(run)} · {run.state_in_words(time.time())} · "
            f"step {run.step:,} of {run.steps:,}{left}",
        )
