"""What the store says of a run, as a stream of small messages: one reading serves all viewers.

No web framework here: the server sends the messages over a websocket, a test reads them as they
are.
"""

from __future__ import annotations

import asyncio
import base64
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ae import jobs
from ae.cluster.launch import LEASE
from ae.store import Run, Snapshot, State, Store

# Seconds between two readings. Until the first points are there somebody is waiting for them.
SOON, LIVE, PAUSED = 0.1, 0.25, 0.5
FIRST_STEPS = 20


@dataclass
class Cursor:
    """How far a viewer has read."""

    epoch: int = -1
    losses: int = 0
    validations: int = 0
    snapshot: int = -1
    version: int = -1


class Watch:
    """One run as last read from the store. `read` blocks; the rest does not."""

    def __init__(self, store: Store, run: str):
        self._store, self._id = store, run
        self._losses = np.empty(0, np.float32)
        self._validations: list[tuple[int, float]] = []
        self._snapshot: Snapshot | None = None
        self._epoch = 0  # counts how often steps were taken back, after a worker's death
        self._waiting = ""
        self._made: dict[tuple[int, int, int, int], dict[str, Any]] = {}
        self.run: Run | None = None
        self.version = 0

    def read(self) -> None:
        """Bring the picture up to date; `version` grows if anything changed."""
        run = self._store.run(self._id)
        waiting = self._what_it_waits_for(run)
        if run == self.run and waiting == self._waiting:
            return
        if self.run is not None and run.step < self.run.step:
            self._epoch += 1
            self._losses = self._losses[:0]
            self._validations, self._snapshot = [], None
        if run.step > len(self._losses):
            new = self._store.losses(run.id, after=len(self._losses))
            self._losses = np.concatenate([self._losses, new])
            last = self._validations[-1][0] if self._validations else 0
            self._validations += self._store.validations(run.id, after=last)
            newest = self._store.snapshot(run.id, self._snapshot.step if self._snapshot else -1)
            self._snapshot = newest or self._snapshot
        self.run, self._waiting = run, waiting
        self.version += 1
        self._made.clear()

    def _what_it_waits_for(self, run: Run) -> str:
        """Why a run that should train does not yet, in one sentence; empty if it does."""
        if run.is_lost(time.time()) and not self._store.lease(LEASE):
            return "Its worker is gone, and none has taken over yet."
        if run.state is State.STARTING:
            return "A worker is getting ready."
        if run.state is not State.QUEUED:
            return ""
        if not self._store.lease(LEASE):
            return "No workers yet: they are being started, which takes some seconds."
        active = self._store.runs(states=[State.QUEUED, State.STARTING, State.RUNNING])
        place = jobs.place_in_line(active, run.id)
        if not any(r.state.is_held for r in active):
            return "The workers are loading TensorFlow."
        if place <= 1:
            return "Next in line."
        ahead = "1 run" if place == 2 else f"{place - 1} runs"
        return f"In line: {ahead} ahead of this one."

    @property
    def pause(self) -> float:
        """Seconds until the next reading is worth its while."""
        run = self.run
        if run is None or run.state in (State.QUEUED, State.STARTING) or run.step < FIRST_STEPS:
            return SOON
        return PAUSED if run.state is State.PAUSED else LIVE

    @property
    def is_over(self) -> bool:
        """Nothing will change any more."""
        return self.run is not None and self.run.state.is_ended

    def message(self, cursor: Cursor) -> dict[str, Any]:
        """What is new for a viewer, whose cursor moves on. Viewers who are level share it."""
        if cursor.epoch != self._epoch:
            cursor.epoch, cursor.losses, cursor.validations = self._epoch, 0, 0
            cursor.snapshot = -1
        key = (cursor.epoch, cursor.losses, cursor.validations, cursor.snapshot)
        if key not in self._made:
            self._made[key] = self._make(cursor)
        cursor.losses, cursor.validations = len(self._losses), len(self._validations)
        cursor.snapshot = self._snapshot.step if self._snapshot else -1
        cursor.version = self.version
        return self._made[key]

    def _make(self, cursor: Cursor) -> dict[str, Any]:
        run = self.run
        assert run is not None
        snapshot = self._snapshot
        fresh = snapshot is not None and snapshot.step > cursor.snapshot
        return {
            "run": run.id,
            "state": run.state,
            "wanted": run.wanted,
            "waiting": self._waiting,
            "message": run.message or _summary(run),
            "step": run.step,
            "steps": run.steps,
            "ms_per_step": run.ms_per_step,
            "seconds_left": run.seconds_left,
            "train": run.train_loss,
            "validation": run.validation_loss,
            "lines": [vars(line) for line in run.lines],
            "first": cursor.losses,
            "losses": _text(self._losses[cursor.losses :].tobytes()),
            "validations": self._validations[cursor.validations :],
            "images": _text(snapshot.images) if snapshot and fresh else None,
        }


def _summary(run: Run) -> str:
    """How a run that ended does on the test images."""
    if not run.test:
        return ""
    dead = run.test["dead_pixels"]
    return f"Test images: mean squared error {run.test['mse']:.4f} a pixel" + (
        f", {dead} pixels dead." if dead else "."
    )


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


class Feeds:
    """The watches of a server: one for each run that somebody looks at."""

    def __init__(self) -> None:
        self._watches: dict[tuple[str, str], tuple[Watch, asyncio.Condition, asyncio.Task]] = {}
        self._viewers: dict[tuple[str, str], int] = {}

    async def messages(self, store: Store, run: str) -> AsyncIterator[dict[str, Any]]:
        """Messages of one run for one viewer, until the run ends.

        Raises:
            UnknownRun: if there is no such run.
            StoreError: if the store does not answer.
        """
        key = (store.url, run)
        cursor = Cursor()
        watch, changed, task = await self._enter(store, key)
        try:
            while True:
                yield watch.message(cursor)
                if watch.is_over and cursor.version == watch.version:
                    return
                async with changed:
                    await changed.wait_for(lambda: watch.version != cursor.version or task.done())
                if task.done() and not task.cancelled() and (error := task.exception()):
                    raise error
        finally:
            self._leave(key)

    async def _enter(
        self, store: Store, key: tuple[str, str]
    ) -> tuple[Watch, asyncio.Condition, asyncio.Task]:
        found = self._watches.get(key)
        if found is None or (found[2].done() and not found[0].is_over):
            watch = Watch(store, key[1])
            await asyncio.to_thread(watch.read)
            if key not in self._watches or self._watches[key][2].done():
                changed = asyncio.Condition()
                task = asyncio.create_task(self._poll(watch, changed))
                self._watches[key] = (watch, changed, task)
        self._viewers[key] = self._viewers.get(key, 0) + 1
        return self._watches[key]

    def _leave(self, key: tuple[str, str]) -> None:
        self._viewers[key] -= 1
        if not self._viewers[key]:
            del self._viewers[key]
            self._watches.pop(key)[2].cancel()

    @staticmethod
    async def _poll(watch: Watch, changed: asyncio.Condition) -> None:
        try:
            while not watch.is_over:
                await asyncio.sleep(watch.pause)
                before = watch.version
                await asyncio.to_thread(watch.read)
                if watch.version != before:
                    async with changed:
                        changed.notify_all()
        finally:
            async with changed:
                changed.notify_all()
