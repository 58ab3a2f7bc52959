"""Watching one run in the store."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import numpy as np

from ae.live.messages import Cursor, Messages
from ae.live.pace import Pace
from ae.live.view import RunView
from ae.live.waiting import reason_for_waiting
from ae.store import Run, State, Store

# Seconds between two readings. Until the first points are there somebody is waiting for them; to
# read of one in line takes longer.
IN_LINE, FIRST, LIVE, PAUSED = 0.1, 0.04, 0.25, 0.5
FIRST_STEPS = 20


class Watch:
    """Keeps the view of one run up to date.

    `read` blocks and may run in a thread: it puts a whole new view in place of the old one, so
    that a message is always made of one view.
    """

    def __init__(self, store: Store, run: str):
        self._store, self._id = store, run
        self._messages: Messages | None = None
        self._pace = Pace()

    @property
    def view(self) -> RunView | None:
        """The run as last read; None before the first reading."""
        return self._messages.view if self._messages else None

    @property
    def version(self) -> int:
        """Grows with every change; 0 before the first reading."""
        return self.view.version if self.view else 0

    @property
    def is_over(self) -> bool:
        """Nothing will change any more."""
        return self.view is not None and self.view.run.state.is_ended

    @property
    def poll_interval(self) -> float:
        """Seconds until the next reading is worth its while."""
        run = self.view.run if self.view else None
        if run is None or run.state in (State.QUEUED, State.STARTING):
            return IN_LINE
        if run.state is State.PAUSED:
            return PAUSED
        return FIRST if run.step < FIRST_STEPS else LIVE

    def message(self, cursor: Cursor) -> tuple[dict[str, Any], Cursor]:
        """What is new for a viewer, and how far it has read then. Read the store first."""
        assert self._messages is not None
        return self._messages.after(cursor)

    def read(self) -> None:
        """Bring the view up to date.

        Raises:
            UnknownRun: if there is no such run.
            StoreError: if the store does not answer.
        """
        run, now = self._store.run(self._id), time.time()
        view = RunView(run, run.state_in_words(now), reason_for_waiting(self._store, run, now))
        before = self.view
        if before and _status(before) == _status(view):
            return
        if before and run.step < before.run.step:
            view = replace(view, restarts=before.restarts + 1)
        elif before:
            view = replace(
                view, restarts=before.restarts, losses=before.losses, parts=before.parts,
                validations=before.validations, snapshot=before.snapshot, codes=before.codes,
            )  # fmt: skip
        self._messages = Messages(
            replace(
                self._with_new_steps(view),
                version=self.version + 1,
                seconds_left=self._pace.seconds_left(run, time.monotonic()),
            )
        )

    def _with_new_steps(self, view: RunView) -> RunView:
        """The view with what the store has of the steps after its last."""
        run, known = view.run, len(view.losses)
        is_first_validation = (
            run.step == 0 and run.validation_loss is not None and not view.validations
        )
        if run.step > known:
            losses = np.concatenate([view.losses, self._store.losses(run.id, after=known)])
            # Read after the losses, there may be more of the parts.
            parts = self._parts(run, view.parts)[: len(losses)]
            view = replace(view, losses=losses, parts=parts)
        elif not is_first_validation:
            return view
        last = view.validations[-1][0] if view.validations else -1
        return replace(
            view,
            validations=view.validations + self._store.validations(run.id, after=last),
            snapshot=self._store.snapshot(run.id, view.snapshot_step) or view.snapshot,
            codes=self._store.codes_frame(run.id, view.codes_step) or view.codes,
        )

    def _parts(self, run: Run, known: np.ndarray) -> np.ndarray:
        if not run.hp.parts:
            return known
        new = self._store.parts(run.id, len(run.hp.parts), after=len(known))
        return np.concatenate([known, new]) if len(known) else new


def _status(view: RunView) -> tuple[Run, str, str]:
    """What of a view has changed whenever anything has."""
    return view.run, view.state_in_words, view.waiting
