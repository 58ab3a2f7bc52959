"""What the presets say of themselves, measured."""

from functools import cache

import numpy as np
import pytest

import ae
from ae.diagnosis import learning_rate_help
from ae.metrics import evaluate
from ae.metrics.baselines import lines, mean_image, pca
from ae.presets import PRESETS
from ae.training import Training


@pytest.fixture(scope="module")
def trained(data):
    """A preset's model, trained once as it says or for fewer steps."""
    return cache(lambda name, **changes: ae.train(ae.preset(name).replace(**changes), data))


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
    many, eight = (trained("repaired"), trained("repaired", latent_dim=8))
    assert many.hp.latent_dim == 128
    many, eight = (evaluate(model, data.test) for model in (many, eight))
    mean = evaluate(mean_image(data), data.test)
    assert many.mse < eight.mse < mean.mse / 2


@pytest.fixture(scope="module")
def after_200_steps(data):
    """The loss of the article's network, or the repaired one, after 200 steps at a rate."""

    def train(name, optimizer, rate):
        hp = ae.preset(name).replace(optimizer=optimizer, learning_rate=rate, steps=200)
        reports = []
        ae.train(hp, data, callbacks=[lambda training, report: reports.append(report)])
        losses = np.concatenate([report.losses for report in reports])
        return losses[0], losses[-20:].mean()

    return train


@pytest.mark.parametrize("optimizer", ["rmsprop", "adam", "adamw"])
def test_adaptive_optimisers_learn_at_the_rates_that_the_help_calls_typical(
    after_200_steps, optimizer
):
    assert "0.0001 to 0.01; from 0.1 on" in learning_rate_help(optimizer, is_variational=False)
    for rate in (0.0001, 0.01):
        first, last = after_200_steps("repaired", optimizer, rate)
        assert last < 0.6 * first
    first, last = after_200_steps("repaired", optimizer, 0.1)
    assert last > first  # the weights are flung away


def test_sgd_wants_far_larger_rates_and_more_than_ten_are_too_many(after_200_steps, data):
    assert "Typical: 0.1 to 5; at 0.001 hardly" in learning_rate_help("sgd", is_variational=False)
    for name in ("article", "repaired"):
        first, last = after_200_steps(name, "sgd", 0.001)
        assert last > 0.9 * first
        for rate in (0.1, 5.0):
            first, last = after_200_steps(name, "sgd", rate)
            assert last < 0.75 * first
    # Ten still learns, and beats the preset's own rate of RMSprop; nothing learns beyond.
    assert (
        after_200_steps("article", "sgd", 10.0)[1] < after_200_steps("article", "rmsprop", 0.001)[1]
    )
    hp = ae.preset("article").replace(optimizer="sgd", learning_rate=10.0, steps=200)
    with Training(hp, data) as training:
        training.learning_rate = 30.0
        while not training.finished:
            training.advance()
    assert training.diverged


def test_sgd_on_a_sum_over_pixels_wants_rates_as_many_times_smaller(data):
    assert "0.0003 to 0.003" in learning_rate_help("sgd", is_variational=True)
    mean = lines(ae.preset("vae"))[0].value
    for rate, learns in ((0.0003, True), (0.003, True), (0.1, False)):
        hp = ae.preset("vae").replace(optimizer="sgd", learning_rate=rate, steps=400)
        with Training(hp, data) as training:
            while not training.finished:
                report = training.advance()
            is_better = not training.diverged and report.parts[-1, 0] < 0.95 * mean
        assert is_better == learns, rate
