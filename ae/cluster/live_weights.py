"""A run's weights while it trains and somebody watches: kept in the store, about once a second."""

from __future__ import annotations

import logging
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

from ae.errors import AELabError
from ae.models import Weights
from ae.models.engine_file import live_file
from ae.store import LIVE, Run, Store

log = logging.getLogger(__name__)

# Seconds between two writings, so that a viewer's are at most 2 s old; longer where writing takes
# more than this share of a core's time: the largest networks have 20 MB.
LIVE_EVERY, LIVE_SHARE = 1.0, 0.05


class LiveWeights:
    """Decides when a run's weights are due, and writes them beside the training.

    Use as a context manager: at its end none is being written. That one can't be written is no
    harm to the run.

    Args:
        store: where to.
        run: as it was begun.
        attempt: under which the worker holds it.
    """

    def __init__(self, store: Store, run: Run, attempt: int):
        self._to = (store, run, attempt)
        self._due = 0.0
        self._thread = ThreadPoolExecutor(1, f"live weights {run.id}")
        self._written: Future[None] | None = None
        self.look(run)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown()

    def look(self, run: Run) -> None:
        """Note whether somebody watches, by the run's row as it is now."""
        self._is_watched = (run.watched_until or 0.0) > time.time()

    @property
    def are_due(self) -> bool:
        """Whether they should be written now."""
        is_writing = self._written is not None and not self._written.done()
        # Where runs take turns the row was read long ago, and who watched then does so still.
        return self._is_watched and not is_writing and time.monotonic() >= self._due

    def write(self, step: int, weights: Weights) -> None:
        """Begin to write them, as they are now."""
        self._due = time.monotonic() + LIVE_EVERY
        self._written = self._thread.submit(self._write, step, weights, time.time())

    def _write(self, step: int, weights: Weights, taken: float) -> None:
        store, run, attempt = self._to
        began, busy = time.monotonic(), time.thread_time()
        facts = {"run": run.id, "step": step, "taken": taken}
        try:
            content = live_file(run.hp, weights, facts)
            store.save_blob(run.id, attempt, LIVE, step, content)
        except AELabError as error:  # not finite, the store is busy, or the run is lost: all told
            log.info("live weights of run %s: %s", run.id, error)  # where it is trained
        self._due = max(self._due, began + (time.thread_time() - busy) / LIVE_SHARE)
