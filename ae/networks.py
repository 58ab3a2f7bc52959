"""The network as plain values: which layers, how wide, how many parameters. No TensorFlow.

The pages draw from it, the command line counts with it, and `ae.models` builds what it says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod
from typing import Protocol

PIXELS = 28 * 28
IMAGE = (28, 28, 1)
# Convolutions see so many pixels across, and halve or double the image's side.
KERNEL, STRIDE = 3, 2
# The image's side after each halving.
SIDES = (28, 14, 7, 4, 2)


class NetworkSettings(Protocol):
    """The settings that decide a network; `ae.config.Hyperparameters` has them."""

    @property
    def architecture(self) -> str:
        """ "dense" or "conv"."""

    @property
    def encoder(self) -> tuple[int, ...]:
        """Widths or channels of the encoder's hidden layers."""

    @property
    def decoder_widths(self) -> tuple[int, ...]:
        """Widths or channels of the decoder's hidden layers."""

    @property
    def latent_dim(self) -> int:
        """Numbers in the code."""

    @property
    def activation(self) -> str:
        """Of the hidden layers."""

    @property
    def code_activation(self) -> str:
        """Of the code's layer."""

    @property
    def output_activation(self) -> str:
        """Of the last layer."""

    @property
    def normalization(self) -> str:
        """ "layer" or "none"."""

    @property
    def is_variational(self) -> bool:
        """The code is a mean and a log-variance for each number."""


@dataclass(frozen=True)
class Layer:
    """One layer with its activation.

    Attributes:
        name: unique in the network, and the prefix of its weights' names in a saved file.
        part: "encoder" or "decoder"; the encoder's last layer makes the code.
        kind: "dense", "conv" (strided down) or "transpose" (a transposed convolution, up).
        before, after: shapes of one image's numbers, in and out.
        is_hidden: neither code nor output: normalisation and dropout come after it.
        is_normalized: layer normalisation comes between its weights and its activation.
        is_variational: it gives a mean and a log-variance for each number of its output.
    """

    name: str
    part: str
    kind: str
    before: tuple[int, ...]
    after: tuple[int, ...]
    activation: str
    is_hidden: bool = False
    is_normalized: bool = False
    is_variational: bool = False

    @property
    def inputs(self) -> int:
        """Numbers in, for one image."""
        return prod(self.before)

    @property
    def units(self) -> int:
        """Numbers out, for one image."""
        return prod(self.after)

    @property
    def parameters(self) -> int:
        """Weights, biases, and scales and shifts of the normalisation."""
        if self.kind == "dense":
            count = (self.inputs + 1) * self.units * (2 if self.is_variational else 1)
            width = self.units
        else:
            width = self.after[-1]
            count = (KERNEL * KERNEL * self.before[-1] + 1) * width
        return count + (2 * width if self.is_normalized else 0)

    @property
    def products(self) -> int:
        """Multiply-adds of one image's forward pass."""
        if self.kind == "dense":
            return self.inputs * self.units * (2 if self.is_variational else 1)
        # A convolution does its kernel once a pixel out, a transposed one once a pixel in.
        side = self.after[0] if self.kind == "conv" else self.before[0]
        return side * side * KERNEL * KERNEL * self.before[-1] * self.after[-1]


def network_layers(hp: NetworkSettings) -> list[Layer]:
    """The layers of a network, input to output."""
    layers: list[Layer] = []

    def add(
        part: str, name: str, after: tuple[int, ...], activation: str, kind: str = "dense"
    ) -> None:
        before = layers[-1].after if layers else IMAGE
        is_hidden = name not in ("code", "output")
        layers.append(
            Layer(
                name, part, kind, before, after, activation, is_hidden,
                is_hidden and hp.normalization == "layer", name == "code" and hp.is_variational,
            )
        )  # fmt: skip

    is_conv = hp.architecture == "conv"
    for i, width in enumerate(hp.encoder, 1):
        after = (SIDES[i], SIDES[i], width) if is_conv else (width,)
        add("encoder", f"encoder_{i}", after, hp.activation, "conv" if is_conv else "dense")
    add("encoder", "code", (hp.latent_dim,), hp.code_activation)
    halvings = len(hp.decoder_widths)
    for i, width in enumerate(hp.decoder_widths, 1):
        side = SIDES[halvings - i + 1] if is_conv else 0
        after = (side, side, width) if is_conv else (width,)
        kind = "transpose" if is_conv and i > 1 else "dense"
        add("decoder", f"decoder_{i}", after, hp.activation, kind)
    add("decoder", "output", IMAGE, hp.output_activation, "transpose" if is_conv else "dense")
    return layers


def parameter_count(layers: Iterable[Layer]) -> int:
    """Weights and biases of a whole network."""
    return sum(layer.parameters for layer in layers)


def activation_count(layers: Iterable[Layer]) -> int:
    """Numbers that all layers together give for one image."""
    return sum(layer.units for layer in layers)
