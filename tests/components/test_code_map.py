"""The map of codes, the chosen digit and its neighbours, held against numpy and Keras."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from ae.data import load_dataset
from ae.formatting import number
from ae.latent.code_file import code_file
from ae.latent.latent_map import MapChoice, draw_map
from ae.plots.latent import COLOURS
from pages.components.addresses import FOLDER
from tests.components.conftest import serving
from tests.components.exploring import COUNT, SHOW, Network, levels_of
from tests.components.test_code_parts import shown_code, waits_for

CSS = "\n".join(path.read_text() for path in sorted((FOLDER / "latent_map").rglob("*.css")))
PARTS = {
    "map": ("/latent_map/map/code_map.js", "CodeMap", "map"),
    "detail": ("/latent_map/detail/detail.js", "Detail", "ae-tools detail"),
    "neighbours": ("/latent_map/neighbours/neighbours.js", "Neighbours", "ae-tools neighbours"),
}
# When nothing moves any more: places of all points, the box, all in pixels of the canvas.
PLACES = """async () => {
  const { chart } = part;
  const isAtRest = () => chart.box && !chart.isStale && !chart.morph && !chart.frame;
  while (!isAtRest()) await new Promise(requestAnimationFrame);
  const { x, y, depth } = chart.places, { left, top, width, height } = chart.box;
  return [[...x], [...y], [...depth], [left, top, width, height]];
}"""
PAINTED = """(at) => {
  const canvas = document.querySelectorAll(".chart > canvas")[1];
  const context = canvas.getContext("2d");
  return at.map(([x, y]) => [...context.getImageData(Math.round(x), Math.round(y), 1, 1).data]);
}"""


@pytest.fixture
def show(page):
    """Opens a part by itself; gives the network that it runs, with its map by PCA."""
    with serving() as (address, files):

        def show(part, latent_dim, choice=None, **settings):
            network = Network(files, latent_dim, **settings)
            network.errors = np.random.default_rng(3).gamma(2, 0.01, COUNT).astype(np.float32)
            files["/codes"] = code_file("abc", 7, network.codes, network.errors)
            for text in [f"pca-2-{COUNT}", f"pca-3-{COUNT}", f"numbers-0.1-{COUNT}", choice]:
                if text and max(MapChoice.parse(text).axes) <= latent_dim:
                    add_map(files, network, text)
            page.goto(address)
            file, name, classes = PARTS[part]
            page.evaluate(SHOW, [file, name, CSS, classes])
            if part == "map" and choice is None:
                expect(chart(page)).to_have_attribute("aria-label", re.compile("400 test digits"))
            return network

        show.files = files
        yield show
        page.evaluate("part.close()")


def add_map(files, network, text):
    """The map as the server would make it."""
    choice = MapChoice.parse(text)
    made = draw_map(network.codes, choice)
    network.points = getattr(network, "points", {}) | {text: made.points}
    files[f"/map/{text}"] = made.as_file("abc", 7, choice)


def chart(page):
    return page.get_by_role("application")


def places(page):
    """Where points are, (n, 3) across, down and away; and the box."""
    *found, box = page.evaluate(PLACES)
    return np.array(found).T, box


def on_screen(page, at):
    """A place of the chart on the screen."""
    box = chart(page).bounding_box()
    return box["x"] + at[0], box["y"] + at[1]


def lonely(points, apart=12):
    """Indices of points that no other one covers."""
    distance = np.linalg.norm(points[:, None, :2] - points[None, :, :2], axis=-1)
    np.fill_diagonal(distance, np.inf)
    return np.flatnonzero(distance.min(axis=1) > apart)


def colours_at(page, points, indices):
    """What is painted at some points, red, green and blue."""
    return np.array(page.evaluate(PAINTED, points[indices, :2].tolist()))[:, :3]


def rgb(colour):
    return [int(colour[k : k + 2], 16) for k in (1, 3, 5)]


def test_points_are_where_the_map_says_in_the_colours_of_their_digits(page, show):
    network = show("map", 6)
    points, (left, top, width, height) = places(page)
    made = network.points[f"pca-2-{COUNT}"]
    low, high = made.min(axis=0), made.max(axis=0)
    share = (made - low + 0.04 * (high - low)) / (1.08 * (high - low))
    np.testing.assert_allclose(points[:, 0], left + share[:, 0] * width, atol=0.05)
    np.testing.assert_allclose(points[:, 1], top + (1 - share[:, 1]) * height, atol=0.05)
    alone = lonely(points)
    assert len(alone) > 50
    labels = load_dataset("mnist").test.labels[alone]
    expected = [rgb(COLOURS[label]) for label in labels]
    np.testing.assert_allclose(colours_at(page, points, alone), expected, atol=3)


def test_colours_say_the_cluster_or_the_error(page, show):
    network = show("map", 6)
    points, _ = places(page)
    alone = lonely(points)
    page.get_by_label("Colour", exact=True).select_option("cluster")
    places(page)
    groups = page.evaluate("[...exploration.clusters]")
    expected = [rgb(COLOURS[groups[i]]) for i in alone]
    np.testing.assert_allclose(colours_at(page, points, alone), expected, atol=3)
    expect(page.locator(".legend button").first).to_have_text(re.compile("A"))
    page.get_by_label("Colour", exact=True).select_option("error")
    places(page)
    red, _, blue = colours_at(page, points, alone).T
    assert np.corrcoef(red.astype(float) - blue, network.errors[alone])[0, 1] > 0.8
    expect(page.locator(".legend")).to_contain_text("squared error per pixel")


def test_images_are_the_digits_themselves(page, show):
    show("map", 6)
    page.get_by_role("radio", name="Images").check()
    points, _ = places(page)
    side = page.evaluate("part.chart.side")
    alone = lonely(points, 2 * side)
    assert len(alone) > 5
    for index in alone[:10]:
        x, y = np.rint(points[index, :2]).astype(int).tolist()
        inside = [
            [x - side // 2 + column, y - side // 2 + row]
            for row in range(2, side - 2) for column in range(2, side - 2)
        ]  # fmt: skip
        levels = np.array(page.evaluate(PAINTED, inside))[:, :3].sum(axis=1)
        digit = load_dataset("mnist").test.pixels[index].reshape(28, 28)
        at = np.clip(((np.arange(2, side - 2) + 0.5) * 28 / side).astype(int), 0, 27)
        assert np.corrcoef(levels, -digit[np.ix_(at, at)].ravel().astype(float))[0, 1] > 0.75


def test_a_click_chooses_the_point_and_it_stays_marked(page, show):
    show("map", 6)
    points, _ = places(page)
    index = int(lonely(points)[3])
    page.mouse.click(*on_screen(page, points[index]))
    assert page.evaluate("exploration.chosen") == index
    page.mouse.move(5, 5)
    page.get_by_label("Colour", exact=True).select_option("cluster")
    places(page)
    assert page.evaluate("part.chart.marks.chosen") == index
    x, y = points[index, :2]
    ring = page.evaluate(
        """([x, y]) => {
          const canvas = document.querySelectorAll(".chart > canvas")[2];
          return [...canvas.getContext("2d").getImageData(x - 14, y - 14, 29, 29).data]
            .filter((_, i) => i % 4 === 3 && _ > 0).length;
        }""",
        [round(x), round(y)],
    )
    assert ring > 80


def test_arrow_keys_go_from_point_to_point(page, show):
    show("map", 6)
    points, _ = places(page)
    chart(page).focus()
    for key, axis, sign in [("ArrowRight", 0, 1), ("ArrowDown", 1, 1), ("ArrowLeft", 0, -1)]:
        before = page.evaluate("exploration.chosen")
        page.keyboard.press(key)
        after = page.evaluate("exploration.chosen")
        step = points[after, :2] - points[before, :2]
        assert sign * step[axis] > 0
        assert sign * step[axis] >= abs(step[1 - axis])


def test_dragging_moves_the_map_with_the_pointer_and_a_key_shows_all_of_it(page, show):
    show("map", 6)
    before, _ = places(page)
    chart(page).focus()
    for _ in range(4):
        page.keyboard.press("+")
    zoomed, _ = places(page)
    assert np.ptp(zoomed[:, 0]) == pytest.approx(1.3**4 * np.ptp(before[:, 0]), rel=1e-3)
    page.mouse.move(*on_screen(page, (300, 200)))
    page.mouse.down()
    page.mouse.move(*on_screen(page, (350, 170)), steps=5)
    page.mouse.up()
    moved, _ = places(page)
    np.testing.assert_allclose(moved[:, :2] - zoomed[:, :2], [[50, -30]] * COUNT, atol=0.2)
    chart(page).focus()
    page.keyboard.press("0")
    np.testing.assert_allclose(places(page)[0], before, atol=0.01)


def test_the_wheel_zooms_at_the_pointer_once_the_map_has_the_focus(page, show):
    show("map", 6)
    before, _ = places(page)
    at = before[7, :2]
    page.mouse.move(*on_screen(page, at))
    page.mouse.wheel(0, -300)
    np.testing.assert_array_equal(places(page)[0], before)  # it would have scrolled the page
    chart(page).focus()
    page.mouse.wheel(0, -300)
    page.wait_for_function("part.chart.camera.zoom > 1.2")
    after, _ = places(page)
    np.testing.assert_allclose(after[7, :2], at, atol=1)  # the mouse stands on a whole pixel


def test_two_fingers_zoom_and_a_lost_finger_calls_off_what_was_drawn(page, show):
    show("map", 6)
    places(page)
    page.evaluate(
        """() => {
          const chart = document.querySelector(".chart"), box = chart.getBoundingClientRect();
          chart.setPointerCapture = () => {};
          const send = (type, pointerId, x, y) => chart.dispatchEvent(new PointerEvent(type, {
            pointerId, clientX: box.left + x, clientY: box.top + y, pointerType: "touch", button: 0,
          }));
          send("pointerdown", 1, 200, 200);
          send("pointerdown", 2, 300, 200);
          send("pointermove", 2, 400, 200);
          send("pointerup", 1, 200, 200);
          send("pointerup", 2, 400, 200);
        }"""
    )
    assert page.evaluate("part.chart.camera.zoom") == pytest.approx(2, rel=0.01)
    assert page.evaluate("exploration.selection") == []


def test_in_three_dimensions_a_drag_turns_the_cube(page, show):
    network = show("map", 6)
    page.get_by_role("radio", name="3-D").check()
    page.wait_for_function("part.chart.camera.isSolid")
    places(page)
    chart(page).focus()
    page.mouse.move(*on_screen(page, (300, 200)))
    page.mouse.down()
    page.mouse.move(*on_screen(page, (380, 230)), steps=6)
    page.mouse.up()
    found, _ = places(page)
    made = network.points[f"pca-3-{COUNT}"]
    low, high = made.min(axis=0), made.max(axis=0)
    unit = 2 * (made - low + 0.04 * (high - low)) / (1.08 * (high - low)) - 1
    yaw, pitch = 0.6 - 0.008 * 80, 0.4 + 0.008 * 30
    right = np.array([np.cos(yaw), np.sin(yaw), 0])
    away = np.array([-np.sin(yaw) * np.cos(pitch), np.cos(yaw) * np.cos(pitch), -np.sin(pitch)])
    np.testing.assert_allclose(found[:, 2], unit @ away, atol=1e-3)
    across = unit @ right
    scale = np.ptp(found[:, 0]) / np.ptp(across)
    np.testing.assert_allclose(np.diff(found[:, 0]), scale * np.diff(across), atol=0.05)


def drag(page, path):
    page.mouse.move(*on_screen(page, path[0]))
    page.mouse.down()
    for at in path[1:]:
        page.mouse.move(*on_screen(page, at), steps=3)
    page.mouse.up()


def test_a_box_selects_and_the_mean_of_the_codes_in_it_is_decoded(page, show):
    network = show("map", 6)
    points, _ = places(page)
    page.get_by_role("button", name="Drag selects in a box").click()
    drag(page, [(200, 100), (420, 260)])
    x, y = points[:, 0], points[:, 1]
    inside = np.flatnonzero((x > 200) & (x < 420) & (y > 100) & (y < 260))
    assert page.evaluate("exploration.selection") == inside.tolist()
    np.testing.assert_allclose(shown_code(page), network.codes[inside].mean(axis=0), atol=1e-5)
    expect(page.locator(".selected")).to_contain_text(f"{len(inside)} selected")
    assert page.evaluate("exploration.origin") == f"the mean of {len(inside)} selected"
    page.get_by_role("button", name="Clear").click()
    assert page.evaluate("exploration.selection") == []
    expect(page.get_by_role("button", name="Clear")).to_be_hidden()


def test_a_lasso_selects_what_it_goes_around_and_the_rest_becomes_faint(page, show):
    show("map", 6)
    points, _ = places(page)
    page.get_by_role("button", name="Drag selects by a lasso").click()
    drag(page, [(150, 80), (450, 90), (420, 300), (300, 180), (180, 290)])
    selection = page.evaluate("exploration.selection")
    assert 10 < len(selection) < COUNT
    places(page)
    alphas = np.array(page.evaluate(PAINTED, points[lonely(points), :2].tolist()))[:, 3]
    is_in = np.isin(lonely(points), selection)
    is_chosen = lonely(points) == page.evaluate("exploration.chosen")
    assert alphas[is_in].min() > 200
    assert alphas[~is_in & ~is_chosen].max() < 60


def test_a_selection_is_made_by_keys_too(page, show):
    show("map", 6)
    places(page)
    chart(page).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    chosen = page.evaluate("exploration.chosen")
    assert page.evaluate("exploration.selection") == sorted([0, chosen])
    page.keyboard.press("Enter")
    assert page.evaluate("exploration.selection") == [0]
    page.keyboard.press("Escape")
    assert page.evaluate("exploration.selection") == []
    page.locator(".legend button", has_text="3").click()
    labels = load_dataset("mnist").test.labels[:COUNT]
    assert page.evaluate("exploration.selection") == np.flatnonzero(labels == 3).tolist()


def test_over_a_code_of_two_numbers_the_network_draws_under_the_pointer(page, show):
    network = show("map", 2)
    _, (left, top, width, height) = places(page)
    made = network.points[f"numbers-0.1-{COUNT}"]
    low, high = made.min(axis=0), made.max(axis=0)
    for x, y in [(left + 0.3 * width, top + 0.6 * height), (left + 0.9 * width, top + 5)]:
        page.mouse.move(*on_screen(page, (x, y)))
        share = np.array([(x - left) / width, 1 - (y - top) / height])
        expected = low - 0.04 * (high - low) + share * 1.08 * (high - low)
        np.testing.assert_allclose(shown_code(page), expected, atol=0.02)
        waits_for(page, page.locator(".preview canvas"), network.levels(shown_code(page))[0])


def test_on_other_maps_the_digit_under_the_pointer_is_shown(page, show):
    show("map", 6)
    points, _ = places(page)
    index = int(lonely(points)[5])
    code = shown_code(page)
    page.mouse.move(*on_screen(page, points[index]))
    expect(page.locator(".preview")).to_contain_text(f"image {index}")
    digit = load_dataset("mnist").test.pixels[index].reshape(28, 28)
    waits_for(page, page.locator(".preview canvas"), digit.astype(int))
    np.testing.assert_array_equal(shown_code(page), code)
    page.mouse.move(2, 2)
    expect(page.locator(".preview")).to_be_hidden()


def test_any_numbers_of_the_code_are_a_map(page, show):
    network = show("map", 6)
    most = np.argsort(-network.codes.std(axis=0), kind="stable")[:2].tolist()
    other = next(i for i in range(6) if i not in most)
    for numbers in (most, [other, most[1]]):
        add_map(show.files, network, f"numbers-{numbers[0]}.{numbers[1]}-{COUNT}")
    page.get_by_label("Map", exact=True).select_option("numbers")
    expect(chart(page)).to_have_attribute("aria-label", re.compile(f"code number {most[0] + 1}"))
    page.get_by_label("Number across").select_option(str(other))
    expect(chart(page)).to_have_attribute("aria-label", re.compile(f"code number {other + 1}"))
    points, _ = places(page)
    assert np.corrcoef(points[:, 0], network.codes[:, other])[0, 1] == pytest.approx(1, abs=1e-5)


def test_menus_of_numbers_come_without_moving_the_others_or_what_is_below(page, show):
    page.set_viewport_size({"width": 1000, "height": 900})
    network = show("map", 6)
    page.add_style_tag(content="body { width: 680px; }")
    for dimensions in (2, 3):
        most = np.argsort(-network.codes.std(axis=0), kind="stable")[:dimensions]
        add_map(show.files, network, f"numbers-{'.'.join(map(str, most))}-{COUNT}")
    boxes = (
        "[...document.querySelectorAll('.controls > :not(.numbers), .legend, .says')]"
        ".map((node) => node.getBoundingClientRect()).map(({ x, y }) => [x, y].map(Math.round))"
    )
    before = page.evaluate(boxes)
    page.get_by_label("Map", exact=True).select_option("numbers")
    for dimensions in ("2-D", "3-D"):
        page.get_by_role("radio", name=dimensions).check()
        expect(page.get_by_label("Number up")).to_be_visible()
        assert page.evaluate(boxes) == before
    expect(page.get_by_label("Number deep")).to_be_visible()


def test_a_slow_map_tells_how_far_it_is_and_can_be_called_off(page, show):
    sockets = []
    page.route_web_socket("**/maps/**", lambda socket: sockets.append(socket))
    show("map", 6)
    before, _ = places(page)
    page.get_by_label("Map", exact=True).select_option("tsne")
    expect(page.get_by_text("Drawing t-SNE")).to_be_visible()
    assert sockets[0].url.endswith(f"/maps/tsne-2-{COUNT}")
    sockets[0].send('{"share": 0.4, "reason": ""}')
    expect(page.locator("progress")).to_have_attribute("value", "0.4")
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".progress")).to_be_hidden()
    expect(page.get_by_label("Map", exact=True)).to_have_value("pca")
    expect(page.get_by_label("Map", exact=True)).to_be_focused()  # not lost with the button
    np.testing.assert_array_equal(places(page)[0], before)


def test_a_map_that_cannot_be_made_is_said_and_the_one_before_stays(page, show):
    show("map", 6)
    before, _ = places(page)
    show.files[f"/map/pca-3-{COUNT}"] = (404, "This run was deleted.")
    page.get_by_role("radio", name="3-D").click()  # and not check(): it goes back at once
    expect(page.get_by_text("This run was deleted.")).to_be_visible()
    expect(page.get_by_role("radio", name="2-D")).to_be_checked()
    np.testing.assert_array_equal(places(page)[0], before)


def test_the_chosen_digit_its_reconstruction_and_the_code_that_is_shown(page, show):
    network = show("detail", 6)
    canvases = page.locator("canvas")
    page.get_by_role("spinbutton", name="Test image").fill("17")
    assert page.evaluate("exploration.chosen") == 17
    expect(page.get_by_role("heading")).to_have_text("Test image 17: a 7")
    digit = load_dataset("mnist").test.pixels[17].reshape(28, 28)
    waits_for(page, canvases.nth(0), digit.astype(int))
    for canvas in (canvases.nth(1), canvases.nth(2)):
        waits_for(page, canvas, network.levels(network.codes[17])[0])
    expect(
        page.get_by_text(f"Mean squared error {number(float(network.errors[17]))} per pixel")
    ).to_be_visible()
    code = network.codes[3:9].mean(axis=0)
    page.evaluate(
        "(code) => exploration.showCode(Float32Array.from(code), 'a mean')", code.tolist()
    )
    waits_for(page, canvases.nth(2), network.levels(code)[0])
    waits_for(page, canvases.nth(1), network.levels(network.codes[17])[0])
    expect(page.get_by_text("Decoded now: a mean")).to_be_visible()


def test_a_test_image_that_is_not_there_is_said_and_the_chosen_one_stays(page, show):
    show("detail", 6)
    page.get_by_role("spinbutton", name="Test image").fill("400")
    expect(
        page.get_by_text("Test image 400, which is not there: they are 0 to 399.")
    ).to_be_visible()
    assert page.evaluate("exploration.chosen") == 0
    page.get_by_role("spinbutton", name="Test image").fill("3")
    expect(page.get_by_text("which is not there")).to_be_hidden()
    assert page.evaluate("exploration.chosen") == 3


def test_weights_that_are_not_finite_are_said(page, show):
    sentence = "The weights of this run are not finite: there is no network to run."
    page.route("**/decoder", lambda route: route.fulfill(
        status=422, content_type="text/plain", body=sentence,
    ))  # fmt: skip
    show("detail", 6)
    expect(page.get_by_text(sentence)).to_be_visible()
    digit = load_dataset("mnist").test.pixels[0].reshape(28, 28)
    waits_for(page, page.locator("canvas").first, digit.astype(int))


def test_a_network_that_is_not_there_yet_comes_by_itself(page, show):
    away = [True]
    page.route("**/decoder", lambda route: route.abort() if away[0] else route.continue_())
    network = show("detail", 6)
    expect(page.get_by_text("The server does not answer. Trying again …")).to_be_visible()
    away[0] = False
    waits_for(page, page.locator("canvas").nth(1), network.levels(network.codes[0])[0])
    expect(page.get_by_text("Trying again")).to_be_hidden()


def test_neighbours_in_the_code_stand_above_those_in_pixels(page, show):
    network = show("neighbours", 6)
    page.evaluate("exploration.choose(5)")
    pixels = load_dataset("mnist").test.pixels[:COUNT].reshape(COUNT, 784).astype(float) / 255
    labels = load_dataset("mnist").test.labels
    nearest = []
    for points, name in [(network.codes, "the code"), (pixels, "pixels")]:
        apart = np.linalg.norm(points - points[5], axis=1)
        apart[5] = np.inf
        nearest.append(np.argsort(apart, kind="stable")[:10].tolist())
        buttons = page.get_by_role("list", name=f"The nearest in {name}").get_by_role("button")
        expect(buttons.first).to_have_accessible_name(re.compile(f"^Test image {nearest[-1][0]},"))
        names = buttons.evaluate_all("all => all.map((one) => one.ariaLabel)")
        assert [int(re.search(r"image (\d+)", one)[1]) for one in names] == nearest[-1]
        distances = [float(re.search(r"distance ([\d.]+)", one)[1]) for one in names]
        np.testing.assert_allclose(distances, np.sort(apart)[:10], rtol=1e-3)
        same = (labels[nearest[-1]] == labels[5]).sum()
        expect(page.get_by_text(f"{same} of 10 are a {labels[5]} as well").first).to_be_visible()
    both = set(nearest[0]) & set(nearest[1])
    expect(page.locator("li.in-both")).to_have_count(2 * len(both))
    page.get_by_role("list", name="The nearest in pixels").get_by_role("button").nth(2).click()
    assert page.evaluate("exploration.chosen") == nearest[1][2]


def test_levels_of_the_neighbours_are_the_digits(page, show):
    show("neighbours", 6)
    first = page.get_by_role("list", name="The nearest in pixels").locator("canvas").first
    expect(first).to_be_visible()
    index = page.locator("ol").nth(1).locator("li").first.evaluate("(cell) => cell.index")
    digit = load_dataset("mnist").test.pixels[index].reshape(28, 28)
    assert np.abs(levels_of(first) - digit).max() == 0
