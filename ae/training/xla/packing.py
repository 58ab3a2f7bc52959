"""A network's small variables as one vector, so that a step updates one thing instead of twenty.

Of a deep network's variables two in three are biases, scales and shifts. Were each updated for
itself, most of the compiled step's graph would be about those: it would take 3 to 17 % more CPU
time to compile, and leave 0.7 to 3.4 MB more behind. How long a step takes differs by less than
could be told apart (`python -m bench.step_parts`).
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from math import prod
from typing import Any

import keras
import numpy as np
import tensorflow as tf


class Packing:
    """A network's trainable variables as an optimiser is given them: kernels, and all else as one.

    Between `gather` and `scatter` the vector holds the values of the small variables, and the
    network's own are out of date: it computes with others in their place (`substituted`).

    Args:
        trained: the network's trainable variables, input to output.

    Attributes:
        kernels: of `trained`, those that are large.
        vector: float32 (n,), the values of the others.
    """

    def __init__(self, trained: list[Any]):
        self._trained = trained
        self.kernels = [v for v in trained if v.name == "kernel"]
        self._small = [v for v in trained if v.name != "kernel"]
        self._sizes = [prod(v.shape) for v in self._small]
        self.vector = keras.Variable(np.zeros(sum(self._sizes), np.float32), name="packed")

    @property
    def variables(self) -> list[Any]:
        """What the optimiser is given."""
        return [*self.kernels, self.vector]

    def gather(self) -> None:
        """Take the small variables' values into the vector."""
        self.vector.assign(_flat([v.value for v in self._small]))

    def scatter(self) -> None:
        """Give the small variables the vector's values."""
        for variable, values in zip(self._small, self.parts(), strict=True):
            variable.assign(values)

    def parts(self) -> list[Any]:
        """The vector's values in the shapes of the small variables, in their order."""
        pieces = tf.split(self.vector.value, self._sizes)
        return [tf.reshape(p, v.shape) for p, v in zip(pieces, self._small, strict=True)]

    def substituted(self, parts: list[Any]) -> AbstractContextManager[Any]:
        """A scope in which the network computes with these instead of its small variables."""
        return keras.StatelessScope(list(zip(self._small, parts, strict=True)))

    def packed(self, gradients: list[Any]) -> list[Any]:
        """Gradients of the kernels and then of the parts, as those of `variables`."""
        count = len(self.kernels)
        return [*gradients[:count], _flat(gradients[count:])]

    def unpack_slots(self, slots: list[np.ndarray]) -> list[np.ndarray]:
        """An optimiser's slots for `variables` as those of one that was given `trained`.

        All slots of a variable come before those of the next.
        """
        each = len(slots) // len(self.variables)
        of = {id(v): slots[i * each : (i + 1) * each] for i, v in enumerate(self.kernels)}
        packed = slots[len(self.kernels) * each :]
        ends = np.cumsum(self._sizes)
        for variable, end, size in zip(self._small, ends, self._sizes, strict=True):
            of[id(variable)] = [x[end - size : end].reshape(variable.shape) for x in packed]
        return [slot for variable in self._trained for slot in of[id(variable)]]

    def pack_slots(self, slots: list[np.ndarray]) -> list[np.ndarray]:
        """The inverse of `unpack_slots`: slots for `variables`, from slots for `trained`."""
        each = len(slots) // len(self._trained)
        of = {id(v): slots[i * each : (i + 1) * each] for i, v in enumerate(self._trained)}
        kernels = [slot for variable in self.kernels for slot in of[id(variable)]]
        small = [of[id(variable)] for variable in self._small]
        return kernels + [np.concatenate([s[i].ravel() for s in small]) for i in range(each)]


def _flat(values: list[Any]) -> Any:
    return tf.concat([tf.reshape(x, (-1,)) for x in values], 0)
