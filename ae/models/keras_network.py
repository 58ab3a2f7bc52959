"""Keras layers built from plain values, and their weights by name."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np

from ae.config import Hyperparameters
from ae.errors import ModelFileError
from ae.models.convolution import Convolution, TransposedConvolution
from ae.models.files import Weights
from ae.networks import KERNEL, STRIDE, Layer


def build(hp: Hyperparameters) -> tuple[keras.Model, keras.Model]:
    """Encoder and decoder as two Keras models.

    Shapes:
        encoder: float32 (n, 28, 28, 1) -> float32 (n, latent_dim); for a variational code
            (n, 2 * latent_dim), the means and then the log-variances.
        decoder: float32 (n, latent_dim) -> float32 (n, 28, 28, 1)
    """
    parts: dict[str, list[keras.layers.Layer]] = {
        "encoder": [keras.Input((28, 28, 1))],
        "decoder": [keras.Input((hp.latent_dim,))],
    }
    for layer in hp.layers():
        parts[layer.part] += _keras_layers(layer, hp)
    encoder, decoder = (keras.Sequential(layers, name=name) for name, layers in parts.items())
    return encoder, decoder


def _keras_layers(layer: Layer, hp: Hyperparameters) -> list[keras.layers.Layer]:
    """One layer as Keras has it: weights, normalisation, activation, shape."""
    layers: list[keras.layers.Layer] = []
    if layer.kind == "dense" and len(layer.before) > 1:
        layers.append(keras.layers.Flatten())
    layers.append(_weighted(layer, hp))
    if layer.is_normalized:
        layers.append(keras.layers.LayerNormalization(name=f"{layer.name}_norm"))
        layers.append(keras.layers.Activation(layer.activation, name=last_name(layer)))
    if layer.kind == "dense" and len(layer.after) > 1:
        layers.append(keras.layers.Reshape(layer.after))
    return layers


def last_name(layer: Layer) -> str:
    """The name of the Keras layer that applies the layer's activation."""
    return f"{layer.name}_activation" if layer.is_normalized else layer.name


def _weighted(layer: Layer, hp: Hyperparameters) -> keras.layers.Layer:
    common = {
        "activation": None if layer.is_normalized else layer.activation,
        "kernel_initializer": hp.kernel_initializer,
        "bias_initializer": hp.bias_initializer,
        "name": layer.name,
    }
    if layer.kind == "dense":
        return keras.layers.Dense(layer.units * (2 if layer.is_variational else 1), **common)
    spatial = common | {
        "filters": layer.after[-1], "kernel_size": KERNEL, "strides": STRIDE, "padding": "same",
    }  # fmt: skip
    if layer.kind == "conv":
        return Convolution(**spatial)
    # Of the two sides that halve to the one before, the padding picks the right one.
    padding = layer.after[0] - (STRIDE * layer.before[0] - 1)
    return TransposedConvolution(**spatial, output_padding=padding)


def initial_weights(encoder: keras.Model, decoder: keras.Model, seed: int) -> Weights:
    """Fresh weights for a seed, from the models' own initialisers.

    Each weight draws from a seed of its own, so that the values depend on nothing but the seed and
    the network: not on Keras's global state, not on what this process built before.
    """
    fresh = {}
    for i, variable in enumerate(_variables(encoder, decoder).values()):
        layer = (encoder if variable.path.startswith("encoder/") else decoder).get_layer(
            variable.path.split("/")[-2]
        )
        initializer = getattr(layer, f"{variable.name}_initializer")
        config = initializer.get_config()
        if "seed" in config:
            config["seed"] = int(np.random.SeedSequence([seed, i]).generate_state(1)[0] >> 1)
        fresh[_key(variable)] = np.asarray(type(initializer)(**config)(variable.shape))
    return fresh


def _key(variable: Any) -> str:
    return "/".join(variable.path.split("/")[-2:])


def _variables(encoder: keras.Model, decoder: keras.Model) -> dict[str, Any]:
    """Keras variables by `layer/name`, in a fixed order."""
    return {_key(v): v for v in [*encoder.weights, *decoder.weights]}


def get_weights(encoder: keras.Model, decoder: keras.Model) -> Weights:
    """A copy of all weights as arrays, by `layer/name`."""
    return {name: np.array(v.numpy()) for name, v in _variables(encoder, decoder).items()}


def set_weights(encoder: keras.Model, decoder: keras.Model, weights: Weights) -> None:
    """Assign weights by name.

    Raises:
        ModelFileError: if a name or a shape is not the network's.
    """
    variables = _variables(encoder, decoder)
    if set(variables) != set(weights):
        odd = sorted(set(variables) ^ set(weights))
        raise ModelFileError(f"The weights are not of this network: {', '.join(odd[:4])} differ.")
    for name, variable in variables.items():
        if tuple(variable.shape) != weights[name].shape:
            raise ModelFileError(
                f"{name}: expected the shape {tuple(variable.shape)}, got {weights[name].shape}"
            )
        variable.assign(weights[name])
