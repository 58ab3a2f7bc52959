"""Models of runs that a worker keeps ready, and what they are shown of the test images."""

from __future__ import annotations

import threading
from collections import OrderedDict

import numpy as np

from ae.data import as_images, load_dataset, noise
from ae.errors import NoWeights
from ae.models import Autoencoder, from_bytes, only_weights
from ae.store import Store

# Models kept ready; the article's is 4 MB.
KEPT = 4
OTHER_WEIGHTS = "This run has other weights by now: load the page again."
_models: OrderedDict[tuple[str, str, int], Autoencoder] = OrderedDict()
_lock = threading.Lock()


def newest_model(store: Store, run: str) -> tuple[Autoencoder, int]:
    """The run's newest weights as a model, and their step.

    Raises:
        NoWeights: if it has none.
    """
    step = store.weights_step(run)
    if step is None:
        raise NoWeights("This run has no weights to show.")
    key = (store.url, run, step)
    with _lock:
        if key in _models:
            _models.move_to_end(key)
            return _models[key], step
    blob = store.blob(run, "weights", "checkpoint")
    if blob is None:
        raise NoWeights("This run has no weights to show.")
    step, content = blob
    hp, arrays = from_bytes(content)
    model = Autoencoder(hp, only_weights(arrays))
    with _lock:
        _models[store.url, run, step] = model
        while len(_models) > KEPT:
            _models.popitem(last=False)
    return model, step


def model_at(store: Store, run: str, step: int) -> Autoencoder:
    """The run's newest weights as a model, if they are of that step.

    Raises:
        NoWeights: if it has none, or others by now.
    """
    model, newest = newest_model(store, run)
    if newest != step:
        raise NoWeights(OTHER_WEIGHTS)
    return model


def input_and_target(model: Autoencoder, indices: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What the network is shown of test images, and what it should give back."""
    images = as_images(load_dataset(model.hp.dataset).test.pixels[indices])
    return noise.input_and_target(model.hp, images, indices)
