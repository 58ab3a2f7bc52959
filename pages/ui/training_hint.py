"""What stands beside the buttons: why Train can't be pressed, or that the form has changed."""

from __future__ import annotations

import streamlit as st

from ae.config import FIELDS
from ae.store import Run, State
from pages.ui.form import FormValues

# One line is there also while there is nothing to say: what is below must not jump.
STYLE = '[class*="st-key-"][class*="-hint"] { min-height: 1.6rem; }'


def training_hint(run: Run | None, values: FormValues, form_key: str, key: str) -> None:
    """One sentence in visible text, or an empty line; the page brings `STYLE`.

    Args:
        run: the selected run.
        values: what stands in the form.
        form_key: the form's, whose fields are led to.
        key: its own for each panel of a page.
    """
    with st.container(key=f"{key}-hint"):
        st.markdown(_sentence(run, values, form_key))


def _sentence(run: Run | None, values: FormValues, form_key: str) -> str:
    if run and not run.state.is_ended:
        return _while_it_trains(run, values)
    if values.errors:
        links = [f"[{FIELDS[name].label}](#{form_key}-field-{name})" for name in values.errors]
        return f"Train waits for you to mend {' and '.join(links)}."
    if run and values.hp != run.hp:
        return ":material/edit: The form has changed: press **Train** to try it."
    return ""


def _while_it_trains(run: Run, values: FormValues) -> str:
    is_paused = run.state is State.PAUSED
    if values.hp != run.hp:
        return ":material/edit: The form has changed: press **Stop** or **New run** to try it."
    if is_paused:
        return "Train waits for this run: press **Resume**, **Stop** or **New run**."
    return "Train waits for the end of this run, **Stop** or **New run**."
