"""What the presets say of themselves, measured."""

import pytest

import ae
from ae.metrics import evaluate
from ae.metrics.baselines import mean_image, pca
from ae.presets import PRESETS


@pytest.fixture(scope="module")
def trained(data):
    """A preset's model, trained as it says or for fewer steps."""
    return lambda name, **changes: ae.train(ae.preset(name).replace(**changes), data)


def test_linear_lands_within_two_percent_of_pca(trained, data):
    model = trained("linear")
    expected = evaluate(pca(data, model.hp.latent_dim), data.test).mse
    assert evaluate(model, data.test).mse <= 1.02 * expected


def test_most_of_a_sparse_code_is_at_rest_and_that_of_a_plain_one_is_not(trained, data):
    sparse = evaluate(trained("sparse", steps=1500), data.test)
    plain = evaluate(trained("sparse", steps=1500, sparsity="none"), data.test)
    assert sparse.code_at_rest > 0.5 > plain.code_at_rest


def test_repaired_ends_at_less_than_a_third_of_the_articles_error(trained, data):
    article, repaired = (evaluate(trained(name), data.test) for name in ("article", "repaired"))
    assert repaired.mse < article.mse / 3
    assert article.dead_pixels >= 20
    assert repaired.dead_pixels == 0


def test_thirty_numbers_of_a_deep_network_beat_pca_long_before_its_end(trained, data):
    deep = evaluate(trained("deep30", steps=600), data.test)
    assert deep.mse < 0.75 * evaluate(pca(data, 30), data.test).mse


def test_the_next_experiments_answer_their_questions(trained, data):
    def after(name, **changes):
        return evaluate(trained(name, **changes), data.test)

    def next_of(name, **changes):
        return evaluate(ae.train(PRESETS[name].next.hp.replace(**changes), data), data.test)

    # Without hidden layers there is no better than PCA; one of them gets below its line.
    assert next_of("deep30", steps=600).mse > evaluate(pca(data, 30), data.test).mse
    assert next_of("linear").mse < 0.95 * evaluate(pca(data, 16), data.test).mse
    # Twenty numbers keep what two lose; without the KL they keep more, and say far more than it.
    two, twenty = after("vae2", steps=400), next_of("vae2", steps=400)
    assert twenty.mse < two.mse / 1.5
    free = next_of("vae", steps=400)
    assert free.reconstruction < twenty.reconstruction
    assert free.kl > 2 * twenty.kl
    # The missing half of the pixels comes back: the input as it is has many times that error.
    assert next_of("denoising", steps=300).mse < 0.04


def test_a_code_of_eight_keeps_most_of_a_digit_and_loses_some(trained, data):
    eight, many = (evaluate(trained("repaired", latent_dim=n), data.test) for n in (8, 128))
    mean = evaluate(mean_image(data), data.test)
    assert many.mse < eight.mse < mean.mse / 2
