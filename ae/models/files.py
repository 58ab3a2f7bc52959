"""Settings and weights as the bytes of one `.npz`. No Keras: whoever serves a file imports this."""

from __future__ import annotations

import io
import json
import zipfile

import numpy as np

from ae.config import Hyperparameters
from ae.errors import ModelFileError

Weights = dict[str, np.ndarray]
"""Arrays by `layer/name`, as in `code/kernel`; in a checkpoint the optimiser's slots too."""


def to_bytes(hp: Hyperparameters, arrays: Weights) -> bytes:
    """Settings and named arrays as the bytes of an uncompressed `.npz`, without pickle."""
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
        raise ModelFileError(
            f"This is no model saved by AE Lab, or a damaged one: {error}"
        ) from error
    return hp, arrays


def only_weights(state: Weights) -> Weights:
    """The network's weights of a checkpoint, without the optimiser's slots and all else."""
    return {k: v for k, v in state.items() if not k.startswith(("optimizer/", "best/"))}
