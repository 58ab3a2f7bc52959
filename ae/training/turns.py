"""Who computes now: runs that train side by side take turns, in the order in which they ask."""

from __future__ import annotations

import threading
from collections import deque
from typing import Self


class Turns:
    """So many at a time, first come, first served.

    A `threading.Semaphore` lets who just gave back its turn take the next one before those who
    wait; with thirty runs side by side some would hardly train.
    """

    def __init__(self, at_once: int = 1):
        self._at_once = self._free = at_once
        self._line: deque[threading.Event] = deque()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        with self._lock:
            if self._free and not self._line:
                self._free -= 1
                return self
            mine = threading.Event()
            self._line.append(mine)
        mine.wait()
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            if self._line:
                self._line.popleft().set()
            else:
                self._free += 1

    @property
    def waiting(self) -> int:
        """How many are in line."""
        return len(self._line)

    @property
    def is_idle(self) -> bool:
        """Nobody has a turn, and nobody waits for one."""
        return self._free == self._at_once

    def step_aside(self) -> None:
        """Let those in line go first, in the middle of a long piece of work."""
        if self.waiting:
            self.__exit__()
            self.__enter__()
