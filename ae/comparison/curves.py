"""Losses of several runs over one axis; those in different units stay apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ae.comparison.labels import image_kind
from ae.config import Hyperparameters
from ae.data import TRAIN_SIZE
from ae.metrics.baselines import LineKind
from ae.networks import PIXELS
from ae.store import Run

# A chart is not wide enough to show more of them apart.
MAX_POINTS = 300
AXES = {"step": "step", "epoch": "passes over the training images", "seconds": "seconds trained"}
QUANTITIES = {"whole": "as trained", "reconstruction": "reconstruction"}


@dataclass(frozen=True)
class Curve:
    """A run's losses over one axis; curves of the same `unit` may share a chart.

    Attributes:
        unit: what the losses count, for the other axis.
        x, y: float64 (points,), training: at most `MAX_POINTS` means over stretches of steps,
            each at its last step.
        validation_x, validation_y: float64 (validations,); empty where a part of the loss is asked
            for, which validations do not tell apart.
    """

    unit: str
    x: np.ndarray
    y: np.ndarray
    validation_x: np.ndarray
    validation_y: np.ndarray


def loss_curve(
    run: Run,
    losses: np.ndarray,
    parts: np.ndarray,
    validations: Sequence[tuple[int, float]],
    axis: str,
    quantity: str,
) -> Curve | None:
    """A run's curve; None before its first step, or over seconds while its speed is not known.

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
    step_length = _step_length(run, axis)
    if step_length is None or not len(losses):
        return None
    steps, means = _thinned(losses)
    validated = np.array(validations, np.float64).reshape(-1, 2)
    return Curve(
        curve_unit(hp, quantity),
        steps * step_length,
        means,
        validated[:, 0] * step_length,
        validated[:, 1],
    )


def curve_unit(hp: Hyperparameters, quantity: str) -> str:
    """What a curve counts: two runs share a chart where this is the same."""
    loss_unit = hp.loss_unit
    if _is_per_pixel(hp, quantity):
        loss_unit = hp.replace(code="plain").loss_unit
    kind = image_kind(hp.dataset, hp.pixels, names_dataset=hp.dataset != "mnist")
    return f"{loss_unit}, {kind}" if kind else loss_unit


def default_quantity(settings: Sequence[Hyperparameters]) -> str:
    """The reconstruction where that brings more curves into one chart, else the whole loss."""
    return min(QUANTITIES, key=lambda quantity: len({curve_unit(hp, quantity) for hp in settings}))


def pca_error(runs: Sequence[Run], latent_dim: int, unit: str, quantity: str) -> float | None:
    """The error of PCA with that many numbers in a chart's unit; None if no run's worker left it.

    Args:
        unit: of `curve_unit`.
        quantity: of `QUANTITIES`.
    """
    for run in runs:
        hp = run.hp
        if hp.latent_dim != latent_dim or curve_unit(hp, quantity) != unit:
            continue
        for line in run.lines:
            if line.kind is LineKind.PCA:
                return line.value / PIXELS if _is_per_pixel(hp, quantity) else line.value
    return None


def _is_per_pixel(hp: Hyperparameters, quantity: str) -> bool:
    """A variational run's reconstruction is counted an image; a plain one's, a pixel."""
    return quantity == "reconstruction" and hp.is_variational


def _step_length(run: Run, axis: str) -> float | None:
    """How far a step goes on that axis; None while that is not known."""
    if axis == "epoch":
        return run.hp.batch_size / TRAIN_SIZE
    if axis == "seconds":
        return run.ms_per_step / 1000 if run.ms_per_step else None
    return 1.0


def _thinned(losses: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(last step, mean) of at most `MAX_POINTS` stretches of equal length."""
    length = math.ceil(len(losses) / MAX_POINTS)
    starts = np.arange(0, len(losses), length)
    ends = np.minimum(starts + length, len(losses))
    return ends, np.add.reduceat(losses.astype(np.float64), starts) / (ends - starts)
