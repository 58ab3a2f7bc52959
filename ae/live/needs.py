"""What a page may wait for: whether it is there by now, and what to say until then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from ae.cluster.client import ARE_STARTING, Workers
from ae.errors import UnknownRun
from ae.live.waiting import reason_for_waiting
from ae.store import Store


@dataclass(frozen=True)
class Backend:
    """Where needs are looked after."""

    store: Store
    workers: Workers


class Need(Protocol):
    """Something that a page waits for."""

    def reason_to_wait(self, backend: Backend, now: float) -> str | None:
        """What to say while it is not there, in one sentence; None once it is.

        Args:
            backend: where to look; this may take some milliseconds, or seconds where the workers
                are gone.
            now: seconds since 1970.

        Raises:
            StoreError: if the store does not answer.
        """

    def __str__(self) -> str:
        """As `parse_need` reads it."""


@dataclass(frozen=True)
class AnsweringWorkers:
    """A worker answers questions."""

    def reason_to_wait(self, backend: Backend, now: float) -> str | None:
        """None once one does."""
        if backend.workers.are_answering():
            return None
        return ARE_STARTING

    def __str__(self) -> str:
        return "workers"


@dataclass(frozen=True)
class NewWeights:
    """A run has other weights than those after `step` (-1: it has any), or has ended."""

    run: str
    step: int

    def reason_to_wait(self, backend: Backend, now: float) -> str | None:
        """None once it has; also where there is no such run any more."""
        store = backend.store
        try:
            run = store.run(self.run)
        except UnknownRun:
            return None
        step = store.weights_step(run.id)
        if run.state.is_ended or (-1 if step is None else step) != self.step:
            return None
        return reason_for_waiting(store, run, now) or (
            "This run has no weights yet: the first are saved after two seconds of training."
            if step is None
            else "Newer weights come by themselves."
        )

    def __str__(self) -> str:
        return f"weights:{self.run}:{self.step}"


@dataclass(frozen=True)
class AnyOf:
    """The first of several needs to be met; it says what the first of them says."""

    needs: tuple[Need, ...]

    def reason_to_wait(self, backend: Backend, now: float) -> str | None:
        """None once one of them is met."""
        reasons = [need.reason_to_wait(backend, now) for need in self.needs]
        return None if None in reasons else reasons[0]


def parse_needs(texts: Iterable[str]) -> AnyOf:
    """The needs that were written as text.

    Raises:
        ValueError: if one is not a need.
    """
    return AnyOf(tuple(_parse(text) for text in texts))


def _parse(text: str) -> Need:
    kind, *of = text.split(":")
    if kind == "workers" and not of:
        return AnsweringWorkers()
    if kind == "weights" and len(of) == 2:
        return NewWeights(of[0], int(of[1]))
    raise ValueError(f"not a need: {text!r}")
