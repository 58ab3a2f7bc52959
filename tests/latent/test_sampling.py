"""Drawing codes: a fit finds where codes came from, and what is drawn is what was fitted."""

import numpy as np
import pytest
from sklearn.mixture import GaussianMixture

from ae.errors import Cancelled, ModelFileError, NoSampler, NotFinite, SettingError
from ae.latent import sampling
from ae.latent.sampling import Sampler, SamplerChoice, draw, fit, place, prior

GAUSSIAN, TWO = SamplerChoice("gaussian"), SamplerChoice("mixture", 2)
WEIGHTS = np.array([0.7, 0.3])
MEANS = np.array([[0, 0, 0], [6, -4, 1]], float)
FACTORS = np.array([[[1, 0, 0], [0.5, 2, 0], [0, 0.3, 0.1]], [[2, 0, 0], [0, 0.5, 0], [1, 1, 1]]])


@pytest.fixture(scope="module")
def codes():
    """Of a known mixture of two."""
    known = Sampler(TWO, WEIGHTS, MEANS, FACTORS)
    return draw(known, 20_000, seed=1).astype(np.float32)


def covariances(factors):
    return factors @ factors.transpose(0, 2, 1)


def test_a_mixture_finds_the_gaussians_that_the_codes_came_from(codes):
    found = fit(codes, TWO)
    order = np.argsort(-found.weights)
    np.testing.assert_allclose(found.weights[order], WEIGHTS, atol=0.01)
    np.testing.assert_allclose(found.means[order], MEANS, atol=0.08)
    np.testing.assert_allclose(
        covariances(found.factors[order]), covariances(FACTORS), atol=0.2, rtol=0.05
    )


def test_a_mixture_is_as_likely_as_scikit_learns(codes):
    for count in (2, 5):
        reference = GaussianMixture(count, n_init=3, random_state=0).fit(codes).score(codes)
        found = fit(codes, SamplerChoice("mixture", count)).log_likelihood
        assert found == pytest.approx(reference / 3, abs=0.01)


def test_one_gaussian_has_the_mean_and_the_covariance_of_the_codes(codes):
    found = fit(codes, GAUSSIAN)
    np.testing.assert_allclose(found.means[0], codes.mean(0), atol=1e-4)
    expected = np.cov(codes, rowvar=False, bias=True)
    np.testing.assert_allclose(covariances(found.factors)[0], expected, rtol=1e-4, atol=1e-4)
    assert found.fitted == len(codes)


def test_a_fit_is_the_same_every_time(codes):
    first, second = (fit(codes, TWO, seed=3) for _ in range(2))
    np.testing.assert_array_equal(first.means, second.means)


def test_numbers_that_never_change_and_codes_fewer_than_numbers_can_be_fitted():
    few = np.zeros((6, 40), np.float32)
    few[:, :3] = np.random.default_rng(0).standard_normal((6, 3))
    for choice in (GAUSSIAN, TWO):
        drawn = draw(fit(few, choice), 50)
        assert np.isfinite(drawn).all()
        assert np.abs(drawn[:, 3:]).max() < 0.01


def test_what_is_drawn_has_the_moments_of_what_it_is_drawn_from():
    drawn = draw(Sampler(TWO, WEIGHTS, MEANS, FACTORS), 100_000, seed=5)
    mean = WEIGHTS @ MEANS
    apart = MEANS - mean
    expected = np.tensordot(WEIGHTS, covariances(FACTORS), 1) + (apart.T * WEIGHTS) @ apart
    np.testing.assert_allclose(drawn.mean(0), mean, atol=0.03)
    np.testing.assert_allclose(np.cov(drawn, rowvar=False), expected, atol=0.15)


def test_temperature_is_the_spread_about_each_mean_and_leaves_the_means():
    sampler = Sampler(TWO, WEIGHTS, MEANS, FACTORS)
    cold = draw(sampler, 500, temperature=0)
    assert {tuple(code) for code in cold} == {tuple(mean) for mean in MEANS.astype(np.float32)}
    warm, hot = (draw(sampler, 500, temperature=t) for t in (1, 2))
    np.testing.assert_allclose(hot - cold, 2 * (warm - cold), atol=1e-5)


def test_the_same_seed_draws_the_same_and_another_another():
    sampler = Sampler(TWO, WEIGHTS, MEANS, FACTORS)
    np.testing.assert_array_equal(draw(sampler, 9, seed=4), draw(sampler, 9, seed=4))
    assert not np.array_equal(draw(sampler, 9, seed=4), draw(sampler, 9, seed=5))


def test_a_chance_falls_to_the_gaussian_by_the_running_sum_of_weights():
    sampler = Sampler(TWO, WEIGHTS.astype(np.float32), MEANS.astype(np.float32), FACTORS)
    chances, normals = np.array([0, 0.69, 0.71, 1 - 1e-12]), np.zeros((4, 3), np.float32)
    np.testing.assert_array_equal(
        place(sampler, chances, normals, 1.0), MEANS[[0, 0, 1, 1]].astype(np.float32)
    )


def test_the_prior_is_the_standard_normal_and_plain_codes_have_none():
    drawn = draw(prior(2, True), 50_000)
    np.testing.assert_allclose(drawn.mean(0), 0, atol=0.02)
    np.testing.assert_allclose(np.cov(drawn, rowvar=False), np.eye(2), atol=0.03)
    with pytest.raises(NoSampler, match="A plain code has no prior"):
        prior(2, False)


def test_a_sampler_is_read_as_it_was_written(codes):
    written = fit(codes, TWO)
    read = Sampler.from_file(written.as_file("abc", 7))
    for name in ("weights", "means", "factors"):
        np.testing.assert_array_equal(getattr(read, name), getattr(written, name))
    assert (read.choice, read.log_likelihood) == (TWO, written.log_likelihood)
    assert read.says == written.says
    assert "2 Gaussians, fitted to the codes of 20,000 training images" in read.says
    assert np.isnan(Sampler.from_file(prior(3, True).as_file("abc", 7)).log_likelihood)
    with pytest.raises(ModelFileError):
        Sampler.from_file(b"something else")


@pytest.mark.parametrize("name", ["prior", "gaussian", "mixture-2", "mixture-50"])
def test_a_choice_reads_as_it_is_written(name):
    assert str(SamplerChoice.parse(name)) == name


@pytest.mark.parametrize(
    "name", ["", "mixture", "mixture-1", "mixture-51", "mixture-02", "mixture-x", "gaussian-2"]
)
def test_what_is_no_sampler_is_refused(name):
    with pytest.raises(SettingError, match="expected prior, gaussian or mixture-2 to mixture-50"):
        SamplerChoice.parse(name)


def test_equal_codes_and_too_few_that_differ_are_said(codes):
    equal = np.ones((100, 4), np.float32)
    with pytest.raises(NoSampler, match="The codes of all 100 training images are equal"):
        fit(equal, GAUSSIAN)
    equal[:3] = [[0], [2], [3]]
    with pytest.raises(NoSampler, match="Only 4 of the codes of 100 training images differ"):
        fit(equal, SamplerChoice("mixture", 5))


def test_codes_of_too_many_numbers_for_so_many_gaussians_are_said():
    with pytest.raises(NoSampler, match="at most 3 Gaussians"):
        fit(np.eye(1024, dtype=np.float32), SamplerChoice("mixture", 10))
    assert sampling.most_gaussians(1024) == 3
    assert sampling.most_gaussians(16) == 50


def test_codes_that_are_not_finite_are_said():
    with pytest.raises(NotFinite):
        fit(np.full((10, 2), np.nan, np.float32), GAUSSIAN)


def test_a_fit_that_nobody_waits_for_is_given_up(codes):
    told = []

    def leave(share):
        told.append(share)
        return len(told) < 3

    with pytest.raises(Cancelled):
        fit(codes, SamplerChoice("mixture", 9), progress=leave)
    assert told == sorted(told)
    assert len(told) == 3
