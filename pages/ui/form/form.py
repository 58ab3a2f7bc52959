"""The form itself: what this tab keeps of it, and how it is filled, read and drawn."""

from __future__ import annotations

from secrets import token_hex

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ae.config import FIELDS, GROUPS, Hyperparameters, as_text
from ae.presets import PRESETS, preset
from pages.components.form_memory import FormState, form_memory
from pages.ui.form.fields import BASIC, FieldWidgets
from pages.ui.form.help import preset_hint
from pages.ui.form.values import CUSTOM, FormValues, read_values
from pages.ui.theme import theme


class Form:
    """A form of all settings. What stands in it outlives a look at another page.

    Args:
        key: its own for each form of the app; the names of its widgets begin with it.
    """

    def __init__(self, key: str):
        self._preset_key = f"{key} preset"
        self._loaded_key = f"{key} loaded run"
        self._more_key = f"{key} more"
        self._reset_key = f"{key} reset"
        self.key = key
        self._session_key = f"{key} session"
        self._field_keys = {name: f"{key} field {name}" for name in FIELDS}

    def fill(self, hp: Hyperparameters, preset_name: str | None) -> None:
        """Put settings into the form.

        Args:
            hp: the settings.
            preset_name: the preset that they are, or started from.
        """
        st.session_state[self._preset_key] = preset_name or CUSTOM
        for name, field in FIELDS.items():
            value = getattr(hp, name)
            st.session_state[self._field_keys[name]] = value if field.choices else as_text(value)

    def follow(self, run_id: str | None, hp: Hyperparameters, preset_name: str | None) -> None:
        """Fill the form once for each run that its page turns to, and at its first showing."""
        if st.session_state.get(self._loaded_key, "") != run_id:
            self.mark_loaded(run_id)
            self.fill(hp, preset_name)

    def mark_loaded(self, run_id: str | None) -> None:
        """The form already shows that run's settings: it was submitted from here."""
        st.session_state[self._loaded_key] = run_id

    def read(self) -> FormValues:
        """What stands in the form, before it is drawn too. `fill` or `follow` comes first."""
        raw = {name: st.session_state[key] for name, key in self._field_keys.items()}
        return read_values(raw, st.session_state[self._preset_key])

    def style(self, values: FormValues) -> str:
        """The dots at the labels of what differs from the preset, for the page to bring.

        Drawn, and not part of a label: a label is a field's name to those who hear it.
        """
        hidden = f".st-key-{self.key.replace(' ', '-')}-memory {{ position: absolute; left: 0; }}"
        keys = [self._field_keys[name] for name in values.changed]
        if not keys:
            return hidden
        classes = [f".st-key-{key.replace(' ', '-')}" for key in [self._preset_key, *keys]]
        return f"""{hidden}
:is({", ".join(classes)}) label p::before {{
  content: "●" / ""; font-size: 0.75rem; margin-right: 0.3em; color: {theme().accent};
}}
"""

    def draw(self, values: FormValues, top: DeltaGenerator) -> None:
        """Draw the menu of presets in `top`, the fields where the caller is.

        The page brings `style()`.
        """
        self._draw_menu(values, top)
        fields = FieldWidgets(self._field_keys, values)
        fields.draw(BASIC, last=lambda: self._reset_button(values))
        if values.errors.keys() - BASIC:
            st.session_state[self._more_key] = True
        # The server keeps whether it is open, so that it stays so when the error is mended.
        with st.expander("More settings", key=self._more_key, on_change="rerun"):
            tabs = st.tabs(list(GROUPS.values()), default=GROUPS["network"])
            for tab, group in zip(tabs, GROUPS, strict=True):
                with tab:
                    fields.draw(
                        [n for n, f in FIELDS.items() if f.group == group and n not in BASIC]
                    )

        self._remember(values)

    def _remember(self, values: FormValues) -> None:
        """Have the browser keep what stands here, and bring it back after a reload."""
        session = st.session_state.setdefault(self._session_key, token_hex(4))
        state = FormState(values.preset or CUSTOM, values.raw)
        changed = {name: preset_hint(name, values) for name in values.changed}
        form_memory(self.key, session, state, changed, self._restore)

    def _restore(self, state: FormState) -> None:
        """Put back what the browser kept, as far as it is a choice that there is."""
        if state.preset in (*PRESETS, CUSTOM):
            st.session_state[self._preset_key] = state.preset
        for name, text in state.fields.items():
            choices = FIELDS[name].choices if name in FIELDS else ()
            if choices is None or text in choices:
                st.session_state[self._field_keys[name]] = text

    def _draw_menu(self, values: FormValues, top: DeltaGenerator) -> None:
        top.selectbox(
            "Preset",
            [*PRESETS, CUSTOM],
            key=self._preset_key,
            format_func=lambda name: PRESETS[name].title if name in PRESETS else "Custom",
            on_change=self._fill_from_menu,
            persist_state="session",
        )

    def _fill_from_menu(self) -> None:
        name = st.session_state[self._preset_key]
        if name != CUSTOM:
            self.fill(preset(name), name)

    def _reset_button(self, values: FormValues) -> None:
        """The way back to the preset, where something is changed."""
        if values.preset and values.changed:
            st.space("small")
            st.button(
                "Back to the preset",
                key=self._reset_key,
                icon=":material/undo:",
                help=f"Changed: {', '.join(FIELDS[n].label for n in values.changed)}.",
                on_click=self.fill,
                args=(preset(values.preset), values.preset),
                width="stretch",
            )
