"""Maps of codes, on real codes: PCA's of the test digits."""

import numpy as np
import pytest
from sklearn.manifold import trustworthiness

from ae.errors import Cancelled, SettingError
from ae.latent.maps import METHODS, embed, nearest
from ae.metrics import baselines


@pytest.fixture(scope="module")
def codes(data):
    return baselines.pca(data, 30).encode(data.test.images[:800])


@pytest.mark.parametrize("method", METHODS)
def test_a_map_keeps_neighbours_and_is_the_same_for_the_same_seed(codes, method):
    found = embed(codes, method)
    assert (found.dtype, found.shape) == (np.float32, (800, 2))
    np.testing.assert_allclose(found.mean(axis=0), 0, atol=1e-3)
    kept = trustworthiness(codes, found, n_neighbors=15)
    plane = trustworthiness(codes, codes[:, :2], n_neighbors=15)
    assert kept > 0.94 > plane + 0.1
    np.testing.assert_array_equal(embed(codes, method), found)


@pytest.mark.parametrize("method", METHODS)
def test_a_map_in_space_keeps_more_neighbours_than_one_in_the_plane(codes, method):
    flat, deep = (embed(codes, method, dimensions=d) for d in (2, 3))
    assert deep.shape == (800, 3)
    assert (deep.std(axis=0) > 0.2 * deep.std()).all()
    kept = [trustworthiness(codes, found, n_neighbors=15) for found in (flat, deep)]
    assert kept[1] > kept[0]


@pytest.mark.parametrize(("dimensions", "size"), [(1, 5), (4, 5), (3, 2)])
def test_a_map_has_two_axes_or_three_and_no_more_than_the_code(dimensions, size):
    with pytest.raises(SettingError, match=f"dimensions: expected 2 to .*, got {dimensions}"):
        embed(np.zeros((50, size)), "umap", dimensions=dimensions)


@pytest.mark.parametrize("method", METHODS)
def test_progress_rises_from_nothing_to_all(codes, method):
    told = []
    embed(codes[:300], method, progress=told.append)
    assert (told[0], told[-1]) == (0.0, 1.0)
    assert told == sorted(told)
    assert len(told) >= 8


@pytest.mark.parametrize("method", METHODS)
def test_progress_that_returns_false_cancels(codes, method):
    told = []

    def stop_half_way(share):
        told.append(share)
        return share < 0.5

    with pytest.raises(Cancelled, match="The map was cancelled"):
        embed(codes[:300], method, progress=stop_half_way)
    assert 0.5 <= told[-1] < 0.8


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("kind", ["few", "two numbers", "all alike"])
def test_odd_codes_have_a_finite_map(codes, method, kind):
    odd = {
        "few": codes[:10],
        "two numbers": codes[:200, :2],
        "all alike": np.ones((100, 5), np.float32),
    }[kind]
    found = embed(odd, method)
    assert found.shape == (len(odd), 2)
    assert np.isfinite(found).all()


@pytest.mark.parametrize(
    ("bad", "method", "said"),
    [
        (np.zeros((9, 4)), "tsne", r"codes: expected the shape .* got \(9, 4\)"),
        (np.zeros((50, 1)), "umap", r"codes: expected the shape .* got \(50, 1\)"),
        (np.full((50, 4), np.nan), "umap", "codes: expected finite numbers"),
        (np.zeros((50, 4)), "isomap", "method: expected tsne or umap, got 'isomap'"),
    ],
)
def test_what_it_can_not_take_is_refused(bad, method, said):
    with pytest.raises(SettingError, match=said):
        embed(bad, method)


def test_a_library_that_is_missing_is_named(codes, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "fastumap", None)
    with pytest.raises(SettingError, match="UMAP needs the package fastumap"):
        embed(codes[:50], "umap")


def test_nearest_are_those_that_a_full_sort_finds(codes):
    indices, distances = nearest(codes, 7)
    apart = np.linalg.norm(codes[:, None].astype(np.float64) - codes[None], axis=-1)
    np.fill_diagonal(apart, np.inf)
    np.testing.assert_allclose(distances, np.sort(apart, axis=1)[:, :7], rtol=1e-3)
    assert (indices == np.argsort(apart, axis=1)[:, :7]).mean() > 0.999
