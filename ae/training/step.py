"""One training step as it is written on a board. What makes it fast stands in `ae.training.xla`.

It also runs as it is, batch by batch, without XLA:

    encoder, decoder = build(hp)
    set_weights(encoder, decoder, initial_weights(encoder, decoder, hp.seed))
    step = Step(hp, encoder, decoder)
    loss, *parts = step(pixels, StepRandom(hp.seed, 0), rate=0.001, kl_weight=1.0, scalars=vars(hp))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import keras
import tensorflow as tf

from ae.config import Hyperparameters
from ae.models import last_name
from ae.training import losses
from ae.training.randomness import StepRandom, binarise, corrupt, drop


class Step:
    """The training step of a network; n stands for the images in a batch.

    Args:
        hp: the settings. Of those in `RUNTIME_SCALARS` it matters only whether they are 0: their
            values come with each call.
        encoder, decoder: the network, as `ae.models.build` makes it.
        variables: what the optimiser updates; by default all the network's weights.

    Attributes:
        kernels: the weights that decay: all but biases and normalisation.
        optimizer: a Keras optimiser that has not taken a step.
    """

    def __init__(
        self, hp: Hyperparameters, encoder: keras.Model, decoder: keras.Model,
        variables: list[Any] | None = None,
    ):  # fmt: skip
        self.hp, self.encoder, self.decoder = hp, encoder, decoder
        trained = encoder.trainable_variables + decoder.trainable_variables
        self.kernels = [v for v in trained if v.name == "kernel"]
        self.variables = variables or trained
        self.optimizer = build_optimizer(hp)
        self.optimizer.build(self.variables)
        self._hidden = {last_name(x) for x in hp.layers() if x.is_hidden}

    def __call__(
        self, pixels: Any, random: StepRandom, rate: Any, kl_weight: Any, scalars: Mapping[str, Any]
    ) -> Any:
        """Train on one batch: the weights change in place.

        Args:
            pixels: uint8 (n, 28, 28, 1), grey levels 0 to 255.
            random: the step's draws.
            rate, kl_weight: this step's learning rate and weight of the KL divergence.
            scalars: the values of `RUNTIME_SCALARS`, by name.

        Returns:
            float32 (1 + len(hp.parts),): the loss before the update, and its parts.
        """
        hp = self.hp
        target = self.to_images(pixels)  # (n, 28, 28, 1) in [0, 1]
        if hp.pixels == "binarised":
            target = binarise(random, target)  # (n, 28, 28, 1), 0 or 1
        images = corrupt(random, target, hp.noise, scalars["noise_level"])  # (n, 28, 28, 1)

        def forward() -> tuple[Any, list[Any]]:
            return self.loss(images, target, random, kl_weight, scalars, is_training=True)

        loss, parts, gradients = self.value_and_gradients(forward)  # one gradient a variable

        if hp.clip_norm:  # Pascanu et al. (2013)
            gradients, _ = tf.clip_by_global_norm(gradients, scalars["clip_norm"])
        if hp.optimizer == "adamw" and hp.weight_decay:  # Loshchilov and Hutter (2019)
            for kernel in self.kernels:
                kernel.assign(kernel * (1.0 - rate * scalars["weight_decay"]))
        self.optimizer.learning_rate.assign(rate)
        self.optimizer.apply(gradients, self.variables)  # SGD: variable - rate * gradient
        return tf.stack([loss, *parts])

    def loss(
        self, images: Any, target: Any, random: StepRandom, kl_weight: Any,
        scalars: Mapping[str, Any], *, is_training: bool,
    ) -> tuple[Any, list[Any]]:  # fmt: skip
        """What training makes small, and its parts where it has more than one: scalars.

        Args:
            images: float32 (n, 28, 28, 1), what the network is shown.
            target: float32 (n, 28, 28, 1), what it should give back.
            random, kl_weight, scalars: as of a step.
            is_training: with dropout.
        """
        hp = self.hp
        dropout = scalars["dropout"] if is_training and hp.dropout else None
        code, penalty = self._encode(images, random, dropout, scalars)  # (n, latent_dim), ()
        if hp.is_variational:  # Kingma and Welling (2014); the code was (n, 2 * latent_dim)
            mean, log_variance = tf.split(code, 2, axis=-1)  # (n, latent_dim) each
            code = mean + tf.exp(0.5 * log_variance) * random.normal(mean)  # (n, latent_dim)
            kl = losses.kl(mean, log_variance)  # (latent_dim,), nats
        output = self._run(self.decoder, code, random, dropout)  # (n, 28, 28, 1)

        if not hp.is_variational:
            reconstruction = losses.LOSSES[hp.loss](target, output)  # per pixel
            total, parts = reconstruction + penalty, [reconstruction]
        else:
            reconstruction = losses.nats(target, output)  # per image
            counted = tf.maximum(kl, scalars["free_bits"]) if hp.free_bits else kl
            total = reconstruction + kl_weight * tf.reduce_sum(counted) + penalty
            parts = [reconstruction, tf.reduce_sum(kl)]
        parts += [penalty] * hp.is_penalised
        return total, parts if hp.parts else []

    def to_images(self, pixels: Any) -> Any:
        """Grey levels uint8 as float32 in [0, 1], of the same shape."""
        return tf.cast(pixels, tf.float32) / 255.0

    def value_and_gradients(
        self, forward: Callable[[], tuple[Any, list[Any]]]
    ) -> tuple[Any, list[Any], list[Any]]:
        """The loss and its parts as `forward` computes them, and its gradient by each variable."""
        with tf.GradientTape() as tape:
            loss, parts = forward()
        return loss, parts, tape.gradient(loss, self.variables)

    def _encode(
        self, images: Any, random: StepRandom, dropout: Any, scalars: Mapping[str, Any]
    ) -> tuple[Any, Any]:
        """The code, and what it and the weights cost beside the reconstruction."""
        hp = self.hp
        penalty: Any = 0.0
        if hp.contractive:  # Rifai et al. (2011)
            with tf.GradientTape() as tape:
                tape.watch(images)
                code = self._run(self.encoder, images, random, dropout)
                projected = tf.reduce_sum(code * random.normal(code))
            gradients = tape.gradient(projected, images)  # (n, 28, 28, 1)
            penalty += scalars["contractive"] * losses.contraction(gradients)
        else:
            code = self._run(self.encoder, images, random, dropout)
        if hp.sparsity == "l1":
            penalty += scalars["sparsity_weight"] * losses.l1(code)
        if hp.sparsity == "kl":  # Ng (2011)
            activity_kl = losses.activity_kl(code, scalars["sparsity_target"])
            penalty += scalars["sparsity_weight"] * activity_kl
        if hp.weight_decay and hp.optimizer != "adamw":
            penalty += scalars["weight_decay"] * losses.half_squares(self.kernels)
        return code, penalty

    def _run(self, model: keras.Model, values: Any, random: StepRandom, dropout: Any) -> Any:
        """A model's output, with dropout after every hidden layer where there is any."""
        for layer in model.layers:
            values = layer(values)
            if dropout is not None and layer.name in self._hidden:
                values = drop(random, values, dropout)  # Srivastava et al. (2014)
        return values


def build_optimizer(hp: Hyperparameters) -> keras.optimizers.Optimizer:
    """The optimiser by its name, with Keras's own settings; each step sets its learning rate.

    AdamW is Adam with a decay of the weights beside the gradient: `Step` does that part.

    Source: Tieleman and Hinton (2012) for RMSprop; Polyak (1964) for momentum; Kingma and Ba (2015)
    for Adam.
    """
    if hp.optimizer == "rmsprop":
        return keras.optimizers.RMSprop()
    if hp.optimizer == "sgd":
        return keras.optimizers.SGD(momentum=hp.momentum)
    return keras.optimizers.Adam()
