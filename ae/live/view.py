"""All that a viewer of a run can be shown, at one moment."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ae.store import Run, Snapshot


@dataclass(frozen=True)
class RunView:
    """One run as read from the store, whole.

    Attributes:
        state_in_words: its state as a person is told.
        waiting: in one sentence why it does not train although it should; empty if it does.
        restarts: how often steps were taken back, after a worker's death.
        version: grows with every change.
        losses: float32 (n,), one a step.
        parts: float32 (n, parts), of each step's loss; (0, 0) where it has none.
        validations: (step, loss) of each validation.
        snapshot: the newest.
        codes: step and bytes of the newest frame of codes.
        seconds_left: None while that is unknown.
    """

    run: Run
    state_in_words: str
    waiting: str = ""
    restarts: int = 0
    version: int = 0
    losses: np.ndarray = field(default_factory=lambda: np.empty(0, np.float32))
    parts: np.ndarray = field(default_factory=lambda: np.empty((0, 0), np.float32))
    validations: list[tuple[int, float]] = field(default_factory=list)
    snapshot: Snapshot | None = None
    codes: tuple[int, bytes] | None = None
    seconds_left: float | None = None

    @property
    def snapshot_step(self) -> int:
        """The step of the newest snapshot; -1 before there is one."""
        return self.snapshot.step if self.snapshot else -1

    @property
    def codes_step(self) -> int:
        """The step of the newest frame of codes; -1 before there is one."""
        return self.codes[0] if self.codes else -1
