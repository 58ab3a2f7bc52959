"""A page of a test: two forms with their buttons, live views and evaluations beside each other."""

from pathlib import Path

import streamlit as st

from ae.presets import preset
from pages.ui import evaluation, stage
from pages.ui.current_run import PanelRun
from pages.ui.form import Form
from pages.ui.training_panel import training_panel

PAGES = Path(__file__).parents[2] / "pages"


def two_panels():
    """Without a run, the left begins with the article's settings, the right with the linear's."""
    st.html(f"<style>{stage.STYLE}{evaluation.STYLE}</style>")
    starts = ("left", "article"), ("right", "linear")
    for column, (key, start) in zip(st.columns(2), starts, strict=True):
        with column:
            settings_form, selected = Form(f"{key} form"), PanelRun(key)
            run = selected.get()
            if run:
                settings_form.follow(run.id, run.hp, run.preset)
            else:
                settings_form.follow(None, preset(start), start)
            values = settings_form.read()
            training_panel(key, settings_form, values, selected)
            settings_form.draw(values, st.container())


# Where the links of a run that has ended lead.
linked = [st.Page(PAGES / name) for name in ("reconstruct.py", "latent.py", "compare.py")]
st.navigation([st.Page(two_panels, default=True), *linked], position="hidden").run()
