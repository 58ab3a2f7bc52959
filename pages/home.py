"""Home: what this is, where to start, and the runs so far."""

import time

import streamlit as st

from ae.data import TRAIN_SIZE
from ae.formatting import NO_VALUE, time_ago
from ae.run_names import run_name
from pages.ui.run_menu import visible_runs

st.title("AE Lab")
st.markdown(
    "An **autoencoder** squeezes an image through a narrow code and tries to give it back. "
    f"Train one on {TRAIN_SIZE:,} handwritten digits, watch it learn, and look at what its "
    "code holds."
)
train, reconstruct, explore, compare = st.columns(4, border=True)
with train:
    st.markdown("**1 · Train**")
    st.caption("Pick settings, press Train, and see the loss fall and the digits sharpen.")
    st.page_link("train.py", label="Train", icon=":material/play_circle:")
with reconstruct:
    st.markdown("**2 · Reconstruct**")
    st.caption("What goes in beside what comes out: the best, the worst, any digit.")
    st.page_link("reconstruct.py", label="Reconstruct", icon=":material/compare:")
with explore:
    st.markdown("**3 · Latent space**")
    st.caption("Every test digit as a point in the code's space. Click one to see it.")
    st.page_link("latent.py", label="Latent space", icon=":material/scatter_plot:")
with compare:
    st.markdown("**4 · Compare**")
    st.caption("Runs beside each other and beside PCA: what differs, and what is better for it.")
    st.page_link("compare.py", label="Compare", icon=":material/compare_arrows:")

st.subheader("Your runs")
runs = visible_runs(limit=20)
if not runs:
    st.info("None yet. The first takes about a quarter of a minute.", icon=":material/info:")
now = time.time()
for run in runs:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{run_name(run)}**", width=260)
        st.markdown(f"code {run.hp.latent_dim}, {run.step:,} of {run.steps:,} steps", width=240)
        error = f"test MSE {run.test['mse']:.4f}" if run.test else NO_VALUE
        st.markdown(error, width=150)
        st.markdown(f"{run.state_in_words(now)}, {time_ago(now - run.created)}", width="stretch")
        st.page_link("train.py", label="Open", query_params={"run": run.id})
