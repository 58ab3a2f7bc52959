"""A network with its compiled training step.

One call runs up to `SLICE` steps in a single XLA computation: no step returns to Python, the
elementwise work of loss and optimiser is fused, and what remains is close to the matrix products
alone (`python -m bench.throughput`). Learning rate, seed and number of steps are inputs, not part
of the graph, so the second run with the same network compiles nothing.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from ae.config import Hyperparameters
from ae.config.compiled import RUNTIME_SCALARS, graph_key
from ae.data import SHOWN, Dataset
from ae.models import Weights, build, get_weights, initial_weights, only_weights, set_weights
from ae.training.randomness import StepRandom
from ae.training.xla.frozen import FrozenFunction
from ae.training.xla.fused_step import FusedStep
from ae.training.xla.inputs import RunInputs, by_name, training_pixels
from ae.training.xla.registry import no_gradient_registered

# The most steps in one call. The number in fact run is an input, chosen so that a call takes
# about as long as the caller wants to wait.
SLICE = 64


class Program:
    """A network with its optimiser and its compiled functions; holds one run at a time."""

    def __init__(self, hp: Hyperparameters, data: Dataset):
        self.encoder, self.decoder = build(hp)
        self._step = FusedStep(graph_key(hp), self.encoder, self.decoder)
        self._packing, self.optimizer = self._step.packing, self._step.optimizer
        self._pixels = training_pixels(data)
        self._run: RunInputs
        # Forward passes gain nothing from XLA, and would take it a quarter of a second to compile.
        self._validate = tf.function(self._validate_graph, autograph=False)
        # One for digits and codes, so that nobody's first point waits until it is traced twice.
        images = tf.TensorSpec((None, 28, 28, 1), tf.float32)
        self._pass = tf.function(self._pass_graph, autograph=False, input_signature=[images])

    @cached_property
    def _compiled(self) -> FrozenFunction:
        """Up to `SLICE` steps, compiled at the first call."""
        traced = tf.function(self._advance_graph, jit_compile=True, autograph=False)
        integer, number = tf.TensorSpec((), tf.int32), tf.TensorSpec((SLICE,), tf.float32)
        return FrozenFunction(
            traced.get_concrete_function(
                tf.TensorSpec((SLICE, self._step.hp.batch_size), tf.int32),
                number, number, tf.TensorSpec((len(RUNTIME_SCALARS),), tf.float32),
                integer, integer, integer,
            )
        )  # fmt: skip

    def _advance_graph(
        self, batches: Any, rates: Any, kl_weights: Any, scalars: Any, seed: Any, first: Any,
        count: Any,
    ) -> Any:  # fmt: skip
        """The loop over `count` steps: float32 (SLICE, 1 + len(hp.parts)), zero after them."""
        named = by_name(scalars)

        def body(i: Any, rows: Any) -> Any:
            random = StepRandom(seed, first + i, "threefry")
            pixels = tf.gather(self._pixels, batches[i])
            row = self._step(pixels, random, rates[i], kl_weights[i], named)
            return i + 1, tf.tensor_scatter_nd_update(rows, [[i]], [row])

        start = (tf.constant(0), tf.zeros((SLICE, 1 + len(self._step.hp.parts))))
        with no_gradient_registered():
            _, rows = tf.while_loop(lambda i, _: i < count, body, start, parallel_iterations=1)
        return rows

    def _validate_graph(self, shown: Any, target: Any, kl_weight: Any, scalars: Any) -> Any:
        random = StepRandom(tf.constant(0), tf.constant(0))  # the same draws each time
        with self._step.packed_weights():
            loss, _ = self._step.loss(
                shown, target, random, kl_weight, by_name(scalars), is_training=False
            )
        return loss

    def _pass_graph(self, images: Any) -> Any:
        """The codes of images, and the first sixteen as the network gives them back."""
        with self._step.packed_weights():
            codes = self.encoder(images)[:, : self._step.hp.latent_dim]
            levels = self.decoder(codes[: len(SHOWN)])[..., 0] * 255.0
        return codes, tf.cast(tf.clip_by_value(tf.round(levels), 0.0, 255.0), tf.uint8)

    def advance(
        self, batches: np.ndarray, rates: np.ndarray, kl_weights: np.ndarray, first: int
    ) -> np.ndarray:
        """Run one step for each row of `batches`.

        Args:
            batches: int32 (n, batch_size), indices of training images; n at most `SLICE`.
            rates: float32 (n,), the learning rate of each step.
            kl_weights: float32 (n,), the weight of the KL divergence at each step.
            first: steps done before these.

        Returns:
            float32 (n, 1 + len(hp.parts)), the loss of each step before its update, and its parts.
        """
        count = len(batches)
        spare = SLICE - count
        batches = np.pad(batches, ((0, spare), (0, 0)))
        rates = np.pad(rates.astype(np.float32), (0, spare))
        kl_weights = np.pad(kl_weights.astype(np.float32), (0, spare))
        scalars, seed = self._run.scalars, np.int32(self._run.hp.seed)
        rows = self._compiled(
            batches, rates, kl_weights, scalars, seed, np.int32(first), np.int32(count)
        )
        return rows.numpy()[:count]

    def validate(self) -> float:
        """The loss on the run's validation images, the KL divergence counted with beta."""
        run = self._run
        return float(self._validate(*run.validation, run.beta, run.scalars))

    def show(self) -> np.ndarray:
        """The reconstructions of the sixteen shown test digits: uint8 (16, 28, 28)."""
        _, levels = self._pass(self._run.shown)
        return levels.numpy()

    def codes(self) -> np.ndarray:
        """Codes of the first 500 test digits, of variational ones the means: (500, latent_dim)."""
        codes, _ = self._pass(self._run.in_cloud)
        return codes.numpy()

    def bind(self, run: RunInputs) -> None:
        """Turn to a run, whose `graph_key` is this program's."""
        self._run = run
        for layer in [*self.encoder.layers, *self.decoder.layers]:
            if hasattr(layer, "kernel_initializer"):
                layer.kernel_initializer = keras.initializers.get(run.hp.kernel_initializer)
                layer.bias_initializer = keras.initializers.get(run.hp.bias_initializer)

    def start(self) -> None:
        """Fresh weights for the run's seed and initialisers, and an optimiser that starts anew."""
        fresh = initial_weights(self.encoder, self.decoder, self._run.hp.seed)
        self._set_weights(fresh)
        for variable in self.optimizer.variables:
            variable.assign(tf.zeros(variable.shape, variable.dtype))

    def _set_weights(self, weights: Weights) -> None:
        set_weights(self.encoder, self.decoder, weights)
        self._packing.gather()

    def weights(self) -> Weights:
        """A copy of the weights, by `layer/name`."""
        self._packing.scatter()
        return get_weights(self.encoder, self.decoder)

    def state(self) -> Weights:
        """A copy of weights and optimiser, enough to go on as if nothing had happened."""
        # Keras's own two, the count of steps and the learning rate, come first.
        slots = [np.array(v.numpy()) for v in self.optimizer.variables]
        slots[2:] = self._packing.unpack_slots(slots[2:])
        return self.weights() | {f"optimizer/{i}": values for i, values in enumerate(slots)}

    def restore(self, state: Weights) -> None:
        """Go on from a `state`.

        Raises:
            ModelFileError: if its weights are not of this network.
        """
        count = sum(name.startswith("optimizer/") for name in state)
        slots = [state[f"optimizer/{i}"] for i in range(count)]
        slots[2:] = self._packing.pack_slots(slots[2:])
        self._set_weights(only_weights(state))
        for variable, values in zip(self.optimizer.variables, slots, strict=True):
            variable.assign(values)
