"""What the store gives back: plain, frozen records."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from ae.config import Hyperparameters
from ae.metrics.baselines import Line, LineKind, line_names

# A worker writes its heartbeat at least every two seconds; after this long without one it is gone.
STALE_AFTER = 15.0
# From this step on it can be told how long the next ones take.
TIMED_FROM = 20


class State(StrEnum):
    """Where a run is. The worker and the supervisor write it; pages only read it."""

    QUEUED = "queued"
    STARTING = "starting"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    STOPPED = "stopped"
    DIVERGED = "diverged"
    FAILED = "failed"

    @property
    def is_ended(self) -> bool:
        """No step will ever follow."""
        return self in (State.FINISHED, State.STOPPED, State.DIVERGED, State.FAILED)

    @property
    def is_held(self) -> bool:
        """A worker has it, or is about to."""
        return self in (State.STARTING, State.RUNNING)


class Wanted(StrEnum):
    """What the user wants of a run. Pages write it; the worker reads it at every report."""

    RUN = "run"
    PAUSE = "pause"
    STOP = "stop"


class Outcome(StrEnum):
    """What there is to remark on a run, although it has weights."""

    LEARNED_NOTHING = "learned_nothing"
    BLEW_UP = "blew_up"

    @property
    def in_words(self) -> str:
        """As a person is told."""
        return self.value.replace("_", " ")


class Kind(StrEnum):
    """What a run trains."""

    AUTOENCODER = "autoencoder"


@dataclass(frozen=True)
class Run:
    """One run, as the store has it. Times are seconds since 1970."""

    id: str
    owner: str
    kind: Kind
    parent: str | None
    preset: str | None
    settings: str
    state: State
    wanted: Wanted
    attempt: int
    deaths: int
    step: int
    steps: int
    parameters: int
    worker: str | None
    ms_per_step: float | None
    train_loss: float | None
    validation_loss: float | None
    message: str
    baselines: str | None
    metrics: str | None
    created: float
    queued: float
    started: float | None
    ended: float | None
    heartbeat: float | None
    wanted_rate: float | None
    rates: str | None
    name: str | None = None
    pinned: bool = False
    outcome: Outcome | None = None
    # No news of a run: somebody looks at it.
    watched_until: float | None = field(default=None, compare=False)

    @cached_property
    def hp(self) -> Hyperparameters:
        """Its settings."""
        return Hyperparameters.from_json(self.settings)

    @property
    def learning_rate(self) -> float:
        """The base learning rate that is wanted now: the settings', or one set while it trains."""
        return self.hp.learning_rate if self.wanted_rate is None else self.wanted_rate

    @property
    def rate_changes(self) -> list[tuple[int, float]]:
        """(step, learning rate) of every change while it trained."""
        return [(step, rate) for step, rate in json.loads(self.rates or "[]")]

    @property
    def lines(self) -> list[Line]:
        """The baselines of its chart; empty until a worker has computed them."""
        # They are called as they are today: an older version stored other words. One of its
        # workers, still at work while the store was migrated, names no kind.
        labels = dict(line_names(self.hp))
        return [
            Line(kind := LineKind(line["kind"]), labels.get(kind, line["label"]), line["value"])
            for line in json.loads(self.baselines or "[]")
            if "kind" in line
        ]

    @property
    def test(self) -> dict[str, Any]:
        """Its errors on the test images; empty until it has ended with weights."""
        return json.loads(self.metrics or "{}")

    @property
    def can_be_steered(self) -> bool:
        """It has not ended, and nobody has asked it to stop."""
        return not self.state.is_ended and self.wanted is not Wanted.STOP

    def is_lost(self, now: float) -> bool:
        """It claims to be held, but its worker has not been heard of for too long."""
        return self.state.is_held and now - (self.heartbeat or 0) > STALE_AFTER

    def state_in_words(self, now: float) -> str:
        """Its state, as a person is told.

        "interrupted" where it claims to be held by a worker that is gone; "stopping" where its
        weights are kept and measured, or soon will be; what there is to remark
        on its end, "learned nothing" or "blew up", where it has ended with that; "running, blew
        up" where its loss has done so already.
        """
        if self.outcome and self.state in (State.FINISHED, State.STOPPED):
            return self.outcome.in_words
        if self.is_lost(now):
            return "interrupted"
        if self.wanted is Wanted.STOP and not self.state.is_ended:
            return "stopping"
        remark = f", {self.outcome.in_words}" if self.outcome and not self.state.is_ended else ""
        return f"{self.state.value}{remark}"

    @property
    def seconds_left(self) -> float | None:
        """At its present speed; None while that is unknown, in its first steps too.

        These compile: what they took would make hours of minutes.
        """
        if not self.ms_per_step or self.step < TIMED_FROM or self.state.is_ended:
            return None
        return (self.steps - self.step) * self.ms_per_step / 1000


def lines_to_json(lines: Iterable[Line]) -> str:
    """What `Run.lines` reads."""
    return json.dumps([vars(line) for line in lines])


def rate_changes_to_json(changes: Iterable[tuple[int, float]]) -> str:
    """What `Run.rate_changes` reads."""
    return json.dumps(list(changes))


def metrics_to_json(metrics: dict[str, float] | None) -> str | None:
    """What `Run.test` reads."""
    return json.dumps(metrics) if metrics else None


@dataclass(frozen=True)
class Snapshot:
    """The sixteen shown test digits as the network gave them back at a step.

    Attributes:
        images: uint8 (16, 28, 28) as raw bytes.
    """

    step: int
    images: bytes
