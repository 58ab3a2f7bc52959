"""Reconstruct: sixteen test digits, what the network makes of them, and where it errs.

With noise on them it denoises: that runs in the browser.
"""

from functools import partial

import numpy as np
import streamlit as st

from ae.data import load_dataset
from ae.errors import NotFinite
from ae.formatting import number
from ae.plots import digits
from ae.store import Run
from pages.components.engine import model_addresses
from pages.components.reconstruction import reconstruction
from pages.ui.backend import store
from pages.ui.digit_choice import DigitChoice, choose_digits
from pages.ui.errors import show_errors
from pages.ui.inference import ask_or_stop
from pages.ui.run_menu import choose_run
from pages.ui.theme import LIGHT
from pages.ui.waiting import follow_weights


@st.fragment
@show_errors("Reconstruct")
def panels(run_id: str, choice: DigitChoice) -> None:
    """The digits and all that is said of them; by itself again when the run has newer weights."""
    run = store().run(run_id)
    test = load_dataset(run.hp.dataset).test
    errors = ask_or_stop(run, "errors")["errors"]
    if not np.isfinite(errors).any():
        raise NotFinite
    chosen = choice.indices(errors, test.labels)
    answer = ask_or_stop(run, "reconstruct", indices=chosen)
    shown = digits.canvases(
        test.images[chosen][..., 0],
        answer["reconstruction"],
        test.labels[chosen],
        answer["errors"],
        answer["input"],
    )
    reconstruction(shown, run.hp, chosen, model_addresses(run.id, answer["step"]))
    st.caption(in_words(run, answer["step"], answer["errors"], errors))
    download_buttons(run, shown)
    with st.expander("The error of each digit as trained"):
        st.table(
            [
                {"test image": i, "digit": int(label), "squared error per pixel": number(error)}
                for i, label, error in zip(chosen, shown.labels, shown.errors.tolist(), strict=True)
            ]
        )
    follow_weights([(run, answer["step"])])


def in_words(run: Run, step: int, errors: np.ndarray, of_all: np.ndarray) -> str:
    """The errors of the sixteen and of all as trained, and of which weights they are."""
    still = "" if run.state.is_ended else " It has not ended: newer weights come by themselves."
    noise = "without noise" if run.hp.noise == "none" else "with the noise of the training"
    return (
        f"These sixteen {noise}: mean squared error {number(float(errors.mean()))} per pixel. "
        f"All {len(of_all):,}: {number(float(of_all.mean()))}. Weights after {step:,} steps.{still}"
    )


def download_buttons(run: Run, shown: digits.Canvases) -> None:
    """The panels as files, drawn once somebody wants one."""
    with st.container(horizontal=True):
        for kind in ("png", "svg"):
            st.download_button(
                f"Download {kind.upper()}",
                partial(draw_file, shown, kind),
                f"reconstructions-{run.id}.{kind}",
                f"image/{'svg+xml' if kind == 'svg' else kind}",
                icon=":material/download:",
                on_click="ignore",
                help="The digits as trained, without a noise that is chosen here.",
            )


def draw_file(shown: digits.Canvases, kind: str) -> bytes:
    """The panels as a file, in dark ink: it is printed or put on a white slide."""
    return digits.to_bytes(digits.draw(shown, LIGHT.ink), kind)


st.title("Reconstruct")
left, right = st.columns([1.2, 1], gap="small", vertical_alignment="bottom")
with left:
    current = choose_run()
with right, st.container(horizontal=True, vertical_alignment="bottom"):
    digit_choice = choose_digits()
panels(current.id, digit_choice)
