"""Who computes now: runs that train side by side take turns, in the order in which they ask."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Self


class FairLock:
    """So many at a time, first come, first served.

    A `threading.Semaphore` lets a thread that gave back its turn take the next one before threads
    that wait; with thirty runs side by side some would hardly train.

    Work at a run's end may ask with priority: while any such waits, it gets every other turn.

    Args:
        at_once: how many may have a turn at the same time.
    """

    def __init__(self, at_once: int = 1):
        self._at_once = self._free = at_once
        self._line: deque[threading.Event] = deque()
        self._priority: deque[threading.Event] = deque()
        self._was_priority = False
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        self._take(self._line)
        return self

    def __exit__(self, *_: object) -> None:
        self._give()

    @contextmanager
    def priority(self) -> Iterator[None]:
        """A turn for a short piece of work at a run's end."""
        self._take(self._priority)
        try:
            yield
        finally:
            self._give()

    def in_pieces(self, seconds: float) -> Callable[[], None]:
        """Split a longer turn with priority into pieces of so many seconds.

        Returns:
            To be called now and then in that turn: once a piece is over, it lets the next in line
            go first and waits for a turn again.
        """
        started = time.monotonic()

        def step_aside() -> None:
            nonlocal started
            if self.waiting and time.monotonic() - started > seconds:
                self._give()
                self._take(self._priority)
                started = time.monotonic()

        return step_aside

    def _take(self, line: deque[threading.Event]) -> None:
        with self._lock:
            if self._free and not self.waiting:
                self._free -= 1
                return
            mine = threading.Event()
            line.append(mine)
        mine.wait()

    def _give(self) -> None:
        with self._lock:
            if not self.waiting:
                self._free += 1
                return
            self._was_priority = bool(self._priority) and not (self._was_priority and self._line)
            (self._priority if self._was_priority else self._line).popleft().set()

    @property
    def waiting(self) -> int:
        """How many wait for a turn."""
        return len(self._line) + len(self._priority)

    @property
    def is_idle(self) -> bool:
        """Nobody has a turn, and nobody waits for one."""
        return self._free == self._at_once
