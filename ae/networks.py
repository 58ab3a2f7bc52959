"""The network as plain values: which layers, how wide, how many parameters. No TensorFlow.

The pages draw from it, the command line counts with it, and `ae.models` builds what it says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ae.config import Hyperparameters

PIXELS = 28 * 28


@dataclass(frozen=True)
class Layer:
    """One dense layer: `outputs = activation(inputs @ kernel + bias)`.

    Attributes:
        name: unique in the network, and the prefix of its weights' names in a saved file.
        part: "encoder" or "decoder"; the encoder's last layer makes the code.
        inputs, units: numbers in and out for one image.
    """

    name: str
    part: str
    inputs: int
    units: int
    activation: str

    @property
    def parameters(self) -> int:
        """Weights and biases."""
        return self.inputs * self.units + self.units


def layers(hp: Hyperparameters) -> list[Layer]:
    """The layers of a network, input to output."""
    found: list[Layer] = []

    def add(part: str, name: str, units: int, activation: str) -> None:
        inputs = found[-1].units if found else PIXELS
        found.append(Layer(name, part, inputs, units, activation))

    for i, units in enumerate(hp.encoder, 1):
        add("encoder", f"encoder_{i}", units, hp.activation)
    add("encoder", "code", hp.latent_dim, hp.code_activation)
    for i, units in enumerate(hp.decoder_widths, 1):
        add("decoder", f"decoder_{i}", units, hp.activation)
    add("decoder", "output", PIXELS, hp.output_activation)
    return found


def parameter_count(found: list[Layer]) -> int:
    """Weights and biases of a whole network."""
    return sum(layer.parameters for layer in found)
