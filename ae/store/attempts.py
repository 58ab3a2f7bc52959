"""What a worker writes while it holds a run: one transaction each, over all tables that it touches.

Every method takes the attempt that the worker was given and raises `LostAttempt` once a newer one
holds the run, so that a worker which was taken for dead and was not can do no harm.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from sqlalchemy import Connection

from ae.errors import LostAttempt
from ae.metrics.baselines import Line
from ae.store.blobs import LIVE, blob_step, drop_blob, put_blob
from ae.store.curves import append_losses, append_validations, drop_curves_after
from ae.store.engine import Database
from ae.store.records import (
    Outcome,
    Run,
    State,
    Wanted,
    lines_to_json,
    metrics_to_json,
    rate_changes_to_json,
)
from ae.store.runs import get_run, lock_run, update_run
from ae.store.snapshots import add_snapshot, drop_snapshots_after


class Attempts(Database):
    """Beginning, reporting and ending an attempt at a run."""

    @contextmanager
    def _holding(self, run: str, attempt: int) -> Iterator[tuple[Connection, Run]]:
        with self.writing() as connection:
            held = lock_run(connection, run)
            if held.attempt != attempt or not held.state.is_held:
                raise LostAttempt(f"Attempt {attempt} no longer holds the run {run}.")
            yield connection, held

    def begin(self, run: str, attempt: int) -> Run:
        """The worker has the run: it runs from now on.

        Losses past its checkpoint, of an attempt that died, are dropped: they come again.
        """
        now = time.time()
        with self._holding(run, attempt) as (connection, before):
            checkpoint = blob_step(connection, run, "checkpoint")
            if before.wanted is Wanted.STOP:  # an attempt that died may have kept newer ones
                weights = blob_step(connection, run, "weights")
                checkpoint = checkpoint if weights is None else weights
            step = checkpoint or 0
            # Without a checkpoint the untrained network's, at step 0, come again too.
            last = -1 if checkpoint is None else step
            drop_curves_after(connection, run, last)
            drop_snapshots_after(connection, run, last)
            is_level = step == before.step
            changes = {
                "state": State.RUNNING,
                "step": step,
                "started": before.started or now,
                "heartbeat": now,
                "train_loss": before.train_loss if is_level else None,
                "validation_loss": before.validation_loss if is_level else None,
                "rates": rate_changes_to_json(c for c in before.rate_changes if c[0] <= step),
            }
            update_run(connection, run, changes)
            return get_run(connection, run)

    def heartbeat(self, run: str, attempt: int) -> None:
        """The worker is alive, though it has nothing to report."""
        with self._holding(run, attempt) as (connection, _):
            update_run(connection, run, {"heartbeat": time.time()})

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
        codes: bytes | None = None,
        outcome: Outcome | None = None,
    ) -> Run:
        """Write what a slice of training brought; the run as it was before, with what is wanted.

        Args:
            run: its key.
            attempt: the worker's.
            step: steps done.
            new_losses: float32 (n,), of the last n steps.
            ms_per_step: the present speed.
            new_parts: float32 (n, parts), of the same steps.
            new_validations: (step, loss) of each, oldest first.
            images: the shown digits, uint8 (16, 28, 28) as raw bytes.
            codes: the cloud of codes, a frame of `ae.latent.frames`; written with images alone.
            outcome: what there is to remark already.
        """
        with self._holding(run, attempt) as (connection, before):
            changes: dict[str, Any] = {
                "step": step, "ms_per_step": ms_per_step, "heartbeat": time.time(),
                "outcome": outcome,
            }  # fmt: skip
            if len(new_losses):
                last = float(new_losses[-1])
                changes |= {"deaths": 0, "train_loss": last if np.isfinite(last) else None}
                append_losses(connection, run, step, new_losses, new_parts)
            validation = append_validations(connection, run, new_validations)
            if validation is not None:
                changes["validation_loss"] = validation
            if images:
                add_snapshot(connection, run, step, images, codes)
            update_run(connection, run, changes)
            return before

    def note_rate(self, run: str, attempt: int, step: int, rate: float) -> None:
        """From that step on the run trains with another learning rate."""
        with self._holding(run, attempt) as (connection, before):
            rates = rate_changes_to_json([*before.rate_changes, (step, rate)])
            update_run(connection, run, {"rates": rates})

    def save_baselines(self, run: str, attempt: int, lines: Sequence[Line]) -> None:
        """The horizontal lines of the run's chart."""
        with self._holding(run, attempt) as (connection, _):
            update_run(connection, run, {"baselines": lines_to_json(lines)})

    def save_blob(self, run: str, attempt: int, kind: str, step: int, content: bytes) -> None:
        """Keep bytes with the run, in place of any of that kind."""
        with self._holding(run, attempt) as (connection, _):
            put_blob(connection, run, kind, step, content)

    def end(
        self,
        run: str,
        attempt: int,
        state: State,
        message: str = "",
        metrics: dict[str, float] | None = None,
        outcome: Outcome | None = None,
    ) -> None:
        """The attempt is over: paused, or ended for good.

        A run that ended with weights needs no checkpoint; one without keeps it to answer with.
        """
        with self._holding(run, attempt) as (connection, before):
            if state is State.PAUSED and before.wanted is Wanted.RUN:
                state = State.QUEUED  # Resume was pressed before the pause was through
            if state is State.PAUSED and before.wanted is Wanted.STOP:
                state = State.QUEUED  # and so was Stop: its weights are still to be measured
            changes = {
                "state": state,
                "message": message,
                "metrics": metrics_to_json(metrics),
                "outcome": outcome or before.outcome,
                "ended": time.time() if state.is_ended else None,
                "worker": None,
            }
            update_run(connection, run, changes)
            drop_blob(connection, run, LIVE)
            if state.is_ended and blob_step(connection, run, "weights") is not None:
                drop_blob(connection, run, "checkpoint")
