"""The rows of `runs` as pages, the command line and the supervisor see them.

Pages say what is wanted and read what is; the supervisor hands runs to workers and takes them back.
What a worker writes while it holds a run is in `ae.store.attempts`.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, insert, select, update

from ae.config import Hyperparameters
from ae.errors import UnknownRun
from ae.networks import parameter_count
from ae.store.blobs import LIVE, blob_step, drop_blob
from ae.store.engine import Database
from ae.store.records import Kind, Outcome, Run, State, Wanted
from ae.store.schema import runs

# Why a run that was stopped has none.
NO_WEIGHTS = "Stopped before any weights were saved: there is nothing to look at."
# The command line's runs are everybody's on this machine.
COMMAND_LINE = "command line"

_ENUMS = {"kind": Kind, "state": State, "wanted": Wanted}
_RUN = select(runs).where(runs.c.id == bindparam("run"))
# On SQLite whoever writes has the whole file; elsewhere others wait for this run's row alone.
_LOCKED_RUN = _RUN.with_for_update(key_share=True)
_UPDATE = update(runs).where(runs.c.id == bindparam("run"))
_ANYONE_WAITING = f"SELECT 1 FROM runs WHERE state = '{State.QUEUED}' LIMIT 1"


def get_run(connection: Connection, run: str) -> Run:
    """One run.

    Raises:
        UnknownRun: if there is none of that id.
    """
    return _one(connection, _RUN, run)


def lock_run(connection: Connection, run: str) -> Run:
    """One run, which nobody else changes until this transaction is over.

    Raises:
        UnknownRun: if there is none of that id.
    """
    return _one(connection, _LOCKED_RUN, run)


def _one(connection: Connection, query: Select, run: str) -> Run:
    # PostgreSQL refuses a text with a NUL in it instead of not finding it.
    row = None if "\0" in run else connection.execute(query, {"run": run}).one_or_none()
    if row is None:
        raise UnknownRun(run)
    return _as_run(row)


def update_run(connection: Connection, run: str, changes: dict[str, Any]) -> None:
    """Write some columns of a run's row."""
    connection.execute(_UPDATE, {"run": run} | changes)


def _as_run(row: Row) -> Run:
    values = row._asdict()
    for name, enum in _ENUMS.items():
        values[name] = enum(values[name])
    if values["outcome"] is not None:
        values["outcome"] = Outcome(values["outcome"])
    return Run(**values)


def _has_weights(connection: Connection, run: str) -> bool:
    return any(blob_step(connection, run, kind) is not None for kind in ("weights", "checkpoint"))


class Runs(Database):
    """Submitting, steering, reading and handing over runs."""

    def submit(
        self,
        hp: Hyperparameters,
        owner: str,
        preset: str | None = None,
        *,
        held_by: str = "",
        kind: Kind = Kind.AUTOENCODER,
        parent: str | None = None,
    ) -> Run:
        """Queue a new run.

        Args:
            hp: its settings.
            owner: whose it is.
            preset: the key of the preset that the settings came from.
            held_by: start it at once as this worker's first attempt instead of queueing it.
            kind: what it trains.
            parent: the run that it grows from.

        Raises:
            UnknownRun: if there is no such parent.
        """
        now = time.time()
        row = {
            "id": secrets.token_urlsafe(9).replace("-", "x").replace("_", "y"),
            "owner": owner,
            "kind": kind,
            "parent": parent,
            "preset": preset,
            "settings": hp.to_json(),
            "state": State.STARTING if held_by else State.QUEUED,
            "wanted": Wanted.RUN,
            "attempt": 1 if held_by else 0,
            "deaths": 0,
            "step": 0,
            "steps": hp.steps,
            "parameters": parameter_count(hp.layers()),
            "worker": held_by or None,
            "message": "",
            "created": now,
            "queued": now,
            "heartbeat": now if held_by else None,
        }
        with self.writing() as connection:
            if parent is not None:
                get_run(connection, parent)
            connection.execute(insert(runs).values(row))
            return get_run(connection, str(row["id"]))

    def run(self, run: str) -> Run:
        """One run.

        Raises:
            UnknownRun: if there is none of that id.
        """
        with self.reading() as connection:
            return get_run(connection, run)

    def runs(
        self,
        owners: Sequence[str] | None = None,
        states: Sequence[State] | None = None,
        limit: int | None = None,
        pinned: bool | None = None,
    ) -> list[Run]:
        """Runs, the newest first; with `pinned` only those that are, or only those that are not."""
        query: Select = select(runs).order_by(runs.c.created.desc()).limit(limit)
        if owners is not None:
            query = query.where(runs.c.owner.in_(owners))
        if states is not None:
            query = query.where(runs.c.state.in_(states))
        if pinned is not None:
            query = query.where(runs.c.pinned == pinned)
        with self.reading() as connection:
            return [_as_run(row) for row in connection.execute(query)]

    def is_anyone_waiting(self) -> bool:
        """A run is queued. Cheap: the supervisor asks ten times a second while others train."""
        with self.reading() as connection:
            return connection.exec_driver_sql(_ANYONE_WAITING).scalar() is not None

    def want(self, run: str, wanted: Wanted) -> Run:
        """Say what is wanted of a run; once it is to stop, nothing else is.

        One that no worker holds changes its state at once: to stop with weights, which a worker
        has to measure, it is queued.
        """
        now = time.time()
        with self.writing() as connection:
            before = lock_run(connection, run)
            if before.state.is_ended or before.wanted is Wanted.STOP:
                return before
            changes: dict[str, Any] = {"wanted": wanted}
            if not before.state.is_held:
                if wanted is Wanted.STOP:
                    changes |= (
                        {"state": State.QUEUED, "queued": now}
                        if _has_weights(connection, run)
                        else {"state": State.STOPPED, "ended": now, "message": NO_WEIGHTS}
                    )
                elif wanted is Wanted.PAUSE:
                    changes |= {"state": State.PAUSED}
                elif before.state is State.PAUSED:
                    changes |= {"state": State.QUEUED, "queued": now}
            update_run(connection, run, changes)
            return get_run(connection, run)

    def want_rate(self, run: str, rate: float) -> Run:
        """Say which learning rate is wanted from now on; a run that has ended keeps its own."""
        with self.writing() as connection:
            if not lock_run(connection, run).state.is_ended:
                update_run(connection, run, {"wanted_rate": rate})
            return get_run(connection, run)

    def watch(self, run: str, until: float) -> None:
        """Ask for its weights as they are while it trains, until a time in seconds since 1970."""
        with self.writing() as connection:
            update_run(connection, run, {"watched_until": until})

    def claim(self, run: str, worker: str) -> int | None:
        """Take a queued run for a worker: its new attempt's number, or None if it is not queued."""
        with self.writing() as connection:
            return connection.execute(
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

    def requeue(self, run: str, attempt: int, reason: str, most: int = 3) -> State | None:
        """Queue again a run whose worker is gone, to go on from its checkpoint, or to be measured.

        After `most` attempts in a row without a single step it has failed. None if the attempt
        is not the newest, or has ended by itself, or the run was deleted meanwhile.
        """
        with self.writing() as connection:
            try:
                before = lock_run(connection, run)
            except UnknownRun:
                return None
            if before.attempt != attempt or not before.state.is_held:
                return None
            deaths = before.deaths + 1
            changes: dict[str, Any] = {"deaths": deaths, "worker": None}
            if before.wanted is Wanted.STOP and not _has_weights(connection, run):
                changes |= {"state": State.STOPPED, "ended": time.time(), "message": NO_WEIGHTS}
            elif before.wanted is Wanted.STOP and deaths >= most:
                message = f"Weights kept, but not measured. {reason}"
                changes |= {"state": State.STOPPED, "ended": time.time(), "message": message}
            elif before.wanted is Wanted.PAUSE:
                changes |= {"state": State.PAUSED}
            elif deaths >= most:
                changes |= {"state": State.FAILED, "ended": time.time(), "message": reason}
            else:
                # Keeps its place in the line.
                changes |= {"state": State.QUEUED}
            update_run(connection, run, changes)
            drop_blob(connection, run, LIVE)
            return State(changes["state"])
