"""What the presets say of themselves, measured."""

import pytest

import ae
from ae.metrics import evaluate
from ae.metrics.baselines import pca


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
