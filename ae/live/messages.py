"""Messages: what a view of a run has that a viewer has not read yet, as JSON can hold it."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

from ae.diagnosis import GrowthWatch, find_cause, verdict
from ae.formatting import countdown
from ae.live.view import RunView
from ae.store import Outcome
from ae.store.records import TIMED_FROM


@dataclass(frozen=True)
class Cursor:
    """How far a viewer has read: counts of losses and validations, steps of digits and codes."""

    restarts: int = 0
    losses: int = 0
    validations: int = 0
    snapshot_step: int = -1
    codes_step: int = -1
    version: int = 0

    @classmethod
    def at_the_end_of(cls, view: RunView) -> Cursor:
        """All of a view is read."""
        return cls(
            view.restarts,
            len(view.losses),
            len(view.validations),
            view.snapshot_step,
            view.codes_step,
            view.version,
        )


class Messages:
    """The messages of one view, each made once for all viewers who have read equally far."""

    def __init__(self, view: RunView):
        self.view = view
        self._end = Cursor.at_the_end_of(view)
        self._made: dict[Cursor, dict[str, Any]] = {}

    def after(self, cursor: Cursor) -> tuple[dict[str, Any], Cursor]:
        """What is new for a viewer, and how far it has read then."""
        if cursor.restarts != self.view.restarts:
            cursor = Cursor(self.view.restarts)
        if cursor not in self._made:
            self._made[cursor] = make_message(self.view, cursor)
        return self._made[cursor], self._end


def make_message(view: RunView, cursor: Cursor) -> dict[str, Any]:
    """The run as it is, and of its curves and digits what comes after the cursor.

    Losses and their parts are float32, images uint8, codes a frame of `ae.latent.frames`, each as
    base64. `first` and `first_validation` say where the new values belong; `images` and `codes` are
    None where they are not new.
    """
    run, snapshot = view.run, view.snapshot
    return {
        "run": run.id,
        "state": run.state,
        "words": view.state_in_words,
        "wanted": run.wanted,
        "waiting": view.waiting,
        "outcome": run.outcome,
        "message": _said(view),
        "step": run.step,
        "steps": run.steps,
        "ms_per_step": run.ms_per_step if run.step >= TIMED_FROM or run.state.is_ended else None,
        "seconds_left": view.seconds_left,
        "time_left": countdown(view.seconds_left),
        "written": run.heartbeat,
        "train": run.train_loss,
        "validation": run.validation_loss,
        "lines": [vars(line) for line in run.lines],
        "first": cursor.losses,
        "losses": _base64(view.losses[cursor.losses :].tobytes()),
        "part_names": run.hp.parts,
        "parts": _base64(view.parts[cursor.losses :].tobytes()),
        "rate": run.rate_changes[-1][1] if run.rate_changes else run.hp.learning_rate,
        "rate_changes": run.rate_changes,
        "first_validation": cursor.validations,
        "validations": view.validations[cursor.validations :],
        "images": _base64(snapshot.images)
        if snapshot and snapshot.step > cursor.snapshot_step
        else None,
        "codes": _base64(view.codes[1])
        if view.codes and view.codes_step > cursor.codes_step
        else None,
    }


def _said(view: RunView) -> str:
    """What there is to say of the run beside its state: its verdict, or that it blows up."""
    run = view.run
    if run.outcome is not Outcome.BLEW_UP or run.state.is_ended:
        return verdict(run)
    growth = GrowthWatch()
    growth.add(view.losses)
    happened = growth.blow_up.in_words if growth.blow_up else ""
    return f"{happened} {find_cause(run).in_words}".strip()


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
