"""The compiled training step of a network, and the pool that lets later runs reuse it.

One call runs up to `SLICE` steps in a single XLA computation: no step returns to Python, the
elementwise work of loss and optimiser is fused, and what remains is close to the matrix products
alone (`python -m bench.throughput`). Learning rate, seed and number of steps are inputs, not part
of the graph, so the second run with the same network compiles nothing.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from tensorflow.compiler.tf2xla.ops.gen_xla_ops import xla_optimization_barrier

from ae.config import Hyperparameters
from ae.data import SHOWN, Dataset, as_images
from ae.losses import LOSSES
from ae.models import Weights, build, get_weights, initial_weights, set_weights

# The most steps in one call. The number in fact run is an input, chosen so that a call takes
# about as long as the caller wants to wait.
SLICE = 64
# Steps in one round of the compiled loop: at each round's end XLA copies the weights once.
UNROLL = 2
# Validation while training uses this many of the 5,000 images, the same ones each time: 1 % of the
# training's work instead of 6 %.
VALIDATION_IMAGES = 1_000
# Compiled programs kept for later runs: about 30 MB each for the article's network.
KEPT = 8

_OPTIMIZERS = {
    "rmsprop": lambda: keras.optimizers.RMSprop(),
    "adam": lambda: keras.optimizers.Adam(),
    "sgd": lambda: keras.optimizers.SGD(momentum=0.9),
}


def graph_key(hp: Hyperparameters) -> Hyperparameters:
    """What the compiled graph depends on: the settings with all else at one value."""
    return hp.replace(
        learning_rate=0.001, seed=0, steps=1, kernel_initializer="glorot_uniform",
        bias_initializer="zeros",
    )  # fmt: skip


class Program:
    """A network with its optimiser and its compiled functions; holds one run at a time."""

    def __init__(self, hp: Hyperparameters, data: Dataset):
        self.encoder, self.decoder = build(hp)
        self.optimizer = _OPTIMIZERS[hp.optimizer]()
        self._trained = self.encoder.trainable_variables + self.decoder.trainable_variables
        self.optimizer.build(self._trained)
        self._loss = LOSSES[hp.loss]
        self._images = _on_device(data, "train")
        self._validation = _on_device(data, "validation")[:VALIDATION_IMAGES]
        self._shown = tf.gather(_on_device(data, "test"), SHOWN)
        compiled = {"jit_compile": True, "autograph": False}
        self._advance = tf.function(partial(self._advance_graph, UNROLL), **compiled)
        self._advance_once = tf.function(partial(self._advance_graph, 1), **compiled)
        self._validate = tf.function(self._validate_graph, **compiled)
        self._show = tf.function(self._show_graph, **compiled)

    def _advance_graph(self, unroll: int, batches: Any, rates: Any, count: Any) -> Any:
        def step(i: Any, losses: Any) -> Any:
            images = tf.gather(self._images, batches[i])
            with tf.GradientTape() as tape:
                reconstruction = self.decoder(self.encoder(images, training=True), training=True)
                loss = self._loss(images, reconstruction)
            # All gradients before the first update: else XLA copies weights that the backward
            # pass still needs. It and UNROLL together save an eighth of a step.
            gradients = xla_optimization_barrier(tape.gradient(loss, self._trained))
            self.optimizer.learning_rate.assign(rates[i])
            self.optimizer.apply(gradients, self._trained)
            return i + 1, tf.tensor_scatter_nd_update(losses, [[i]], [loss])

        def body(i: Any, losses: Any) -> Any:
            for _ in range(unroll):
                i, losses = step(i, losses)
            return i, losses

        start = (tf.constant(0), tf.zeros((SLICE,)))
        _, losses = tf.while_loop(lambda i, _: i < count, body, start, parallel_iterations=1)
        return losses

    def _validate_graph(self) -> Any:
        images = self._validation
        return self._loss(images, self.decoder(self.encoder(images)))

    def _show_graph(self) -> Any:
        levels = self.decoder(self.encoder(self._shown))[..., 0] * 255.0
        return tf.cast(tf.clip_by_value(tf.round(levels), 0.0, 255.0), tf.uint8)

    def advance(self, batches: np.ndarray, rates: np.ndarray) -> np.ndarray:
        """Run one step for each row of `batches`.

        Args:
            batches: int32 (n, batch_size), indices of training images; n at most `SLICE`, and
                a multiple of `UNROLL`, or 1 for the odd last step of a run.
            rates: float32 (n,), the learning rate of each step.

        Returns:
            float32 (n,), the loss of each step before its update.
        """
        count = len(batches)
        spare = SLICE - count
        batches = np.pad(batches, ((0, spare), (0, 0)))
        rates = np.pad(rates.astype(np.float32), (0, spare))
        advance = self._advance_once if count == 1 else self._advance
        return advance(batches, rates, np.int32(count)).numpy()[:count]

    def validate(self) -> float:
        """The loss on the first `VALIDATION_IMAGES` validation images."""
        return float(self._validate())

    def show(self) -> np.ndarray:
        """The reconstructions of the sixteen shown test digits: uint8 (16, 28, 28)."""
        return self._show().numpy()

    def start(self, hp: Hyperparameters) -> None:
        """Fresh weights for the settings' seed and initialisers, and an optimiser at rest."""
        for layer in [*self.encoder.layers, *self.decoder.layers]:
            if isinstance(layer, keras.layers.Dense):
                layer.kernel_initializer = keras.initializers.get(hp.kernel_initializer)
                layer.bias_initializer = keras.initializers.get(hp.bias_initializer)
        set_weights(
            self.encoder, self.decoder, initial_weights(self.encoder, self.decoder, hp.seed)
        )
        for variable in self.optimizer.variables:
            variable.assign(np.zeros(variable.shape, variable.dtype))

    def weights(self) -> Weights:
        """A copy of the weights, by `layer/name`."""
        return get_weights(self.encoder, self.decoder)

    def state(self) -> Weights:
        """A copy of weights and optimiser, enough to go on as if nothing had happened."""
        slots = {
            f"optimizer/{i}": np.array(v.numpy()) for i, v in enumerate(self.optimizer.variables)
        }
        return self.weights() | slots

    def restore(self, state: Weights) -> None:
        """Take up a `state`."""
        slots = {k: v for k, v in state.items() if k.startswith("optimizer/")}
        set_weights(self.encoder, self.decoder, {k: v for k, v in state.items() if k not in slots})
        for i, variable in enumerate(self.optimizer.variables):
            variable.assign(slots[f"optimizer/{i}"])


_lock = threading.Lock()
_device: dict[tuple[str, str], Any] = {}
_idle: OrderedDict[Hyperparameters, list[Program]] = OrderedDict()


def _on_device(data: Dataset, part: str) -> Any:
    """A part's images as one constant tensor, shared by all programs of the process.

    Float32, 172 MB for training: bytes would take a quarter of it, but XLA then converts every
    batch again wherever it is used, which costs a tenth of a step.
    """
    if (data.name, part) not in _device:
        _device[data.name, part] = tf.constant(as_images(getattr(data, part).pixels))
    return _device[data.name, part]


@contextmanager
def program(hp: Hyperparameters, data: Dataset) -> Iterator[Program]:
    """A program for these settings, an idle one if there is any; given back at the end."""
    key = graph_key(hp)
    with _lock:
        waiting = _idle.get(key)
        found = waiting.pop() if waiting else None
    if found is None:
        found = Program(hp, data)
    try:
        yield found
    finally:
        with _lock:
            _idle.setdefault(key, []).append(found)
            _idle.move_to_end(key)
            while sum(map(len, _idle.values())) > KEPT:
                oldest = next(iter(_idle))
                _idle[oldest].pop()
                if not _idle[oldest]:
                    del _idle[oldest]
