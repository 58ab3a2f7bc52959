"""Whether a run's loss has ever grown by orders of magnitude."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ae.formatting import number

# A loss of so many times the least before it has blown up. Runs that go well stay under 1.5; Adam
# at 0.01 takes the article's network to 56 at its second step, and it comes back; those that do
# not reach a thousand million.
_GROWTH = 1_000


@dataclass(frozen=True)
class BlowUp:
    """Where a loss first grew so much: the least loss before, and the highest at that time."""

    step: int
    least: float
    highest: float

    @property
    def in_words(self) -> str:
        """One sentence."""
        return (
            f"Its loss rose from {number(self.least)} to {number(self.highest)} "
            f"by step {self.step:,}."
        )


class GrowthWatch:
    """Follows a run's losses, stretch by stretch, and keeps where they blew up."""

    def __init__(self) -> None:
        self.blow_up: BlowUp | None = None
        self._least, self._steps = np.inf, 0

    def add(self, losses: np.ndarray) -> None:
        """The losses of the next steps, float32 (n,)."""
        finite = np.where(np.isfinite(losses), losses, np.nan).astype(np.float64)
        least = np.fmin.accumulate(np.concatenate([[self._least], finite]))
        grown = np.flatnonzero(finite > _GROWTH * least[:-1])
        if self.blow_up is None and len(grown):
            highest = int(np.nanargmax(finite))
            self.blow_up = BlowUp(
                self._steps + highest + 1, float(least[grown[0]]), float(finite[highest])
            )
        self._least, self._steps = least[-1], self._steps + len(losses)
