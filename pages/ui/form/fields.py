"""A form's fields: each with its label, its help and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from ae.config import FIELDS
from pages.ui.form.help import help_text, inactive_reason
from pages.ui.form.values import FormValues

# These are in view at once; the others wait in tabs.
BASIC = [name for name, field in FIELDS.items() if field.is_basic]


class FieldWidgets:
    """The widgets of one form's fields.

    Args:
        keys: the widgets' keys, by field.
        values: what stands in the form.
    """

    def __init__(self, keys: Mapping[str, str], values: FormValues):
        self._keys, self._values = keys, values

    def draw(self, names: Sequence[str], last: Callable[[], None] | None = None) -> None:
        """Fields two by two; `last` draws in the free place after an odd number of them."""
        for i in range(0, len(names), 2):
            pair = names[i : i + 2]
            left, right = st.columns(2)
            for column, name in zip((left, right), pair, strict=False):
                with column:
                    self._draw_field(name)
            if last and len(pair) == 1:
                with right:
                    last()

    def _draw_field(self, name: str) -> None:
        field, values = FIELDS[name], self._values
        error = values.errors.get(name)
        common: dict[str, Any] = {
            "label": field.label,
            "key": self._keys[name],
            "help": help_text(name, values),
            # What is wrong can be mended, also where it does nothing.
            "disabled": bool(inactive_reason(name, values)) and error is None,
            "persist_state": "session",
        }
        if field.choices:
            choices = field.choices
            st.selectbox(options=list(choices), format_func=lambda c: choices.get(c, c), **common)
        else:
            st.text_input(**common)
        if error:
            st.markdown(f":red[:small[:material/error: {_as_plain_text(error.sentence)}]]")


def _as_plain_text(sentence: str) -> str:
    """It may hold what was typed, which is no Markdown."""
    return re.sub(r"([\\`*_\[\]()#$:~<>|])", r"\\\1", sentence)
