"""What the supervisor and the workers do: take runs, write what they bring.

Methods of a worker take the attempt that it was given and raise `LostAttempt` once a newer one
holds the run, so that a worker which was taken for dead and was not can do no harm.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, update

from ae.errors import LostAttempt
from ae.metrics.baselines import Line
from ae.store.base import Base, blob_delete
from ae.store.records import Run, State, Wanted
from ae.store.schema import blobs, losses, runs, snapshots, validations

_ANYONE_WAITING = f"SELECT 1 FROM runs WHERE state = '{State.QUEUED}' LIMIT 1"
# What a report executes twice a second beside the training: made once, a third of the time.
_LOSSES, _VALIDATIONS, _SNAPSHOT = insert(losses), insert(validations), insert(snapshots)
_LAST_SNAPSHOT = select(func.max(snapshots.c.step)).where(snapshots.c.run == bindparam("run"))
_PASSED_SNAPSHOTS = delete(snapshots).where(
    snapshots.c.run == bindparam("run"),
    or_(snapshots.c.kept.is_(False), snapshots.c.step == bindparam("step")),
)
_CHANGED = update(runs).where(runs.c.id == bindparam("run"))


class WorkerSide(Base):
    """Taking, reporting and ending runs."""

    def is_anyone_waiting(self) -> bool:
        """A run is queued. Cheap: the supervisor asks ten times a second while others train."""
        with self.reading() as connection:
            return connection.exec_driver_sql(_ANYONE_WAITING).scalar() is not None

    def claim(self, run: str, worker: str) -> int | None:
        """Take a queued run for a worker: its new attempt's number, or None if it is not queued."""
        with self.writing() as connection:
            taken = connection.execute(
                update(runs)
                .where(runs.c.id == run, runs.c.state == State.QUEUED)
                .values(
                    state=State.STARTING,
                    attempt=runs.c.attempt + 1,
                    worker=worker,
                    heartbeat=time.time(),
                )
                .returning(runs.c.attempt)
            ).scalar()
        return taken

    def requeue(self, run: str, attempt: int, reason: str, most: int = 3) -> State | None:
        """Queue again a run whose worker is gone, to go on from its checkpoint.

        After `most` attempts in a row without a single step it has failed. None if the attempt
        is not the newest, or has ended by itself.
        """
        with self.writing() as connection:
            found = self._get(connection, run)
            if found.attempt != attempt or not found.state.is_held:
                return None
            deaths = found.deaths + 1
            changes: dict[str, Any] = {"deaths": deaths, "worker": None}
            if found.wanted is Wanted.STOP:
                changes |= {"state": State.STOPPED, "ended": time.time()}
            elif found.wanted is Wanted.PAUSE:
                changes |= {"state": State.PAUSED}
            elif deaths >= most:
                changes |= {"state": State.FAILED, "ended": time.time(), "message": reason}
            else:
                # Keeps its place in the line.
                changes |= {"state": State.QUEUED}
            connection.execute(update(runs).where(runs.c.id == run).values(changes))
            return State(changes["state"])

    @contextmanager
    def _holding(self, run: str, attempt: int) -> Iterator[tuple[Connection, Run]]:
        with self.writing() as connection:
            found = self._get(connection, run)
            if found.attempt != attempt or not found.state.is_held:
                raise LostAttempt(f"Attempt {attempt} no longer holds the run {run}.")
            yield connection, found

    def begin(self, run: str, attempt: int) -> Run:
        """The worker has the run: it runs from now on.

        Losses past its checkpoint, of an attempt that died, are dropped: they come again.
        """
        now = time.time()
        with self._holding(run, attempt) as (connection, found):
            held = connection.execute(
                select(blobs.c.step).where(blobs.c.run == run, blobs.c.kind == "checkpoint")
            ).scalar()
            step = held or 0
            _forget_after(connection, run, -1 if held is None else step)
            connection.execute(
                update(runs)
                .where(runs.c.id == run)
                .values(
                    state=State.RUNNING,
                    step=step,
                    started=found.started or now,
                    heartbeat=now,
                    train_loss=found.train_loss if step == found.step else None,
                    validation_loss=found.validation_loss if step == found.step else None,
                    rates=json.dumps([c for c in found.rate_changes if c[0] <= step]),
                )
            )
            return self._get(connection, run)

    def heartbeat(self, run: str, attempt: int) -> None:
        """The worker is alive, though it has nothing to report."""
        with self._holding(run, attempt) as (connection, _):
            connection.execute(update(runs).where(runs.c.id == run).values(heartbeat=time.time()))

    def report(
        self,
        run: str,
        attempt: int,
        *,
        step: int,
        new_losses: np.ndarray,
        ms_per_step: float,
        new_parts: np.ndarray | None = None,
        new_validations: Sequence[tuple[int, float]] = (),
        images: bytes | None = None,
    ) -> Run:
        """Write what a slice of training brought; the run as it was before, with what is wanted.

        Args:
            step: steps done.
            new_losses: float32 (n,), of the last n steps.
            new_parts: float32 (n, parts), of the same steps.
            new_validations: (step, loss) of each, oldest first.
            images: the shown digits, uint8 (16, 28, 28) as raw bytes.
        """
        with self._holding(run, attempt) as (connection, found):
            changes: dict[str, Any] = {
                "step": step, "ms_per_step": ms_per_step, "heartbeat": time.time(),
            }  # fmt: skip
            if len(new_losses):
                changes["deaths"] = 0
                changes["train_loss"] = _finite(new_losses[-1])
                new = {
                    "run": run,
                    "first": step - len(new_losses),
                    "values": new_losses.astype(np.float32).tobytes(),
                    "parts": None if new_parts is None else new_parts.tobytes() or None,
                }
                connection.execute(_LOSSES, new)
            for at, value in new_validations:
                if np.isfinite(value):
                    changes["validation_loss"] = value
                    connection.execute(_VALIDATIONS, {"run": run, "step": at, "value": value})
            if images:
                _insert_snapshot(connection, run, step, images)
            connection.execute(_CHANGED, {"run": run} | changes)
            return found

    def note_rate(self, run: str, attempt: int, step: int, rate: float) -> None:
        """From that step on the run trains with another learning rate."""
        with self._holding(run, attempt) as (connection, found):
            changes = [*found.rate_changes, (step, rate)]
            connection.execute(
                update(runs).where(runs.c.id == run).values(rates=json.dumps(changes))
            )

    def save_baselines(self, run: str, attempt: int, lines: Sequence[Line]) -> None:
        """The horizontal lines of the run's chart."""
        content = json.dumps([vars(line) for line in lines])
        with self._holding(run, attempt) as (connection, _):
            connection.execute(update(runs).where(runs.c.id == run).values(baselines=content))

    def save_blob(self, run: str, attempt: int, kind: str, step: int, content: bytes) -> None:
        """Keep bytes with the run, in place of any of that kind."""
        with self._holding(run, attempt) as (connection, _):
            connection.execute(blob_delete(run, kind))
            connection.execute(insert(blobs).values(run=run, kind=kind, step=step, content=content))

    def end(
        self,
        run: str,
        attempt: int,
        state: State,
        message: str = "",
        metrics: dict[str, float] | None = None,
    ) -> None:
        """The attempt is over: paused, or ended for good.

        A run that ended with weights needs no checkpoint; one without keeps it to answer with.
        """
        with self._holding(run, attempt) as (connection, found):
            if state is State.PAUSED and found.wanted is Wanted.RUN:
                state = State.QUEUED  # Resume was pressed before the pause was through
            if state is State.PAUSED and found.wanted is Wanted.STOP:
                state = State.STOPPED  # and so was Stop; the checkpoint has its weights
            connection.execute(
                update(runs)
                .where(runs.c.id == run)
                .values(
                    state=state,
                    message=message,
                    metrics=json.dumps(metrics) if metrics else None,
                    ended=time.time() if state.is_ended else None,
                    worker=None,
                )
            )
            if state.is_ended and _has_weights(connection, run):
                connection.execute(blob_delete(run, "checkpoint"))


def _has_weights(connection: Connection, run: str) -> bool:
    query = select(func.count()).where(blobs.c.run == run, blobs.c.kind == "weights")
    return connection.execute(query).scalar_one() > 0


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _forget_after(connection: Connection, run: str, step: int) -> None:
    for table, column in ((validations, "step"), (snapshots, "step"), (losses, "first")):
        later = table.c[column] >= step if table is losses else table.c[column] > step
        connection.execute(delete(table).where(table.c.run == run, later))


def _insert_snapshot(connection: Connection, run: str, step: int, images: bytes) -> None:
    """Keep the newest snapshot, and of the older ones about four for every doubling of steps."""
    mark = max(1, 2 ** (step.bit_length() - 3))
    before = connection.execute(_LAST_SNAPSHOT, {"run": run}).scalar()
    kept = before is None or step // mark != before // mark
    connection.execute(_PASSED_SNAPSHOTS, {"run": run, "step": step})
    new = {"run": run, "step": step, "kept": kept, "images": images}
    connection.execute(_SNAPSHOT, new)
