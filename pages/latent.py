"""Latent space: a run's codes as a map under the finger, and the network that decodes them."""

import streamlit as st

from pages.components.latent_map import POINT, latent_map
from pages.ui.backend import store
from pages.ui.run_menu import choose_run

title, menu = st.columns([1, 2.4], gap="small", vertical_alignment="bottom")
with title:
    st.title("Latent space")
with menu:
    run = choose_run(keeping=[POINT])
step = store().weights_step(run.id)
if step is None:  # deleted since the menu was drawn
    st.rerun()
if not run.state.is_ended:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"This run has not ended: these are its weights after {step:,} steps.")
        st.button("Show newer weights", icon=":material/refresh:")
latent_map(run, step)
