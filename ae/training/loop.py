"""The training loop."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Self

import numpy as np

from ae.config import Hyperparameters
from ae.data import Dataset, load_dataset
from ae.models import Autoencoder, Weights
from ae.training.program import SLICE, UNROLL, program

# Steps between two validations.
VALIDATE_EVERY = 100
# Left out of the time a step takes: compiling, first touches of memory.
WARM_UP = 20


@dataclass(frozen=True)
class Report:
    """What happened in one slice of training.

    Attributes:
        step: steps done so far.
        losses: float32 (n,), the loss of each step since the last report.
        seconds: how long the slice took, validation and drawing included.
        validation: the validation loss at `step`, or None where none was due.
        shown: the sixteen test digits as the network now gives them back, uint8 (16, 28, 28).
        diverged: a loss was not finite: training has ended.
    """

    step: int
    losses: np.ndarray
    seconds: float
    validation: float | None
    shown: np.ndarray
    diverged: bool


@dataclass
class _Clock:
    """Time a step, from whole slices: (seconds a step, steps) for each slice."""

    slices: list[tuple[float, int]] = field(default_factory=list)
    warm: list[tuple[float, int]] = field(default_factory=list)

    def add(self, seconds: float, count: int, step: int) -> None:
        self.slices.append((seconds / count, count))
        if step - count >= WARM_UP:
            self.warm.append((seconds / count, count))

    @property
    def ms_per_step(self) -> float:
        """Median milliseconds a step, each slice counting for its steps, warm-up left out."""
        pace, counts = np.array(self.warm or self.slices or [(0.0, 1)]).T
        order = np.argsort(pace)
        half = np.searchsorted(np.cumsum(counts[order]), counts.sum() / 2)
        return 1000 * float(pace[order][half])


class Training:
    """One run, advanced a slice at a time. Use as a context manager: it holds a compiled program.

    Args:
        hp: the settings.
        data: the dataset; its training part gives the batches.
        state: a `state` of an earlier, unfinished training of the same settings.
        step: the number of steps that `state` had done.
    """

    def __init__(
        self, hp: Hyperparameters, data: Dataset, state: Weights | None = None, step: int = 0
    ):
        self.hp, self.data = hp, data
        self.step = step if state else 0
        self.diverged = False
        self._state = state
        self._clock = _Clock()
        self._stack = ExitStack()
        self._epoch = -1
        self._order = np.empty(0, np.int32)

    def __enter__(self) -> Self:
        self._program = self._stack.enter_context(program(self.hp, self.data))
        if self._state is None:
            self._program.start(self.hp)
        else:
            self._program.restore(self._state)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def finished(self) -> bool:
        """No step is left to do."""
        return self.diverged or self.step >= self.hp.steps

    @property
    def ms_per_step(self) -> float:
        """Median milliseconds a step, the first 20 left out; 0 before the first slice."""
        return self._clock.ms_per_step

    def advance(self, seconds: float = 0.25) -> Report:
        """Train for about so many seconds: at least two steps, at most 64.

        The first call does few steps, so that there is something to see at once. How the steps
        are cut into slices changes no result.
        """
        count = min(self._slice(seconds), self._until_due())
        if count > 1:
            count -= count % UNROLL  # rounds of the compiled loop start at the same steps always
        started = time.perf_counter()
        rates = np.full(count, self.hp.learning_rate, np.float32)
        losses = self._program.advance(self._batches(count), rates)
        self._clock.add(time.perf_counter() - started, count, self.step + count)
        finite = np.isfinite(losses)
        if not finite.all():
            self.diverged = True
            losses = losses[: int(np.argmin(finite)) + 1]
        self.step += len(losses)
        due = self.step % VALIDATE_EVERY == 0 or self.step == self.hp.steps
        validation = self._program.validate() if due and not self.diverged else None
        if validation is not None and not np.isfinite(validation):
            self.diverged, validation = True, None
        return Report(
            self.step,
            losses,
            time.perf_counter() - started,
            validation,
            self._program.show(),
            self.diverged,
        )

    def _slice(self, seconds: float) -> int:
        if not self._clock.slices:
            return 2
        pace = self._clock.slices[-1][0]
        if len(self._clock.slices) == 1:  # the first slice may have compiled
            return 8
        return max(UNROLL, min(SLICE, int(seconds / pace)))

    def _until_due(self) -> int:
        """Steps to the next validation or the end."""
        return min(VALIDATE_EVERY - self.step % VALIDATE_EVERY, self.hp.steps - self.step)

    def _batches(self, count: int) -> np.ndarray:
        """Indices of the next batches, int32 (count, batch_size).

        Each epoch is a permutation drawn from (seed, epoch); what does not fill a batch at its
        end is left out. So a resumed run sees the batches that an undisturbed one would have.
        """
        size = self.hp.batch_size
        total = len(self.data.train)
        per_epoch = total // size
        rows = []
        for step in range(self.step, self.step + count):
            epoch, row = divmod(step, per_epoch)
            if epoch != self._epoch:
                order = np.random.default_rng([self.hp.seed, epoch]).permutation(total)
                self._epoch, self._order = epoch, order.astype(np.int32)
            rows.append(self._order[row * size : (row + 1) * size])
        return np.stack(rows)

    def state(self) -> Weights:
        """A copy of all that is needed to go on from here, with `step`."""
        return self._program.state()

    def weights(self) -> Weights:
        """A copy of the network's weights."""
        return self._program.weights()


Callback = Callable[[Training, Report], object]


def train(
    hp: Hyperparameters, data: Dataset | None = None, callbacks: Iterable[Callback] = ()
) -> Autoencoder:
    """Train to the end and return the trained autoencoder.

    Args:
        hp: the settings.
        data: the dataset; by default the one that the settings name.
        callbacks: each is called as `callback(training, report)` after every slice. One that
            returns False ends the training early.
    """
    with Training(hp, data or load_dataset(hp.dataset)) as training:
        callbacks = list(callbacks)
        while not training.finished:
            report = training.advance()
            if [answer for c in callbacks if (answer := c(training, report)) is False]:
                break
        return Autoencoder(hp, training.weights())
