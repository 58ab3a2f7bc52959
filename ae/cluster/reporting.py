"""What a worker writes to the store while a run trains: reports and checkpoints."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from math import inf
from typing import Self

import numpy as np

from ae.cluster.fair_lock import FairLock
from ae.diagnosis import BlowUp, GrowthWatch
from ae.models import Weights, to_bytes
from ae.store import Outcome, Run, Store
from ae.training import Report

# Seconds between two writes of losses: what a viewer sees as live. A write, with its digits, costs
# some 3 ms.
REPORT_EVERY = 0.45
# Digits are drawn again after so many more of the steps done: in long runs they change ever slower,
# and would cost over half a percent of the time.
DIGITS_EVERY = 0.01
# The first checkpoint comes early, so that other pages have weights to show; later ones so that
# writing them takes at most this share of the time, but so many seconds apart at least and at most.
FIRST_CHECKPOINT, CHECKPOINT_SHARE = 2.0, 0.003
CHECKPOINT_EVERY = (10.0, 60.0)


class Reports:
    """Collects the reports of a run and writes them to the store, about twice a second."""

    def __init__(self, store: Store, run: str, attempt: int):
        self._to = (store, run, attempt)
        self._reports: list[Report] = []
        self._written = 0.0
        self._drawn = 0  # steps
        self._codes: bytes | None = None
        self._growth = GrowthWatch()

    @property
    def blow_up(self) -> BlowUp | None:
        """Where the run's loss has grown by orders of magnitude, as far as was written."""
        return self._growth.blow_up

    def take_up(self, losses: np.ndarray) -> None:
        """What earlier attempts wrote: float32 (n,), the losses of the steps that are kept."""
        self._growth.add(losses)

    def are_digits_due(self, step: int) -> bool:
        """Whether a report after so many steps should show digits, if it is written."""
        return step >= (1 + DIGITS_EVERY) * self._drawn

    def is_due(self, seconds: float) -> bool:
        """Whether the report of a slice of so many seconds, which begins now, should be written."""
        return time.monotonic() + seconds - self._written >= REPORT_EVERY

    def add(self, report: Report, codes: bytes | None = None) -> None:
        """Keep a report for the next write, and a frame of codes if one goes with its digits."""
        self._reports.append(report)
        self._codes = codes
        if report.shown is not None:
            self._drawn = report.step

    def write(self, ms_per_step: float) -> Run:
        """Write what was kept, at least one report, in one transaction.

        Args:
            ms_per_step: the present speed.

        Returns:
            The run's row, with what is wanted and the learning rate that is.

        Raises:
            LostAttempt: if another attempt holds the run by now.
        """
        store, run, attempt = self._to
        last = self._reports[-1]
        new_losses = np.concatenate([r.losses for r in self._reports])
        self._growth.add(new_losses)
        row = store.report(
            run,
            attempt,
            step=last.step,
            new_losses=new_losses,
            new_parts=np.concatenate([r.parts for r in self._reports]),
            ms_per_step=ms_per_step,
            new_validations=[
                (r.step, r.validation) for r in self._reports if r.validation is not None
            ],
            images=None if last.shown is None else last.shown.tobytes(),
            codes=self._codes,
            outcome=Outcome.BLEW_UP if self.blow_up else None,
        )
        self._reports, self._written = [], time.monotonic()
        return row


class Checkpoints:
    """Decides when the next checkpoint is due, and writes it beside the training.

    Use as a context manager: at its end all is written.

    Raises:
        AELabError: whatever kept one from being written, at the next or at the end.
    """

    def __init__(self, store: Store, run: Run, attempt: int, turns: FairLock):
        self._to, self._turns = (store, run, attempt), turns
        self._due = inf  # until the clock is started
        self._thread = ThreadPoolExecutor(1, f"checkpoints {run.id}")
        self._written: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._thread.shutdown()
        if kind is None:
            self.wait()

    def start_clock(self) -> None:
        """From now on there is training to keep: the first checkpoint is due soon."""
        self._due = time.monotonic() + FIRST_CHECKPOINT

    @property
    def is_due(self) -> bool:
        """Whether the next one should be written now."""
        return time.monotonic() >= self._due

    def write(self, step: int, state: Weights) -> None:
        """Begin to save it, once the one before is saved."""
        self.wait()
        self._due = inf
        self._written = self._thread.submit(self._write, step, state)

    def wait(self) -> None:
        """Until the last one is saved."""
        if self._written:
            self._written.result()

    def _write(self, step: int, state: Weights) -> None:
        store, run, attempt = self._to
        started = time.monotonic()
        try:
            store.save_blob(run.id, attempt, "checkpoint", step, to_bytes(run.hp, state))
        finally:
            pause = np.clip((time.monotonic() - started) / CHECKPOINT_SHARE, *CHECKPOINT_EVERY)
            # Later if others take turns, who save theirs too.
            self._due = time.monotonic() + pause * (1 + self._turns.waiting)
