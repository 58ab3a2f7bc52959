"""The words of the program and what they mean."""

from __future__ import annotations

import streamlit as st

from ae.terms import GLOSSARY


def glossary() -> None:
    """All words that are worth knowing before one starts, folded."""
    with st.expander("What the words mean", icon=":material/menu_book:"):
        st.markdown("\n".join(f"- **{word}**: {meaning}" for word, meaning in GLOSSARY.items()))
