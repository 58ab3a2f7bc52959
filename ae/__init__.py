"""AE Lab's library: train, evaluate, project and draw autoencoders, with no screen attached.

    import ae

    hp = ae.preset("article").replace(steps=200)
    data = ae.load_dataset("mnist")
    model = ae.train(hp, data)
    print(ae.evaluate(model, data.test))

Names are loaded when first used, so that importing `ae` costs nothing and TensorFlow comes only
with the names that need it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ae.config import Hyperparameters as Hyperparameters
    from ae.data import load_dataset as load_dataset
    from ae.errors import AELabError as AELabError
    from ae.errors import SettingError as SettingError
    from ae.metrics import Evaluation as Evaluation
    from ae.metrics import evaluate as evaluate
    from ae.metrics.baselines import pca as pca
    from ae.presets import preset as preset

_HOME = {
    "AELabError": "ae.errors",
    "Autoencoder": "ae.models",
    "Evaluation": "ae.metrics",
    "Hyperparameters": "ae.config",
    "SettingError": "ae.errors",
    "evaluate": "ae.metrics",
    "load_dataset": "ae.data",
    "pca": "ae.metrics.baselines",
    "preset": "ae.presets",
    "train": "ae.training",
}
__all__ = sorted(_HOME)
__version__ = "0.2.0"


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'ae' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOME])
