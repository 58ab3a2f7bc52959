"""Compare: runs and PCA beside each other. Digits first, then codes, curves, figures, settings."""

import streamlit as st

from ae.errors import NoWorker
from pages.ui.compare.advice import say_advice
from pages.ui.compare.clouds import show_clouds
from pages.ui.compare.curves import show_curves
from pages.ui.compare.digits import show_digits
from pages.ui.compare.entries import compared_entries
from pages.ui.compare.inference import Inference
from pages.ui.compare.metrics import download_button, show_metrics
from pages.ui.compare.run_choice import choose_runs, leave_out
from pages.ui.compare.settings import show_settings
from pages.ui.compare.template import STYLE
from pages.ui.compare.train_both import train_both
from pages.ui.run_actions import actions_of_several, tell_of_deletion
from pages.ui.waiting import follow_weights, wait_for_workers

st.title("Compare")
st.html(STYLE)
tell_of_deletion()
runs = choose_runs()
if not runs:
    st.info(
        "Runs stand beside each other here: the same digits, their codes, their losses in one "
        "chart, their figures with the best marked, and the settings that differ. Press Train "
        "both for a first comparison, or train what you like.",
        icon=":material/info:",
    )
    train_both(runs)
    st.page_link("train.py", label="Train a run of your own", icon=":material/play_circle:")
    st.stop()

with st.container(horizontal=True, vertical_alignment="center"):
    with_pca = st.toggle(
        "PCA beside them",
        value=True,
        help="The best linear code, one for each code size among the runs.",
    )
    with st.popover("Train a pair", icon=":material/compare_arrows:"):
        train_both(runs)
    actions_of_several(runs, "compared", leave_out)
say_advice(runs, with_pca)

entries, inference = compared_entries(runs, with_pca), Inference(runs)
st.header("The same sixteen digits")
show_digits(entries, inference)
st.header("Codes of the first thousand test digits")
place_to_wait = show_clouds(entries, inference) or st.container()
st.header("Curves")
show_curves(entries, with_pca)
# A wide table has the page for itself.
figures, settings = (
    st.columns([1.6, 1], gap="large") if len(entries) <= 3 else (st.container(), st.container())
)
with figures:
    st.header("Figures on the test images")
    show_metrics(entries, inference)
    download_button(entries, inference)
with settings:
    st.header("Settings")
    show_settings(runs)

# The page stands by now, with what was known; what only workers know comes into it.
try:
    if inference.ask():
        st.rerun()
except NoWorker as error:
    with place_to_wait:
        wait_for_workers(str(error))
follow_weights(inference.shown)
