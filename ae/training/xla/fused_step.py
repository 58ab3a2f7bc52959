"""The training step arranged for XLA: the same computation, in an order that costs less."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import keras
import tensorflow as tf
from tensorflow.compiler.tf2xla.ops.gen_xla_ops import xla_optimization_barrier

from ae.config import Hyperparameters
from ae.models.convolution import as_products
from ae.training.step import Step
from ae.training.xla.packing import Packing


class FusedStep(Step):
    """`Step` with convolutions as matrix products, small variables packed, and barriers.

    Attributes:
        packing: of the network's weights. Its vector holds the values of the small ones, so
            computing with the network needs `packed_weights`.
    """

    def __init__(self, hp: Hyperparameters, encoder: keras.Model, decoder: keras.Model):
        self.packing = Packing(encoder.trainable_variables + decoder.trainable_variables)
        super().__init__(hp, encoder, decoder, self.packing.variables)

    def packed_weights(self) -> AbstractContextManager[Any]:
        """A scope in which the network computes with the values in the packed vector."""
        return self.packing.substituted(self.packing.parts())

    def to_images(self, pixels: Any) -> Any:
        """Grey levels uint8 as float32 in [0, 1], of the same shape, converted once.

        Without the barrier XLA converts the bytes again wherever they are used, which costs a
        tenth of a step.
        """
        return xla_optimization_barrier([super().to_images(pixels)])[0]

    def value_and_gradients(
        self, forward: Callable[[], tuple[Any, list[Any]]]
    ) -> tuple[Any, list[Any], list[Any]]:
        """The loss, its parts, and its gradient by each of the packing's variables."""
        # Apart from the vector, so that layers of one shape share their compiled code.
        small = xla_optimization_barrier(self.packing.parts())
        with as_products(), tf.GradientTape() as tape, self.packing.substituted(small):
            tape.watch(small)
            loss, parts = forward()
        gradients = tape.gradient(loss, [*self.packing.kernels, *small])
        return loss, parts, self._in_turn(self.packing.packed(gradients))

    def _in_turn(self, gradients: list[Any]) -> list[Any]:
        """The gradients, that of a kernel not before that of the one below is there too.

        So XLA updates a layer's weights when the backward pass has done with them, while their
        gradient is still in the cache. Sooner, it would copy the weights that the pass still needs.
        """
        ordered = list(gradients)
        for i in reversed(range(1, len(self.packing.kernels))):
            ordered[i - 1 : i + 1] = xla_optimization_barrier(ordered[i - 1 : i + 1])
        return ordered
