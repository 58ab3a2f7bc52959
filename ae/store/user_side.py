"""What pages and the command line do: say what is wanted, read what is."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy import Select, func, insert, select, update

from ae.config import Hyperparameters
from ae.networks import parameter_count
from ae.store.base import Base, as_run
from ae.store.records import Run, Snapshot, State, Wanted
from ae.store.schema import blobs, losses, runs, snapshots, validations

# The command line's runs are everybody's on this machine.
COMMAND_LINE = "command line"


class UserSide(Base):
    """Submitting, steering and reading runs."""

    def submit(
        self, hp: Hyperparameters, owner: str, preset: str | None = None, *, held_by: str = ""
    ) -> Run:
        """Queue a new run; with `held_by`, start it at once as that worker's first attempt."""
        now = time.time()
        row = {
            "id": secrets.token_urlsafe(9).replace("-", "x").replace("_", "y"),
            "owner": owner,
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
            connection.execute(insert(runs).values(row))
        return self.run(str(row["id"]))

    def want(self, run: str, wanted: Wanted) -> Run:
        """Say what is wanted of a run. One that no worker holds changes its state at once."""
        now = time.time()
        with self.writing() as connection:
            found = self._get(connection, run)
            changes: dict[str, Any] = {"wanted": wanted}
            if found.state.is_ended:
                return found
            if not found.state.is_held:
                if wanted is Wanted.STOP:
                    changes |= {"state": State.STOPPED, "ended": now}
                elif wanted is Wanted.PAUSE:
                    changes |= {"state": State.PAUSED}
                elif found.state is State.PAUSED:
                    changes |= {"state": State.QUEUED, "queued": now}
            connection.execute(update(runs).where(runs.c.id == run).values(changes))
        return self.run(run)

    def want_rate(self, run: str, rate: float) -> Run:
        """Say which learning rate is wanted from now on; a run that has ended keeps its own."""
        with self.writing() as connection:
            if not self._get(connection, run).state.is_ended:
                connection.execute(update(runs).where(runs.c.id == run).values(wanted_rate=rate))
        return self.run(run)

    def run(self, run: str) -> Run:
        """One run.

        Raises:
            UnknownRun: if there is none of that id.
        """
        with self.reading() as connection:
            return self._get(connection, run)

    def runs(
        self,
        owners: Sequence[str] | None = None,
        states: Sequence[State] | None = None,
        limit: int | None = None,
    ) -> list[Run]:
        """Runs, the newest first."""
        query: Select = select(runs).order_by(runs.c.created.desc()).limit(limit)
        if owners is not None:
            query = query.where(runs.c.owner.in_(owners))
        if states is not None:
            query = query.where(runs.c.state.in_(states))
        with self.reading() as connection:
            return [as_run(row) for row in connection.execute(query)]

    def losses(self, run: str, after: int = 0) -> np.ndarray:
        """Training losses of steps `after + 1` and on, float32 (n,), one for every step."""
        query = (
            select(losses.c.first, losses.c["values"])
            .where(
                losses.c.run == run, losses.c.first + func.length(losses.c["values"]) / 4 > after
            )
            .order_by(losses.c.first)
        )
        with self.reading() as connection:
            rows = connection.execute(query).all()
        if not rows:
            return np.empty(0, np.float32)
        values = np.frombuffer(b"".join(row[1] for row in rows), np.float32)
        return values[max(0, after - rows[0][0]) :]

    def parts(self, run: str, names: int, after: int = 0) -> np.ndarray:
        """The parts of the losses of steps `after + 1` and on: float32 (n, names)."""
        query = (
            select(losses.c.first, losses.c.parts)
            .where(
                losses.c.run == run, losses.c.first + func.length(losses.c["values"]) / 4 > after
            )
            .order_by(losses.c.first)
        )
        with self.reading() as connection:
            rows = connection.execute(query).all()
        if not rows or not names:
            return np.empty((0, names), np.float32)
        values = np.frombuffer(b"".join(row[1] or b"" for row in rows), np.float32)
        return values.reshape(-1, names)[max(0, after - rows[0][0]) :]

    def validations(self, run: str, after: int = -1) -> list[tuple[int, float]]:
        """(step, validation loss) of every validation after a step."""
        query = (
            select(validations.c.step, validations.c.value)
            .where(validations.c.run == run, validations.c.step > after)
            .order_by(validations.c.step)
        )
        with self.reading() as connection:
            return [(step, value) for step, value in connection.execute(query)]

    def snapshot(self, run: str, after: int = -1) -> Snapshot | None:
        """The newest snapshot, if it is of a step after `after`."""
        query = (
            select(snapshots.c.step, snapshots.c.images)
            .where(snapshots.c.run == run, snapshots.c.step > after)
            .order_by(snapshots.c.step.desc())
            .limit(1)
        )
        with self.reading() as connection:
            row = connection.execute(query).one_or_none()
        return Snapshot(*row) if row else None

    def blob(self, run: str, *kinds: str) -> tuple[int, bytes] | None:
        """(step, content) of the first of these kinds that the run has."""
        query = select(blobs.c.kind, blobs.c.step, blobs.c.content).where(
            blobs.c.run == run, blobs.c.kind.in_(kinds)
        )
        with self.reading() as connection:
            found = {kind: (step, content) for kind, step, content in connection.execute(query)}
        return next((found[kind] for kind in kinds if kind in found), None)

    def weights_step(self, run: str, *kinds: str) -> int | None:
        """The step of the newest weights that can answer questions; None if there are none.

        Args:
            run: its key.
            kinds: "weights" for those it ended with, "checkpoint"; by default both.
        """
        query = select(func.max(blobs.c.step)).where(
            blobs.c.run == run, blobs.c.kind.in_(kinds or ["weights", "checkpoint"])
        )
        with self.reading() as connection:
            return connection.execute(query).scalar()
