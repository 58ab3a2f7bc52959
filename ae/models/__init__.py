"""The autoencoder: Keras layers built from plain values, and a trained one that answers.

Names are loaded when first used: model files are read and written without Keras
(`ae.models.files`), and all else belongs in workers, scripts and notebooks, never in the server.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from ae.models.files import Weights, from_bytes, only_weights, to_bytes

if TYPE_CHECKING:
    from ae.models.autoencoder import Autoencoder
    from ae.models.keras_network import (
        build,
        get_weights,
        initial_weights,
        last_name,
        set_weights,
    )

_KERAS_HOME = {
    "Autoencoder": "ae.models.autoencoder",
    "build": "ae.models.keras_network",
    "get_weights": "ae.models.keras_network",
    "initial_weights": "ae.models.keras_network",
    "last_name": "ae.models.keras_network",
    "set_weights": "ae.models.keras_network",
}

__all__ = [
    "Autoencoder",
    "Weights",
    "build",
    "from_bytes",
    "get_weights",
    "initial_weights",
    "last_name",
    "only_weights",
    "set_weights",
    "to_bytes",
]


def __getattr__(name: str) -> Any:
    if name not in _KERAS_HOME:
        raise AttributeError(f"module 'ae.models' has no attribute {name!r}")
    return getattr(importlib.import_module(_KERAS_HOME[name]), name)
