"""How long a run still takes, by its steps of the last seconds."""

from __future__ import annotations

from collections import deque

from ae.store import Run, State
from ae.store.records import TIMED_FROM

# Seconds over which the pace is taken, and how many must have gone by to tell one.
WINDOW, SHORTEST = 15.0, 1.0


class Pace:
    """The pace of one run, in which others may have had their turns too."""

    def __init__(self) -> None:
        self._readings: deque[tuple[float, int]] = deque()

    def seconds_left(self, run: Run, now: float) -> float | None:
        """Seconds to the last step at the pace of the last seconds.

        Where that can't be told yet, by the time that one step takes; None if that is not known,
        and in a run's first steps, which compile.

        Args:
            run: as just read from the store.
            now: seconds by a clock that is never set back.
        """
        if run.state is not State.RUNNING or run.step < TIMED_FROM:
            self._readings.clear()
            return run.seconds_left
        self._readings.append((now, run.step))
        while len(self._readings) > 2 and now - self._readings[0][0] > WINDOW:
            self._readings.popleft()
        then, step_then = self._readings[0]
        seconds, steps = now - then, run.step - step_then
        if seconds < SHORTEST or steps <= 0:
            return run.seconds_left
        return (run.steps - run.step) * seconds / steps
