"""Generate: new digits out of a network, by codes that no image has."""

import streamlit as st

from ae.live import NewWeights
from ae.run_names import unique_names
from pages.components.generate import SETTINGS, generate
from pages.components.holes import holes
from pages.ui.backend import store
from pages.ui.beside import PARAMETER, choose_beside
from pages.ui.run_menu import choose_run
from pages.ui.waiting import wait_for

title, menu = st.columns([1, 2.4], gap="small", vertical_alignment="bottom")
with title:
    st.title("Generate")
with menu:
    run = choose_run(keeping=[*SETTINGS, PARAMETER])
step = store().weights_step(run.id)
if step is None:  # deleted since the menu was drawn
    st.rerun()
if not run.state.is_ended:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"This run has not ended: these are its weights after {step:,} steps.")
        st.button("Show newer weights", icon=":material/refresh:")
generate(run, step)

st.subheader("Where there are no codes")
st.markdown(
    "A map of the test digits' codes, and on it the largest circles that are empty though codes "
    "lie all around them. What does a decoder make of a code that no digit has? A plain code may "
    "have anything there; a variational one was trained to leave little room. Of a code of more "
    "than two numbers the map is the plane of its first two principal components, and what is "
    "decoded lies in that plane."
)
other = choose_beside(run)
sides = [(run, step)]
if other is not None:
    other_step = store().weights_step(other.id)
    if other_step is None:
        wait_for(NewWeights(other.id, -1), reason="The run beside it has no weights yet.")
    else:
        sides.append((other, other_step))
names = unique_names([one for one, _ in sides])
holes([(one, names[one.id], of) for one, of in sides])
