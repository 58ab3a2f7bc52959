"""The codes of the test images by a run's network, and their file, kept with the run."""

from __future__ import annotations

from typing import Any

import numpy as np

from ae.binary import unpack
from ae.cluster.ready_models import OTHER_WEIGHTS, input_and_target, newest_model
from ae.data import load_dataset
from ae.errors import NoWeights
from ae.latent import code_file
from ae.metrics import squared_errors
from ae.models import Autoencoder
from ae.store import Store


def encode(model: Autoencoder, count: int) -> dict[str, np.ndarray]:
    """The first `count` test images.

    Returns:
        codes: float32 (count, latent_dim); errors: float32 (count,).
    """
    seen, images = input_and_target(model, np.arange(count))
    codes = model.encode(seen)
    errors_of_chunks = [
        squared_errors(images[i : i + 1000], model.decode(codes[i : i + 1000]))
        for i in range(0, len(images), 1000)
    ]
    return {"codes": codes, "errors": np.concatenate(errors_of_chunks)}


def make_code_file(store: Store, run: str) -> dict[str, Any]:
    """A run's file of codes, of its newest weights; kept with a run that has ended.

    Returns:
        content: the bytes; step: of the weights.
    """
    model, step = newest_model(store, run)
    count = code_file.code_count(model.hp.latent_dim, len(load_dataset(model.hp.dataset).test))
    content = code_file.code_file(run, step, **encode(model, count))
    store.keep_blob(run, code_file.KIND, step, content)
    return {"content": content, "step": step}


def codes_at(store: Store, run: str, step: int) -> np.ndarray:
    """The codes of a run's weights of that step, as their file has them.

    Raises:
        NoWeights: if the run has others by now.
    """
    kept = store.blob(run, code_file.KIND)
    if kept is None or kept[0] != step:
        made = make_code_file(store, run)
        kept = made["step"], made["content"]
    if kept[0] != step:
        raise NoWeights(OTHER_WEIGHTS)
    return unpack(kept[1])[1]["codes"]
