"""Compare: runs beside each other, and PCA; what differs, who is best, and how it looks."""

import streamlit as st

from pages.ui.compare.clouds import show_clouds
from pages.ui.compare.curves import show_curves
from pages.ui.compare.digits import show_digits
from pages.ui.compare.inference import Inference
from pages.ui.compare.metrics import download_button, show_metrics
from pages.ui.compare.progress import show_progress
from pages.ui.compare.run_choice import choose_runs
from pages.ui.compare.settings import show_settings
from pages.ui.compare.template import STYLE
from pages.ui.compare.train_both import train_both

st.title("Compare")
st.html(STYLE)
runs = choose_runs()
train_both(runs)
if not runs:
    st.info(
        "Runs stand beside each other here: the settings that differ, their losses in one chart, "
        "their figures with the best marked, the same digits and their codes. Press Train both for "
        "a first comparison, or train what you like.",
        icon=":material/info:",
    )
    st.page_link("train.py", label="Train a run of your own", icon=":material/play_circle:")
    st.stop()
show_progress(runs)
advice, toggle = st.columns([4.5, 1], vertical_alignment="center")
with advice:
    st.caption(
        "**Look at the digits first.** A variational network blurs what a plain one keeps, and "
        "gets for it a cloud of codes without holes; PCA is the best linear code of its size."
    )
with toggle:
    with_pca = st.toggle("PCA beside them", value=True, help="With the code size of the first run.")

is_narrow = len(runs) + with_pca <= 3
left, right = st.columns([1, 1.05], gap="large") if is_narrow else (st.container(),) * 2
with left:
    st.subheader("Settings")
    show_settings(runs)
    st.subheader("Curves")
    show_curves(runs, with_pca, columns=1 if is_narrow else 3)
inference = Inference()
with right:
    st.subheader("Figures on the test images")
    pca = inference.pca(runs[0]) if with_pca else None
    show_metrics(runs, pca)
    download_button(runs, pca)
st.subheader("The same sixteen digits")
show_digits(runs, pca, inference)
st.subheader("Codes")
if st.toggle("Show the clouds of codes", help="The first 1,000 test digits, asked of a worker."):
    show_clouds(runs, pca, inference)
