"""A page of a test: two forms with their buttons, live views and evaluations beside each other."""

import streamlit as st

from ae.presets import preset
from pages.ui import evaluation
from pages.ui.current_run import PanelRun
from pages.ui.form import Form
from pages.ui.training_panel import training_panel

st.html(f"<style>{evaluation.STYLE}</style>")
for column, key, start in zip(st.columns(2), ("left", "right"), ("article", "linear"), strict=True):
    with column:
        settings_form, selected = Form(f"{key} form"), PanelRun(key)
        run = selected.get()
        if run:
            settings_form.follow(run.id, run.hp, run.preset)
        else:
            settings_form.follow(None, preset(start), start)
        training_panel(key, settings_form, selected)
        settings_form.draw(settings_form.read(), st.container())
