"""The directions of the plane, held against NumPy's."""

import numpy as np
import pytest

from ae.latent.projection import project

FIND = """strongestDirections(Float32Array.from(codes), size, count).then((found) =>
  found.map((one) => ({ ...one, direction: [...one.direction] })))"""


@pytest.fixture
def directions(evaluate):
    def directions(codes, count=2):
        return evaluate(
            "latent_map/plane/directions.js",
            FIND,
            codes=codes.ravel().tolist(),
            size=codes.shape[1],
            count=count,
        )

    return directions


def codes_of(size, n=500):
    drawn = np.random.default_rng(size).normal(size=(n, size)) @ np.random.default_rng(1).normal(
        size=(size, size)
    )
    return (drawn + 5).astype(np.float32)


@pytest.mark.parametrize("size", [3, 10, 64])
def test_they_are_the_principal_components(directions, size):
    codes = codes_of(size)
    found = directions(codes)
    projection = project(codes)
    centred = codes - codes.mean(axis=0, dtype=np.float64)
    for one, points, share in zip(found, projection.points.T, projection.shares, strict=True):
        np.testing.assert_allclose(centred @ one["direction"], points, atol=1e-3 * points.std())
        assert one["share"] == pytest.approx(share, rel=1e-4)
        assert one["spread"] == pytest.approx(points.std(), rel=1e-4)


@pytest.mark.parametrize("size", [1, 2])
def test_codes_of_two_numbers_have_their_own_axes(directions, size):
    codes = codes_of(size)
    found = directions(codes)
    np.testing.assert_array_equal([one["direction"] for one in found], np.eye(size))
    np.testing.assert_allclose([one["spread"] for one in found], codes.std(axis=0), rtol=1e-4)


def test_codes_that_vary_along_one_line_have_no_second_direction(directions):
    line = np.outer(np.linspace(-1, 1, 50), [3, 0, 4]).astype(np.float32)
    first, second = directions(line)
    np.testing.assert_allclose(first["direction"], [0.6, 0, 0.8], atol=1e-5)
    assert second["spread"] < 1e-5


def test_codes_that_are_all_the_same_have_directions_without_spread(directions):
    found = directions(np.ones((20, 5), np.float32))
    assert [one["spread"] for one in found] == [0, 0]
    assert np.isfinite([one["direction"] for one in found]).all()
