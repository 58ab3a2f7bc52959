"""The training loop."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import ceil
from typing import Self

import numpy as np

from ae.config import Hyperparameters
from ae.data import Dataset, load_dataset
from ae.models import Autoencoder, Weights
from ae.training.schedules import kl_weights, rate_factors
from ae.training.xla.pool import ProgramSlot
from ae.training.xla.program import SLICE, Program

# A run is validated about so often, with so many steps at least and at most between two: an epoch
# of batches of 128 has 429. In long runs more would cost over a hundredth of the time.
VALIDATIONS, VALIDATE_EVERY = 20, (100, 400)
# Left out of the time a step takes: compiling, first touches of memory.
WARM_UP = 20
# How a checkpoint names the best weights so far.
_BEST = "best/"


def validate_every(hp: Hyperparameters) -> int:
    """Steps between two validations: the same for all of a run, a multiple of 100."""
    least, most = VALIDATE_EVERY
    return min(most, least * max(1, hp.steps // (VALIDATIONS * least)))


@dataclass(frozen=True)
class Report:
    """What happened in one slice of training.

    Attributes:
        step: steps done so far.
        losses: float32 (n,), the loss of each step since the last report.
        parts: float32 (n, len(hp.parts)), the parts of each step's loss.
        seconds: how long the slice took, validation and drawing included.
        validation: the validation loss at `step`, or None where none was due.
        shown: the sixteen test digits as the network now gives them back, uint8 (16, 28, 28);
            None where they were not asked for.
        diverged: a loss was not finite: training has ended.
    """

    step: int
    losses: np.ndarray
    parts: np.ndarray
    seconds: float
    validation: float | None
    shown: np.ndarray | None
    diverged: bool


@dataclass(frozen=True)
class Best:
    """The weights that validated best so far, kept where early stopping is on."""

    step: int
    validation: float
    weights: Weights

    def as_state(self) -> Weights:
        """As arrays for a checkpoint."""
        named = {f"{_BEST}{name}": values for name, values in self.weights.items()}
        return named | {f"{_BEST}": np.array([self.step, self.validation])}

    @classmethod
    def of_state(cls, state: Weights) -> Best | None:
        """What `as_state` put into a checkpoint; None if there was nothing to keep."""
        if _BEST not in state:
            return None
        step, validation = state[_BEST]
        named = {k.removeprefix(_BEST): v for k, v in state.items() if k.startswith(_BEST)}
        del named[""]
        return cls(int(step), float(validation), named)


@dataclass
class _Clock:
    """Time a step, from whole slices: (seconds per step, steps) for each slice."""

    slices: list[tuple[float, int]] = field(default_factory=list)
    warm: list[tuple[float, int]] = field(default_factory=list)

    def add(self, seconds: float, count: int, step: int) -> None:
        self.slices.append((seconds / count, count))
        if step - count >= WARM_UP:
            self.warm.append((seconds / count, count))

    @property
    def ms_per_step(self) -> float:
        """Median milliseconds per step, each slice counting for its steps, warm-up left out."""
        pace, counts = np.array(self.warm or self.slices or [(0.0, 1)]).T
        order = np.argsort(pace)
        half = np.searchsorted(np.cumsum(counts[order]), counts.sum() / 2)
        return 1000 * float(pace[order][half])


class Training:
    """One run, advanced a slice at a time.

    Use as a context manager, for as long as it needs a compiled program of the pool.

    Args:
        hp: the settings.
        data: the dataset; its training part gives the batches.
        state: a `state` of an earlier, unfinished training of the same settings.
        step: the number of steps that `state` had done.

    Raises:
        ModelFileError: at the first use, if `state` is of another network.
    """

    def __init__(
        self, hp: Hyperparameters, data: Dataset, state: Weights | None = None, step: int = 0
    ):
        self.hp, self.data = hp, data
        self.step = step if state else 0
        self.learning_rate = hp.learning_rate
        self.diverged = self.stopped_early = False
        self.best: Best | None = None
        self.finite_parts = np.empty((0, len(hp.parts)), np.float32)  # first and last ones
        self._state = state
        self._clock = _Clock()
        self._epoch = -1
        self._order = np.empty(0, np.int32)

    def __enter__(self) -> Self:
        self._slot = ProgramSlot(self.hp, self.data, self._state)
        if self._state is not None:
            self.best = Best.of_state(self._state)
            self._state = None
        return self

    def __exit__(self, *_: object) -> None:
        self._slot.leave()

    @property
    def finished(self) -> bool:
        """No step is left to do."""
        return self.diverged or self.stopped_early or self.step >= self.hp.steps

    @property
    def ms_per_step(self) -> float:
        """Median milliseconds per step, the first 20 left out; 0 before the first slice."""
        return self._clock.ms_per_step

    def untrained(self) -> Report:
        """What the network does before its first step: its validation loss, and its digits.

        It is there sooner than the first step where the network has yet to be compiled.
        """
        return self.look(validate=True)

    def look(self, validate: bool = False) -> Report:
        """What the network makes of the digits now, of no further step."""
        started = time.perf_counter()
        with self._slot.program() as program:
            validation, shown = program.validate() if validate else None, program.show()
        seconds = time.perf_counter() - started
        nothing = np.empty((0, 1 + len(self.hp.parts)), np.float32)
        return Report(
            self.step, nothing[:, 0], nothing[:, 1:], seconds, validation, shown, diverged=False
        )

    def advance(self, seconds: float = 0.25, show: bool = True) -> Report:
        """Train for about so many seconds: at least one step, at most 64.

        The first call does few steps, so that there is something to see at once. With `show`, and
        at the end, the digits are drawn too. How the steps are cut into slices changes no result.
        """
        count = self._slice(seconds, self._until_due())
        with self._slot.program() as program:
            return self._advance(program, count, show)

    def _advance(self, program: Program, count: int, show: bool) -> Report:
        started = time.perf_counter()
        steps = np.arange(self.step, self.step + count)
        rates = np.float32(self.learning_rate) * rate_factors(self.hp, steps)
        rows = program.advance(self._batches(count), rates, kl_weights(self.hp, steps), self.step)
        losses, parts = rows[:, 0], rows[:, 1:]
        self._clock.add(time.perf_counter() - started, count, self.step + count)
        finite = np.isfinite(losses)
        if not finite.all():
            self.diverged = True
            losses = losses[: int(np.argmin(finite)) + 1]
            parts = parts[: len(losses)]
        self.step += len(losses)
        sound = parts[: len(losses) - self.diverged]
        self.finite_parts = np.concatenate([self.finite_parts[:1], sound[:1], sound[-1:]])
        due = self.step % validate_every(self.hp) == 0 or self.step == self.hp.steps
        validation = program.validate() if due and not self.diverged else None
        if validation is not None and not np.isfinite(validation):
            self.diverged, validation = True, None
        if validation is not None and self.hp.early_stopping:
            self._judge(validation, program)
        return Report(
            self.step,
            losses,
            parts,
            time.perf_counter() - started,
            validation,
            program.show() if show or self.finished else None,
            self.diverged,
        )

    def _judge(self, validation: float, program: Program) -> None:
        """Keep the best weights, and end the run when they have been the best for too long."""
        if self.best is None or validation < self.best.validation:
            self.best = Best(self.step, validation, program.weights())
        waited = (self.step - self.best.step) / validate_every(self.hp)
        self.stopped_early = waited >= self.hp.early_stopping

    def _slice(self, seconds: float, most: int) -> int:
        """How many steps to do now, of so many at most."""
        if len(self._clock.slices) < 2:  # the first may compile
            return min(most, 8 if self._clock.slices else 2)
        pace = self._clock.slices[-1][0]
        count = max(1, min(SLICE, int(seconds / pace)))
        return ceil(most / ceil(most / count))  # even ones, with no little one at the end

    def _until_due(self) -> int:
        """Steps to the next validation or the end."""
        every = validate_every(self.hp)
        return min(every - self.step % every, self.hp.steps - self.step)

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

    def codes(self) -> np.ndarray:
        """The codes of the first 500 test digits as the network now gives them.

        Returns:
            float32 (500, latent_dim), of a variational network the means; of digits that are
            spoiled as its input is.
        """
        with self._slot.program() as program:
            return program.codes()

    def state(self) -> Weights:
        """A copy of all that is needed to go on from here, with `step`: arrays by name."""
        return self._slot.state() | (self.best.as_state() if self.best else {})

    def weights(self) -> Weights:
        """A copy of the network's weights, float32 arrays by `layer/name`.

        With early stopping, of those that validated best.
        """
        return self.best.weights if self.best else self.present_weights()

    def present_weights(self) -> Weights:
        """A copy of the weights after the last step, whichever validated best."""
        return self._slot.weights()


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
