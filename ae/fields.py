"""What a field of the hyperparameters can be: its choices, its bounds, its words.

Each registry of choices fills the menu, the link, the command line and the error message.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

DATASETS = {"mnist": "MNIST digits"}
ACTIVATIONS = {
    "relu": "ReLU",
    "gelu": "GELU",
    "elu": "ELU",
    "tanh": "tanh",
    "sigmoid": "sigmoid",
    "linear": "linear (none)",
}
INITIALIZERS = {
    "glorot_uniform": "Glorot uniform",
    "he_normal": "He normal",
    "zeros": "zeros",
}
LOSSES = {"mse": "Mean squared error", "bce": "Binary cross-entropy"}
OPTIMIZERS = {"rmsprop": "RMSprop", "adam": "Adam", "sgd": "SGD with momentum 0.9"}
GROUPS = {
    "data": "Data",
    "network": "Network",
    "loss": "Loss",
    "optimizer": "Optimiser",
    "run": "Run",
}

MAX_LAYERS = 6
MAX_WIDTH = 4096
# 10 million weights with two optimiser slots and a gradient are 160 MB: any laptop holds that.
MAX_PARAMETERS = 10_000_000
# Multiply-adds of a whole run: about three hours on two cores.
MAX_WORK = 1e15


@dataclass(frozen=True)
class Field:
    """What a form, a link and an error message need to know of one field."""

    label: str
    group: str
    help: str
    choices: Mapping[str, str] | None = None
    low: float | None = None
    high: float | None = None
    why: str = ""

    @property
    def accepts(self) -> str:
        """The accepted values in words, for error messages and help texts."""
        if self.choices is not None:
            return " or ".join(self.choices)
        reason = f" ({self.why})" if self.why else ""
        return f"{_number(self.low)} to {_number(self.high)}{reason}"


def _number(value: float | None) -> str:
    assert value is not None
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"


def setting(default: Any, label: str, group: str, help: str, **more: Any) -> Any:
    """A dataclass field that carries its `Field`."""
    return field(default=default, metadata={"field": Field(label, group, help, **more)})
