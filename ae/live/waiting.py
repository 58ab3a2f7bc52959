"""Why a run that should train does not yet, in one sentence."""

from __future__ import annotations

from ae import queue
from ae.cluster.launch import LEASE
from ae.formatting import duration
from ae.store import Run, State, Store, Wanted


def reason_for_waiting(store: Store, run: Run, now: float) -> str:
    """Why a run does not train although it should, or has not stopped; empty if it trains.

    Args:
        now: seconds since 1970.
    """
    if run.is_lost(now) and not store.lease(LEASE):
        return "Its worker is gone, and none has taken over yet."
    if run.state is State.RUNNING and run.wanted is Wanted.STOP:
        return "Its weights are kept, and measured on the test images."
    if run.state is State.STARTING:
        return "A worker is getting ready."
    if run.state is not State.QUEUED:
        return ""
    if not store.lease(LEASE):
        return "No workers yet: they are being started, which takes some seconds."
    if run.wanted is Wanted.STOP:
        return "A worker takes it up, to measure its weights on the test images."
    active = store.runs(states=[State.QUEUED, State.STARTING, State.RUNNING])
    if not any(other.state.is_held for other in active):
        return "The workers are loading TensorFlow."
    place = queue.place_in_line(active, run.id)
    wait = f"about {duration(queue.expected_wait(store, active, place))} to wait"
    if place <= 1:
        return f"Next in line, {wait}."
    ahead = "1 run" if place == 2 else f"{place - 1} runs"
    return f"In line: {ahead} ahead of this one, {wait}."
