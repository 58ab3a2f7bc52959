"""The buttons of one run: Train, Pause, Resume, Stop, its learning rate, New run."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from ae import queue
from ae.store import Run, State
from pages.ui.backend import owner, store
from pages.ui.current_run import SelectedRun
from pages.ui.form import Form, FormValues
from pages.ui.learning_rate import learning_rate_popover
from pages.ui.training_hint import training_hint

_CHANGES = {"pause": queue.pause, "resume": queue.resume, "stop": queue.stop}


class RunControls:
    """Buttons that train what stands in a form, and steer the run that came of it.

    Args:
        key: its own for each set of buttons of a page.
        form: where the settings are.
        selected: which run the buttons are about.
    """

    def __init__(self, key: str, form: Form, selected: SelectedRun):
        self._key, self._form, self._selected = key, form, selected

    def handle_press(self, values: FormValues) -> None:
        """Do what was pressed; before anything is drawn, so that all of it shows the outcome.

        Args:
            values: what stands in the form.

        Raises:
            AELabError: if the store does not take it.
        """
        run = self._selected.get()
        if self._is_pressed("train") and values.hp and not _is_live(run):
            run = queue.submit(store(), values.hp, owner(), values.preset)
            self._form.mark_loaded(run.id)
            self._selected.select(run)
        for name, change in _CHANGES.items():
            if run and self._is_pressed(name):
                change(store(), run.id)
        if self._is_pressed("new run"):
            self.leave_run()

    def leave_run(self) -> None:
        """From now on they are about no run; the form keeps what stands in it."""
        self._form.mark_loaded(None)
        self._selected.clear()

    def draw(self, run: Run | None, values: FormValues) -> None:
        """The buttons, and below them why Train can't be pressed or what it would try.

        Args:
            run: the selected run.
            values: what stands in the form.
        """
        is_live = _is_live(run)
        is_steered = run is not None and run.can_be_steered
        is_paused = run is not None and is_steered and run.state is State.PAUSED
        with st.container(horizontal=True, key=f"{self._key} buttons"):
            self._button(
                "Train",
                "play_arrow",
                is_live or values.hp is None,
                type="secondary" if _has_answered(run, values) else "primary",
            )
            self._button("Pause", "pause", not is_steered or is_paused)
            self._button("Resume", "resume", not is_paused)
            self._button("Stop", "stop", not is_steered)
            learning_rate_popover(run, self._key)
            self._button(
                "New run",
                "add",
                run is None,
                "Leave this run as it is, also if it still trains, and set up another.",
            )
        training_hint(run, values, self._form.key, self._key)

    def _button(
        self,
        label: str,
        icon: str,
        disabled: bool,
        help: str | None = None,
        type: Literal["primary", "secondary"] = "secondary",
    ) -> None:
        st.button(
            label,
            key=self._button_key(label.lower()),
            icon=f":material/{icon}:",
            disabled=disabled,
            help=help,
            type=type,
        )

    def _button_key(self, name: str) -> str:
        return f"{self._key} button {name}"

    def _is_pressed(self, name: str) -> bool:
        return bool(st.session_state.get(self._button_key(name)))


def _has_answered(run: Run | None, values: FormValues) -> bool:
    """The form's settings were tried to the end: what comes next is to look at what came of it."""
    return run is not None and run.state.is_ended and bool(run.test) and values.hp == run.hp


def _is_live(run: Run | None) -> bool:
    """It trains, or waits to."""
    return run is not None and not run.state.is_ended
