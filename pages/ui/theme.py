"""The colours of the theme that this browser shows, and what Streamlit leaves too faint in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

_STYLE = (Path(__file__).parent / "theme.css").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Colours:
    """CSS colours, as in `.streamlit/config.toml` and as Streamlit has them where that has none.

    Attributes:
        ink: for text and lines.
        accent: for what matters, in words on the page too.
        on_accent: for words on it.
        paper: the page.
    """

    ink: str
    accent: str
    on_accent: str
    paper: str


LIGHT = Colours("#2f2d2b", "#2563c9", on_accent="#ffffff", paper="#ffffff")
DARK = Colours("#edebe8", "#4d90f0", on_accent="#171614", paper="#171614")


def theme() -> Colours:
    """Those of the dark theme where this browser shows it, else of the light one."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def theme_style() -> str:
    """What the theme's settings can't say: a visible focus and enough contrast. For the router."""
    colours = theme()
    variables = (
        f"--ae-accent: {colours.accent}; --ae-on-accent: {colours.on_accent}; "
        f"--ae-ink: {colours.ink}; --ae-paper: {colours.paper};"
    )
    return f":root {{ {variables} }} {_STYLE}"
