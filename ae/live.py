"""What the store says of a run, as a stream of small messages: one reading serves all viewers.

No web framework here: the server sends the messages over a websocket, a test reads them as they
are.
"""

from __future__ import annotations

import asyncio
import base64
import time
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from ae import queue
from ae.cluster.launch import LEASE
from ae.formatting import duration
from ae.store import Run, Snapshot, State, Store

# Seconds between two readings. Until the first points are there somebody is waiting for them; to
# read of one in line takes longer.
IN_LINE, FIRST, LIVE, PAUSED = 0.1, 0.04, 0.25, 0.5
FIRST_STEPS = 20
# Seconds over which the pace is taken that tells the time left.
PACE_OVER = 15.0


@dataclass(frozen=True)
class Cursor:
    """How far a viewer has read."""

    epoch: int = -1
    losses: int = 0
    validations: int = 0
    snapshot: int = -1
    version: int = -1


@dataclass(frozen=True)
class RunView:
    """One run as last read from the store.

    Attributes:
        waiting: why it does not train although it should; empty if it does.
        words: its state as a person is told.
        epoch: counts how often steps were taken back, after a worker's death.
        version: grows with every change.
        made: the messages made of it, by where a viewer's cursor was.
    """

    run: Run
    waiting: str
    words: str
    epoch: int = 0
    version: int = 1
    losses: np.ndarray = field(default_factory=lambda: np.empty(0, np.float32))
    parts: np.ndarray = field(default_factory=lambda: np.empty((0, 0), np.float32))
    validations: list[tuple[int, float]] = field(default_factory=list)
    snapshot: Snapshot | None = None
    seconds_left: float | None = None
    made: dict[Cursor, dict[str, Any]] = field(default_factory=dict)


class Watch:
    """Keeps the picture of one run up to date.

    `read` blocks and may run in a thread: it puts a whole new picture in place of the old one, so
    that a message is always made of one picture.
    """

    def __init__(self, store: Store, run: str):
        self._store, self._id = store, run
        self._picture: RunView | None = None
        self._pace: deque[tuple[float, int]] = deque()

    @property
    def version(self) -> int:
        """Grows with every change; 0 before the first reading."""
        return self._picture.version if self._picture else 0

    @property
    def run(self) -> Run | None:
        """The run as last read."""
        return self._picture.run if self._picture else None

    def read(self) -> None:
        """Bring the picture up to date."""
        run, old = self._store.run(self._id), self._picture
        waiting, words = self._what_it_waits_for(run), run.state_in_words(time.time())
        if old is None:
            old = RunView(run, waiting, words, version=0)
        elif (run, waiting, words) == (old.run, old.waiting, old.words):
            return
        if run.step < old.run.step:
            old = RunView(run, waiting, words, old.epoch + 1, old.version)
        losses, parts = old.losses, old.parts
        validations, snapshot = old.validations, old.snapshot
        if run.step > len(losses):
            losses = np.concatenate([losses, self._store.losses(run.id, after=len(losses))])
            if run.hp.parts:
                # Read after the losses, there may be more of them.
                parts = self._parts(run, parts)[: len(losses)]
        is_untrained = run.step == 0 and run.validation_loss is not None and not validations
        if run.step > len(old.losses) or is_untrained:
            last = validations[-1][0] if validations else -1
            validations = validations + self._store.validations(run.id, after=last)
            snapshot = self._store.snapshot(run.id, snapshot.step if snapshot else -1) or snapshot
        self._picture = RunView(
            run, waiting, words, old.epoch, old.version + 1, losses, parts, validations, snapshot,
            self._seconds_left(run),
        )  # fmt: skip

    def _parts(self, run: Run, known: np.ndarray) -> np.ndarray:
        new = self._store.parts(run.id, len(run.hp.parts), after=len(known))
        return np.concatenate([known, new]) if len(known) else new

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
        place = queue.place_in_line(active, run.id)
        if not any(r.state.is_held for r in active):
            return "The workers are loading TensorFlow."
        if place <= 1:
            return f"Next in line, {self._wait(active, place)}."
        ahead = "1 run" if place == 2 else f"{place - 1} runs"
        return f"In line: {ahead} ahead of this one, {self._wait(active, place)}."

    def _wait(self, active: list[Run], place: int) -> str:
        return f"about {duration(queue.expected_wait(self._store, active, place))} to wait"

    def _seconds_left(self, run: Run) -> float | None:
        """At the pace of the last seconds, in which others may have had their turns too."""
        if run.state is not State.RUNNING:
            self._pace.clear()
            return run.seconds_left
        now = time.monotonic()
        self._pace.append((now, run.step))
        while now - self._pace[0][0] > PACE_OVER and len(self._pace) > 2:
            self._pace.popleft()
        seconds, steps = now - self._pace[0][0], run.step - self._pace[0][1]
        if seconds < 1 or steps <= 0:
            return run.seconds_left
        return (run.steps - run.step) * seconds / steps

    @property
    def pause(self) -> float:
        """Seconds until the next reading is worth its while."""
        run = self.run
        if run is None or run.state in (State.QUEUED, State.STARTING):
            return IN_LINE
        if run.state is State.PAUSED:
            return PAUSED
        return FIRST if run.step < FIRST_STEPS else LIVE

    @property
    def is_over(self) -> bool:
        """Nothing will change any more."""
        return self.run is not None and self.run.state.is_ended

    def message(self, cursor: Cursor) -> tuple[dict[str, Any], Cursor]:
        """What is new for a viewer, and how far it has read then. Viewers who are level share it.

        Read first.
        """
        picture = self._picture
        assert picture is not None
        if cursor.epoch != picture.epoch:
            cursor = Cursor(picture.epoch)
        if cursor not in picture.made:
            picture.made[cursor] = _make(picture, cursor)
        snapshot = picture.snapshot.step if picture.snapshot else -1
        return picture.made[cursor], Cursor(
            picture.epoch,
            len(picture.losses),
            len(picture.validations),
            snapshot,
            picture.version,
        )


def _make(picture: RunView, cursor: Cursor) -> dict[str, Any]:
    run, snapshot = picture.run, picture.snapshot
    fresh = snapshot is not None and snapshot.step > cursor.snapshot
    return {
        "run": run.id,
        "state": run.state,
        "words": picture.words,
        "wanted": run.wanted,
        "waiting": picture.waiting,
        "message": " ".join(filter(None, [run.message, _summary(run)])),
        "step": run.step,
        "steps": run.steps,
        "ms_per_step": run.ms_per_step,
        "seconds_left": picture.seconds_left,
        "written": run.heartbeat,
        "train": run.train_loss,
        "validation": run.validation_loss,
        "lines": [vars(line) for line in run.lines],
        "first": cursor.losses,
        "losses": _text(picture.losses[cursor.losses :].tobytes()),
        "part_names": run.hp.parts,
        "parts": _text(picture.parts[cursor.losses :].tobytes()),
        "rate": run.rate_changes[-1][1] if run.rate_changes else run.hp.learning_rate,
        "rate_changes": run.rate_changes,
        "first_validation": cursor.validations,
        "validations": picture.validations[cursor.validations :],
        "images": _text(snapshot.images) if snapshot and fresh else None,
    }


def _summary(run: Run) -> str:
    """How a run that ended does on the test images."""
    if not run.test:
        return ""
    if run.hp.is_variational:
        found = run.test
        return (
            f"Test images: {-found['elbo']:.1f} nats an image, {found['reconstruction']:.1f} for "
            f"the reconstruction and {found['kl']:.1f} for the code (KL)."
        )
    dead = run.test["dead_pixels"]
    return f"Test images: mean squared error {run.test['mse']:.4f} a pixel" + (
        f", {dead} pixels dead." if dead else "."
    )


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _is_news(watch: Watch, seen: int, task: asyncio.Task) -> bool:
    return watch.version != seen or task.done()


class Broadcaster:
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
                message, cursor = watch.message(cursor)
                yield message
                if watch.is_over and cursor.version == watch.version:
                    return
                async with changed:
                    seen = cursor.version
                    await changed.wait_for(partial(_is_news, watch, seen, task))
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
