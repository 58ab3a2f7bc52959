"""What is said of runs beside each other holds for those, and nothing else is said."""

from dataclasses import replace

import pytest

import ae
from ae import comparison
from ae.comparison import advice

PLAIN, VARIATIONAL = comparison.plain_and_variational(16)


@pytest.fixture
def run(store):
    def make(hp=PLAIN, **fields):
        return replace(store.submit(hp, "someone"), **fields)

    return make


def said(*runs, with_pca=False):
    return " ".join(advice(runs, with_pca))


def test_of_one_run_alone_that_it_is_alone(run):
    assert said(run()) == "One run alone: choose a second one above, or train a pair."


def test_of_equal_runs_that_they_learn_the_same_unless_the_rate_was_changed(run):
    assert said(run(), run()) == "Both have the same settings, the seed too: they learn the same."
    assert said(run(), run(), run()).startswith("All have the same settings")
    assert said(run(), run(rates="[[5, 0.1]]")) == ""


def test_of_two_seeds_that_the_difference_is_chance(run):
    assert "differ in the seed alone" in said(run(), run(PLAIN.replace(seed=1)))
    assert "seed" not in said(run(), run(PLAIN.replace(seed=1, steps=9)))


def test_of_a_single_difference_which_it_is_also_where_others_follow_from_it(run):
    faster = PLAIN.replace(learning_rate=0.1)
    assert said(run(), run(faster)) == "They differ in one setting alone: learning rate."
    assert "one setting alone: kind of code." in said(run(), run(VARIATIONAL))
    assert said(run(), run(faster.replace(steps=9))) == ""


def test_a_variational_run_is_measured_by_the_plain_one_of_its_kind(run):
    def of(variational, plain):
        sentences = said(run(PLAIN, metrics=plain), run(VARIATIONAL, metrics=variational))
        return sentences.partition("code. ")[2]

    assert of(None, None).startswith("Run 2 is variational: as a rule it blurs what a plain one")
    assert of('{"mse": 0.03}', '{"mse": 0.02}').startswith("Run 2 is variational: it blurs what ru")
    assert "blurs" not in of('{"mse": 0.02}', '{"mse": 0.03}')
    assert "variational" not in said(run(VARIATIONAL), run(VARIATIONAL.replace(steps=9)))
    assert "variational:" not in said(run(), run(VARIATIONAL.replace(latent_dim=2)))


def test_noise_sparse_codes_and_convolutions_are_named_by_their_runs(run):
    noisy, sparse = PLAIN.replace(noise="gaussian"), PLAIN.replace(sparsity="l1")
    assert "Run 2 is shown noise" in said(run(), run(noisy))
    assert "Run 1 pays for the code that it uses" in said(run(sparse), run())
    conv = run(ae.preset("conv"), parameters=843_649)
    assert "Run 2 is convolutional: 843,649 parameters, where run 1 has 1,0" in said(
        run(parameters=1_000_000), conv
    )
    assert "convolutional" not in said(conv)


def test_black_or_white_pixels_are_named_only_beside_grey_ones(run):
    binarised = VARIATIONAL.replace(pixels="binarised")
    assert "black-or-white" in said(run(VARIATIONAL), run(binarised))
    assert "black-or-white" not in said(run(binarised), run(binarised))


def test_pca_is_a_measure_for_what_sees_what_it_sees(run):
    assert "PCA is the best linear code of its size" in said(run(), with_pca=True)
    assert "PCA" not in said(run())
    sizes = said(run(), run(PLAIN.replace(latent_dim=2)), with_pca=True)
    assert sizes.endswith("measure each run by the PCA of its own code size.")
    assert "PCA" not in said(run(PLAIN.replace(noise="gaussian")), with_pca=True)
