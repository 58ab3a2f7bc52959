"""Questions about a run, asked in this process."""

import numpy as np
import pytest

import ae
from ae.binary import unpack
from ae.cluster.inference import answer
from ae.cluster.samplers import sampler_of
from ae.cluster.worker import work
from ae.errors import Cancelled, NoSampler, NotFinite, NoWeights, UnknownResult
from ae.latent.faithfulness import trustworthiness
from ae.latent.maps import embed
from ae.latent.sampling import Sampler, SamplerChoice, fit
from ae.metrics import METRICS, baselines, squared_errors
from ae.metrics.baselines import LineKind
from ae.models import Autoencoder, from_bytes, to_bytes
from ae.store import State, Store


def test_pca_of_a_runs_size_needs_none_of_its_weights(store, data):
    run = store.submit(ae.preset("vae2"), "someone")
    found = answer(store.url, run.id, "pca", {"indices": [0, 5], "count": 30})
    linear = baselines.pca(data, 2)
    assert found["latent_dim"] == 2
    np.testing.assert_allclose(
        found["reconstruction"], linear.reconstruct(data.test.images[[0, 5]])[..., 0], atol=1e-6
    )
    np.testing.assert_allclose(found["codes"], linear.encode(data.test.images[:30]), atol=1e-4)
    assert found["errors"].shape == (30,)
    # The cross-entropy is that of the line in the run's chart.
    (line,) = [x for x in baselines.lines(run.hp.replace(code="plain")) if x.kind is LineKind.PCA]
    assert found["metrics"]["bce"] == line.value
    assert found["metrics"]["mse"] == pytest.approx(0.0556, abs=0.0005)
    assert set(found["metrics"]) <= set(METRICS)


def test_a_question_about_weights_still_needs_them(store):
    run = store.submit(ae.preset("vae2"), "someone")
    with pytest.raises(NoWeights):
        answer(store.url, run.id, "encode", {"count": 10})


@pytest.fixture(scope="module")
def trained(tmp_path_factory, data):
    """A store with a run that a worker has trained to its end."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('trained')}/runs.sqlite")
    hp = ae.Hyperparameters(encoder=(16,), latent_dim=4, batch_size=32, steps=12)
    run = store.submit(hp, "me", held_by="test")
    work(store.url, run.id, 1)
    yield store, run.id
    store.close()


def test_a_run_that_ends_keeps_its_codes_and_their_errors(trained, data):
    store, run = trained
    step, content = store.blob(run, "codes")
    header, arrays = unpack(content)
    assert (step, header["run"], header["step"]) == (12, run, 12)
    model = Autoencoder(*from_bytes(store.blob(run, "weights")[1]))
    codes = model.encode(data.test.images)
    np.testing.assert_allclose(arrays["codes"], codes, atol=1e-5)
    errors = squared_errors(data.test.images, model.decode(codes))
    np.testing.assert_allclose(arrays["errors"], errors, atol=1e-6)
    assert arrays["errors"].mean() == pytest.approx(store.run(run).test["mse"], rel=1e-5)


def test_asked_for_the_codes_of_an_older_run_a_worker_makes_the_same_file_and_keeps_it(
    trained,
):
    store, run = trained
    before = store.blob(run, "codes")[1]
    store.keep_blob(run, "codes", 12, b"lost")
    found = answer(store.url, run, "codes", {})
    assert found["step"] == 12
    assert store.blob(run, "codes") == (12, found["content"])
    for name, values in unpack(before)[1].items():
        np.testing.assert_allclose(unpack(found["content"])[1][name], values, atol=1e-5)


def test_a_network_that_gives_no_finite_numbers_is_said_to_do_so(store, trained):
    kept, of = trained
    hp, weights = from_bytes(kept.blob(of, "weights")[1])
    weights["code/bias"] = np.full_like(weights["code/bias"], np.nan)
    run = store.submit(hp, "me", held_by="test").id
    store.begin(run, 1)
    store.save_blob(run, 1, "checkpoint", 5, to_bytes(hp, weights))
    store.end(run, 1, State.DIVERGED, "It diverged.")
    with pytest.raises(NotFinite, match="not finite"):
        answer(store.url, run, "codes", {})


def test_a_run_whose_codes_are_not_finite_ends_without_keeping_them(store, tiny, monkeypatch):
    def overflow(self, images):
        return np.full((len(images), 4), np.inf, np.float32)

    run = store.submit(tiny, "me", held_by="test").id
    monkeypatch.setattr(Autoencoder, "encode", overflow)
    with np.errstate(invalid="ignore"):
        work(store.url, run, 1)
    assert store.run(run).state is State.FINISHED
    assert store.blob(run, "codes") is None


@pytest.mark.parametrize("name", ["tsne-2-200", "umap-3-200"])
def test_a_map_is_drawn_of_the_kept_codes_and_kept_with_what_it_says(trained, name):
    store, run = trained
    store.ask_for_result(run, name, 12, 60)
    assert answer(store.url, run, "result", {"step": 12, "name": name}) == {"step": 12}
    header, arrays = unpack(store.result(run, name, 12))
    codes = unpack(store.blob(run, "codes")[1])[1]["codes"][:200]
    method, dimensions, _ = name.split("-")
    expected = embed(codes, method, dimensions=int(dimensions))
    np.testing.assert_allclose(arrays["points"], expected, rtol=1e-4, atol=1e-4)
    assert header["trustworthiness"] == trustworthiness(codes, arrays["points"])
    assert (header["map"], len(header["axes"])) == (name, int(dimensions))


def test_a_map_that_nobody_waits_for_is_given_up(trained):
    store, run = trained
    store.ask_for_result(run, "umap-2-500", 12, 60)
    store.call_off_result(run, "umap-2-500", 12)
    with pytest.raises(Cancelled):
        answer(store.url, run, "result", {"step": 12, "name": "umap-2-500"})
    with pytest.raises(UnknownResult):
        store.result(run, "umap-2-500", 12)


def test_a_map_of_older_weights_is_refused(trained):
    store, run = trained
    with pytest.raises(NoWeights, match="other weights by now"):
        answer(store.url, run, "result", {"step": 5, "name": "umap-2-200"})


def test_a_sampler_is_fitted_to_the_codes_of_training_images_and_kept(trained, data):
    store, run = trained
    store.ask_for_result(run, "mixture-3", 12, 60)
    assert answer(store.url, run, "result", {"step": 12, "name": "mixture-3"}) == {"step": 12}
    kept = Sampler.from_file(store.result(run, "mixture-3", 12))
    model = Autoencoder(*from_bytes(store.blob(run, "weights")[1]))
    codes = model.encode(data.train.images[:20_000])
    expected = fit(codes, SamplerChoice("mixture", 3))
    np.testing.assert_allclose(kept.means, expected.means, rtol=1e-3, atol=1e-3)
    assert kept.log_likelihood == pytest.approx(expected.log_likelihood, abs=1e-3)
    found = sampler_of(store, run, 12, SamplerChoice("mixture", 3), lambda _: True)
    np.testing.assert_array_equal(found.means, kept.means)


def test_a_sampler_that_is_not_kept_is_made_and_of_other_weights_refused(trained):
    store, run = trained
    told = []
    made = sampler_of(store, run, 12, SamplerChoice("gaussian"), told.append)
    assert made.fitted == 20_000
    assert told == sorted(told)
    assert 0 < told[-1] <= 1
    with pytest.raises(NoWeights, match="other weights by now"):
        sampler_of(store, run, 5, SamplerChoice("gaussian"), told.append)


def test_a_plain_run_has_no_prior_to_draw_from(trained):
    store, run = trained
    with pytest.raises(NoSampler, match="A plain code has no prior"):
        sampler_of(store, run, 12, SamplerChoice("prior"), lambda _: True)


def test_the_digit_classifier_answers_also_of_a_run_without_weights(store, data):
    run = store.submit(ae.preset("vae2"), "someone").id
    images = data.test.pixels[:200].reshape(200, 784)
    found = answer(store.url, run, "readings", {"images": images})
    assert (found["labels"] == data.test.labels[:200]).mean() >= 0.98
    assert found["confidences"].shape == (200,)
    assert (found["confidences"] >= 0.9).mean() > 0.9
    assert found["labels"].dtype == np.uint8
