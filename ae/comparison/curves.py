"""Losses of several runs over one axis; what counts in different units stays apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ae.comparison.subjects import BINARISED
from ae.config import Hyperparameters
from ae.config.choices import DATASETS
from ae.networks import PIXELS
from ae.store import Run

TRAINING_IMAGES = 55_000
# Points of a training curve: more than a chart has pixels to show apart.
POINTS = 300
AXES = {"step": "step", "epoch": "passes over the training images", "seconds": "seconds trained"}
QUANTITIES = {"whole": "as trained", "reconstruction": "reconstruction"}


@dataclass(frozen=True)
class Curve:
    """A run's losses over one axis; what has the same `unit` may share a chart.

    Attributes:
        unit: what the losses count, for the other axis.
        x, y: training, at most `POINTS` means of neighbouring steps.
        validation_x, validation_y: every validation; empty where a part of the loss is asked for
            that validations do not tell apart.
    """

    unit: str
    x: np.ndarray
    y: np.ndarray
    validation_x: np.ndarray
    validation_y: np.ndarray


def curve(
    run: Run,
    losses: np.ndarray,
    parts: np.ndarray,
    validations: Sequence[tuple[int, float]],
    axis: str,
    quantity: str,
) -> Curve | None:
    """A run's curve; None where it has no step yet, or its speed is not known but needed.

    Args:
        losses: float32 (n,), one a step.
        parts: float32 (n, parts), (n, 0) where the loss has none.
        validations: (step, loss).
        axis: of `AXES`.
        quantity: of `QUANTITIES`.
    """
    hp = run.hp
    if quantity == "reconstruction" and hp.parts:
        losses, validations = parts[:, hp.parts.index("reconstruction")], []
        if hp.is_variational:
            losses = losses / PIXELS
    scale = _scale(run, axis)
    if scale is None or not len(losses):
        return None
    steps, means = _thinned(losses)
    over = np.array(validations, np.float64).reshape(-1, 2)
    return Curve(unit(hp, quantity), steps * scale, means, over[:, 0] * scale, over[:, 1])


def unit(hp: Hyperparameters, quantity: str) -> str:
    """What a curve counts: two runs share a chart where this is the same."""
    is_a_pixel = quantity == "reconstruction" and hp.is_variational
    counted = hp.replace(code="plain").loss_unit if is_a_pixel else hp.loss_unit
    about = [DATASETS[hp.dataset]] * (hp.dataset != "mnist")
    about += [BINARISED] * (hp.pixels == "binarised")
    return ", ".join([counted, *about])


def best_quantity(runs: Sequence[Hyperparameters]) -> str:
    """The reconstruction where that brings more curves into one chart, else the whole loss."""
    return min(QUANTITIES, key=lambda quantity: len({unit(hp, quantity) for hp in runs}))


def pca_line(runs: Sequence[Run], latent_dim: int, wanted: str, quantity: str) -> float | None:
    """The error of PCA with that many numbers in the unit of a chart, if a run's worker left it."""
    for run in runs:
        hp = run.hp
        if hp.latent_dim == latent_dim and unit(hp, quantity) == wanted:
            found = next((x.value for x in run.lines if x.label.startswith("PCA")), None)
            if found is not None:
                is_a_pixel = quantity == "reconstruction" and hp.is_variational
                return found / PIXELS if is_a_pixel else found
    return None


def _scale(run: Run, axis: str) -> float | None:
    """What a step is on that axis."""
    if axis == "epoch":
        return run.hp.batch_size / TRAINING_IMAGES
    if axis == "seconds":
        return run.ms_per_step / 1000 if run.ms_per_step else None
    return 1.0


def _thinned(losses: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(last step, mean) of at most `POINTS` stretches of equal length."""
    each = math.ceil(len(losses) / POINTS)
    starts = np.arange(0, len(losses), each)
    ends = np.minimum(starts + each, len(losses))
    return ends, np.add.reduceat(losses.astype(np.float64), starts) / (ends - starts)
