"""A plain and a variational network in one click."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ae import queue
from ae.comparison import PAIR_CODE_SIZES, plain_and_variational
from ae.formatting import duration
from ae.store import Run
from pages.ui.backend import owner, store
from pages.ui.compare.run_choice import rerun_with


def train_both(runs: Sequence[Run]) -> None:
    """The code size, the button and what to expect of it; not while one of the runs trains."""
    is_training = any(not run.state.is_ended for run in runs)
    with st.container(border=True):
        text, size, press = st.columns([4, 1, 1.1], vertical_alignment="bottom")
        default = PAIR_CODE_SIZES.index(16)
        latent_dim = size.selectbox("Code size", PAIR_CODE_SIZES, index=default)
        pair = plain_and_variational(latent_dim)
        seconds = sum(queue.expected_seconds(store(), hp) for hp in pair)
        text.markdown(
            f"**Plain, variational and PCA.** Trains two networks that differ in the kind of code "
            f"alone, {pair[0].steps:,} steps each, and puts PCA with as many numbers beside them: "
            f"about {duration(seconds)} in all."
        )
        is_pressed = press.button(
            "Train both",
            icon=":material/compare_arrows:",
            type="secondary" if runs else "primary",
            disabled=is_training,
            help="A run below still trains." if is_training else None,
            width="stretch",
        )
    if is_pressed:
        rerun_with([queue.submit(store(), hp, owner()) for hp in pair])
