"""How true a map is."""

import numpy as np
import pytest
from sklearn.manifold import trustworthiness as of_scikit_learn

from ae.latent.faithfulness import MOST_POINTS, trustworthiness


def by_definition(codes, points, k):
    """Venna and Kaski (2001), equation by equation."""
    total, cost = len(codes), 0
    for i in range(total):
        others = [j for j in range(total) if j != i]
        by_code = sorted(others, key=lambda j: np.linalg.norm(codes[i] - codes[j]))
        by_map = sorted(others, key=lambda j: np.linalg.norm(points[i] - points[j]))
        cost += sum(by_code.index(j) + 1 - k for j in by_map[:k] if j not in by_code[:k])
    return 1 - 2 / (total * k * (2 * total - 3 * k - 1)) * cost


@pytest.fixture(scope="module")
def codes():
    return np.random.default_rng(0).standard_normal((700, 6)).astype(np.float32) + 50


@pytest.mark.parametrize("k", [1, 5, 10])
def test_it_is_what_its_definition_says(codes, k):
    few = codes[:60]
    assert trustworthiness(few, few[:, :2], k) == pytest.approx(by_definition(few, few[:, :2], k))


def test_another_program_finds_the_same(codes):
    for points in (codes[:, :2], codes[:, :3], np.sin(codes[:, 2:4])):
        expected = of_scikit_learn(codes, points, n_neighbors=10)
        assert trustworthiness(codes, points) == pytest.approx(expected, abs=1e-4)


def test_a_map_that_is_the_code_is_wholly_true_and_one_by_chance_is_not(codes):
    assert trustworthiness(codes, codes) == 1
    chance = np.random.default_rng(1).standard_normal((700, 2)).astype(np.float32)
    assert trustworthiness(codes, chance) == pytest.approx(0.5, abs=0.05)


def test_of_many_points_some_stand_for_all(monkeypatch):
    many = np.random.default_rng(0).standard_normal((3 * MOST_POINTS, 4)).astype(np.float32)
    expected = of_scikit_learn(many, many[:, :2], n_neighbors=10)
    # Fewer points lie further apart: what was near in the plane alone is it a little less.
    assert trustworthiness(many, many[:, :2]) == pytest.approx(expected, abs=0.02)


def test_ten_points_that_are_all_alike_have_one():
    alike = np.ones((10, 3), np.float32)
    assert 0 <= trustworthiness(alike, alike[:, :2]) <= 1
