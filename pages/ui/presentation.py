"""The presentation mode, for a projector: `?present=1`."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_PARAMETER = "present"
# What is in the frame takes no room in a page.
_FRAME = "[data-testid=stLayoutWrapper]:has(> .st-key-present-frame) { display: none; }"
_STYLE = (Path(__file__).parent / "presentation.css").read_text(encoding="utf-8")


def is_presenting() -> bool:
    """Whether this tab is in presentation mode; known once the router has drawn its frame."""
    return st.session_state.get(_PARAMETER) == 1


def draw_frame() -> None:
    """What stands around every page for it: the mode in the address, and its style.

    CSS finds it by `body:has(.st-key-presenting)`, which only something of one page needs: sizes
    are in rem.
    """
    # A hidden field, because what is bound to one stays in the address over refreshes and other
    # pages, without entries in the browser's history.
    mode = "presenting" if is_presenting() else "not-presenting"
    with st.container(key="present-frame"), st.container(key=mode):
        st.number_input("Presentation mode", 0, 1, 0, key=_PARAMETER, bind="query-params")
    # Always there: Streamlit tells styles apart by their place among each other.
    st.html(f"<style>{_FRAME}{_STYLE if is_presenting() else ''}</style>")
