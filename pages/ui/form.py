"""The form of hyperparameters, made from what `ae.config` says of each field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ae.config import FIELDS, GROUPS, Hyperparameters, as_text, parse
from ae.errors import SettingError
from ae.presets import PRESETS, preset
from pages.ui.theme import theme

CUSTOM = "custom"
_PRESET = "form preset"
_FOLLOWS = "form follows"
_MORE = "form more"
# In a field's label the word that screen readers say is drawn as a dot: it fits any label.
_DOT = """<style>
[class*="st-key-hp-"] label em { font-size: 0; }
[class*="st-key-hp-"] label em::before { content: "●"; font-size: 0.7rem; color: %s; }
</style>"""
_BASIC = [name for name, info in FIELDS.items() if info.is_basic]


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
    if st.session_state.get(_FOLLOWS, "") != run:
        st.session_state[_FOLLOWS] = run
        fill(hp, name)


def mark_loaded(run: str | None) -> None:
    """The form already shows that run's settings: it was submitted from here."""
    st.session_state[_FOLLOWS] = run


def _preset_chosen() -> None:
    name = st.session_state[_PRESET]
    if name != CUSTOM:
        fill(preset(name), name)


@dataclass(frozen=True)
class FormValues:
    """What stands in the form.

    Attributes:
        start: the preset that it started from; None for settings of one's own.
        wrong: what is the matter, by field.
        changed: the fields that differ from the preset.
        hp: the settings; None if a field is wrong.
    """

    start: str | None
    wrong: dict[str, SettingError]
    changed: list[str]
    hp: Hyperparameters | None

    @property
    def preset(self) -> str | None:
        """The preset that the settings are, if they are one."""
        return None if self.changed else self.start


def draw(typed: FormValues, top: DeltaGenerator) -> None:
    """Draw the form: the menu of presets in `top`, the fields where the caller is."""
    # The browser names an option by its words, so these never change: the label marks a change.
    top.selectbox(
        "Preset (changed)" if typed.changed else "Preset",
        [*PRESETS, CUSTOM],
        key=_PRESET,
        format_func=lambda name: PRESETS[name].title if name in PRESETS else "Own settings",
        on_change=_preset_chosen,
        help=PRESETS[typed.start].about if typed.start else "Settings of your own.",
        persist_state="session",
    )
    st.html(_DOT % theme().accent)
    _fields(_BASIC, typed)
    for name, problem in typed.wrong.items():
        st.error(f"**{_where(name)}.** {problem}", icon=":material/error:")
    if typed.wrong.keys() - _BASIC:
        st.session_state[_MORE] = True
    # The server keeps whether it is open, so that it stays so when the error is mended.
    with st.expander("More settings", key=_MORE, on_change="rerun"):
        tabs = st.tabs(list(GROUPS.values()), default=GROUPS["network"])
        for tab, group in zip(tabs, GROUPS, strict=True):
            with tab:
                _fields(
                    [n for n, i in FIELDS.items() if i.group == group and not i.is_basic], typed
                )


def read() -> FormValues:
    """What stands in the form, before it is drawn too. `follow` comes first."""
    values: dict[str, Any] = {}
    wrong: dict[str, SettingError] = {}
    for name, info in FIELDS.items():
        raw = st.session_state[_key(name)]
        try:
            values[name] = info.check(name, raw if info.choices else parse(name, raw))
        except SettingError as error:
            wrong[name] = error
    hp = None
    if not wrong:
        try:
            hp = Hyperparameters(**values)
        except SettingError as error:
            wrong[error.field] = error
    name = st.session_state[_PRESET]
    if name == CUSTOM:
        return FormValues(None, wrong, [], hp)
    start = preset(name)
    # What can't be read is no preset's value.
    changed = [n for n in FIELDS if n not in values or values[n] != getattr(start, n)]
    return FormValues(name, wrong, changed, hp)


def _where(name: str) -> str:
    """A field's label, and the tab if it is in one."""
    info = FIELDS[name]
    return info.label if info.is_basic else f"{GROUPS[info.group]}: {info.label}"


def _fields(names: list[str], typed: FormValues) -> None:
    """Fields two by two; in the free place after the basic ones, the way back to the preset."""
    for i in range(0, len(names), 2):
        pair = names[i : i + 2]
        left, right = st.columns(2)
        for column, name in zip((left, right), pair, strict=False):
            with column:
                _widget(name, typed)
        if names is _BASIC and len(pair) == 1:
            with right:
                _reset_button(typed)


def _reset_button(typed: FormValues) -> None:
    if typed.start and typed.changed:
        st.space("small")
        st.button(
            "Back to the preset",
            icon=":material/undo:",
            help=f"Changed: {', '.join(FIELDS[n].label for n in typed.changed)}.",
            on_click=fill,
            args=(preset(typed.start), typed.start),
            width="stretch",
        )


def _widget(name: str, typed: FormValues) -> None:
    info, idle = FIELDS[name], _inactive_reason(name)
    problem, is_changed = typed.wrong.get(name), name in typed.changed
    common: dict[str, Any] = {
        "label": f"{info.label} *changed*" if is_changed else info.label,
        "key": _key(name),
        "help": "\n\n".join(
            filter(None, [_preset_hint(name, typed), idle, info.help, _accepts(name)])
        ),
        # What is wrong can be mended, also where it does nothing.
        "disabled": bool(idle) and problem is None,
        "persist_state": "session",
    }
    if info.choices:
        choices = info.choices
        st.selectbox(options=list(choices), format_func=lambda c: choices.get(c, c), **common)
    else:
        st.text_input(**common)
    if problem:
        st.markdown(f":red[:small[:material/error: {problem.problem}]]")


def _preset_hint(name: str, typed: FormValues) -> str:
    if typed.start is None or name not in typed.changed:
        return ""
    value, choices = getattr(preset(typed.start), name), FIELDS[name].choices
    said = choices[value] if choices else as_text(value) or "no layers"
    return f"Changed: the preset has {said}."


def _accepts(name: str) -> str:
    info = FIELDS[name]
    where = "In links and on the command line: " if info.choices else "Accepts "
    return f"{where}{info.accepts}."


def _inactive_reason(name: str) -> str:
    """What another field would have to be for this one to do something; empty if it is."""
    needs = FIELDS[name].needs
    if needs is None or st.session_state[_key(needs[0])] in needs[1]:
        return ""
    other = FIELDS[needs[0]]
    wanted = " or ".join((other.choices or {})[value] for value in needs[1])
    return f"Does something only with {other.label}: {wanted}."
