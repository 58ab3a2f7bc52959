"""Scores of a run's generated digits, asked for in this process."""

import numpy as np
import pytest

import ae
from ae.binary import unpack
from ae.cluster.inference import answer
from ae.cluster.scoring import reference_scores, score_generator
from ae.cluster.worker import work
from ae.errors import Cancelled, NoSampler, NotFinite, UnknownResult
from ae.latent import sampling
from ae.latent.sampling import Sampler, SamplerChoice
from ae.metrics import baselines
from ae.metrics.digit_classifier import read
from ae.models import Autoencoder, from_bytes, to_bytes
from ae.store import State, Store

NAME = "scores-mixture-3-t0.80"


@pytest.fixture(scope="module")
def trained(tmp_path_factory, data):
    """A store with a run that a worker has trained to its end, and its model."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('trained')}/runs.sqlite")
    hp = ae.Hyperparameters(encoder=(64,), latent_dim=6, steps=60)
    run = store.submit(hp, "me", held_by="test")
    work(store.url, run.id, 1)
    yield store, run.id, Autoencoder(*from_bytes(store.blob(run.id, "weights")[1]))
    store.close()


def ask(store, run, name=NAME, step=60):
    store.ask_for_result(run, name, step, 60)
    assert answer(store.url, run, "result", {"step": step, "name": name}) == {"step": step}
    header, arrays = unpack(store.result(run, name, step))
    assert arrays == {}
    return header


def test_scores_are_those_of_digits_from_the_kept_sampler_and_are_kept(trained):
    store, run, model = trained
    fitted = ask_for_sampler(store, run, "mixture-3")
    header = ask(store, run)
    assert (header["name"], header["sampler"], header["temperature"]) == (NAME, "mixture-3", 0.8)
    assert (header["run"], header["step"], header["count"]) == (run, 60, 10_000)
    images = np.clip(model.decode(sampling.draw(fitted, 10_000, 0, 0.8)), 0, 1)
    probabilities = read(images).probabilities
    scores = header["scores"]
    assert scores["accepted"] == pytest.approx((probabilities.max(axis=1) >= 0.9).mean(), abs=1e-3)
    shares = np.bincount(probabilities.argmax(axis=1), minlength=10) / 10_000
    np.testing.assert_allclose(scores["shares"], shares, atol=1e-3)
    assert header["floor"]["frechet"] < header["ceiling"]["frechet"]


def ask_for_sampler(store, run, name):
    store.ask_for_result(run, name, 60, 60)
    answer(store.url, run, "result", {"step": 60, "name": name})
    return Sampler.from_file(store.result(run, name, 60))


def test_training_images_are_the_floor_and_a_gaussian_on_pca_the_ceiling():
    floor, ceiling = reference_scores("mnist", 6)
    assert floor.frechet < 0.1 * ceiling.frechet
    assert floor.accepted > 0.97 > ceiling.accepted
    assert floor.entropy == pytest.approx(np.log2(10), abs=0.01)
    assert floor.coverage > 0.9 > ceiling.coverage
    assert floor.density == pytest.approx(1, abs=0.1)
    # All of them are copies of training images, and no others are.
    assert floor.nearer > 0.999
    assert floor.copying < -30


def test_more_numbers_bring_the_ceiling_down():
    few, many = (reference_scores("mnist", size)[1].frechet for size in (2, 30))
    assert many < few


def test_how_far_it_is_rises_and_ends_at_1(trained):
    _, _, model = trained
    sampler = sampling.fit(np.eye(6, dtype=np.float32), SamplerChoice("gaussian"))
    told = []
    score_generator(model, sampler, report=told.append)
    assert told == sorted(told)
    assert told[-1] == 1
    assert len(told) > 10


def test_scores_that_nobody_waits_for_are_given_up(trained):
    store, run, _ = trained
    name = "scores-gaussian-t1.00"
    store.ask_for_result(run, name, 60, 60)
    store.call_off_result(run, name, 60)
    with pytest.raises(Cancelled):
        answer(store.url, run, "result", {"step": 60, "name": name})
    with pytest.raises(UnknownResult):
        store.result(run, name, 60)


def test_a_plain_run_has_no_prior_to_score(trained):
    store, run, _ = trained
    name = "scores-prior-t1.00"
    store.ask_for_result(run, name, 60, 60)
    with pytest.raises(NoSampler, match="plain code"):
        answer(store.url, run, "result", {"step": 60, "name": name})


def test_a_decoder_that_gives_no_finite_numbers_is_said_to_do_so(trained):
    kept, of, _ = trained
    hp, weights = from_bytes(kept.blob(of, "weights")[1])
    last = next(name for name in reversed(weights) if name.endswith("/bias"))
    weights[last] = np.full_like(weights[last], np.nan)
    run = kept.submit(hp, "me", held_by="test").id
    kept.begin(run, 1)
    kept.save_blob(run, 1, "checkpoint", 5, to_bytes(hp, weights))
    kept.end(run, 1, State.DIVERGED, "It diverged.")
    kept.ask_for_result(run, NAME, 5, 60)
    with pytest.raises(NotFinite):
        answer(kept.url, run, "result", {"step": 5, "name": NAME})


def test_a_generator_of_one_image_is_accepted_and_told_by_its_spread(trained, data):
    """PCA's decoder, its codes all those of one test image."""
    _, _, model = trained
    linear = baselines.pca(data, 300)

    class OneDigit:
        hp = model.hp

        def decode(self, codes):
            return linear.reconstruct(np.repeat(data.test.images[:1], len(codes), axis=0))

    sampler = sampling.fit(np.eye(6, dtype=np.float32), SamplerChoice("gaussian"))
    scores = score_generator(OneDigit(), sampler)
    assert scores.accepted == 1
    assert scores.shares[data.test.labels[0]] == 1
    assert scores.entropy == 0
    assert scores.coverage < 0.01
    assert scores.frechet > reference_scores("mnist", 16)[0].frechet * 10
