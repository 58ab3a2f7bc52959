"""The runs of one owner that have not ended, as short messages: one reading serves all owners."""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from typing import Any

import numpy as np

from ae.errors import UnknownRun
from ae.run_names import unique_names
from ae.store import Run, State, Store

# Seconds between two readings, and for how long a run that has ended is still told of.
READ_EVERY, LINGER = 0.5, 10.0
# Points of a sparkline, from a run's first step to its last.
COLUMNS = 48
LIVE = [state for state in State if not state.is_ended]


def live_runs(store: Store, owners: Sequence[str]) -> list[Run]:
    """The runs of these owners that have not ended, the oldest first: a new one joins at the end.

    Raises:
        StoreError: if the store does not answer.
    """
    return store.runs(owners=owners, states=LIVE)[::-1]


def describe_runs(
    runs: Sequence[Run], sparks: dict[str, Sparkline] | None = None
) -> list[dict[str, Any]]:
    """What is told of each run, as JSON can hold it."""
    names, now, known = unique_names(runs), time.time(), sparks or {}
    return [
        {
            "id": run.id,
            "name": names[run.id],
            "state": run.state,
            "words": run.state_in_words(now),
            "is_ended": run.state.is_ended,
            "step": run.step,
            "steps": run.steps,
            "spark": known[run.id].values() if run.id in known else [],
        }
        for run in runs
    ]


class Sparkline:
    """A run's losses in a few columns, from its first step to its last.

    The store is asked for them once; from then on the run's row has what is new.
    """

    def __init__(self, losses: np.ndarray, steps: int):
        self._steps = steps
        self._columns: list[float | None] = [None] * COLUMNS
        for step, loss in enumerate(losses.tolist(), 1):
            self.add(step, loss)

    def add(self, step: int, loss: float | None) -> None:
        """The loss at a step; the last one of a column is its."""
        if step and loss is not None and math.isfinite(loss):
            column = min(COLUMNS - 1, (step - 1) * COLUMNS // self._steps)
            self._columns[column] = float(f"{loss:.4g}")

    def values(self) -> list[float | None]:
        """A value a column, up to the newest; None where there was no reading."""
        filled = [i for i, value in enumerate(self._columns) if value is not None]
        return self._columns[: filled[-1] + 1] if filled else []


class _Tracked:
    """A run of an owner who looks."""

    def __init__(self, store: Store, run: Run):
        self.run = run
        self.ended: float | None = None  # when that was seen, by a clock that is never set back
        self.spark = Sparkline(store.losses(run.id), run.steps)

    def follow(self, store: Store, run: Run) -> None:
        """The run as it is now."""
        if run.step < self.run.step:  # taken back, after a worker's death
            self.spark = Sparkline(store.losses(run.id), run.steps)
        self.run = run
        self.spark.add(run.step, run.train_loss)
        if run.state.is_ended and self.ended is None:
            self.ended = time.monotonic()


class LiveRuns:
    """The live runs of all owners who look."""

    def __init__(self) -> None:
        self._viewers: Counter[str] = Counter()
        self._tracked: dict[str, _Tracked] = {}
        self._messages: dict[str, dict[str, Any]] = {}
        self._changed = asyncio.Condition()
        self._reading: asyncio.Task[None] | None = None

    async def messages(self, store: Store, owner: str) -> AsyncGenerator[dict[str, Any], None]:
        """The owner's live runs, and those that have just ended: at first and at each change.

        Raises:
            StoreError: if the store does not answer.
        """
        self._viewers[owner] += 1
        message: dict[str, Any] | None = None
        try:
            while True:
                if self._reading is None or self._reading.done():
                    self._messages, self._tracked = {}, {}  # what was read before is old
                    self._reading = asyncio.create_task(self._keep_reading(store))
                message = await self._other_message(owner, message, self._reading)
                yield message
        finally:
            self._viewers[owner] -= 1
            self._viewers += Counter()  # leaves out who is gone
            if not self._viewers and self._reading:
                self._reading.cancel()
                self._reading = None  # it is not over at once, and no newcomer may wait for it

    async def _other_message(
        self, owner: str, known: dict[str, Any] | None, reading: asyncio.Task[None]
    ) -> dict[str, Any]:
        async with self._changed:
            await self._changed.wait_for(
                lambda: self._messages.get(owner, known) != known or reading.done()
            )
        if reading.done():
            reading.result()
        return self._messages[owner]

    async def _keep_reading(self, store: Store) -> None:
        try:
            while True:
                messages = await asyncio.to_thread(self._read, store, list(self._viewers))
                async with self._changed:
                    self._messages = messages
                    self._changed.notify_all()
                await asyncio.sleep(READ_EVERY)
        finally:
            async with self._changed:
                self._changed.notify_all()

    def _read(self, store: Store, owners: list[str]) -> dict[str, dict[str, Any]]:
        """A message for each owner."""
        live = {run.id: run for run in live_runs(store, owners)}
        for run in live.values():
            if run.id in self._tracked:
                self._tracked[run.id].follow(store, run)
            else:
                self._tracked[run.id] = _Tracked(store, run)
        for run_id in self._tracked.keys() - live.keys():
            self._let_go(store, run_id)
        tracked = sorted(self._tracked.values(), key=lambda known: known.run.created)
        sparks = {known.run.id: known.spark for known in tracked}
        runs = [known.run for known in tracked]
        return {
            owner: {"runs": describe_runs([run for run in runs if run.owner == owner], sparks)}
            for owner in owners
        }

    def _let_go(self, store: Store, run_id: str) -> None:
        """Of a run that ended, tell the end for a while; of one that was deleted, nothing."""
        known = self._tracked[run_id]
        if known.ended is None:
            try:
                known.follow(store, store.run(run_id))
            except UnknownRun:
                del self._tracked[run_id]
        elif time.monotonic() - known.ended > LINGER:
            del self._tracked[run_id]
