from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from ae.errors import SettingError
from ae.latent.projection import keep_sides, project


def cloud(*spreads, n=400):
    """Codes float32 (n, k) whose numbers spread independently, so much each."""
    drawn = np.random.default_rng(0).normal(size=(n, len(spreads)))
    whitened = np.linalg.qr(drawn - drawn.mean(axis=0))[0] * np.sqrt(n)
    return (whitened * spreads).astype(np.float32)


@pytest.mark.parametrize(("width", "dimensions"), [(1, 2), (2, 2), (1, 3), (2, 3), (3, 3)])
def test_codes_of_few_numbers_are_shown_as_they_are(width, dimensions):
    codes = cloud(*[3, 1, 2][:width])
    found = project(codes, dimensions)
    assert found.is_direct
    np.testing.assert_array_equal(found.points, codes)
    np.testing.assert_allclose(found.shares, np.square([3, 1, 2][:width]) / sum(
        np.square([3, 1, 2][:width])), rtol=1e-4)  # fmt: skip
    assert found.shown == pytest.approx(1)


@pytest.mark.parametrize("dimensions", [2, 3])
def test_codes_of_many_numbers_are_projected_on_the_axes_of_the_largest_variance(dimensions):
    codes = cloud(1, 4, 0.5, 3, 2)
    found = project(codes, dimensions)
    assert not found.is_direct
    assert (found.points.dtype, found.points.shape) == (np.float32, (400, dimensions))
    np.testing.assert_allclose(found.points, codes[:, [1, 3, 4][:dimensions]], atol=1e-2)
    total = 1 + 16 + 0.25 + 9 + 4
    np.testing.assert_allclose(found.shares, np.array([16, 9, 4])[:dimensions] / total, rtol=1e-3)
    assert found.shown == pytest.approx(sum(found.shares))


@pytest.mark.parametrize("width", [2, 4])
def test_shares_do_not_depend_on_how_large_the_codes_are(width):
    codes = cloud(*[1, 4, 0.5, 3][:width])
    np.testing.assert_allclose(project(codes * 1e-3).shares, project(codes).shares, rtol=1e-4)


def test_a_projection_forgets_where_the_codes_are():
    codes = cloud(1, 4, 0.5, 3, 2)
    np.testing.assert_allclose(project(codes + 100).points, project(codes).points, atol=1e-2)


def test_an_axis_points_the_same_way_each_time():
    codes = cloud(4, 3, 1)
    turned = codes @ np.linalg.qr(np.random.default_rng(1).normal(size=(3, 3)))[0].astype(
        np.float32
    )
    np.testing.assert_array_equal(project(turned).points, project(turned).points)
    axes = np.linalg.lstsq(turned, project(turned).points, rcond=None)[0]
    assert (axes[np.abs(axes).argmax(axis=0), [0, 1]] > 0).all()


@pytest.mark.parametrize("width", [2, 5])
def test_codes_that_are_all_the_same_have_points_and_no_variance(width):
    found = project(np.ones((10, width), np.float32))
    assert found.points.shape == (10, 2)
    assert np.isfinite(found.points).all()
    assert found.shown == pytest.approx(0)


@given(
    arrays(
        np.float32,
        array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=8),
        elements=st.floats(-100, 100, width=32),
    ),
    st.sampled_from([2, 3]),
)
def test_shares_are_shares(codes, dimensions):
    found = project(codes, dimensions)
    assert len(found.shares) == found.points.shape[1] == min(codes.shape[1], dimensions)
    assert all(0 <= share <= 1 + 1e-6 for share in found.shares)
    assert 0 <= found.shown <= 1


@pytest.mark.parametrize("dimensions", [0, 1, 4])
def test_only_two_or_three_dimensions_can_be_shown(dimensions):
    with pytest.raises(SettingError) as caught:
        project(cloud(1, 2, 3), dimensions)
    assert str(caught.value) == f"dimensions: expected 2 or 3, got {dimensions}"


def test_newer_codes_stay_on_the_side_where_the_earlier_were():
    codes = np.random.default_rng(0).normal(size=(50, 4)).astype(np.float32) * [4, 3, 2, 1]
    before = project(codes)
    mirrored = replace(before, points=before.points * np.float32([-1, 1]))
    np.testing.assert_array_equal(keep_sides(mirrored, before.points).points, before.points)
    assert keep_sides(mirrored, None) is mirrored
    assert keep_sides(mirrored, before.points[:9]) is mirrored


def test_codes_that_are_shown_as_they_are_are_never_mirrored():
    direct = project(np.float32([[1, 2], [3, 4], [5, -6]]))
    assert keep_sides(direct, -direct.points) is direct
