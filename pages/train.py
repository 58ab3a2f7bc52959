"""Train: settings on the left; buttons and the live view of the run on the right."""

import streamlit as st

from ae import step_times
from ae.config import Hyperparameters
from ae.errors import SettingError
from ae.formatting import duration
from ae.networks import parameter_count
from ae.plots import network
from ae.presets import preset
from pages.ui import (
    evaluation,
    layout,
    own_runs,
    preset_card,
    run_actions,
    run_header,
    stage,
    training_hint,
    verdict,
)
from pages.ui.backend import store
from pages.ui.current_run import AddressRun
from pages.ui.form import Form
from pages.ui.theme import theme
from pages.ui.training_panel import training_panel


def settings_of_link() -> tuple[Hyperparameters, str, str]:
    """The settings that the address asks for, or the article's; their preset; what is wrong."""
    name = st.query_params.get("preset", "article")
    try:
        base = preset(name)
        return Hyperparameters.from_query(st.query_params.to_dict(), base), name, ""
    except SettingError as error:
        problem = f"The link asks for something that does not exist. {error.sentence}"
        return preset("article"), "article", problem


def time_to_expect(hp: Hyperparameters) -> str:
    """How long a run takes, and how much is to be believed of that."""
    estimate = step_times.estimate(store(), hp)
    where = "on this machine" if estimate.is_measured else "(not timed here yet)"
    return f"about {duration(estimate.seconds)} {where}"


settings_form, selected, problem = Form("form"), AddressRun(), ""
if run := selected.get():
    settings_form.follow(run.id, run.hp, run.preset)
else:
    settings, name, problem = settings_of_link()
    settings_form.follow(None, settings, name)
values = settings_form.read()

# Not in the fragment: Streamlit has all styles in one place, where one of it would replace another.
styles = (
    layout.STYLE,
    preset_card.STYLE,
    stage.STYLE,
    run_header.STYLE,
    run_actions.STYLE,
    training_hint.STYLE,
    own_runs.STYLE,
    evaluation.STYLE,
    verdict.style(),
    settings_form.style(values),
)
st.html(f"<style>{''.join(styles)}</style>")
top, beside, below = layout.areas()
with beside:
    training_panel("live", settings_form, values, selected, problem)
with below:
    preset_card.show_card(values.preset, settings_form, "train")
    settings_form.draw(values, top)
    if values.hp:
        layers = values.hp.layers()
        colours = theme()
        st.image(
            network.draw(layers, colours.ink, colours.accent),
            width="stretch",
            alt=network.describe(layers),
        )
        parameters = parameter_count(layers)
        st.caption(f"{parameters:,} parameters · {time_to_expect(values.hp)}")
