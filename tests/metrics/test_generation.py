"""The figures of generated digits: against closed forms, sums written out and samples known."""

import numpy as np
import pytest

from ae.metrics.digit_reading import Reading
from ae.metrics.generation import NEIGHBOURS, Reference, frechet_distance, gaussian_on_pca


def reading(count, seed=0, *, spread=1.0, moved=0.0, features=6):
    """Features from a Gaussian, and one of ten digits for each with a probability of 0.95."""
    random = np.random.default_rng(seed)
    drawn = (spread * random.standard_normal((count, features)) + moved).astype(np.float32)
    probabilities = np.full((count, 10), 0.05 / 9, np.float32)
    probabilities[np.arange(count), random.integers(0, 10, count)] = 0.95
    return Reading(drawn, probabilities)


def part(of, rows):
    return Reading(of.features[rows], of.probabilities[rows])


@pytest.fixture(scope="module")
def training():
    return reading(6000, 1)


@pytest.fixture(scope="module")
def test():
    return reading(1500, 2)


@pytest.fixture(scope="module")
def reference(test, training):
    return Reference(test, training)


def test_the_frechet_distance_is_that_of_the_matrix_square_root():
    some, others = reading(500, 1).features, reading(800, 2, spread=2, moved=1).features
    others = others @ np.random.default_rng(3).standard_normal((6, 6)).astype(np.float32)
    a, b = (np.cov(x.astype(np.float64), rowvar=False) for x in (some, others))
    values, vectors = np.linalg.eig(a @ b)
    root = (vectors * np.sqrt(values)) @ np.linalg.inv(vectors)
    np.testing.assert_allclose(root @ root, a @ b, atol=1e-9 * np.abs(a @ b).max())
    apart = ((some.mean(axis=0, dtype=float) - others.mean(axis=0, dtype=float)) ** 2).sum()
    expected = apart + np.trace(a + b - 2 * root).real
    assert frechet_distance(some, others) == pytest.approx(expected, rel=1e-9)
    assert frechet_distance(others, some) == pytest.approx(expected, rel=1e-9)


def test_of_gaussians_along_the_axes_the_frechet_distance_is_that_of_means_and_spreads():
    random = np.random.default_rng(0)
    whitened = random.standard_normal((4000, 3))
    whitened -= whitened.mean(axis=0)
    whitened = np.linalg.solve(np.linalg.cholesky(np.cov(whitened.T)), whitened.T).T
    some, others = whitened * [1, 2, 3] + [0, 0, 5], whitened * [2, 2, 1] + [1, 0, 5]
    assert frechet_distance(some, others) == pytest.approx(1 + (1 + 0 + 4), rel=1e-9)
    assert frechet_distance(some, some) == pytest.approx(0, abs=1e-9)


def test_features_that_are_always_the_same_have_a_distance_too():
    flat, others = np.full((50, 4), 2, np.float32), reading(500, features=4).features
    expected = ((2 - others.mean(axis=0, dtype=float)) ** 2).sum()
    expected += np.trace(np.cov(others.astype(np.float64), rowvar=False))
    assert frechet_distance(flat, others) == pytest.approx(expected, rel=1e-6)


def test_density_and_coverage_of_the_test_images_themselves_are_1(reference, test):
    assert reference.density_and_coverage(test) == (1, 1)


def test_density_and_coverage_are_what_counting_finds(reference, test):
    samples = reading(700, 5, spread=1.4)
    ours, theirs = samples.features.astype(float), test.features.astype(float)
    own = np.linalg.norm(theirs[:, None] - theirs, axis=2)
    radii = np.sort(own, axis=1)[:, NEIGHBOURS]
    inside = np.linalg.norm(theirs[:, None] - ours, axis=2) < radii[:, None]
    density, coverage = reference.density_and_coverage(samples)
    assert density == pytest.approx(inside.sum() / (NEIGHBOURS * 700), abs=2e-3)
    assert coverage == pytest.approx(inside.any(axis=1).mean(), abs=2e-3)
    assert 0.2 < coverage < 0.9


def test_samples_all_alike_are_dense_and_cover_nothing(reference, test):
    central = int(np.linalg.norm(test.features, axis=1).argmin())
    alike = part(test, np.full(500, central))
    density, coverage = reference.density_and_coverage(alike)
    assert density >= 1
    assert coverage < 0.02
    assert reference.score(alike).entropy == 0


def test_training_images_are_noticed_as_copies(reference, training):
    nearer, copying = reference.copies(part(training, slice(1500)))
    assert nearer == pytest.approx(1, abs=1e-3)
    assert copying < -10


def test_a_tenth_of_copies_among_new_ones_is_noticed(reference, training):
    new = reading(1350, 7)
    copied = part(training, slice(150))
    both = Reading(*(np.concatenate([getattr(new, name), getattr(copied, name)])
                     for name in ("features", "probabilities")))  # fmt: skip
    nearer, _ = reference.copies(both)
    assert nearer == pytest.approx(0.55, abs=0.02)


def test_other_draws_of_the_same_kind_are_no_copies(reference):
    nearer, copying = reference.copies(reading(1500, 11))
    assert nearer == pytest.approx(0.5, abs=0.03)
    assert abs(copying) < 2


def test_what_lies_farther_from_the_training_images_is_told_from_copies(reference):
    nearer, copying = reference.copies(reading(1500, 11, spread=2))
    assert nearer < 0.3
    assert copying > 2


def test_the_chance_of_lying_nearer_is_what_comparing_all_pairs_finds(reference, test, training):
    samples = reading(300, 8, spread=0.8)

    def distances(of):
        apart = of.features[:, None].astype(float) - training.features
        return np.linalg.norm(apart, axis=2).min(axis=1)

    ours, theirs = distances(samples), distances(test)
    expected = (ours[:, None] < theirs).mean()
    assert reference.copies(samples)[0] == pytest.approx(expected, abs=1e-3)


def test_digits_with_few_samples_are_left_out_of_the_test_for_copies(reference, test):
    alike = part(test, np.zeros(10, int))
    assert reference.copies(alike)[1] == 0


def test_what_is_accepted_and_how_often_each_digit_comes(reference):
    probabilities = np.full((8, 10), 0.2 / 9, np.float32)
    probabilities[np.arange(8), [0, 0, 0, 0, 3, 3, 7, 9]] = [0.8, 0.95, 0.95, 0.95] + [0.95] * 4
    probabilities[5] = 0.1  # of no digit
    probabilities[5, 3] = 0.11
    scores = reference.score(Reading(reading(8).features, probabilities))
    assert scores.accepted == 6 / 8
    assert scores.shares == (0.5, 0, 0, 0.25, 0, 0, 0, 0.125, 0, 0.125)
    assert scores.entropy == pytest.approx(1.75)


def test_progress_rises_to_the_end_and_what_it_raises_ends_the_work(reference):
    told = []
    reference.score(reading(50), told.append)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 1)

    def leave(share):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reference.score(reading(50), leave)


def test_a_gaussian_on_pca_has_the_mean_and_spread_of_the_training_images(data):
    images = gaussian_on_pca(data, 16)
    assert images.shape == (10_000, 28, 28, 1)
    assert images.min() >= 0
    assert images.max() <= 1
    train = data.train.pixels[:10_000] / 255
    # Clipping to black and white makes them a little brighter.
    assert images.mean() == pytest.approx(train.mean(), rel=0.2)
    assert np.corrcoef(images.mean(axis=0).ravel(), train.mean(axis=0).ravel())[0, 1] > 0.98
