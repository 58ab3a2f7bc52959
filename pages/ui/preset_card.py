"""What the chosen preset shows, the question that it raises, and the experiment that answers it."""

from __future__ import annotations

import streamlit as st

from ae.presets import PRESETS
from pages.ui.form import Form


def preset_card(name: str | None, form: Form, key: str) -> None:
    """The card of a preset; nothing for settings that started from none.

    Args:
        name: the preset's key.
        form: where the next experiment goes.
        key: its own for each card of a page.
    """
    if name is None:
        return
    described = PRESETS[name]
    asked = described.next
    with st.container(border=True, key=f"{key} card", gap="small"):
        st.markdown(f"{described.about}\n\n**{described.question}**")
        st.button(
            asked.label,
            key=f"{key} next experiment",
            icon=":material/science:",
            help="Puts its settings into the form. Then press Train.",
            on_click=form.fill,
            args=(asked.hp, asked.preset),
        )
