"""Latent space: test digits as points, by what the code says of them."""

import numpy as np
import streamlit as st

from ae.data import load_dataset
from ae.latent.projection import project
from ae.plots import digits
from ae.plots import latent as plot
from ae.terms import PCA_AXES
from pages.components.plot import clickable_plot
from pages.ui.inference import ask_or_stop
from pages.ui.run_menu import choose_run
from pages.ui.theme import theme

COUNTS = [500, 1000, 2000, 5000]

st.title("Latent space")
left, right = st.columns([1.3, 1], gap="small", vertical_alignment="bottom")
with left:
    run = choose_run()
code_size = run.hp.latent_dim
test = load_dataset(run.hp.dataset).test
with right, st.container(horizontal=True, vertical_alignment="bottom"):
    count = st.selectbox(
        "Test digits", COUNTS, index=1, format_func=lambda n: f"the first {n:,}", width=200
    )
    dimensions = st.segmented_control(
        "Dimensions", [2, 3], default=2, required=True, disabled=code_size < 3
    )
answer = ask_or_stop(run, "encode", count=count)
codes, errors = answer["codes"], answer["errors"]
projection = project(codes, dimensions if code_size >= 3 else 2)
axes = plot.axis_titles(projection)
if projection.points.shape[1] == 3:  # a solid scene cuts long titles off
    axes = [title.partition(" (")[0] for title in axes]
axes += ["digit"] * (code_size == 1)
if projection.is_direct:
    st.caption(f"The code has {code_size} number{'s' * (code_size > 1)}: this is all of it.")
else:
    st.caption(
        f"PCA of codes of {code_size} numbers: these {len(projection.shares)} axes show "
        f"**{projection.shown:.0%}** of their variance. Points that touch here may be far apart "
        "in the rest.",
        help=PCA_AXES,
    )
cloud, detail = st.columns([3, 1.15], gap="medium")
with cloud:
    clicked = clickable_plot(
        f"{run.id} {answer['step']} {count} {projection.points.shape[1]}",
        plot.traces(projection, test.labels[:count], errors),
        axes,
        f"{count:,} test digits as points, coloured by digit: {', '.join(axes)}",
    )
with detail:
    if clicked is None or clicked >= count:
        st.info("Click a point to see its digit.", icon=":material/touch_app:")
        st.stop()
    index = int(clicked)
    st.markdown(f"**Test image {index}: a {test.labels[index]}**")
    reconstruction = ask_or_stop(run, "reconstruct", indices=[index])["reconstruction"][0]
    original, reconstructed = st.columns(2)
    for column, caption, image in (
        (original, "Original", test.pixels[index]),
        (reconstructed, "Reconstructed", np.clip(reconstruction, 0, 1)),
    ):
        column.image(digits.enlarged(image), caption, width="stretch", alt=caption)
    st.caption(f"Mean squared error {errors[index]:.4f} per pixel")
    st.markdown(f"**Its code**, {code_size} numbers")
    st.image(
        digits.code_bars(codes[index], theme().ink, theme().accent),
        width="stretch",
        alt=f"The {code_size} numbers as bars",
    )
