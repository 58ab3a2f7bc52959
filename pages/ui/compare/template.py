"""The parts of the Compare page's template, drawn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined

_HERE = Path(__file__).parent
# For the page: Streamlit has all styles in one place.
STYLE = _HERE / "compare.css"
_TEMPLATE = Environment(
    loader=FileSystemLoader(_HERE),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
).get_template("compare.html")


def draw(part: str, **values: Any) -> None:
    """Draw one of the macros of `compare.html`; the page brings `STYLE`.

    Args:
        part: the macro's name.
        values: its arguments. Texts in them are escaped.
    """
    st.html(getattr(_TEMPLATE.module, part)(**values))
