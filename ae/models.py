"""The autoencoder: Keras layers built from plain values, and a trained one that answers.

Keras is imported here, so this module belongs in workers, scripts and notebooks, never in the
server.
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from ae.config import Hyperparameters
from ae.errors import ModelFileError, SettingError
from ae.networks import KERNEL, STRIDE, Layer

# Images in one call of the compiled encode and decode: large enough that the calls cost nothing,
# small enough that the activations of the widest network stay under 100 MB.
CHUNK = 1000
Weights = dict[str, np.ndarray]


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
    encoder, decoder = (keras.Sequential(found, name=name) for name, found in parts.items())
    return encoder, decoder


def _keras_layers(layer: Layer, hp: Hyperparameters) -> list[keras.layers.Layer]:
    """One layer as Keras has it: weights, normalisation, activation, shape."""
    found: list[keras.layers.Layer] = []
    if layer.kind == "dense" and len(layer.before) > 1:
        found.append(keras.layers.Flatten())
    found.append(_weighted(layer, hp))
    if layer.is_normalized:
        found.append(keras.layers.LayerNormalization(name=f"{layer.name}_norm"))
        found.append(keras.layers.Activation(layer.activation, name=last_name(layer)))
    if layer.kind == "dense" and len(layer.after) > 1:
        found.append(keras.layers.Reshape(layer.after))
    return found


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
        return keras.layers.Conv2D(**spatial)
    # Of the two sides that halve to the one before, the padding picks the right one.
    padding = layer.after[0] - (STRIDE * layer.before[0] - 1)
    return keras.layers.Conv2DTranspose(**spatial, output_padding=padding)


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


def only_weights(state: Weights) -> Weights:
    """The network's weights of a checkpoint, without the optimiser's slots and all else."""
    return {k: v for k, v in state.items() if not k.startswith(("optimizer/", "best/"))}


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


class Autoencoder:
    """A trained autoencoder: images to codes, codes to images.

    Attributes:
        hp: the settings that it was trained with.
    """

    def __init__(self, hp: Hyperparameters, weights: Weights):
        self.hp = hp
        self._encoder, self._decoder = build(hp)
        set_weights(self._encoder, self._decoder, weights)
        images = tf.TensorSpec((None, 28, 28, 1), tf.float32)
        codes = tf.TensorSpec((None, hp.latent_dim), tf.float32)
        self._encode = tf.function(self._encoder, input_signature=[images], autograph=False)
        self._decode = tf.function(self._decoder, input_signature=[codes], autograph=False)

    def encode(self, images: np.ndarray) -> np.ndarray:
        """Codes float32 (n, latent_dim) of images float32 (n, 28, 28, 1) in [0, 1].

        Of a variational code these are the means.
        """
        found = _in_chunks(self._encode, _expect("images", images, (28, 28, 1)))
        return found[:, : self.hp.latent_dim]

    def distribution(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Means and log-variances of a variational code, each float32 (n, latent_dim).

        Raises:
            SettingError: if the code is plain.
        """
        if not self.hp.is_variational:
            raise SettingError("code", "expected a variational code, got a plain one")
        found = _in_chunks(self._encode, _expect("images", images, (28, 28, 1)))
        return found[:, : self.hp.latent_dim], found[:, self.hp.latent_dim :]

    def decode(self, codes: np.ndarray) -> np.ndarray:
        """Images float32 (n, 28, 28, 1) of codes float32 (n, latent_dim).

        A ReLU or linear output is not bounded by 1: clip before drawing.
        """
        return _in_chunks(self._decode, _expect("codes", codes, (self.hp.latent_dim,)))

    def decode_tensor(self, codes: tf.Tensor) -> tf.Tensor:
        """`decode` for a tensor, all at once."""
        return self._decode(codes)

    def reconstruct(self, images: np.ndarray) -> np.ndarray:
        """`decode(encode(images))`: float32 (n, 28, 28, 1)."""
        return self.decode(self.encode(images))

    @property
    def weights(self) -> Weights:
        """A copy of all weights, by `layer/name`."""
        return get_weights(self._encoder, self._decoder)

    def save(self, path: str | Path) -> None:
        """Write settings and weights as one `.npz` that `load` reads back."""
        Path(path).write_bytes(to_bytes(self.hp, self.weights))

    @classmethod
    def load(cls, path: str | Path) -> Autoencoder:
        """Read what `save` wrote. No code in the file is run.

        Raises:
            ModelFileError: if the file is anything else.
        """
        return cls(*from_bytes(Path(path).read_bytes()))


def _expect(name: str, values: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    values = np.asarray(values, np.float32)
    if values.ndim != 1 + len(shape) or values.shape[1:] != shape:
        wanted = ", ".join(map(str, shape))
        raise SettingError(name, f"expected the shape (n, {wanted}), got {values.shape}")
    return values


def _in_chunks(function: Any, values: np.ndarray) -> np.ndarray:
    parts = [function(values[i : i + CHUNK]).numpy() for i in range(0, len(values), CHUNK)]
    return np.concatenate(parts) if parts else function(values).numpy()


def to_bytes(hp: Hyperparameters, arrays: Weights) -> bytes:
    """Settings and named arrays as the bytes of an uncompressed `.npz`."""
    target = io.BytesIO()
    np.savez(target, allow_pickle=False, settings=np.array(hp.to_json()), **arrays)
    return target.getvalue()


def from_bytes(raw: bytes) -> tuple[Hyperparameters, Weights]:
    """What `to_bytes` wrote.

    Raises:
        ModelFileError: if the bytes are anything else, pickled objects included.
    """
    try:
        if not zipfile.is_zipfile(io.BytesIO(raw)):
            raise ValueError("it is no .npz")
        with np.load(io.BytesIO(raw), allow_pickle=False) as saved:
            arrays = {name: np.asarray(saved[name]) for name in saved.files}
        hp = Hyperparameters.from_json(str(arrays.pop("settings")))
    except (ValueError, KeyError, EOFError, zipfile.BadZipFile, json.JSONDecodeError) as error:
        raise ModelFileError(f"This file is no model saved by AE Lab: {error}") from error
    return hp, arrays
