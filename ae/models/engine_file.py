"""A network as the files that the browser's engine runs: a part each, or both in one. No Keras.

`pages/components/engine/network.js` reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from ae.binary import pack
from ae.config import Hyperparameters
from ae.errors import ModelFileError, NotFinite
from ae.models.files import Weights
from ae.networks import Layer

PARTS = ("decoder", "encoder")


def engine_file(
    hp: Hyperparameters, weights: Weights, part: str, facts: Mapping[str, Any]
) -> bytes:
    """A network's part: its layers in the header, and their weights as Keras lays them out.

    Args:
        hp: the settings that decide the layers.
        weights: by `layer/name`, of both parts.
        part: of `PARTS`.
        facts: what else the header is to say.

    Raises:
        ModelFileError: if the weights are not of the network that the settings describe.
        NotFinite: if one of them is no finite number.
    """
    layers = [layer for layer in hp.layers() if layer.part == part]
    return _pack(hp, weights, layers, {"part": part, **facts}, np.float32)


def live_file(hp: Hyperparameters, weights: Weights, facts: Mapping[str, Any]) -> bytes:
    """A whole network at half the size, for one that still trains: as float16, both parts in one.

    Arguments and what it raises are those of `engine_file`; too large for float16 is not finite.
    """
    return _pack(hp, weights, hp.layers(), facts, np.float16)


def _pack(
    hp: Hyperparameters,
    weights: Weights,
    layers: list[Layer],
    facts: Mapping[str, Any],
    dtype: type[np.floating],
) -> bytes:
    with np.errstate(over="ignore"):  # said below
        arrays = {
            name: _expect(weights, name, count).astype(dtype, copy=False)
            for name, count in _counts(layers).items()
        }
    if not all(np.isfinite(values).all() for values in arrays.values()):
        raise NotFinite("The weights of this run are not finite: there is no network to run.")
    header = {
        "code": {"size": hp.latent_dim, "is_variational": hp.is_variational},
        "layers": [asdict(layer) for layer in layers],
    }
    return pack(header | dict(facts), arrays)


def _counts(layers: list[Layer]) -> dict[str, int]:
    """How many numbers each of the layers' arrays has, by name."""
    counts: dict[str, int] = {}
    for layer in layers:
        norm = (f"{layer.name}_norm/gamma", f"{layer.name}_norm/beta")
        width = layer.after[-1] if layer.kind != "dense" else layer.units
        biases = width * (2 if layer.is_variational else 1)
        norms = dict.fromkeys(norm, width) if layer.is_normalized else {}
        kernel = layer.parameters - biases - sum(norms.values())
        counts |= {f"{layer.name}/kernel": kernel, f"{layer.name}/bias": biases} | norms
    return counts


def _expect(weights: Weights, name: str, count: int) -> np.ndarray:
    if name not in weights or weights[name].size != count:
        raise ModelFileError(f"The weights are not of this network: {name} differs.")
    return weights[name]
