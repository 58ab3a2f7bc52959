"""What the map of codes is computed from: axes, ticks, cameras, colours, which points are meant."""

import numpy as np
import pytest
from matplotlib.path import Path

MAP = "latent_map/map"
BOX = {"left": 50, "top": 10, "width": 600, "height": 400}
PLACES = (
    "(() => { const places = { x: new Float32Array(n), y: new Float32Array(n), "
    "depth: new Float32Array(n) }; camera.project(Float32Array.from(unit), n, box, places); "
    "return [[...places.x], [...places.y], [...places.depth]]; })()"
)


@pytest.fixture
def unit():
    return np.random.default_rng(0).uniform(-1, 1, (50, 3))


@pytest.mark.parametrize(
    ("low", "high", "most", "texts"),
    [
        (-3.2, 4.1, 8, ["−3", "−2", "−1", "0", "1", "2", "3", "4"]),
        (0.013, 0.0171, 5, ["0.013", "0.014", "0.015", "0.016", "0.017"]),
        (-40, 250, 4, ["0", "100", "200"]),
        (0, 1, 4, ["0.0", "0.5", "1.0"]),
        (2e7, 6e7, 2, ["2.0e7", "4.0e7", "6.0e7"]),
        (-1e-9, 2e-9, 3, ["−1.0e−9", "0", "1.0e−9", "2.0e−9"]),
    ],
)
def test_ticks_are_round_and_as_many_as_there_is_room_for(evaluate, low, high, most, texts):
    found = evaluate(
        f"{MAP}/ticks.js",
        "roundTicks(low, high, most).map(({ text }) => text)",
        low=low, high=high, most=most,
    )  # fmt: skip
    assert found == texts


@pytest.mark.parametrize("power", range(-6, 7))
def test_ticks_lie_within_their_axis_and_are_told_apart(evaluate, power):
    low, high = -1.37 * 10.0**power, 2.9 * 10.0**power
    found = evaluate(f"{MAP}/ticks.js", "roundTicks(low, high, 6)", low=low, high=high)
    values, texts = [tick["value"] for tick in found], [tick["text"] for tick in found]
    assert 3 <= len(values) <= 7
    assert min(values) >= low
    assert max(values) <= high
    assert len(set(texts)) == len(texts)
    np.testing.assert_allclose(np.diff(values), values[1] - values[0])
    read = [float(text.replace("−", "-")) for text in texts]
    np.testing.assert_allclose(read, values, atol=1e-9 * 10.0**power)


def space(evaluate, points, axes, method="pca", labels=()):
    found = evaluate(
        f"{MAP}/space.js",
        "(() => { const space = makeSpace({ points: Float32Array.from(points), dimensions, axes, "
        "method, count }, labels); return { ...space, unit: [...space.unit] }; })()",
        points=points.ravel().tolist(), dimensions=points.shape[1], count=len(points), axes=axes,
        method=method, labels=list(labels),
    )  # fmt: skip
    return found | {"unit": np.array(found["unit"]).reshape(-1, 3)}


def test_a_map_fills_its_axes_and_keeps_the_order_of_its_points(evaluate):
    points = np.random.default_rng(1).normal(size=(40, 2)) * [1, 100]
    found = space(evaluate, points, ["one", "two"])
    for axis in (0, 1):
        along = found["unit"][:, axis]
        assert np.ptp(along) == pytest.approx(2 / 1.08, abs=1e-5)
        low, high = (found["axes"][axis][end] for end in ("low", "high"))
        np.testing.assert_allclose(low + (along + 1) / 2 * (high - low), points[:, axis], rtol=1e-4)
    assert not found["unit"][:, 2].any()


def test_an_axis_on_which_all_points_are_one_is_drawn_around_it(evaluate):
    found = space(evaluate, np.column_stack([np.full(9, 3.0), np.arange(9)]), ["dead", "alive"])
    np.testing.assert_allclose(found["unit"][:, 0], 0, atol=1e-6)


def test_a_code_of_one_number_is_spread_out_by_the_digit(evaluate):
    labels = np.arange(30) % 10
    found = space(evaluate, np.linspace(0, 1, 30)[:, None], ["number"], "numbers", labels.tolist())
    assert found["dimensions"] == 2
    axis = found["axes"][1]
    heights = axis["low"] + (found["unit"][:, 1] + 1) / 2 * (axis["high"] - axis["low"])
    np.testing.assert_array_equal(np.rint(heights), labels)


def test_where_numbers_mean_nothing_there_are_no_ticks(evaluate):
    points = np.random.default_rng(1).normal(size=(9, 2))
    for method, has_ticks in [("tsne", False), ("umap", False), ("pca", True)]:
        axes = space(evaluate, points, ["a", "b"], method)["axes"]
        assert [axis["hasTicks"] for axis in axes] == [has_ticks] * 2


def project(evaluate, unit, change="", is_solid=False):
    return np.array(
        evaluate(
            f"{MAP}/camera.js",
            f"(() => {{ const camera = new Camera(isSolid); {change}; return {PLACES}; }})()",
            unit=unit.ravel().tolist(), n=len(unit), box=BOX, isSolid=is_solid,
        )
    )  # fmt: skip


def test_from_above_the_map_fills_its_box(evaluate, unit):
    x, y, _ = project(evaluate, unit)
    np.testing.assert_allclose(x, 50 + 300 * (unit[:, 0] + 1), rtol=1e-5)
    np.testing.assert_allclose(y, 10 + 200 * (1 - unit[:, 1]), rtol=1e-5)


@pytest.mark.parametrize("is_solid", [False, True])
def test_zooming_leaves_what_is_under_the_pointer_where_it_is(evaluate, unit, is_solid):
    before = project(evaluate, unit, is_solid=is_solid)[:2]
    after = project(evaluate, unit, "camera.zoomAt(300, 150, 2, box)", is_solid)[:2]
    at = np.array([[300], [150]])
    np.testing.assert_allclose(after - at, 2 * (before - at), atol=0.01)


def test_moving_the_map_moves_points_as_far_and_not_out_of_sight(evaluate, unit):
    before = project(evaluate, unit, "camera.zoomAt(350, 210, 4, box)")
    after = project(evaluate, unit, "camera.zoomAt(350, 210, 4, box); camera.pan(30, -20, box)")
    np.testing.assert_allclose(after[0] - before[0], 30, atol=0.01)
    np.testing.assert_allclose(after[1] - before[1], -20, atol=0.01)
    np.testing.assert_allclose(
        project(evaluate, unit, "camera.pan(900, 900, box)"), project(evaluate, unit), atol=0.01
    )
    far = project(evaluate, unit, "camera.zoomAt(350, 210, 4, box); camera.pan(1e6, 0, box)")
    assert ((far[0] > 50) & (far[0] < 650)).any()


def test_a_cube_is_turned_and_not_bent(evaluate, unit):
    """All distances in it, seen across, up and away, stay what they were."""
    found = project(evaluate, unit, "camera.turn(0.7, -1.1)", is_solid=True)
    scale = np.ptp(found[0]) / np.ptp(unit @ np.array([np.cos(1.3), np.sin(1.3), 0]))
    turned = np.array([found[0] / scale, found[1] / scale, found[2]]).T
    apart = [np.linalg.norm(p[:, None] - p[None], axis=-1) for p in (turned, unit)]
    np.testing.assert_allclose(apart[0], apart[1], atol=1e-3)


# Turned to all sides: what is written, and where the corners of the cube are.
VIEWS = """(async () => {
  const { Camera } = await import("/latent_map/map/camera.js");
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d"), em = 14, box = solidBox(width, height, em);
  context.font = `${em}px sans-serif`;
  const scale = { low: -31, high: 29, hasTicks: true };
  const axes = ["one", "two", "three"].map((title) => ({ title, ...scale }));
  const sides = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((k) => [k & 1, k & 2, k & 4]);
  const corners = Float32Array.from(sides, (side) => (side ? 1 : -1));
  const turns = Array.from({ length: 88 }, (_, k) => [0.7854 * (k % 8), 0.314 * ((k >> 3) - 5)]);
  const views = [];
  for (const [yaw, pitch] of turns) {
    const camera = new Camera(true), texts = [];
    Object.assign(camera, { yaw, pitch });
    context.fillText = (text, x, y) => {
      const { e, f } = context.getTransform();
      texts.push([text, x + e, y + f, context.measureText(text).width]);
    };
    drawSolidAxes(context, camera, box, { axes }, { theme: { grid: "#888", text: "#000" }, em });
    const places = { x: new Float32Array(8), y: new Float32Array(8), depth: new Float32Array(8) };
    camera.project(corners, 8, box, places);
    views.push({ texts, x: [...places.x], y: [...places.y] });
  }
  return views;
})()"""


@pytest.mark.parametrize(("width", "height"), [(680, 496), (310, 500)])
def test_a_cube_that_is_turned_stays_in_the_picture_and_its_numbers_apart(evaluate, width, height):
    views = evaluate(
        f"{MAP}/axes_solid.js",
        VIEWS,
        width=width,
        height=height,
    )
    for view in views:
        for axis, end in [("x", width), ("y", height)]:
            assert min(view[axis]) > 0
            assert max(view[axis]) < end
        numbers = [text for text in view["texts"] if text[0] not in ("one", "two", "three")]
        assert len(numbers) >= 3
        for k, (_, x, y, wide) in enumerate(numbers):
            assert all(
                abs(x - other[1]) >= (wide + other[3]) / 2 or abs(y - other[2]) >= 10
                for other in numbers[:k]
            )


def test_what_is_near_is_painted_over_what_is_far_and_the_selected_over_all(evaluate):
    depth = np.random.default_rng(0).uniform(-1.7, 1.7, 200).astype(np.float32)
    chosen = np.arange(200) % 7 == 0
    order = evaluate(
        f"{MAP}/order.js",
        "[...paintingOrder(200, Float32Array.from(depth), true, Uint8Array.from(chosen))]",
        depth=depth.tolist(), chosen=chosen.astype(int).tolist(),
    )  # fmt: skip
    assert sorted(order) == list(range(200))
    assert not chosen[order[: -chosen.sum()]].any()
    for part in (order[: -chosen.sum()], order[-chosen.sum() :]):
        assert np.diff(depth[part]).max() < 2 * np.sqrt(3) / 256


def pick(evaluate, expression, points, **values):
    return evaluate(
        f"{MAP}/picking.js",
        expression.replace("places", "{ x: Float32Array.from(x), y: Float32Array.from(y) }"),
        x=points[:, 0].tolist(), y=points[:, 1].tolist(), n=len(points), **values,
    )  # fmt: skip


def test_the_nearest_point_within_reach_is_meant(evaluate, unit):
    at = [0.1, 0.2]
    apart = np.linalg.norm(unit[:, :2] - at, axis=1)
    assert pick(evaluate, "pointAt(places, n, at, 1)", unit, at=at) == apart.argmin()
    reach = apart.min() * 0.99
    assert pick(evaluate, "pointAt(places, n, at, reach)", unit, at=at, reach=reach) == -1


@pytest.mark.parametrize("direction", [[1, 0], [-1, 0], [0, 1], [0, -1]])
def test_the_next_point_lies_more_that_way_than_aside(evaluate, unit, direction):
    start = int(np.abs(unit[:, :2]).sum(axis=1).argmin())
    found = pick(evaluate, "pointTowards(places, n, start, way)", unit, start=start, way=direction)
    step = unit[found, :2] - unit[start, :2]
    ahead, aside = step @ direction, abs(step @ direction[::-1])
    assert ahead > 0
    assert ahead >= aside
    # And none lies straight ahead and much nearer.
    others = unit[:, :2] - unit[start, :2]
    is_nearer = np.linalg.norm(others, axis=1) < np.linalg.norm(step) / 3
    is_that_way = others @ direction > 2 * np.abs(others @ direction[::-1])
    assert not (is_nearer & is_that_way).any()


def test_points_inside_a_lasso_are_those_that_are_inside(evaluate, unit):
    polygon = [[-0.8, -0.6], [0.7, -0.9], [0.1, 0.0], [0.9, 0.8], [-0.5, 0.7]]
    found = pick(evaluate, "pointsInside(places, n, polygon)", unit, polygon=polygon)
    expected = np.flatnonzero(Path(polygon).contains_points(unit[:, :2]))
    assert found == expected.tolist()
    assert 5 < len(found) < 45


def test_errors_have_a_scale_that_one_bad_digit_does_not_stretch(evaluate):
    errors = np.append(np.linspace(0, 1, 999), 1000)
    found = evaluate(
        f"{MAP}/colouring.js",
        "(() => { const found = colouringOf('error', n, { errors: Float32Array.from(errors) }); "
        "return { ...found, colour: [...found.colour] }; })()",
        errors=errors.tolist(), n=len(errors),
    )  # fmt: skip
    assert found["scale"]["low"] == "0.000"
    assert found["scale"]["high"].startswith("0.98")
    assert np.diff(found["colour"]).min() >= 0
    assert found["colour"][-1] == len(found["rgb"]) - 1
    assert found["colour"][500] == pytest.approx(len(found["rgb"]) / 2, abs=2)


def test_a_thumbnail_is_the_digit_made_smaller(evaluate, data):
    digit = data.test.pixels[0].reshape(28, 28)
    found = evaluate(
        f"{MAP}/thumbnails.js",
        "(() => { const found = new Thumbnails(1, 14), pixels = Uint8Array.from(digit); "
        "found.startOf(0, () => pixels); return [...found.levels]; })()",
        digit=digit.ravel().tolist(),
    )
    expected = digit.reshape(14, 2, 14, 2).mean(axis=(1, 3))
    assert np.corrcoef(found, expected.ravel())[0, 1] > 0.97


def test_a_thumbnail_whose_digit_is_not_here_is_made_when_it_is(evaluate):
    assert evaluate(
        f"{MAP}/thumbnails.js",
        "(() => { const found = new Thumbnails(2, 20); "
        "return [found.startOf(1, () => null), found.startOf(1, () => new Uint8Array(784))]; })()",
    ) == [-1, 400]


@pytest.mark.parametrize(("size", "kind"), [(784, "Uint8Array"), (20, "Float32Array")])
def test_the_nearest_neighbours_are_those_that_numpy_finds(evaluate, data, size, kind):
    points = data.test.pixels[:300].reshape(300, 784)[:, :size].astype(float)
    points += np.random.default_rng(0).integers(0, 3, points.shape) * (points < 250)
    found = evaluate(
        "latent_map/neighbours/nearest.js",
        f"nearest({kind}.from(points), size, 7, 10)",
        points=points.ravel().tolist(), size=size,
    )  # fmt: skip
    apart = np.linalg.norm(points - points[7], axis=1)
    apart[7] = np.inf
    assert [one["index"] for one in found] == np.argsort(apart, kind="stable")[:10].tolist()
    np.testing.assert_allclose([one["distance"] for one in found], np.sort(apart)[:10], rtol=1e-5)
