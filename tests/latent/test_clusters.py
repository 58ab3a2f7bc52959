"""Groups of codes, by k-means."""

import numpy as np
import pytest
from sklearn.cluster import KMeans

from ae.latent.clusters import clusters

SIZES = (50, 400, 120, 200)


@pytest.fixture(scope="module")
def heaps():
    """Codes in four heaps far from each other and from the origin, and which heap each is of."""
    random = np.random.default_rng(3)
    heap = random.permutation(np.repeat(np.arange(4), SIZES))
    centres = 1000 + 30 * random.standard_normal((4, 12))
    return (centres[heap] + random.standard_normal((len(heap), 12))).astype(np.float32), heap


def spread_within(codes, groups):
    return sum(
        np.square(part - part.mean(axis=0)).sum()
        for part in (codes[groups == g].astype(np.float64) for g in np.unique(groups))
    )


def test_heaps_are_found_and_numbered_by_their_size(heaps):
    codes, heap = heaps
    found = clusters(codes, 4)
    assert found.dtype == np.uint8
    np.testing.assert_array_equal(found, np.array([3, 0, 2, 1])[heap])


def test_of_what_has_no_heaps_groups_are_as_tight_as_those_of_another_program():
    codes = np.random.default_rng(0).standard_normal((2000, 8)).astype(np.float32)
    found = clusters(codes)
    assert len(np.unique(found)) == 10
    assert (np.diff(np.bincount(found)) <= 0).all()
    other = KMeans(10, n_init=1, random_state=0).fit_predict(codes)
    assert spread_within(codes, found) < 1.02 * spread_within(codes, other)


def test_the_same_codes_have_the_same_groups(heaps):
    codes, _ = heaps
    np.testing.assert_array_equal(clusters(codes), clusters(codes))


@pytest.mark.parametrize("differ", [1, 2, 7])
def test_fewer_codes_than_groups_are_groups_of_their_own(differ):
    codes = np.repeat(np.eye(7, 3, dtype=np.float32) + np.arange(7)[:, None], 5, axis=0)
    codes = codes[: 5 * differ].astype(np.float32)
    assert len(np.unique(clusters(codes))) == differ
    assert len(clusters(codes[:1])) == 1
