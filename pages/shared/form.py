"""The form of hyperparameters, made from what `ae.config` says of each field."""

from __future__ import annotations

from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ae.config import FIELDS, GROUPS, Field, Hyperparameters, as_text, parse
from ae.errors import SettingError
from ae.presets import PRESETS, preset

CUSTOM = "custom"
_PRESET = "form preset"
_FOLLOWS = "form follows"


def _key(name: str) -> str:
    return f"hp {name}"


def fill(hp: Hyperparameters, name: str | None) -> None:
    """Put settings into the form; `name` is the preset that they are, or started from."""
    st.session_state[_PRESET] = name or CUSTOM
    for field, info in FIELDS.items():
        value = getattr(hp, field)
        st.session_state[_key(field)] = value if info.choices else as_text(value)


def follow(run: str | None, hp: Hyperparameters, name: str | None) -> None:
    """Fill the form once for each run that the page turns to, and at the page's first showing."""
    if st.session_state.get(_FOLLOWS, "") != run or _PRESET not in st.session_state:
        st.session_state[_FOLLOWS] = run
        fill(hp, name)


def is_following(run: str | None) -> None:
    """The form already shows that run's settings: it was submitted from here."""
    st.session_state[_FOLLOWS] = run


def _preset_chosen() -> None:
    name = st.session_state[_PRESET]
    if name != CUSTOM:
        fill(preset(name), name)


def form(top: DeltaGenerator) -> tuple[Hyperparameters | None, str | None]:
    """Draw the form: the menu of presets in `top`, the fields where the caller is.

    Returns:
        The settings, None if a field is wrong; and the preset, None if they are no preset's.
    """
    # Streamlit drops a widget's value when its page is left; written back, it stays.
    for key in [_PRESET, *map(_key, FIELDS)]:
        st.session_state[key] = st.session_state[key]
    name = st.session_state[_PRESET]
    values, wrong = _read()
    started_from = PRESETS.get(name)
    hp, problem = _settings(values, wrong)
    changed = started_from is not None and hp is not None and hp.differences(started_from.hp) != []
    top.selectbox(
        "Preset",
        [*PRESETS, CUSTOM],
        key=_PRESET,
        format_func=lambda n: _title(n, changed and n == name),
        on_change=_preset_chosen,
        help=started_from.about if started_from else "Settings of your own.",
    )
    tabs = st.tabs(list(GROUPS.values()), default=GROUPS["network"])
    for tab, group in zip(tabs, GROUPS, strict=True):
        with tab:
            columns = st.columns(2)
            fields = [(n, i) for n, i in FIELDS.items() if i.group == group]
            for i, (field, info) in enumerate(fields):
                with columns[i % 2]:
                    _widget(field, info, wrong.get(field))
    if problem:
        label = FIELDS[problem.field].label if problem.field in FIELDS else problem.field
        st.error(f"**{label}.** {problem}", icon=":material/error:")
    return hp, name if started_from and not changed else None


def _title(name: str, changed: bool) -> str:
    if name == CUSTOM:
        return "Own settings"
    return PRESETS[name].title + (" (changed)" if changed else "")


def _widget(name: str, info: Field, problem: SettingError | None) -> None:
    if info.choices:
        st.selectbox(
            info.label,
            list(info.choices),
            key=_key(name),
            format_func=lambda choice: (info.choices or {}).get(choice, choice),
            help=info.help,
        )
    else:
        st.text_input(info.label, key=_key(name), help=f"{info.help} Accepts {info.accepts}.")
    if problem:
        st.caption(f":red[:material/error: {problem.problem}]")


def _read() -> tuple[dict[str, Any], dict[str, SettingError]]:
    """What stands in the form, and what is wrong with single fields."""
    values: dict[str, Any] = {}
    wrong: dict[str, SettingError] = {}
    for name, info in FIELDS.items():
        raw = st.session_state[_key(name)]
        try:
            values[name] = raw if info.choices else parse(name, raw)
            # One field at a time, so that each says what is wrong with it.
            if info.choices is None:
                Hyperparameters(**{name: values[name]})
        except SettingError as error:
            if error.field == name:
                wrong[name] = error
    return values, wrong


def _settings(
    values: dict[str, Any], wrong: dict[str, SettingError]
) -> tuple[Hyperparameters | None, SettingError | None]:
    if wrong:
        return None, next(iter(wrong.values()))
    try:
        return Hyperparameters(**values), None
    except SettingError as error:
        wrong[error.field] = error
        return None, error
