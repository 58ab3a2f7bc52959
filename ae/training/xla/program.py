"""The compiled training step of a network, and the pool that lets later runs reuse it.

One call runs up to `SLICE` steps in a single XLA computation: no step returns to Python, the
elementwise work of loss and optimiser is fused, and what remains is close to the matrix products
alone (`python -m bench.throughput`). Learning rate, seed and number of steps are inputs, not part
of the graph, so the second run with the same network compiles nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property, lru_cache
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from tensorflow.compiler.tf2xla.ops.gen_xla_ops import xla_optimization_barrier
from tensorflow.python.framework.ops import gradient_registry

from ae.config import Hyperparameters
from ae.config.compiled import RUNTIME_SCALARS, graph_key
from ae.data import SHOWN, Dataset, as_images, noise
from ae.models import (
    Weights,
    build,
    get_weights,
    initial_weights,
    only_weights,
    set_weights,
)
from ae.models.convolution import as_products
from ae.training.objective import Objective
from ae.training.randomness import StepRandom, binarise, corrupt
from ae.training.xla.frozen import FrozenFunction
from ae.training.xla.packing import Packing

# The most steps in one call. The number in fact run is an input, chosen so that a call takes
# about as long as the caller wants to wait.
SLICE = 64
# Validation while training uses this many of the 5,000 images, the same ones each time: under 1 %
# of the training's time instead of 8 %.
VALIDATION_IMAGES = 400


def _optimizer(hp: Hyperparameters) -> keras.optimizers.Optimizer:
    if hp.optimizer == "rmsprop":
        return keras.optimizers.RMSprop()
    if hp.optimizer == "sgd":
        return keras.optimizers.SGD(momentum=hp.momentum)
    # AdamW is Adam with a decay beside the loss: `Program._apply` does that part.
    return keras.optimizers.Adam()


class RunInputs:
    """What a run brings to a program besides its weights.

    Attributes:
        scalars: float32 (len(RUNTIME_SCALARS),).
        validation: what the network is shown of the validation images, and what it should give
            back: tensors.
        shown: the sixteen test digits as the network is shown them.
    """

    def __init__(self, hp: Hyperparameters, data: Dataset):
        self.hp, self.beta = hp, np.float32(hp.beta)
        self.scalars = np.array([getattr(hp, name) for name in RUNTIME_SCALARS], np.float32)
        self.validation, self.shown = _clean_inputs(data)
        if noise.changes_input(hp):
            clean, digits = self.validation[0].numpy(), self.shown.numpy()
            seen, target = noise.input_and_target(hp, clean)
            self.validation = tf.constant(seen), tf.constant(target)
            self.shown = tf.constant(noise.network_input(hp, digits, SHOWN))


@lru_cache(maxsize=4)
def _clean_inputs(data: Dataset) -> tuple[tuple[Any, Any], Any]:
    images = tf.constant(as_images(data.validation.pixels[:VALIDATION_IMAGES]))
    return (images, images), tf.constant(as_images(data.test.pixels[list(SHOWN)]))


class Program:
    """A network with its optimiser and its compiled functions; holds one run at a time."""

    def __init__(self, hp: Hyperparameters, data: Dataset):
        self._hp = graph_key(hp)
        self.encoder, self.decoder = build(hp)
        self.optimizer = _optimizer(hp)
        self._packing = Packing(self.encoder.trainable_variables + self.decoder.trainable_variables)
        self.optimizer.build(self._packing.variables)
        self._objective = Objective(self._hp, self.encoder, self.decoder)
        self._images = _images_of(data)
        self._run: RunInputs
        # Forward passes gain nothing from XLA, and would take it a quarter of a second to compile.
        self._validate = tf.function(self._validate_graph, autograph=False)
        self._show = tf.function(self._show_graph, autograph=False)

    @cached_property
    def _compiled(self) -> FrozenFunction:
        """Up to `SLICE` steps, compiled at the first call."""
        traced = tf.function(self._advance_graph, jit_compile=True, autograph=False)
        integer, number = tf.TensorSpec((), tf.int32), tf.TensorSpec((SLICE,), tf.float32)
        return FrozenFunction(
            traced.get_concrete_function(
                tf.TensorSpec((SLICE, self._hp.batch_size), tf.int32),
                number, number, tf.TensorSpec((len(RUNTIME_SCALARS),), tf.float32),
                integer, integer, integer,
            )
        )  # fmt: skip

    def _advance_graph(
        self, batches: Any, rates: Any, kl_weights: Any, scalars: Any, seed: Any, first: Any,
        count: Any,
    ) -> Any:  # fmt: skip
        scalar = dict(zip(RUNTIME_SCALARS, tf.unstack(scalars), strict=True))

        def body(i: Any, found: Any) -> Any:
            draws = StepRandom(seed, first + i, "threefry")
            target = self._batch(batches[i])
            if self._hp.pixels == "binarised":
                target = binarise(draws, target)
            images = target
            if self._hp.noise != "none":
                images = corrupt(draws, images, self._hp.noise, scalar["noise_level"])
            # Apart from the vector, so that layers of one shape share their compiled code.
            small = xla_optimization_barrier(self._packing.parts())
            with as_products(), tf.GradientTape() as tape, self._packing.substituted(small):
                tape.watch(small)
                loss, parts = self._objective.loss(
                    images, target, draws, kl_weights[i], scalar, is_training=True
                )
            gradients = tape.gradient(loss, [*self._packing.kernels, *small])
            self._apply(self._packing.packed(gradients), rates[i], scalar)
            row = tf.stack([loss, *parts])
            return i + 1, tf.tensor_scatter_nd_update(found, [[i]], [row])

        start = (tf.constant(0), tf.zeros((SLICE, 1 + len(self._hp.parts))))
        with _no_gradient_registered():
            _, found = tf.while_loop(lambda i, _: i < count, body, start, parallel_iterations=1)
        return found

    def _batch(self, rows: Any) -> Any:
        """Training images float32 (batch_size, 28, 28, 1) in [0, 1], by their indices."""
        levels = tf.cast(tf.gather(self._images, rows), tf.float32) / 255.0
        # Else XLA converts the bytes again wherever they are used, which costs a tenth of a step.
        return xla_optimization_barrier([levels])[0]

    def _apply(self, gradients: list[Any], rate: Any, scalar: dict[str, Any]) -> None:
        gradients = self._in_turn(gradients)
        if self._hp.clip_norm:
            gradients, _ = tf.clip_by_global_norm(gradients, scalar["clip_norm"])
        if self._objective.is_decoupled:
            for kernel in self._objective.kernels:
                kernel.assign(kernel * (1.0 - rate * scalar["weight_decay"]))
        self.optimizer.learning_rate.assign(rate)
        self.optimizer.apply(gradients, self._packing.variables)

    def _in_turn(self, gradients: list[Any]) -> list[Any]:
        """The gradients, that of a kernel not before that of the one below is there too.

        So XLA updates a layer's weights when the backward pass has done with them, while their
        gradient is still in the cache. Sooner, it would copy the weights that the pass still needs.
        """
        found = list(gradients)
        for i in reversed(range(1, len(self._packing.kernels))):
            found[i - 1 : i + 1] = xla_optimization_barrier(found[i - 1 : i + 1])
        return found

    def _validate_graph(self, shown: Any, target: Any, kl_weight: Any, scalars: Any) -> Any:
        scalar = dict(zip(RUNTIME_SCALARS, tf.unstack(scalars), strict=True))
        # The same draws each time.
        draws = StepRandom(tf.constant(0), tf.constant(0))
        with self._packing.substituted(self._packing.parts()):
            found, _ = self._objective.loss(
                shown, target, draws, kl_weight, scalar, is_training=False
            )
        return found

    def _show_graph(self, shown: Any) -> Any:
        with self._packing.substituted(self._packing.parts()):
            code = self.encoder(shown)[:, : self._hp.latent_dim]
            levels = self.decoder(code)[..., 0] * 255.0
        return tf.cast(tf.clip_by_value(tf.round(levels), 0.0, 255.0), tf.uint8)

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
        found = self._compiled(
            batches, rates, kl_weights, scalars, seed, np.int32(first), np.int32(count)
        )
        return found.numpy()[:count]

    def validate(self) -> float:
        """The loss on the first `VALIDATION_IMAGES` validation images, the KL fully counted."""
        run = self._run
        return float(self._validate(*run.validation, run.beta, run.scalars))

    def show(self) -> np.ndarray:
        """The reconstructions of the sixteen shown test digits: uint8 (16, 28, 28)."""
        return self._show(self._run.shown).numpy()

    def bind(self, run: RunInputs) -> None:
        """Turn to a run, whose `graph_key` is this program's."""
        self._run = run
        for layer in [*self.encoder.layers, *self.decoder.layers]:
            if hasattr(layer, "kernel_initializer"):
                layer.kernel_initializer = keras.initializers.get(run.hp.kernel_initializer)
                layer.bias_initializer = keras.initializers.get(run.hp.bias_initializer)

    def start(self) -> None:
        """Fresh weights for the run's seed and initialisers, and an optimiser at rest."""
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
        held = [np.array(v.numpy()) for v in self.optimizer.variables]
        held[2:] = self._packing.unpack_slots(held[2:])
        return self.weights() | {f"optimizer/{i}": values for i, values in enumerate(held)}

    def restore(self, state: Weights) -> None:
        """Take up a `state`."""
        count = sum(name.startswith("optimizer/") for name in state)
        held = [state[f"optimizer/{i}"] for i in range(count)]
        held[2:] = self._packing.pack_slots(held[2:])
        self._set_weights(only_weights(state))
        for variable, values in zip(self.optimizer.variables, held, strict=True):
            variable.assign(values)


@contextmanager
def _no_gradient_registered() -> Iterator[None]:
    """While a graph is traced: forget afterwards what it entered in TensorFlow's registry.

    TensorFlow registers each custom gradient of a graph, Keras's optimisers have one, under a name
    of its own and for good. The entry keeps the whole graph alive, with the network's variables:
    some 50 MB of each network that was ever built. The tape does without the registry.
    """
    before = set(gradient_registry.list())
    yield
    for name in set(gradient_registry.list()) - before:
        gradient_registry._registry.pop(name, None)  # another thread may trace too


_device: dict[str, Any] = {}


def _images_of(data: Dataset) -> Any:
    """The training images as one constant tensor of bytes, 43 MB, shared by all programs."""
    if data.name not in _device:
        images = _device[data.name] = tf.constant(data.train.pixels[..., None])
        if "CPU" in images.device:  # the tensor's own memory serves NumPy too
            data.train.pixels = np.asarray(memoryview(images))[..., 0]
    return _device[data.name]
