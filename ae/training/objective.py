"""The loss of a network as a TensorFlow graph: reconstruction, KL divergence and penalties."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

from ae.config import Hyperparameters
from ae.models import last_name
from ae.training import losses
from ae.training.randomness import StepRandom, drop


class Objective:
    """What training makes small, for one network.

    Attributes:
        kernels: the weights that decay: all but biases and normalisation.
        is_decoupled: the optimiser takes the decay from them itself.
    """

    def __init__(self, hp: Hyperparameters, encoder: keras.Model, decoder: keras.Model):
        self._hp, self._encoder, self._decoder = hp, encoder, decoder
        self._hidden = {last_name(x) for x in hp.layers() if x.is_hidden}
        trained = encoder.trainable_variables + decoder.trainable_variables
        self.kernels = [v for v in trained if v.name == "kernel"]
        self.is_decoupled = hp.optimizer == "adamw" and hp.weight_decay > 0

    def loss(
        self, images: Any, target: Any, draws: StepRandom, kl_weight: Any, scalar: dict[str, Any],
        *, is_training: bool,
    ) -> tuple[Any, list[Any]]:  # fmt: skip
        """The loss, and its parts where it has more than one."""
        hp = self._hp
        dropout = scalar["dropout"] if is_training and hp.dropout else None
        code, penalty = self._encoded(images, draws, scalar, dropout)
        if hp.weight_decay and not self.is_decoupled:
            penalty += scalar["weight_decay"] * losses.half_squares(self.kernels)
        if hp.is_variational:
            mean, log_variance = tf.split(code, 2, axis=-1)
            code = mean + tf.exp(0.5 * log_variance) * draws.normal(mean)
            kl = losses.kl(mean, log_variance)
            counted = tf.maximum(kl, scalar["free_bits"]) if hp.free_bits else kl
            reconstruction = losses.nats(target, self._run(self._decoder, code, draws, dropout))
            total = reconstruction + kl_weight * tf.reduce_sum(counted) + penalty
            parts = [reconstruction, tf.reduce_sum(kl)]
        else:
            output = self._run(self._decoder, code, draws, dropout)
            reconstruction = losses.LOSSES[hp.loss](target, output)
            total = reconstruction + penalty
            parts = [reconstruction]
        parts += [penalty] * hp.is_penalised
        return total, parts if hp.parts else []

    def _encoded(
        self, images: Any, draws: StepRandom, scalar: dict[str, Any], dropout: Any
    ) -> tuple[Any, Any]:
        """The code and what it costs beside the reconstruction."""
        hp = self._hp
        penalty: Any = 0.0
        if hp.contractive:
            with tf.GradientTape() as tape:
                tape.watch(images)
                code = self._run(self._encoder, images, draws, dropout)
                aimed = tf.reduce_sum(code * draws.normal(code))
            penalty += scalar["contractive"] * losses.contraction(tape.gradient(aimed, images))
        else:
            code = self._run(self._encoder, images, draws, dropout)
        if hp.sparsity == "l1":
            penalty += scalar["sparsity_weight"] * losses.l1(code)
        if hp.sparsity == "kl":
            penalty += scalar["sparsity_weight"] * losses.activity_kl(
                code, scalar["sparsity_target"]
            )
        return code, penalty

    def _run(self, model: keras.Model, values: Any, draws: StepRandom, dropout: Any) -> Any:
        """A model's output, with dropout after every hidden layer where there is any."""
        for layer in model.layers:
            values = layer(values)
            if dropout is not None and layer.name in self._hidden:
                values = drop(draws, values, dropout)
        return values
