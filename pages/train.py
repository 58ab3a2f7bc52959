"""Train: settings on the left; buttons and the live view of the run on the right."""

import streamlit as st

from ae import jobs
from ae.config import Hyperparameters
from ae.errors import SettingError
from ae.figures import network
from ae.networks import parameter_count
from ae.presets import PRESETS, preset
from ae.store import Run, State
from ae.words import duration
from pages.shared import form
from pages.shared.attach import attach, attached, detach
from pages.shared.backend import owner, store
from pages.shared.figures import test_figures
from pages.shared.rate import rate_control
from pages.shared.theme import theme
from pages.shared.views import live_view

SPLIT = [2, 3.4]
TRAIN = "train"
# On a phone the live view comes before the settings, right under the buttons.
STYLE = """<style>
@media (max-width: 640px) {
  .st-key-train-body [data-testid="stHorizontalBlock"]:has(.ae-live) {
    flex-direction: column-reverse;
    flex-wrap: nowrap;
    > [data-testid="stColumn"] { min-width: 100%; }
  }
}
</style>"""


def from_link() -> tuple[Hyperparameters, str | None]:
    """The settings that the address asks for, or the article's."""
    name = st.query_params.get("preset", "article")
    try:
        base = preset(name)
        return Hyperparameters.from_query(st.query_params.to_dict(), base), name
    except SettingError as error:
        st.warning(f"The link asks for something that does not exist. {error}")
        return preset("article"), "article"


def is_live(run: Run | None) -> bool:
    """It trains, or waits to."""
    return run is not None and not run.state.is_ended


run = attached()
if run:
    form.follow(run.id, run.hp, run.preset)
else:
    form.follow(None, *from_link())

st.html(STYLE)
with st.container(key="train-top"):
    which, buttons = st.columns(SPLIT, gap="medium", vertical_alignment="bottom")
with st.container(key="train-body"):
    left, right = st.columns(SPLIT, gap="medium")
with left:
    hp, name = form.form(which)
    # Here, not where the button is: the run that begins is on the page in this same script run.
    if hp and st.session_state.get(TRAIN) and not is_live(run):
        run = jobs.submit(store(), hp, owner(), name if name in PRESETS else None)
        form.is_following(run.id)
        attach(run)
    if hp:
        layers = hp.layers()
        colours = theme()
        st.image(
            network.draw(layers, colours.ink, colours.accent),
            width="stretch",
            alt=network.describe(layers),
        )
        seconds = jobs.expected_seconds(store(), hp)
        parameters = parameter_count(layers)
        st.caption(f"{parameters:,} parameters · about {duration(seconds)} on this machine")

live = is_live(run)
is_paused = run is not None and run.state is State.PAUSED
with buttons, st.container(horizontal=True):
    st.button(
        "Train",
        key=TRAIN,
        type="primary",
        icon=":material/play_arrow:",
        disabled=live or hp is None,
        help="Stop or finish the run below first." if live else None,
    )
    pause = st.button("Pause", icon=":material/pause:", disabled=not live or is_paused)
    resume = st.button("Resume", icon=":material/resume:", disabled=not is_paused)
    stop = st.button("Stop", icon=":material/stop:", disabled=not live)
    rate_control(run)
    new = st.button(
        "New run",
        icon=":material/add:",
        disabled=run is None,
        help="Leave this run as it is, also if it still trains, and set up another.",
    )
with right:
    live_view(run, hp or preset("article"), "Press Train: the curve begins within seconds.")
    if run:
        test_figures(run)

if run and (pause or resume or stop):
    action = jobs.pause if pause else jobs.resume if resume else jobs.stop
    action(store(), run.id)
    st.rerun()
if new:
    form.is_following(None)
    detach()
    st.rerun()
