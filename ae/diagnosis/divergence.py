"""What to change after a run has diverged, by what went wrong."""

from __future__ import annotations

import numpy as np

from ae.config import FIELDS, Hyperparameters
from ae.networks import PIXELS

_UNBOUNDED = ("linear", "relu", "gelu", "elu")
# A penalty this many times the reconstruction rules the loss.
_RULES = 100


def diagnose_divergence(
    hp: Hyperparameters, step: int, rate: float, parts: np.ndarray, before: np.ndarray
) -> str:
    """One sentence on what happened, one on what to change.

    Args:
        hp: the settings.
        step: the step whose loss was not finite.
        rate: the learning rate then.
        parts: float32 (len(hp.parts),), the parts of that step's loss.
        before: float32 (n, len(hp.parts)), those of some losses that were finite.
    """
    what = "loss"
    broken = [name for name, part in zip(hp.parts, parts, strict=True) if not np.isfinite(part)]
    if len(broken) == 1 and broken[0] != "reconstruction":
        what = {"kl": "KL divergence"}.get(broken[0], broken[0])
    happened = f"The {what} stopped being a finite number at step {step:,}."
    return f"{happened} {_change(hp, rate, _is_ruled_by_penalty(hp, before))}"


def _is_ruled_by_penalty(hp: Hyperparameters, before: np.ndarray) -> bool:
    named = dict(zip(hp.parts, before.T, strict=True))
    if "regularisation" not in named:
        return False
    return bool((named["regularisation"] > _RULES * np.abs(named["reconstruction"])).any())


def _change(hp: Hyperparameters, rate: float, is_ruled_by_penalty: bool) -> str:
    slower = f"a learning rate ten times smaller ({rate / 10:g})"
    if is_ruled_by_penalty:
        return f"Try a smaller {_heaviest(hp)}: the penalty ruled the loss."
    if hp.optimizer == "sgd" and hp.momentum > 0.95:
        return f"Try a momentum of 0.9, or {slower}."
    if hp.optimizer == "sgd" and hp.is_variational:
        return (
            f"Try Adam, or {slower}: a loss in nats per image is {PIXELS} times one per pixel, and "
            "so are SGD's steps."
        )
    if hp.output_activation in _UNBOUNDED and rate <= 0.002:
        return f"Try a sigmoid output, which keeps pixels between 0 and 1, or {slower}."
    if not hp.clip_norm and rate <= 0.002:
        return f"Try gradient clipping at 1, or {slower}."
    return f"Try {slower}."


def _heaviest(hp: Hyperparameters) -> str:
    """The penalty that is set, by the field's label, in a sentence."""
    names = [
        name
        for name, is_set in (
            ("sparsity_weight", hp.sparsity != "none"),
            ("contractive", hp.contractive > 0),
            ("weight_decay", hp.weight_decay > 0),
        )
        if is_set
    ]
    return " or ".join(FIELDS[name].label.lower() for name in names)
