"""When the cloud of a run's codes is drawn while it trains: often, and at next to no cost."""

from __future__ import annotations

import time

from ae.errors import NotFinite
from ae.latent.frames import Frame, next_frame
from ae.store.snapshots import is_kept
from ae.training import Report, Training

# The share of the time that frames may take, save those of snapshots that are kept for good.
SHARE = 0.005


class CodeFrames:
    """The frames of one run, each turned to the one before.

    Args:
        last: the bytes of the frame from which an earlier attempt's steps go on, if there is one.
    """

    def __init__(self, last: bytes | None = None):
        self._last = Frame.of_bytes(last) if last else None
        self._shown: int | None = None  # the step of the digits before
        self._due = 0.0

    @property
    def step(self) -> int | None:
        """Of the newest frame; None before the first."""
        return self._last.step if self._last else None

    def draw(self, training: Training, report: Report, is_last: bool = False) -> bytes | None:
        """The frame that goes with a report's digits, as bytes.

        Without digits there is none, nor where the codes are not finite, nor while the time that
        the frame before took would be too large a share. The last of a run and those of snapshots
        that are kept are always drawn.

        Args:
            training: as it is after the report's steps, and computed with by nobody else.
            is_last: the training is left here, though it has steps to do.
        """
        if report.shown is None:
            return None
        before, self._shown = self._shown, report.step
        is_due = is_last or training.finished or is_kept(report.step, before)
        if not is_due and time.monotonic() < self._due:
            return None
        started = time.monotonic()
        try:
            self._last = next_frame(report.step, training.codes(), self._last)
        except NotFinite:
            return None
        content = self._last.to_bytes()
        ended = time.monotonic()
        self._due = ended + (ended - started) / SHARE
        return content
