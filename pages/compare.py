"""Compare: runs beside each other, and PCA; what differs, who is best, and how it looks."""

import streamlit as st

from ae import comparison
from pages.ui.compare.choice import choose
from pages.ui.compare.tables import STYLE, figures_table, pca_row, settings_table
from pages.ui.compare.training import progress, train_both
from pages.ui.compare.views import Asker, clouds, curves, digits

st.title("Compare")
st.html(STYLE)
runs = choose()
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
progress(runs)
what, which = st.columns([4.5, 1], vertical_alignment="center")
with what:
    st.caption(
        "**Look at the digits first.** A variational network blurs what a plain one keeps, and "
        "gets for it a cloud of codes without holes; PCA is the best linear code of its size."
    )
with which:
    with_pca = st.toggle("PCA beside them", value=True, help="With the code size of the first run.")

is_narrow = len(runs) + with_pca <= 3
left, right = st.columns([1, 1.05], gap="large") if is_narrow else (st.container(),) * 2
with left:
    st.subheader("Settings")
    settings_table(runs, st.toggle("Show all settings"))
    st.subheader("Curves")
    curves(runs, with_pca, across=1 if is_narrow else 3)
asker = Asker()
with right:
    st.subheader("Figures on the test images")
    pca = asker.pca(runs[0]) if with_pca else None
    figures_table(runs, pca)
    st.download_button(
        "Download CSV",
        comparison.as_csv(runs, pca and pca_row(runs[0], pca)),
        "comparison.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
st.subheader("The same sixteen digits")
digits(runs, pca, asker)
st.subheader("Codes")
if st.toggle("Show the clouds of codes", help="The first 1,000 test digits, asked of a worker."):
    clouds(runs, pca, asker)
