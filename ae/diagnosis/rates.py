"""What a learning rate does, by optimiser: what is usual, and from where on weights are flung away.

The figures are measured on the article's network (`tests/test_claims.py`).
"""

from __future__ import annotations

from ae.config import OPTIMIZERS, Hyperparameters, as_text

# RMSprop and Adam divide the gradient by its own size: each weight moves by about the rate.
_ADAPTIVE = ("rmsprop", "adam", "adamw")
# Weights start at a few hundredths, and what depends on them is then beyond repair.
_FLUNG = 0.05
_USUAL = 0.001
# SGD moves by the gradient itself, which for a mean over 784 pixels is small, and for a sum over
# them that many times as large.
_USUAL_OF_SGD, _USUAL_OF_SGD_ON_NATS = 1.0, 0.001


def usual_rate(hp: Hyperparameters) -> float:
    """A learning rate that suits the optimiser and the loss."""
    if hp.optimizer != "sgd":
        return _USUAL
    return _USUAL_OF_SGD_ON_NATS if hp.is_variational else _USUAL_OF_SGD


def is_far_too_high(hp: Hyperparameters, rate: float) -> bool:
    """Weights are flung away by it."""
    if hp.optimizer in _ADAPTIVE:
        return rate >= _FLUNG
    return rate >= 5 * usual_rate(hp)


def is_far_too_low(hp: Hyperparameters, rate: float) -> bool:
    """Weights hardly move."""
    return rate < usual_rate(hp) / 5


def what_it_does(hp: Hyperparameters, rate: float) -> str:
    """Why a high rate flings the weights away: a sentence."""
    name = OPTIMIZERS[hp.optimizer].partition(" ")[0]
    if hp.optimizer in _ADAPTIVE:
        return (
            f"{name} moves every weight by about the learning rate at each step: at "
            f"{as_text(rate)} that flings them all away."
        )
    return (
        f"{name} moves every weight by its gradient times the learning rate: at {as_text(rate)} "
        "it steps too far, and the next gradient is larger still."
    )


def learning_rate_help(optimizer: str, is_variational: bool) -> str:
    """What the form says of the learning rate with that optimiser.

    Args:
        optimizer: of `ae.config.OPTIMIZERS`.
        is_variational: the loss is a sum over pixels, in nats.
    """
    if optimizer in _ADAPTIVE:
        name = OPTIMIZERS[optimizer]
        return (
            f"With {name} about how far each weight moves at a step. Typical: 0.0001 to 0.01; "
            "from 0.1 on the weights are flung away."
        )
    if is_variational:
        return (
            "With SGD a step is the gradient times this. Typical for a variational code, whose "
            "loss is a sum over pixels: 0.0003 to 0.003."
        )
    return (
        "With SGD a step is the gradient times this, and the gradient of a mean over pixels is "
        "small. Typical: 0.1 to 5; at 0.001 hardly anything moves."
    )
