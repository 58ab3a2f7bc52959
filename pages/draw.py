"""Draw: a digit of one's own, and what a run's network makes of it."""

import streamlit as st

from pages.components.draw import draw
from pages.ui.backend import store
from pages.ui.run_menu import choose_run

title, menu = st.columns([1, 2.4], gap="small", vertical_alignment="bottom")
with title:
    st.title("Draw")
with menu:
    run = choose_run()
step = store().weights_step(run.id)
if step is None:  # deleted since the menu was drawn
    st.rerun()
if not run.state.is_ended:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"This run has not ended: these are its weights after {step:,} steps.")
        st.button("Show newer weights", icon=":material/refresh:")
draw(run, step)
