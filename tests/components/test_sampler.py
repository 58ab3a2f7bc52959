"""Codes drawn in the browser, held against `ae.latent.sampling`."""

import numpy as np
import pytest

from ae.latent.sampling import Sampler, SamplerChoice, place, prior

FILE = "generate/sampler.js"
WEIGHTS = np.array([0.5, 0.2, 0.3], np.float32)
MEANS = np.array([[0, 1, 2, 3], [-4, 0, 4, 1], [9, -9, 0, 2]], np.float32)
FACTORS = np.tril(np.random.default_rng(0).standard_normal((3, 4, 4))).astype(np.float32)
MIXTURE = Sampler(SamplerChoice("mixture", 3), WEIGHTS, MEANS, FACTORS)
AS_JS = {
    "size": 4,
    "weights": WEIGHTS.tolist(),
    "means": MEANS.ravel().tolist(),
    "factors": FACTORS.ravel().tolist(),
}
DRAW = "[...placeCodes(sampler, drawNumbers(seed, n, sampler.size), temperature)]"


@pytest.fixture
def draw(evaluate):
    """Codes that the browser draws, (n, 4)."""

    def draw(n, seed=1, temperature=1, sampler=AS_JS):
        found = evaluate(FILE, DRAW, sampler=sampler, seed=seed, n=n, temperature=temperature)
        return np.array(found).reshape(n, -1)

    return draw


@pytest.mark.parametrize("temperature", [0, 0.7, 2])
def test_of_the_same_random_numbers_come_the_codes_that_numpy_makes(evaluate, temperature):
    random = np.random.default_rng(3)
    chances, normals = random.random(200), random.standard_normal((200, 4)).astype(np.float32)
    found = evaluate(
        FILE,
        "[...placeCodes(sampler, { chances, normals: Float32Array.from(normals) }, temperature)]",
        sampler=AS_JS,
        chances=chances.tolist(),
        normals=normals.ravel().tolist(),
        temperature=temperature,
    )
    expected = place(MIXTURE, chances, normals, temperature)
    np.testing.assert_allclose(np.reshape(found, (200, 4)), expected, atol=1e-5)


def test_what_is_drawn_has_the_moments_of_the_mixture(draw):
    drawn = draw(40_000)
    mean = WEIGHTS @ MEANS
    apart = MEANS - mean
    within = np.tensordot(WEIGHTS, FACTORS @ FACTORS.transpose(0, 2, 1), 1)
    expected = within + (apart.T * WEIGHTS) @ apart
    np.testing.assert_allclose(drawn.mean(0), mean, atol=0.12)
    np.testing.assert_allclose(np.cov(drawn, rowvar=False), expected, atol=0.6, rtol=0.05)


def test_the_prior_is_the_standard_normal(evaluate):
    found = evaluate(FILE, "[...placeCodes(priorOf(3, ''), drawNumbers(5, 20000, 3), 1)]")
    drawn = np.reshape(found, (-1, 3))
    np.testing.assert_allclose(drawn.mean(0), prior(3, True).means[0], atol=0.03)
    np.testing.assert_allclose(np.cov(drawn, rowvar=False), np.eye(3), atol=0.04)


def test_a_seed_draws_the_same_every_time_and_another_another(draw):
    np.testing.assert_array_equal(draw(16, seed=7), draw(16, seed=7))
    assert not np.array_equal(draw(16, seed=7), draw(16, seed=8))


def test_neighbouring_seeds_have_nothing_in_common(draw):
    firsts = np.stack([draw(1, seed=seed)[0] - MEANS.mean(0) for seed in range(400)])
    correlation = np.corrcoef(firsts[:-1, 0], firsts[1:, 0])[0, 1]
    assert abs(correlation) < 0.15


def test_temperature_spreads_about_the_means_of_the_same_draw(draw):
    cold, warm, hot = (draw(30, temperature=t) for t in (0, 1, 2))
    assert {tuple(code) for code in cold} <= {tuple(mean) for mean in MEANS}
    np.testing.assert_allclose(hot - cold, 2 * (warm - cold), atol=1e-4)
