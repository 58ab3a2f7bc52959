"""Where points leave room: hulls and the largest empty circles in them."""

import numpy as np
import pytest
from scipy.spatial import ConvexHull

EMPTIEST = "emptiestPlaces(Float32Array.from(points), count)"


@pytest.fixture
def emptiest(evaluate):
    def emptiest(points, count=8):
        values = np.asarray(points, np.float32).ravel().tolist()
        found = evaluate("holes/empty_places.js", EMPTIEST, points=values, count=count)
        circles = [(one["x"], one["y"], one["radius"]) for one in found["circles"]]
        return np.array(found["hull"]), np.array(circles).reshape(-1, 3)

    return emptiest


def ring_with_holes(holes, n=6000):
    """Points all over a disc of radius 10, none within the circles."""
    points = np.random.default_rng(0).uniform(-10, 10, (4 * n, 2))
    points = points[np.hypot(*points.T) < 10]
    for x, y, radius in holes:
        points = points[np.hypot(points[:, 0] - x, points[:, 1] - y) > radius]
    return points[:n]


def test_the_hull_is_that_of_scipy(evaluate):
    points = np.random.default_rng(1).standard_normal((300, 2))
    found = np.array(evaluate("holes/hull.js", "convexHull(points)", points=points.tolist()))
    expected = points[ConvexHull(points).vertices]
    assert {tuple(corner) for corner in found} == {tuple(corner) for corner in expected}


def test_depth_is_the_distance_from_the_nearest_edge(evaluate):
    square = [[0, 0], [4, 0], [4, 4], [0, 4]]

    def depth(x, y):
        return evaluate("holes/hull.js", "depthInside(hull, x, y)", hull=square, x=x, y=y)

    assert depth(1, 2) == pytest.approx(1)
    assert depth(3.5, 2) == pytest.approx(0.5)
    assert depth(5, 2) == pytest.approx(-1)


def test_holes_are_found_where_they_are_the_largest_first(emptiest):
    holes = [(3, 2, 2.5), (-4, -1, 1.8), (0, -6, 1.2)]
    _, circles = emptiest(ring_with_holes(holes), count=3)
    for found, (x, y, radius) in zip(circles, holes, strict=True):
        assert np.hypot(found[0] - x, found[1] - y) < 0.4
        assert radius <= found[2] + 0.05 < radius + 0.6


def test_circles_are_empty_lie_inside_and_do_not_overlap(emptiest):
    points = np.random.default_rng(2).standard_normal((3000, 2))
    hull, circles = emptiest(points)
    assert len(circles) == 8
    assert (np.diff(circles[:, 2]) <= 0).all()
    equations = ConvexHull(hull).equations
    for k, (x, y, radius) in enumerate(circles):
        assert np.hypot(points[:, 0] - x, points[:, 1] - y).min() >= radius - 1e-5
        assert (equations[:, :2] @ [x, y] + equations[:, 2]).max() <= -radius + 1e-5
        for a, b, other in circles[:k]:
            assert np.hypot(a - x, b - y) >= radius + other - 1e-6


def test_a_lone_point_far_away_makes_no_hole(emptiest):
    points = ring_with_holes([(0, 0, 2)])
    lone = np.vstack([points, [[80, 80]]])
    np.testing.assert_allclose(emptiest(lone, 1)[1], emptiest(points, 1)[1], atol=0.2)


@pytest.mark.parametrize(
    "points", [np.zeros((20, 2)), np.linspace(0, 1, 20)[:, None] * [1, 2], np.zeros((1, 2))]
)
def test_points_in_one_place_or_on_a_line_have_no_room_between_them(emptiest, points):
    assert len(emptiest(points)[1]) == 0


FLAT = """FlatCodes.of(Float32Array.from(codes), size).then((flat) => ({
  points: [...flat.points],
  axes: flat.axes,
  back: [...flat.codeAt([flat.points[0], flat.points[1]])],
}))"""


def flat_of(evaluate, codes):
    return evaluate("holes/flat_codes.js", FLAT, codes=codes.ravel().tolist(), size=codes.shape[1])


def test_a_code_of_two_numbers_is_its_own_map_there_and_back(evaluate):
    codes = np.random.default_rng(0).normal(3, 1, (200, 2)).astype(np.float32)
    found = flat_of(evaluate, codes)
    np.testing.assert_allclose(np.reshape(found["points"], (-1, 2)), codes, atol=1e-5)
    np.testing.assert_allclose(found["back"], codes[0], atol=1e-5)
    assert found["axes"][0].startswith("code number 1 (")


def test_a_longer_code_lies_on_its_first_two_components_and_comes_back_to_their_plane(evaluate):
    random = np.random.default_rng(0)
    codes = (random.normal(0, [5, 3, 1, 0.5], (500, 4)) + 2).astype(np.float32)
    found = flat_of(evaluate, codes)
    centred = codes - codes.mean(0)
    axes = np.linalg.svd(centred, full_matrices=False)[2][:2]
    points = np.reshape(found["points"], (-1, 2))
    np.testing.assert_allclose(np.abs(points), np.abs(centred @ axes.T), atol=1e-2)
    np.testing.assert_allclose(found["back"], codes.mean(0) + centred[0] @ axes.T @ axes, atol=1e-2)
    assert found["axes"][0].startswith("component 1 (")


def test_circles_are_round_in_spreads_and_stretched_in_the_units_of_the_codes(components):
    codes = ring_with_holes([(3, 2, 2.5)]) * [100, 1]
    found = components.evaluate(
        """async (codes) => {
          const { FlatCodes } = await import("/holes/flat_codes.js");
          const { holesOf } = await import("/holes/holes_of.js");
          return holesOf(await FlatCodes.of(Float32Array.from(codes), 2), 1);
        }""",
        codes.ravel().tolist(),
    )
    (circle,) = found["circles"]
    wide, high = circle["radii"]
    assert wide / high == pytest.approx(100, rel=0.05)
    assert (circle["x"] / 100, circle["y"]) == pytest.approx((3, 2), abs=0.4)


@pytest.mark.parametrize("box", [{"width": 1600, "height": 400}, {"width": 300, "height": 400}])
def test_a_spread_is_as_long_across_as_up_in_a_map_of_any_shape_and_all_is_seen(evaluate, box):
    halves = [3, 2]  # spreads from the middle to the end of each axis
    scale = evaluate(
        "holes/even_camera.js", "new EvenCamera(halves).scale(box)", halves=halves, box=box
    )
    wide, high = np.divide(scale, halves)
    assert wide == pytest.approx(high)
    assert scale == pytest.approx(np.minimum(scale, [box["width"] / 2, box["height"] / 2]))
    assert scale[0] == pytest.approx(box["width"] / 2) or scale[1] == pytest.approx(200)
