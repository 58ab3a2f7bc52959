"""Runs from a user's side: submit, pause, resume, stop, and what to expect before that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ae.config import FIELDS, Hyperparameters
from ae.errors import UnknownRun
from ae.store import Run, State, Store, Wanted

# The fact under which a worker keeps how many billion multiply-adds a second this machine trained
# the `article` network with, and what stands in for it until one has.
SPEED_SETTING = "giga_multiply_adds_per_second"
ASSUMED_SPEED = 50.0


def submit(store: Store, hp: Hyperparameters, owner: str, preset: str | None = None) -> Run:
    """Queue a run; a worker takes it when its turn comes."""
    return store.submit(hp, owner, preset)


def pause(store: Store, run: str) -> Run:
    """Stop training but keep all that is needed to go on; the slot goes to the next in line."""
    return store.want(run, Wanted.PAUSE)


def resume(store: Store, run: str) -> Run:
    """Go on with a paused run, from the step where it was."""
    return store.want(run, Wanted.RUN)


def stop(store: Store, run: str) -> Run:
    """End a run for good; its losses and its weights so far are kept."""
    return store.want(run, Wanted.STOP)


def change_learning_rate(store: Store, run: str, rate: float) -> Run:
    """Train on with another learning rate, from the next report of the worker.

    Raises:
        SettingError: if it is out of the field's bounds.
    """
    return store.want_rate(run, FIELDS["learning_rate"].check("learning_rate", rate))


def fair_order(active: Iterable[Run]) -> list[Run]:
    """The queued runs in the order in which they get slots.

    Each next slot goes to the owner who has the fewest runs in slots or ahead in the line; among
    equals, to who queued first. So thirty runs of one person do not keep a second one waiting.
    """
    active = list(active)
    served = Counter(run.owner for run in active if run.state.is_held)
    waiting = sorted((r for r in active if r.state is State.QUEUED), key=lambda r: r.queued)
    order = []
    while waiting:
        run = min(waiting, key=lambda r: served[r.owner])  # min keeps the first among equals
        waiting.remove(run)
        served[run.owner] += 1
        order.append(run)
    return order


def place_in_line(active: Iterable[Run], run: str) -> int:
    """1 for the run whose turn is next; 0 for one that does not wait."""
    return next((i for i, r in enumerate(fair_order(active), 1) if r.id == run), 0)


def expected_wait(store: Store, active: Iterable[Run], place: int) -> float:
    """Seconds until the run at that place in the line gets its turn, by what is measured.

    The runs that train share the processor evenly: of n of them, the one with the least left to do
    is over after n times that, and so on.
    """
    held = [run for run in active if run.state.is_held]
    left = sorted(_seconds_left_alone(store, run) for run in held)
    wait, before = 0.0, 0.0
    for i, seconds in enumerate(left[:place]):
        wait += (seconds - before) * (len(left) - i)
        before = seconds
    return wait


def _seconds_left_alone(store: Store, run: Run) -> float:
    known = run.seconds_left
    return expected_seconds(store, run.hp) if known is None else known


def expected_seconds(store: Store, hp: Hyperparameters) -> float:
    """How long a run of these settings takes alone on this machine, by what it has measured."""
    speed = store.setting(SPEED_SETTING) or ASSUMED_SPEED
    # Small layers spend their time on calls, not on products: about 0.3 ms a step.
    return hp.work / (speed * 1e9) + hp.steps * 0.0003


def find(store: Store, run: str | None) -> Run | None:
    """The run of that id, or None."""
    try:
        return store.run(run) if run else None
    except UnknownRun:
        return None
