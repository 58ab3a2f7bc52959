"""Runs from a user's side: submit, pause, resume, stop, and what to expect before that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ae import step_times
from ae.config import FIELDS, Hyperparameters
from ae.errors import UnknownRun
from ae.store import Run, State, Store, Wanted


def submit(store: Store, hp: Hyperparameters, owner: str, preset: str | None = None) -> Run:
    """Queue a run; a worker takes it when its turn comes."""
    return store.submit(hp, owner, preset)


def pause(store: Store, run: str) -> Run:
    """Stop training for now; the run keeps its checkpoint, and the next in line gets its slot."""
    return store.want(run, Wanted.PAUSE)


def resume(store: Store, run: str) -> Run:
    """Queue a paused run again, at the end of the line; it goes on from the step where it was."""
    return store.want(run, Wanted.RUN)


def stop(store: Store, run: str) -> Run:
    """End a run for good; its losses and its weights so far are kept, and the weights measured."""
    return store.want(run, Wanted.STOP)


def change_learning_rate(store: Store, run: str, rate: float) -> Run:
    """Train on with another learning rate, from the worker's next report on.

    Args:
        store: the run's.
        run: its key; one that has ended keeps its rate.
        rate: the new base learning rate, which the schedule scales.

    Raises:
        SettingError: if it is out of the field's bounds.
    """
    return store.want_rate(run, FIELDS["learning_rate"].check("learning_rate", rate))


def fair_order(active: Iterable[Run]) -> list[Run]:
    """The queued runs in the order in which they get slots.

    The next slot always goes to the owner with the fewest runs that train or are ahead in the line;
    among equals, to the run that was queued first. So thirty runs of one person do not keep a
    second person waiting. Ahead of all come those that are to stop: it takes a moment to measure
    their weights.
    """
    active = list(active)
    turns = Counter(run.owner for run in active if run.state.is_held)
    waiting = sorted((r for r in active if r.state is State.QUEUED), key=lambda r: r.queued)
    order = [run for run in waiting if run.wanted is Wanted.STOP]
    waiting = [run for run in waiting if run.wanted is not Wanted.STOP]
    while waiting:
        run = min(waiting, key=lambda r: turns[r.owner])  # min takes the first among equals
        waiting.remove(run)
        turns[run.owner] += 1
        order.append(run)
    return order


def place_in_line(active: Iterable[Run], run: str) -> int:
    """1 for the run whose turn is next; 0 for one that is not queued."""
    order = [queued.id for queued in fair_order(active)]
    return order.index(run) + 1 if run in order else 0


def expected_wait(store: Store, active: Iterable[Run], place: int) -> float:
    """Seconds until the run at that place in the line gets a slot: as many runs have to end first.

    The n runs that train share the processor evenly. The one with the least left to do, t seconds
    if it were alone, ends after n t; by then each other one has t less to do, and n - 1 share.

    Args:
        store: has the measured speed, for runs that have none of their own yet.
        active: all runs that are queued or held.
        place: from 1, as `place_in_line` counts.
    """
    training = [run for run in active if run.state.is_held]
    alone = sorted(_seconds_left_alone(store, run) for run in training)
    wait, done = 0.0, 0.0
    for ended, seconds in enumerate(alone[:place]):
        wait += (seconds - done) * (len(alone) - ended)
        done = seconds
    return wait


def _seconds_left_alone(store: Store, run: Run) -> float:
    """By its own speed; by this machine's where it has made no step yet."""
    return expected_seconds(store, run.hp) if run.seconds_left is None else run.seconds_left


def expected_seconds(store: Store, hp: Hyperparameters) -> float:
    """Seconds that a run of these settings takes alone on this machine, as far as is known."""
    return step_times.estimate(store, hp).seconds


def find(store: Store, run: str | None) -> Run | None:
    """The run of that id, or None."""
    try:
        return store.run(run) if run else None
    except UnknownRun:
        return None
