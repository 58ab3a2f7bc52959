"""Questions that a page asks of a run's network, answered by a worker while others train."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

import numpy as np

from ae.binary import unpack
from ae.cluster.worker import open_store
from ae.config import Hyperparameters
from ae.data import as_images, load_dataset, noise
from ae.errors import NoWeights
from ae.latent import code_file, latent_map
from ae.latent.latent_map import MapChoice
from ae.metrics import baselines, evaluate, squared_errors
from ae.metrics.baselines import LineKind
from ae.models import Autoencoder, from_bytes, only_weights
from ae.networks import PIXELS
from ae.store import Store

# Models kept ready; the article's is 4 MB.
KEPT = 4
_models: OrderedDict[tuple[str, str, int], Autoencoder] = OrderedDict()
_lock = threading.Lock()


def _model(store: Store, run: str) -> tuple[Autoencoder, int]:
    """The run's newest weights as a model, and their step."""
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


def _pair(model: Autoencoder, indices: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What the network is shown of test images, and what it should give back."""
    images = as_images(load_dataset(model.hp.dataset).test.pixels[indices])
    return noise.input_and_target(model.hp, images, indices)


def reconstruct(model: Autoencoder, indices: list[int]) -> dict[str, np.ndarray]:
    """Test images by index.

    Returns:
        reconstruction: float32 (n, 28, 28); errors: float32 (n,), mean squared error per pixel;
        input: what the network was shown, float32 (n, 28, 28).
    """
    seen, images = _pair(model, np.asarray(indices))
    reconstruction = model.reconstruct(seen)
    return {
        "reconstruction": reconstruction[..., 0],
        "errors": squared_errors(images, reconstruction),
        "input": seen[..., 0],
    }


def errors(model: Autoencoder) -> dict[str, np.ndarray]:
    """Mean squared error per pixel of every test image: float32 (10000,)."""
    parts = []
    for start in range(0, len(load_dataset(model.hp.dataset).test), 1000):
        seen, images = _pair(model, np.arange(start, start + 1000))
        parts.append(squared_errors(images, model.reconstruct(seen)))
    return {"errors": np.concatenate(parts)}


def encode(model: Autoencoder, count: int) -> dict[str, np.ndarray]:
    """The first `count` test images.

    Returns:
        codes: float32 (count, latent_dim); errors: float32 (count,).
    """
    seen, images = _pair(model, np.arange(count))
    codes = model.encode(seen)
    errors_of_chunks = [
        squared_errors(images[i : i + 1000], model.decode(codes[i : i + 1000]))
        for i in range(0, len(images), 1000)
    ]
    return {"codes": codes, "errors": np.concatenate(errors_of_chunks)}


def pca(hp: Hyperparameters, indices: list[int], count: int) -> dict[str, Any]:
    """PCA of the dataset's training images with as many numbers as a run's code.

    Returns:
        latent_dim: at most 784; metrics: its figures on the test images, as those of a run;
        reconstruction: float32 (n, 28, 28) of the test images `indices`;
        codes: float32 (count, latent_dim) of the first `count`; errors: float32 (count,).
    """
    k = min(hp.latent_dim, PIXELS)
    data = load_dataset(hp.dataset)
    linear = baselines.pca(data, k)
    first = as_images(data.test.pixels[:count])
    codes = linear.encode(first)
    return {
        "latent_dim": k,
        "metrics": _pca_metrics(hp.dataset, k),
        "reconstruction": linear.reconstruct(as_images(data.test.pixels[indices]))[..., 0],
        "codes": codes,
        "errors": squared_errors(first, linear.decode(codes)),
    }


@lru_cache(maxsize=16)
def _pca_metrics(dataset: str, k: int) -> dict[str, float]:
    data = load_dataset(dataset)
    # PCA's values leave [0, 1], where cross-entropy has no meaning: it is that of the chart's line.
    settings = Hyperparameters(dataset=dataset, latent_dim=k, loss="bce")
    errors = {line.kind: line.value for line in baselines.lines(settings)}
    return evaluate(baselines.pca(data, k), data.test).as_dict() | {
        "bce": errors[LineKind.PCA],
        "bce_excess": errors[LineKind.PCA] - errors[LineKind.COPY],
    }


def codes(store: Store, run: str) -> dict[str, Any]:
    """A run's file of codes, of its newest weights; kept with a run that has ended.

    Returns:
        content: the bytes; step: of the weights.
    """
    model, step = _model(store, run)
    count = code_file.code_count(model.hp.latent_dim, len(load_dataset(model.hp.dataset).test))
    content = code_file.code_file(run, step, **encode(model, count))
    store.keep_blob(run, code_file.KIND, step, content)
    return {"content": content, "step": step}


def draw_map(store: Store, run: str, step: int, name: str) -> dict[str, Any]:
    """Draw a map of a run's codes and keep it in the store, which is told how far it is.

    Args:
        store: where somebody has asked for it.
        run: its id.
        step: of the weights.
        name: of the map, as `ae.latent.latent_map.MapChoice` reads it.

    Raises:
        Cancelled: if nobody waits for it any more.
        NoWeights: if the run has other weights by now.
    """
    choice = MapChoice.parse(name)
    report = partial(store.report_map, run, name, step)
    drawn = latent_map.draw_map(_codes_at(store, run, step), choice, report)
    store.keep_map(run, name, step, drawn.as_file(run, step, choice))
    return {"step": step}


def _codes_at(store: Store, run: str, step: int) -> np.ndarray:
    """The codes of a run's weights, as its file has them."""
    kept = store.blob(run, code_file.KIND)
    if kept is None or kept[0] != step:
        made = codes(store, run)
        kept = made["step"], made["content"]
    if kept[0] != step:
        raise NoWeights("This run has other weights by now: load the page again.")
    return unpack(kept[1])[1]["codes"]


HANDLERS: dict[str, Callable[..., dict[str, Any]]] = {
    "reconstruct": reconstruct,
    "errors": errors,
    "encode": encode,
}
# Those that need a run's settings, but none of its weights.
SETTINGS_HANDLERS: dict[str, Callable[..., dict[str, Any]]] = {"pca": pca}

# Those that see to weights themselves, for what they find is kept with the run.
RUN_HANDLERS: dict[str, Callable[..., dict[str, Any]]] = {"codes": codes, "map": draw_map}


def answer(store_url: str, run: str, question: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """The answer, with the step of the weights that gave it under "step".

    Raises:
        NoWeights: if the run has none, and the question is about them.
    """
    if question in SETTINGS_HANDLERS:
        return SETTINGS_HANDLERS[question](open_store(store_url).run(run).hp, **arguments)
    if question in RUN_HANDLERS:
        return RUN_HANDLERS[question](open_store(store_url), run, **arguments)
    model, step = _model(open_store(store_url), run)
    return {**HANDLERS[question](model, **arguments), "step": step}
