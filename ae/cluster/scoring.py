"""How good the digits are that a run's decoder makes of drawn codes, as a worker finds out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import lru_cache

import numpy as np
from threadpoolctl import threadpool_limits

from ae.binary import pack
from ae.cluster.ready_models import model_at
from ae.cluster.samplers import sampler_of
from ae.data import load_dataset
from ae.errors import NotFinite
from ae.latent import sampling
from ae.latent.sampling import Sampler
from ae.metrics.digit_classifier import read
from ae.metrics.digit_reading import Reading
from ae.metrics.generation import SAMPLES, Reference, Scores, gaussian_on_pca
from ae.models import Autoencoder
from ae.networks import PIXELS
from ae.results import ScoreChoice
from ae.store import Store

SEED = 0
_ROWS = 1000
# Of the whole time, about, where nothing is known yet: fitting the sampler; and of the rest
# generating and reading, and what all runs are held against.
_FITTED, _READ, _PREPARED = 0.2, 0.2, 0.8

Progress = Callable[[float], object]


def score_samples(
    store: Store, run: str, step: int, choice: ScoreChoice, report: Progress
) -> bytes:
    """Score 10,000 samples of a run's decoder: a file that is all header, as `ae.binary` packs it.

    Args:
        store: the run's.
        run: its id.
        step: of the weights.
        choice: where the codes are from.
        report: is told which share is done, 0 to 1; what it raises ends the work.

    Raises:
        NoWeights: if the run has other weights by now.
        NoSampler: if no codes can be drawn so.
        NotFinite: if the decoder gives no finite numbers.
    """
    started = time.monotonic()
    sampler = sampler_of(store, run, step, choice.sampler, _within(report, 0, _FITTED))
    model = model_at(store, run, step)
    rest = _within(report, _FITTED, 1)
    scores = score_generator(model, sampler, choice.temperature, rest)
    floor, ceiling = reference_scores(model.hp.dataset, model.hp.latent_dim)
    header = {
        "run": run,
        "step": step,
        "name": str(choice),
        "sampler": str(choice.sampler),
        "temperature": choice.temperature,
        "count": SAMPLES,
        "scores": scores.as_dict(),
        "floor": floor.as_dict(),
        "ceiling": ceiling.as_dict(),
        "seconds": round(time.monotonic() - started, 1),
    }
    return pack(header, {})


def score_generator(
    model: Autoencoder,
    sampler: Sampler,
    temperature: float = 1.0,
    report: Progress = lambda _: None,
) -> Scores:
    """Score 10,000 digits that a decoder makes of codes from a sampler.

    Args:
        model: whose decoder.
        sampler: where codes are from.
        temperature: as of `ae.latent.sampling.draw`.
        report: is told which share is done, 0 to 1; what it raises ends the work.

    Raises:
        NotFinite: if the decoder gives no finite numbers.
    """
    codes = sampling.draw(sampler, SAMPLES, SEED, temperature)
    parts = (model.decode(codes[i : i + _ROWS]) for i in range(0, SAMPLES, _ROWS))
    samples = _read_in_parts(parts, _within(report, 0, _READ))
    # Threads that share out products wait for each other on busy cores, longer than they compute.
    with threadpool_limits(1):
        _prepare(model.hp.dataset, model.hp.latent_dim, _within(report, _READ, _PREPARED))
        return _reference(model.hp.dataset).score(samples, _within(report, _PREPARED, 1))


def _prepare(dataset: str, latent_dim: int, report: Progress) -> None:
    """Find what all samples are held against, which takes a worker seconds at its first scores."""
    parts: list[Callable[[], object]] = [
        lambda: _readings(dataset),
        lambda: _reference(dataset),
        lambda: reference_scores(dataset, latent_dim),
    ]
    for done, find in enumerate(parts, start=1):
        find()
        report(done / len(parts))


def reference_scores(dataset: str, latent_dim: int) -> tuple[Scores, Scores]:
    """Floor and ceiling: of training images, and of a Gaussian on PCA codes of so many numbers."""
    return _floor(dataset), _ceiling(dataset, min(latent_dim, PIXELS))


def _within(report: Progress, start: float, end: float) -> Progress:
    return lambda share: report(start + (end - start) * share)


def _read_in_parts(parts: Iterator[np.ndarray], report: Progress) -> Reading:
    readings: list[Reading] = []
    for images in parts:
        if not np.isfinite(images).all():
            raise NotFinite
        readings.append(read(np.clip(images, 0, 1)))
        report(len(readings) * _ROWS / SAMPLES)
    return Reading(
        np.concatenate([part.features for part in readings]),
        np.concatenate([part.probabilities for part in readings]),
    )


@lru_cache(maxsize=1)
def _readings(dataset: str) -> tuple[Reading, Reading]:
    """Of the test images, and of the training images."""
    data = load_dataset(dataset)
    return read(data.test.pixels), read(data.train.pixels)


@lru_cache(maxsize=1)
def _reference(dataset: str) -> Reference:
    return Reference(*_readings(dataset))


@lru_cache(maxsize=1)
def _floor(dataset: str) -> Scores:
    _, training = _readings(dataset)
    first = Reading(training.features[:SAMPLES], training.probabilities[:SAMPLES])
    return _reference(dataset).score(first)


@lru_cache(maxsize=16)
def _ceiling(dataset: str, latent_dim: int) -> Scores:
    return _reference(dataset).score(read(gaussian_on_pca(load_dataset(dataset), latent_dim)))
