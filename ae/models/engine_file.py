"""One part of a network as the file that the browser's engine runs. No Keras.

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
    arrays = {name: _expect(weights, name, count) for name, count in _counts(layers).items()}
    if not all(np.isfinite(values).all() for values in arrays.values()):
        raise NotFinite("The weights of this run are not finite: there is no network to run.")
    header = {
        "part": part,
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
    return weights[name].astype(np.float32, copy=False)
