"""The colours that a drawing needs, in the theme that this browser shows."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class Colours:
    """CSS colours: `ink` for text and lines, `accent` for what matters, `paper` behind both."""

    ink: str
    accent: str
    paper: str


LIGHT = Colours("#31333f", "#2563c9", "#ffffff")
DARK = Colours("#fafafa", "#6ea8fe", "#171614")


def theme() -> Colours:
    """Those of the dark theme where this browser shows it, else of the light one."""
    return DARK if st.context.theme.type == "dark" else LIGHT
