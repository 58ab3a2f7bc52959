"""Ways between codes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ae.latent.walks import spherical, straight

SHARES = np.linspace(0, 1, 9)
numbers = st.floats(-100, 100, width=32)
pairs = st.integers(1, 6).flatmap(
    lambda n: st.tuples(
        arrays(np.float32, n, elements=numbers), arrays(np.float32, n, elements=numbers)
    )
)


@given(pairs)
def test_both_ways_lead_from_the_one_to_the_other(pair):
    start, end = pair
    for way in (straight, spherical):
        codes = way(start, end, SHARES)
        assert (codes.dtype, codes.shape) == (np.float32, (9, len(start)))
        assert np.isfinite(codes).all()
        np.testing.assert_allclose(codes[0], start, atol=1e-3)
        np.testing.assert_allclose(codes[-1], end, atol=1e-3)


def test_the_straight_way_is_the_mean_in_the_middle():
    codes = straight(np.float32([1, 0]), np.float32([0, 3]), [0.5])
    np.testing.assert_allclose(codes, [[0.5, 1.5]])


def test_on_the_arc_the_length_stays():
    start, end = np.float32([3, 0, 4]), np.float32([0, 5, 0])
    codes = spherical(start, end, SHARES)
    np.testing.assert_allclose(np.linalg.norm(codes, axis=1), 5, rtol=1e-6)
    turned = np.arccos(codes @ start / 25)
    np.testing.assert_allclose(turned, SHARES * np.pi / 2, atol=1e-4)


@pytest.mark.parametrize(
    ("start", "end"), [([1, 2], [2, 4]), ([1, 2], [-1, -2]), ([0, 0], [1, 1]), ([1], [-3])]
)
def test_where_there_is_no_one_arc_it_is_the_straight_way(start, end):
    start, end = np.float32(start), np.float32(end)
    np.testing.assert_array_equal(spherical(start, end, SHARES), straight(start, end, SHARES))
