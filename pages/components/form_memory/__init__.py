"""What the browser does for a form: keeps what is typed over a reload, and leads to a field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.components.definition import define_component, shown_since

_component = define_component("form_memory")


@dataclass(frozen=True)
class FormState:
    """What stands in a form.

    Attributes:
        preset: the choice in the menu of presets.
        fields: the choice or the typed text, by field.
    """

    preset: str
    fields: Mapping[str, str]


def form_memory(
    form: str,
    session: str,
    state: FormState,
    changed: Mapping[str, str],
    restore: Callable[[FormState], None],
) -> None:
    """Keep what stands in a form, in the browser's tab, and bring it back after a reload.

    Nothing of it is seen. A link `#FORM-field-NAME` leads to a field, and opens what hides it.

    Args:
        form: the form's key; its fields' widgets are called `FORM field NAME`.
        session: names the server's session; after a reload it is another.
        state: what stands in the form as far as the server knows.
        changed: in words how a field differs from the preset, for those who hear the form.
        restore: called with what the browser kept, where it is not what stands in the form.
    """
    key = f"{form}-memory"

    def restore_draft() -> None:
        draft = st.session_state[key].draft
        if draft:
            restore(_checked(draft))

    data = {
        "form": form.replace(" ", "-"),
        "session": session,
        "preset": state.preset,
        "fields": dict(state.fields),
        "changed": dict(changed),
    }
    since = shown_since(key, (session, state.preset, *state.fields.items(), *changed.items()))
    _component(data=data | {"since": since}, key=key, on_draft_change=restore_draft)


def _checked(draft: Mapping[str, Any]) -> FormState:
    """What a browser sent, of which only texts are believed."""
    fields = {str(name): str(text) for name, text in dict(draft.get("fields", {})).items()}
    return FormState(str(draft.get("preset", "")), fields)
