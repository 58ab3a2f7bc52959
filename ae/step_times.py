"""How long a training step takes on this machine: what was measured of runs, and what follows of it
for other settings."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from math import log

from ae.config import Hyperparameters
from ae.store import Store

# The setting in which a worker keeps how fast this machine trained the `article` network, in
# billions of multiply-adds a second, and the speed that is assumed until one has.
SPEED_SETTING = "giga_multiply_adds_per_second"
ASSUMED_SPEED = 50.0
# Convolutions get so much less out of a processor, by what was seen on several: a third to a half.
CONVOLUTION_SPEED = 0.4
# Small layers spend their time on calls, not on products: about so much a step.
CALLS_MS = 0.3
# Fewer steps tell little of their pace: the first ones compile.
FEWEST_STEPS = 100
# A network counts as like one that was measured up to this distance: twice the work of a step and
# half the batch, or another optimiser and some noise.
ALIKE = 1.5
_PREFIX = "step time "


@dataclass(frozen=True)
class StepTime:
    """What a step took, and what that depends on.

    Attributes:
        architecture, traits: of the settings; nothing is concluded for another architecture.
        work: multiply-adds of a step.
        batch_size: images of a step.
        ms: milliseconds that a step took.
    """

    architecture: str
    traits: tuple[str, ...]
    work: float
    batch_size: int
    ms: float

    @classmethod
    def of(cls, hp: Hyperparameters, ms: float = 0.0) -> StepTime:
        """A step of these settings."""
        traits = (hp.code, hp.noise, hp.pixels, hp.normalization, hp.optimizer)
        architecture = f"{hp.architecture}{', contractive' * (hp.contractive > 0)}"
        return cls(architecture, traits, hp.work / hp.steps, hp.batch_size, ms)

    @property
    def key(self) -> str:
        """Steps with the same one are so alike that the newest stands for all."""
        size = f"{2 * log(self.work, 2):.0f} {log(self.batch_size, 2):.0f}"
        kind = " ".join([self.architecture, *self.traits, size])
        return _PREFIX + hashlib.sha256(kind.encode()).hexdigest()[:16]

    def distance(self, other: StepTime) -> float:
        """How little can be concluded from one for the other; 0 for the same step."""
        traits = sum(a != b for a, b in zip(self.traits, other.traits, strict=True))
        size = abs(log(self.work / other.work))
        return size + abs(log(self.batch_size / other.batch_size)) / 2 + traits / 5

    def ms_of(self, other: StepTime) -> float:
        """What the other one takes, by what this one took: its products alone take longer."""
        calls = min(CALLS_MS, self.ms)
        return calls + (self.ms - calls) * other.work / self.work


@dataclass(frozen=True)
class Estimate:
    """Seconds that a run takes; whether a network like it has been measured on this machine."""

    seconds: float
    is_measured: bool


def note(store: Store, hp: Hyperparameters, ms_per_step: float) -> None:
    """Keep what a step of these settings took on this machine."""
    time = StepTime.of(hp, ms_per_step)
    store.set_setting(time.key, asdict(time))


def is_noted(store: Store, hp: Hyperparameters) -> bool:
    """Whether what a step of these settings takes has been measured."""
    return store.setting(StepTime.of(hp).key) is not None


def estimate(store: Store, hp: Hyperparameters) -> Estimate:
    """How long a run takes alone on this machine: by the step most like its own that was measured.

    Where none of its architecture was, by the machine's speed.
    """
    step = StepTime.of(hp)
    measured = [
        StepTime(**kept | {"traits": tuple(kept["traits"])})
        for kept in store.settings(_PREFIX).values()
    ]
    measured = [other for other in measured if other.architecture == step.architecture]
    if not measured:
        return Estimate(hp.steps * _ms_by_speed(store, hp) / 1000, is_measured=False)
    nearest = min(measured, key=step.distance)
    seconds = hp.steps * nearest.ms_of(step) / 1000
    return Estimate(seconds, step.distance(nearest) <= ALIKE)


def _ms_by_speed(store: Store, hp: Hyperparameters) -> float:
    speed = store.setting(SPEED_SETTING) or ASSUMED_SPEED
    if hp.architecture == "conv":
        speed *= CONVOLUTION_SPEED
    return CALLS_MS + hp.work / hp.steps / (speed * 1e6)
