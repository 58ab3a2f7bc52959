"""Questions that a page asks of a run's network, answered by a worker while others train."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from ae.cluster.codes import encode, make_code_file
from ae.cluster.long_work import make_result
from ae.cluster.ready_models import input_and_target, newest_model
from ae.cluster.worker import open_store
from ae.config import Hyperparameters
from ae.data import as_images, load_dataset
from ae.metrics import baselines, digit_classifier, evaluate, squared_errors
from ae.metrics.baselines import LineKind
from ae.models import Autoencoder
from ae.networks import IMAGE, PIXELS


def reconstruct(model: Autoencoder, indices: list[int]) -> dict[str, np.ndarray]:
    """Test images by index.

    Returns:
        reconstruction: float32 (n, 28, 28); errors: float32 (n,), mean squared error per pixel;
        input: what the network was shown, float32 (n, 28, 28).
    """
    seen, images = input_and_target(model, np.asarray(indices))
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
        seen, images = input_and_target(model, np.arange(start, start + 1000))
        parts.append(squared_errors(images, model.reconstruct(seen)))
    return {"errors": np.concatenate(parts)}


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


def readings(images: np.ndarray) -> dict[str, np.ndarray]:
    """What the digit classifier takes images for.

    Args:
        images: uint8 (n, 784), grey levels.

    Returns:
        labels: uint8 (n,), the likeliest digit of each; confidences: float32 (n,), its probability.
    """
    found = digit_classifier.read(images.reshape(-1, *IMAGE[:2]))
    return {
        "labels": found.labels.astype(np.uint8),
        "confidences": found.probabilities.max(axis=1),
    }


HANDLERS: dict[str, Callable[..., dict[str, Any]]] = {
    "reconstruct": reconstruct,
    "errors": errors,
    "encode": encode,
}
# Those that need nothing of a run.
RUNLESS_HANDLERS: dict[str, Callable[..., dict[str, Any]]] = {"readings": readings}

# Those that need a run's settings, but none of its weights.
SETTINGS_HANDLERS: dict[str, Callable[..., dict[str, Any]]] = {"pca": pca}

# Those that see to weights themselves, for what they find is kept with the run.
RUN_HANDLERS: dict[str, Callable[..., dict[str, Any]]] = {
    "codes": make_code_file,
    "result": make_result,
}


def answer(store_url: str, run: str, question: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """The answer, with the step of the weights that gave it under "step".

    Raises:
        NoWeights: if the run has none, and the question is about them.
    """
    if question in RUNLESS_HANDLERS:
        return RUNLESS_HANDLERS[question](**arguments)
    if question in SETTINGS_HANDLERS:
        return SETTINGS_HANDLERS[question](open_store(store_url).run(run).hp, **arguments)
    if question in RUN_HANDLERS:
        return RUN_HANDLERS[question](open_store(store_url), run, **arguments)
    model, step = newest_model(open_store(store_url), run)
    return {**HANDLERS[question](model, **arguments), "step": step}
