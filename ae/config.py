"""Hyperparameters: one frozen, validated record, with the names, bounds and words of each field.

The same record makes the form on the page, the link in the address bar, the command line and the
error message: nothing about a field is written twice.
"""

from __future__ import annotations

import dataclasses
import json
import re
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from ae.errors import SettingError
from ae.networks import Layer, layers, parameter_count

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


def _setting(default: Any, label: str, group: str, help: str, **more: Any) -> Any:
    return field(default=default, metadata={"field": Field(label, group, help, **more)})


@dataclass(frozen=True)
class Hyperparameters:
    """Everything that decides a run's result, validated at construction.

    Raises:
        SettingError: naming the field, what it accepts and what it got.
    """

    dataset: str = _setting(
        "mnist",
        "Dataset",
        "data",
        "55,000 images to train on, 5,000 to validate and 10,000 to test.",
        choices=DATASETS,
    )
    encoder: tuple[int, ...] = _setting(
        (784, 256),
        "Encoder layers",
        "network",
        "Widths of the dense layers before the code, separated by commas; empty for none. "
        "Typical: 2 or 3 layers of 128 to 1,000.",
        low=1,
        high=MAX_WIDTH,
        why="a wider layer would not fit a laptop's memory",
    )
    latent_dim: int = _setting(
        128,
        "Code size",
        "network",
        "Numbers in the code: the bottleneck. Typical: 2 to 128.",
        low=1,
        high=1024,
        why="an image has 784 pixels, so more is no bottleneck",
    )
    decoder: tuple[int, ...] | None = _setting(
        None,
        "Decoder layers",
        "network",
        "Widths of the dense layers after the code; 'mirror' repeats the encoder in reverse.",
        low=1,
        high=MAX_WIDTH,
        why="a wider layer would not fit a laptop's memory",
    )
    activation: str = _setting(
        "relu", "Activation", "network", "After every hidden layer.", choices=ACTIVATIONS
    )
    code_activation: str = _setting(
        "linear",
        "Code activation",
        "network",
        "After the code's layer. Linear lets a code number take any value.",
        choices=ACTIVATIONS,
    )
    output_activation: str = _setting(
        "sigmoid",
        "Output activation",
        "network",
        "After the last layer. Sigmoid keeps pixels between 0 and 1; ReLU can leave pixels dead.",
        choices=ACTIVATIONS,
    )
    kernel_initializer: str = _setting(
        "glorot_uniform",
        "Weight initialiser",
        "network",
        "How weights start. Glorot suits sigmoid and tanh, He suits ReLU.",
        choices={k: v for k, v in INITIALIZERS.items() if k != "zeros"},
    )
    bias_initializer: str = _setting(
        "zeros",
        "Bias initialiser",
        "network",
        "How biases start; almost always zeros.",
        choices={k: v for k, v in INITIALIZERS.items() if k != "he_normal"},
    )
    loss: str = _setting(
        "mse", "Loss", "loss", "What training makes small, as a mean over pixels.", choices=LOSSES
    )
    optimizer: str = _setting(
        "adam", "Optimiser", "optimizer", "How a gradient becomes a step.", choices=OPTIMIZERS
    )
    learning_rate: float = _setting(
        0.001,
        "Learning rate",
        "optimizer",
        "Size of a step. Typical: 0.0001 to 0.01.",
        low=1e-7,
        high=10.0,
        why="below nothing moves in a lesson's time, above everything diverges",
    )
    batch_size: int = _setting(
        256,
        "Batch size",
        "run",
        "Images in a step. Typical: 64 to 512.",
        low=1,
        high=4096,
        why="a larger one would not fit a laptop's memory",
    )
    steps: int = _setting(
        1000,
        "Steps",
        "run",
        "Batches to train on; 215 batches of 256 are one pass over the training images.",
        low=1,
        high=200_000,
        why="more would keep two cores busy for hours",
    )
    seed: int = _setting(
        0,
        "Seed",
        "run",
        "The same seed and settings give the same losses, digit for digit.",
        low=0,
        high=2**31 - 1,
        why="a 31-bit number",
    )

    def __post_init__(self) -> None:
        for name, info in FIELDS.items():
            object.__setattr__(self, name, _checked(name, info, getattr(self, name)))
        if self.loss == "bce" and self.output_activation != "sigmoid":
            raise SettingError(
                "output_activation",
                "expected sigmoid, because binary cross-entropy needs outputs between 0 and 1, "
                f"got {self.output_activation}",
            )
        parameters = parameter_count(self.layers())
        if parameters > MAX_PARAMETERS:
            raise SettingError(
                "encoder",
                f"expected at most {MAX_PARAMETERS:,} parameters in the whole network (so that "
                f"it fits a laptop's memory), got {parameters:,}",
            )
        if self.work > MAX_WORK:
            most = int(MAX_WORK / (self.work / self.steps))
            raise SettingError(
                "steps",
                f"expected at most {most:,} with this network and batch size (about three hours "
                f"on two cores), got {self.steps:,}",
            )

    @property
    def decoder_widths(self) -> tuple[int, ...]:
        """The decoder's hidden widths, mirrored from the encoder unless set apart."""
        return self.encoder[::-1] if self.decoder is None else self.decoder

    def layers(self) -> list[Layer]:
        """The network as plain values, input to output."""
        return layers(self)

    @property
    def work(self) -> float:
        """Multiply-adds of the whole run, forward and backward."""
        first, *rest = self.layers()
        per_image = 2 * first.inputs * first.units + sum(3 * x.inputs * x.units for x in rest)
        return float(per_image) * self.batch_size * self.steps

    def replace(self, **changes: Any) -> Self:
        """A copy with some fields changed, validated again."""
        _expect_known(changes)
        return dataclasses.replace(self, **changes)

    def differences(self, other: Hyperparameters) -> list[str]:
        """Names of the fields in which two records differ."""
        return [n for n in FIELDS if getattr(self, n) != getattr(other, n)]

    def to_json(self) -> str:
        """One line of JSON that `from_json` reads back."""
        return json.dumps(dataclasses.asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote.

        Raises:
            SettingError: for a bad value or a field that does not exist.
        """
        try:
            values = json.loads(text)
        except ValueError as error:
            raise SettingError("settings", f"expected JSON, got {text[:60]!r}") from error
        if not isinstance(values, dict):
            raise SettingError("settings", f"expected a JSON object, got {text[:60]!r}")
        _expect_known(values)
        return cls().replace(**values)

    def to_query(self, base: Hyperparameters | None = None) -> dict[str, str]:
        """The fields that differ from `base` (default: the defaults) as a link's parameters."""
        return {n: as_text(getattr(self, n)) for n in self.differences(base or Hyperparameters())}

    @classmethod
    def from_query(cls, query: Mapping[str, str], base: Self | None = None) -> Self:
        """Read a link's parameters; names that are no field are left alone.

        Raises:
            SettingError: for a bad value.
        """
        known = {n: parse(n, query[n]) for n in FIELDS if n in query}
        return (base or cls()).replace(**known)


FIELDS: dict[str, Field] = {
    f.name: f.metadata["field"] for f in dataclasses.fields(Hyperparameters)
}
_TYPES = typing.get_type_hints(Hyperparameters)


def _expect_known(names: Iterable[str]) -> None:
    unknown = sorted(set(names) - set(FIELDS))
    if unknown:
        raise SettingError(unknown[0], f"expected one of {', '.join(FIELDS)}, got an unknown field")


def as_text(value: Any) -> str:
    """A field's value as a person types it: `784, 256`, `mirror`, `0.001`, `relu`."""
    if value is None:
        return "mirror"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def parse(name: str, text: str) -> Any:
    """Read a field's value from text, as typed in a form, a link or on the command line.

    Raises:
        SettingError: if there is no such field or the text is not of its kind.
    """
    _expect_known([name])
    info = FIELDS[name]
    text = text.strip()
    kind = _TYPES[name]
    try:
        if kind is int:
            return int(text.replace(",", "").replace("_", ""))
        if kind is float:
            return float(text)
        if kind is str:
            return text
        if text == "mirror" and name == "decoder":
            return None
        # 784-256 is as good as 784, 256; the sign of -5 stays a sign.
        text = re.sub(r"(?<=\d)\s*-\s*", ",", text)
        return tuple(int(part) for part in text.split(",") if part.strip())
    except ValueError:
        raise SettingError(name, f"expected {info.accepts}, got {text!r}") from None


def _checked(name: str, info: Field, value: Any) -> Any:
    """The value in its field's type, or a `SettingError`."""
    if info.choices is not None:
        if not isinstance(value, str) or value not in info.choices:
            raise SettingError(name, f"expected {info.accepts}, got {value!r}")
        return value
    kind = _TYPES[name]
    if kind is int or kind is float:
        return _in_range(name, info, kind, value)
    if value is None and name == "decoder":
        return None
    if not isinstance(value, (list, tuple)):
        raise SettingError(name, f"expected widths separated by commas, got {value!r}")
    if len(value) > MAX_LAYERS:
        raise SettingError(name, f"expected at most {MAX_LAYERS} layers, got {len(value)}")
    return tuple(_in_range(name, info, int, width) for width in value)


def _in_range(name: str, info: Field, kind: type, value: Any) -> Any:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    assert info.low is not None
    assert info.high is not None
    # Not a number at all, and NaN, which is in no range, come first: they have no digits to group.
    if not number or value != value:
        raise SettingError(name, f"expected {info.accepts}, got {value!r}")
    if not info.low <= value <= info.high:
        got = f"{value:,}" if abs(value) < 1e15 else "a number far beyond that"
        raise SettingError(name, f"expected {info.accepts}, got {got}")
    if kind is int and value != int(value):
        raise SettingError(name, f"expected a whole number, {info.accepts}, got {value!r}")
    return kind(value)
