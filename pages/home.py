"""Home: what this is, where to start, and the runs so far."""

import time

import streamlit as st

from ae.data import TRAIN_SIZE
from ae.formatting import NO_VALUE, number, time_ago
from ae.run_names import unique_names
from ae.store import Run
from pages.ui import own_runs, run_actions
from pages.ui.markdown import as_plain
from pages.ui.run_menu import visible_runs
from pages.ui.terms import glossary

# A run's name is the link to it, and reads as a name: what is long goes on in a second line. Where
# there is room what is said of the runs stands in columns.
STYLE = """
[class*="st-key-listed-run"] [data-testid="stPageLink"] p {
  white-space: normal; overflow: visible; font-size: 1rem;
}
@media (min-width: 900px) {
  [class*="st-key-listed-run"] { flex-wrap: nowrap; }
  [class*="st-key-listed-run"] > :first-child { min-width: 0; flex: 1 1 0; }
}
"""
# Where to go: script, title, icon, what one does there.
WAYS = (
    (
        "train",
        "Train",
        "play_circle",
        "Pick settings, press Train, and see the loss fall and the digits sharpen.",
    ),
    (
        "reconstruct",
        "Reconstruct",
        "compare",
        "What goes in beside what comes out, with noise on it if you like.",
    ),
    (
        "latent",
        "Latent space",
        "scatter_plot",
        "The code as a map under your finger: neighbours, sliders, walks from digit to digit.",
    ),
    ("draw", "Draw", "draw", "Your own digit, a letter or a photo: what the network makes of it."),
    ("generate", "Generate", "auto_awesome", "New digits out of the code, and how good they are."),
    (
        "compare",
        "Compare",
        "compare_arrows",
        "Runs beside each other and beside PCA: what differs, and what is better for it.",
    ),
)


def show_run(run: Run, name: str) -> None:
    """One line of the list."""
    now = time.time()
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", key=f"listed-run {run.id}"
    ):
        st.page_link(
            "train.py",
            label=f"**{as_plain(name)}**",
            icon=":material/keep:" if run.pinned else None,
            query_params={"run": run.id},
            width="stretch",
        )
        st.markdown(f"{run.step:,} of {run.steps:,} steps", width=170)
        st.markdown(f"test MSE {number(run.test['mse'])}" if run.test else NO_VALUE, width=140)
        st.markdown(f"{run.state_in_words(now)}, {time_ago(now - run.created)}", width=220)
        with st.container(width=44):
            run_actions.run_actions(run, run.id)


st.title("AE Lab")
st.markdown(
    "An **autoencoder** squeezes an image through a narrow code and tries to give it back. "
    f"Train one on {TRAIN_SIZE:,} handwritten digits, watch it learn, and look at what its "
    "code holds."
)
for row in (WAYS[:3], WAYS[3:]):
    for place, (page, title, icon, words) in zip(st.columns(3, border=True), row, strict=True):
        with place:
            st.page_link(f"{page}.py", label=f"**{title}**", icon=f":material/{icon}:")
            st.caption(words)

glossary()
st.html(f"<style>{run_actions.STYLE}{own_runs.STYLE}{STYLE}</style>")
run_actions.tell_of_deletion()
st.header("Your runs")
if clicked := own_runs.own_runs("home", is_listed=True):
    st.switch_page("train.py", query_params={"run": clicked.id})
runs = visible_runs(limit=20)
if not runs:
    st.info("None yet. The first takes about a quarter of a minute.", icon=":material/info:")
names = unique_names(runs)
for run in runs:
    show_run(run, names[run.id])
