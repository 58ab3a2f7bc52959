"""A trained autoencoder that answers."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

from ae.config import Hyperparameters
from ae.errors import SettingError
from ae.models.files import Weights, from_bytes, to_bytes
from ae.models.keras_network import build, set_weights
from ae.networks import Layer

# Images in one call of the compiled encode and decode: large enough that the calls cost nothing,
# small enough that the activations of the widest network stay under 100 MB.
CHUNK = 250
# Architectures whose networks stay built.
KEPT = 8


class _Network:
    """Compiled encoder and decoder of one architecture; holds one model's weights at a time."""

    def __init__(self, hp: Hyperparameters):
        self._encoder, self._decoder = build(hp)
        images = tf.TensorSpec((None, 28, 28, 1), tf.float32)
        codes = tf.TensorSpec((None, hp.latent_dim), tf.float32)
        self.encode = tf.function(self._encoder, input_signature=[images], autograph=False)
        self.decode = tf.function(self._decoder, input_signature=[codes], autograph=False)
        self.lock = threading.Lock()
        self._holds: Weights | None = None

    def bind(self, weights: Weights) -> None:
        """Hold these weights; hold the lock meanwhile. Raises `ModelFileError`."""
        if self._holds is not weights:
            self._holds = None
            set_weights(self._encoder, self._decoder, weights)
            self._holds = weights


_networks: OrderedDict[tuple[Layer, ...], _Network] = OrderedDict()
_networks_lock = threading.Lock()


def _network(hp: Hyperparameters) -> _Network:
    """The one network of this architecture; models of the same one share it.

    A network that is built and dropped leaks about 12 MB inside TensorFlow, so models come and go
    as arrays and the networks stay.
    """
    key = tuple(hp.layers())
    with _networks_lock:
        if key not in _networks:
            _networks[key] = _Network(hp)
            while len(_networks) > KEPT:
                _networks.popitem(last=False)
        _networks.move_to_end(key)
        return _networks[key]


class Autoencoder:
    """A trained autoencoder: images to codes, codes to images. Safe to use from several threads.

    Attributes:
        hp: the settings that it was trained with.

    Raises:
        ModelFileError: if the weights are not of the network that the settings describe.
    """

    def __init__(self, hp: Hyperparameters, weights: Weights):
        self.hp = hp
        self._weights = {name: np.array(values) for name, values in weights.items()}
        with self._borrowed():
            pass

    @contextmanager
    def _borrowed(self) -> Iterator[_Network]:
        network = _network(self.hp)
        with network.lock:
            network.bind(self._weights)
            yield network

    def encode(self, images: np.ndarray) -> np.ndarray:
        """Codes float32 (n, latent_dim) of images float32 (n, 28, 28, 1) in [0, 1].

        Of a variational code these are the means.
        """
        return self._statistics(images)[:, : self.hp.latent_dim]

    def _statistics(self, images: np.ndarray) -> np.ndarray:
        images = _expect("images", images, (28, 28, 1))
        with self._borrowed() as network:
            return _in_chunks(network.encode, images)

    def distribution(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Means and log-variances of a variational code, each float32 (n, latent_dim).

        Raises:
            SettingError: if the code is plain.
        """
        if not self.hp.is_variational:
            raise SettingError("code", "expected a variational code, got a plain one")
        statistics = self._statistics(images)
        return statistics[:, : self.hp.latent_dim], statistics[:, self.hp.latent_dim :]

    def decode(self, codes: np.ndarray) -> np.ndarray:
        """Images float32 (n, 28, 28, 1) of codes float32 (n, latent_dim).

        A ReLU or linear output is not bounded by 1: clip before drawing.
        """
        codes = _expect("codes", codes, (self.hp.latent_dim,))
        with self._borrowed() as network:
            return _in_chunks(network.decode, codes)

    def decode_tensor(self, codes: tf.Tensor) -> tf.Tensor:
        """`decode` for a tensor, all at once."""
        with self._borrowed() as network:
            return network.decode(codes)

    def reconstruct(self, images: np.ndarray) -> np.ndarray:
        """`decode(encode(images))`: float32 (n, 28, 28, 1)."""
        return self.decode(self.encode(images))

    @property
    def weights(self) -> Weights:
        """A copy of all weights, by `layer/name`."""
        return {name: values.copy() for name, values in self._weights.items()}

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
