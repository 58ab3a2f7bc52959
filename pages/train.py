"""Train: settings on the left; buttons and the live view of the run on the right."""

import streamlit as st

from ae import jobs
from ae.config import Hyperparameters
from ae.errors import SettingError
from ae.figures import network
from ae.networks import parameter_count
from ae.presets import preset
from ae.store import Run, State
from ae.words import duration
from pages.shared import figures, form
from pages.shared.attach import attach, attached, detach, found
from pages.shared.backend import owner, store
from pages.shared.rate import rate_control
from pages.shared.theme import theme
from pages.shared.views import live_view

SPLIT = [2, 3.4]
TRAIN, NEW = "train", "new run"
CHANGES = {"pause": jobs.pause, "resume": jobs.resume, "stop": jobs.stop}
# The buttons stand beside the menu, not beside its label. On a phone they and the live view come
# between the menu of presets and the settings.
STYLE = """<style>
@media (min-width: 641px) { .st-key-train-buttons { padding-top: 1.75rem; } }
@media (max-width: 640px) {
  [data-testid="stHorizontalBlock"]:has(> [data-testid="stColumn"] .ae-live) {
    flex-direction: column;
    flex-wrap: nowrap;
    gap: 1rem;
    > [data-testid="stColumn"] { order: 1; min-width: 100%; }
    > [data-testid="stColumn"]:first-child, > [data-testid="stColumn"]:first-child > div {
      display: contents;
      > * { order: 2; }
      > :is(.st-key-train-preset, :has(> .st-key-train-preset)) { order: 0; }
    }
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


def pressed(run: Run | None, typed: form.Typed) -> Run | None:
    """The run that the page is about, once what was pressed has been done."""
    if typed.hp and st.session_state.get(TRAIN) and not is_live(run):
        run = jobs.submit(store(), typed.hp, owner(), typed.preset)
        form.is_following(run.id)
        attach(run)
    for name, change in CHANGES.items():
        if run and st.session_state.get(name):
            change(store(), run.id)
            run = store().run(run.id)
    if st.session_state.get(NEW):
        form.is_following(None)
        detach()
        return None
    return run


@st.fragment
def training() -> None:
    """The buttons and the live view. A press runs this alone, without the form's eighty elements:
    somebody waits for the first points.
    """
    typed = form.read()
    run = pressed(found(), typed)
    live = is_live(run)
    is_paused = run is not None and run.state is State.PAUSED
    with st.container(horizontal=True, key="train-buttons"):
        st.button(
            "Train",
            key=TRAIN,
            type="primary",
            icon=":material/play_arrow:",
            disabled=live or typed.hp is None,
            help="Stop or finish the run below first." if live else None,
        )
        st.button("Pause", key="pause", icon=":material/pause:", disabled=not live or is_paused)
        st.button("Resume", key="resume", icon=":material/resume:", disabled=not is_paused)
        st.button("Stop", key="stop", icon=":material/stop:", disabled=not live)
        rate_control(run)
        st.button(
            "New run",
            key=NEW,
            icon=":material/add:",
            disabled=run is None,
            help="Leave this run as it is, also if it still trains, and set up another.",
        )
    hint = "Press Train: the curve begins within seconds."
    live_view(run, typed.hp or preset("article"), hint)
    if run:
        figures.test_figures(run)


run = attached()
if run:
    form.follow(run.id, run.hp, run.preset)
else:
    form.follow(None, *from_link())

# Not in the fragment: Streamlit has all styles in one place, where one of it would replace another.
st.html(STYLE + figures.STYLE)
left, right = st.columns(SPLIT, gap="medium")
with right:
    training()
with left:
    typed = form.read()
    form.draw(typed, st.container(key="train-preset"))
    if typed.hp:
        layers = typed.hp.layers()
        colours = theme()
        st.image(
            network.draw(layers, colours.ink, colours.accent),
            width="stretch",
            alt=network.describe(layers),
        )
        seconds = jobs.expected_seconds(store(), typed.hp)
        parameters = parameter_count(layers)
        st.caption(f"{parameters:,} parameters · about {duration(seconds)} on this machine")
