"""What the chosen preset shows, the question that it raises, and the experiment that answers it."""

from __future__ import annotations

import streamlit as st

from ae.presets import PRESETS
from pages.ui.form import Form

# For a page to bring once. With it the drawing of the network is in view at 800 pixels of height.
STYLE = """
[class*="-card"][class*="st-key-"] {
  gap: 0.5rem; padding: 0.6rem 0.8rem;
  p { font-size: 0.875rem; line-height: 1.4; margin-bottom: 0.35rem; }
  [data-testid="stMarkdownContainer"]:has(> p) { margin-bottom: 0; }
  button { min-height: 2rem; padding-block: 0; }
}
"""


def show_card(name: str | None, form: Form, key: str) -> None:
    """The card of a preset; nothing for settings that started from none.

    Args:
        name: the preset's key.
        form: where the next experiment goes.
        key: its own for each card of a page, which brings `STYLE`.
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
