"""The presentation mode, for a projector: `?present=1`, by a button or the key P."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.components.page_menu import name_page_menu
from pages.components.presentation import presentation_buttons
from pages.ui.theme import theme_style

_PARAMETER, _BUTTONS = "present", "presentation"
# What is in the frame takes no room in a page, and is no wider than it.
_FRAME = (
    "[data-testid=stLayoutWrapper]:has(> .st-key-present-frame) { position: absolute; left: 0; }"
)
_FRAME += ".st-key-present { display: none; }"
_STYLE = (Path(__file__).parent / "presentation.css").read_text(encoding="utf-8")


def is_presenting() -> bool:
    """Whether this tab is in presentation mode; known once the router has drawn its frame."""
    return st.session_state.get(_PARAMETER) == 1


def draw_frame() -> None:
    """What stands around every page for it: the mode in the address, its style, its buttons.

    CSS finds it by `body:has(.st-key-presenting)`, which only something of one page needs: sizes
    are in rem.
    """
    mode = "presenting" if is_presenting() else "not-presenting"
    with st.container(key="present-frame"), st.container(key=mode):
        # A hidden field, because what is bound to one stays in the address over refreshes and
        # other pages, without entries in the browser's history.
        st.number_input("Presentation mode", 0, 1, 0, key=_PARAMETER, bind="query-params")
        presentation_buttons(is_presenting(), _change, key=_BUTTONS)
        name_page_menu()
    # Always there: Streamlit tells styles apart by their place among each other.
    st.html(f"<style>{theme_style()}{_FRAME}{_STYLE if is_presenting() else ''}</style>")


def _change() -> None:
    st.session_state[_PARAMETER] = int(st.session_state[_BUTTONS].changed)
