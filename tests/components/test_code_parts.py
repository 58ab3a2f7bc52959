"""What decodes around the map of codes, held against Keras with the same weights."""

import io
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from ae.data import load_dataset
from ae.export.animation import animate
from ae.latent import walks
from ae.latent.projection import project
from pages.components.addresses import FOLDER
from tests.components.conftest import serving
from tests.components.exploring import SHOW, Network, levels_of, picture_of, saved, tiles_of

CSS = (FOLDER / "latent_map" / "tools.css").read_text()
PARTS = {
    "sliders": ("/latent_map/sliders/sliders.js", "Sliders", "ae-sliders"),
    "plane": ("/latent_map/plane/plane.js", "Plane", "ae-plane"),
    "walk": ("/latent_map/walk/walk.js", "Walks", "ae-walk"),
    "arithmetic": ("/latent_map/arithmetic/arithmetic.js", "Arithmetic", "ae-arithmetic"),
}
# The codes that so many presses of Random have given.
DRAW = """(times) => new Promise((resolve) => {
  const drawn = [], button = document.querySelector("[data-is=random]");
  exploration.addEventListener("code", () => {
    if (drawn.push([...exploration.code]) === times) resolve(drawn);
  });
  for (let i = 0; i < times; i++) button.click();
})"""
IS_DRAWN = """(canvas) => {
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  return data.some((level, i) => i % 4 === 0 && level > 0);
}"""
# Grey levels that two roundings of float32 may lie apart.
CLOSE = 1


@pytest.fixture
def show(page):
    """Opens a part by itself; gives the network that it runs."""
    with serving() as (address, files):

        def show(part, latent_dim, lacking=(), **settings):
            network = Network(files, latent_dim, **settings)
            network.kept = {path: files.pop(path) for path in lacking}
            files.update(dict.fromkeys(lacking, (503, "Not now.")))
            page.goto(address)
            file, name, classes = PARTS[part]
            page.evaluate(SHOW, [file, name, CSS, f"ae-tools {classes}"])
            return network

        show.files = files
        yield show
        page.evaluate("part.close()")


def shown_code(page):
    return np.array(page.evaluate("[...exploration.code]"), np.float32)


def waits_for(page, canvas, levels):
    """Until a canvas shows these grey levels."""
    for _ in range(100):
        shown = levels_of(canvas)
        if shown.shape == levels.shape and np.abs(shown - levels).max() <= CLOSE:
            return
        page.wait_for_timeout(50)
    np.testing.assert_allclose(levels_of(canvas), levels, atol=CLOSE)


def test_of_a_large_code_the_twelve_numbers_that_vary_most_have_sliders(page, show):
    network = show("sliders", 40)
    expect(page.get_by_text("12 of 40 numbers, the most varied")).to_be_visible()
    most = np.sort(np.argsort(-network.codes.std(axis=0))[:12])
    names = page.get_by_role("slider").evaluate_all("all => all.map((one) => one.ariaLabel)")
    assert names == [f"Number {i + 1} of the code" for i in most]


def test_a_slider_changes_its_number_alone_and_reset_takes_it_back(page, show):
    network = show("sliders", 5)
    slider = page.get_by_role("slider", name="Number 3 of the code")
    slider.focus()
    page.keyboard.press("End")
    code = shown_code(page)
    assert code[2] == pytest.approx(network.codes[:, 2].max(), abs=1e-5)
    np.testing.assert_array_equal(np.delete(code, 2), np.delete(network.codes[0], 2))
    spoken = slider.evaluate("one => one.ariaValueText").replace("−", "-")
    assert float(spoken) == pytest.approx(code[2], abs=0.01)
    page.get_by_role("button", name="Reset").click()
    np.testing.assert_array_equal(shown_code(page), network.codes[0])
    assert float(slider.input_value()) == pytest.approx(network.codes[0, 2], abs=0.02)


def test_sliders_follow_a_code_that_comes_from_elsewhere(page, show):
    network = show("sliders", 5)
    page.evaluate("exploration.choose(9)")
    shown = page.get_by_role("slider").evaluate_all("all => all.map((one) => one.valueAsNumber)")
    np.testing.assert_allclose(shown, network.codes[9], atol=0.02)


@pytest.mark.parametrize(("kind", "spread"), [("plain", None), ("variational", 1)])
def test_random_draws_as_the_codes_are_or_as_the_prior_says(page, show, kind, spread):
    network = show("sliders", 12, code=kind, loss="bce")
    drawn = page.evaluate(DRAW, 200)
    expected = np.full(12, spread) if spread else network.codes.std(axis=0)
    assert np.std(drawn, axis=0) == pytest.approx(expected, rel=0.25)


def place(canvas, x, y):
    """A point of a canvas, from the left and from the bottom in shares of it."""
    box = canvas.bounding_box()
    return box["x"] + x * box["width"], box["y"] + (1 - y) * box["height"]


def test_the_digit_under_the_pointer_is_what_the_network_makes_of_the_code_there(page, show):
    network = show("plane", 2)
    canvas, digit = page.locator(".field canvas"), page.locator(".digit")
    page.wait_for_function("document.querySelector('.says').textContent")
    for x, y in [(0.9, 0.7), (0.2, 0.4)]:
        page.mouse.move(*place(canvas, x, y))
        mean, spread = network.codes.mean(axis=0), network.codes.std(axis=0)
        expected = mean + spread * 2.5 * (2 * np.array([x, y]) - 1)
        np.testing.assert_allclose(shown_code(page), expected, atol=0.05)
        waits_for(page, digit, network.levels(shown_code(page))[0])


def test_arrow_keys_and_sliders_go_where_the_pointer_goes(page, show):
    show("plane", 2)
    page.wait_for_function("document.querySelector('.says').textContent")
    before = shown_code(page)
    page.locator(".field canvas").focus()
    page.keyboard.press("ArrowRight")
    right = shown_code(page)
    assert right[0] > before[0]
    assert right[1] == pytest.approx(before[1], abs=1e-5)
    page.keyboard.press("ArrowUp")
    assert shown_code(page)[1] > before[1]
    page.get_by_role("slider", name="Number 1").press("Home")
    assert shown_code(page)[0] < before[0]


def test_the_plane_of_a_longer_code_goes_through_the_chosen_digit(page, show):
    network = show("plane", 6)
    canvas, digit = page.locator(".field canvas"), page.locator(".digit")
    expect(page.get_by_text("goes through test image 0")).to_be_visible()
    page.evaluate("exploration.choose(3)")
    expect(page.get_by_text("goes through test image 3")).to_be_visible()
    waits_for(page, digit, network.levels(network.codes[3])[0])
    page.mouse.move(*place(canvas, 0.9, 0.5))
    points = project(network.codes).points
    centred = network.codes - network.codes.mean(axis=0)
    axis = np.linalg.lstsq(centred, points[:, 0], rcond=None)[0]
    expected = network.codes[3] + 0.8 * 2.5 * points[:, 0].std() * axis
    np.testing.assert_allclose(shown_code(page), expected, atol=0.05)
    waits_for(page, digit, network.levels(shown_code(page))[0])


def test_the_plane_follows_a_move_before_the_browser_s_next_frame_tells_of_it(page, show):
    network = show("plane", 6)
    expect(page.get_by_text("goes through test image 0")).to_be_visible()
    canvas = page.locator(".field canvas")
    x, y = place(canvas, 0.8, 0.3)
    canvas.evaluate(
        "(node, [clientX, clientY]) => "
        "node.dispatchEvent(new PointerEvent('pointerrawupdate', { clientX, clientY }))",
        [x, y],
    )
    assert np.abs(shown_code(page) - network.codes[0]).max() > 0.1
    waits_for(page, page.locator(".digit"), network.levels(shown_code(page))[0])


@pytest.mark.parametrize(("latent_dim", "side", "rows"), [(2, 12, 12), (1, 10, 1)])
def test_the_grid_is_taken_along_as_it_is(page, show, latent_dim, side, rows):
    network = show("plane", latent_dim)
    slider = page.get_by_role("slider", name="Digits a side")
    slider.fill(str(side))
    name, content = saved(page, page.get_by_role("button", name="Download the picture"))
    assert name == f"plane-abc-{side}.png"
    found = tiles_of(picture_of(content))
    assert found.shape == (rows, side, 28, 28)
    mean, spread = network.codes.mean(axis=0), network.codes.std(axis=0)
    across = ((2 * np.arange(side) + 1) / side - 1) * 2.5
    for row, y in enumerate(across[::-1][:rows] if rows > 1 else [0]):
        codes = mean + spread * np.stack([across, np.full(side, y)], axis=1)[:, :latent_dim]
        np.testing.assert_allclose(found[row], network.levels(codes), atol=CLOSE)
    page.wait_for_function(f"document.querySelector('.field canvas').width === {28 * side}")
    waits_for(page, page.locator(".field canvas"), picture_of(content))


@pytest.fixture
def pixels():
    return load_dataset("mnist").test.pixels.reshape(-1, 28, 28)


def test_a_walk_fades_in_pixels_and_leads_through_codes_straight_and_on_an_arc(page, show, pixels):
    network = show("walk", 6)
    strips = page.locator(".strips canvas")
    frames = np.linspace(0, 1, 11)
    fade = (1 - frames)[:, None, None] * pixels[0] + frames[:, None, None] * pixels[1]
    ends = network.codes[0], network.codes[1]
    expected = [
        fade,
        network.levels(walks.straight(*ends, frames)),
        network.levels(walks.spherical(*ends, frames)),
    ]
    for i, digits in enumerate(expected):
        waits_for(page, strips.nth(i), np.concatenate(digits, axis=1))


def test_its_slider_shows_every_place_of_the_walk_and_its_code(page, show, pixels):
    network = show("walk", 6)
    slider = page.get_by_role("slider", name="Place on the walk")
    slider.fill("15")
    expect(page.locator(".transport output")).to_have_text("50%")
    ways = page.locator(".ways canvas")
    waits_for(page, ways.nth(0), (pixels[0].astype(float) + pixels[1]) / 2)
    middle = walks.straight(network.codes[0], network.codes[1], [0.5])
    waits_for(page, ways.nth(1), network.levels(middle)[0])
    np.testing.assert_allclose(shown_code(page), middle[0], atol=1e-5)
    page.locator(".strips canvas").first.click(position={"x": 2, "y": 2})
    expect(page.locator(".transport output")).to_have_text("0%")


def test_a_chosen_digit_becomes_a_stop_and_leaves_again(page, show, pixels):
    show("walk", 6)
    add = page.get_by_role("button", name="Add the chosen digit")
    page.evaluate("exploration.choose(5)")
    add.click()
    expect(page.locator(".stops li")).to_have_count(3)
    expect(add).to_be_disabled()  # it is the last stop by now
    last = page.locator(".ways canvas").first
    slider = page.get_by_role("slider", name="Place on the walk")
    expect(slider).to_have_attribute("max", "60")
    slider.fill("60")
    waits_for(page, last, pixels[5])
    page.get_by_role("button", name="Remove stop 2, test image 1").click()
    expect(slider).to_have_attribute("max", "30")
    expect(page.get_by_role("button", name="Remove stop 1, test image 0")).to_be_disabled()


def test_it_plays_until_it_is_stopped(page, show):
    show("walk", 6)
    slider = page.get_by_role("slider", name="Place on the walk")
    expect(slider).to_have_attribute("max", "30")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("document.querySelector('.transport input').valueAsNumber > 8")
    page.get_by_role("button", name="Stop", exact=True).click()
    stopped = slider.input_value()
    page.wait_for_timeout(300)
    assert slider.input_value() == stopped


def test_it_does_not_play_where_the_system_asks_for_less_motion(page, show):
    show("walk", 6)
    slider = page.get_by_role("slider", name="Place on the walk")
    expect(slider).to_have_attribute("max", "30")
    page.get_by_role("button", name="Play").click()
    page.emulate_media(reduced_motion="reduce")
    expect(page.get_by_text("Your system asks for less motion")).to_be_visible()
    expect(page.get_by_role("button", name="Play")).to_be_disabled()
    stopped = slider.input_value()
    page.wait_for_timeout(300)
    assert slider.input_value() == stopped


@pytest.mark.parametrize("kind", ["gif", "webp"])
def test_a_walk_is_taken_along_as_a_picture_that_moves(page, show, kind):
    def answer(route):
        titles = parse_qs(urlsplit(route.request.url).query)
        frames = np.frombuffer(route.request.post_data_buffer, np.uint8).reshape(-1, 3, 28, 28)
        route.fulfill(
            body=animate(frames, titles["title"], titles["kind"][0], int(titles["milliseconds"][0]))
        )

    show("walk", 6)
    page.route("**/animation?*", answer)
    button = page.get_by_role("button", name={"gif": "GIF", "webp": "WebP"}[kind])
    expect(button).to_be_enabled()
    name, content = saved(page, button)
    assert name == f"walk-abc-0-1.{kind}"
    picture = Image.open(io.BytesIO(content))
    picture.seek(15)  # the frames of the rest at the start are one, which lasts longer
    shown = np.array(picture.convert("L"))[30:-12]
    page.get_by_role("slider", name="Place on the walk").fill("15")
    for i, canvas in enumerate(page.locator(".ways canvas").all()):
        panel = shown[::6, 12 + 180 * i : 180 * (i + 1) : 6]
        np.testing.assert_allclose(panel, levels_of(canvas), atol=CLOSE)


def test_a_server_that_makes_no_picture_is_told(page, show):
    show("walk", 6)
    page.route("**/animation?*", lambda route: route.fulfill(status=422, body="Too many frames."))
    page.get_by_role("button", name="GIF").click()
    expect(page.get_by_text("The server made no GIF: Too many frames.")).to_be_visible()
    expect(page.get_by_role("button", name="GIF")).to_be_enabled()


def test_a_walk_is_recorded_as_a_video(page, show):
    show("walk", 6)
    button = page.get_by_role("button", name="Video")
    expect(button).to_be_enabled()
    name, content = saved(page, button)
    assert name.partition(".")[0] == "walk-abc-0-1"
    is_webm, is_mp4 = content.startswith(b"\x1a\x45\xdf\xa3"), content[4:8] == b"ftyp"
    assert is_webm or is_mp4
    assert len(content) > 10_000


def test_the_film_strip_is_taken_along(page, show):
    show("walk", 6)
    button = page.get_by_role("button", name="Film strip")
    expect(button).to_be_enabled()
    name, content = saved(page, button)
    assert name == "walk-abc-0-1.png"
    picture = picture_of(content)
    for i, canvas in enumerate(page.locator(".strips canvas").all()):
        top = i * (30 + 112) + 30
        np.testing.assert_array_equal(picture[top : top + 112 : 4, ::4], levels_of(canvas))


def test_arithmetic_shows_means_and_what_comes_out(page, show):
    network = show("arithmetic", 6)
    labels = load_dataset("mnist").test.labels[: len(network.codes)]
    nine, four, one = (network.codes[labels == label].mean(axis=0) for label in (9, 4, 1))
    canvases = page.locator("canvas")
    for i, code in enumerate((nine, four, one, nine - four + one)):
        waits_for(page, canvases.nth(i), network.levels(code)[0])
    expect(page.get_by_text(f"mean of {(labels == 9).sum()}")).to_be_visible()
    page.get_by_label("minus the mean of").select_option("all 7s")
    seven = network.codes[labels == 7].mean(axis=0)
    waits_for(page, canvases.nth(3), network.levels(nine - seven + one)[0])
    np.testing.assert_allclose(shown_code(page), nine - seven + one, atol=1e-5)


def test_arithmetic_with_a_selection_waits_until_there_is_one(page, show):
    network = show("arithmetic", 6)
    page.get_by_label("plus the mean of").select_option("the selection")
    expect(page.get_by_text("There is nothing in “the selection” yet")).to_be_visible()
    page.evaluate("exploration.select([4, 8, 15])")
    waits_for(
        page, page.locator("canvas").nth(2), network.levels(network.codes[[4, 8, 15]].mean(0))[0]
    )
    expect(page.get_by_text("There is nothing in")).to_be_hidden()


@pytest.mark.parametrize("part", ["plane", "walk", "arithmetic"])
def test_where_the_network_can_not_come_yet_a_part_is_drawn_when_it_is_seen_again(page, show, part):
    network = show(part, 2, lacking=["/decoder"])
    canvas = page.locator(f".{'strips canvas' if part == 'walk' else 'ae-tools canvas'}").last
    page.wait_for_timeout(300)
    assert levels_of(canvas).max() == 0
    show.files.update(network.kept)
    section = page.locator("section")
    section.evaluate("one => (one.hidden = true)")
    page.wait_for_timeout(100)
    section.evaluate("one => (one.hidden = false)")
    page.wait_for_function(IS_DRAWN, arg=canvas.element_handle())


def test_the_plane_says_why_there_is_no_picture(page, show):
    show("plane", 2, lacking=["/decoder"])
    page.wait_for_function("document.querySelector('.says').textContent")
    page.get_by_role("button", name="Download the picture").click()
    expect(page.get_by_text("Not now.")).to_be_visible()


AGAIN = """async ([file, name]) => {
  const { [name]: Part } = await import(file);
  part.close();
  window.part = new Part(document.querySelector("section"), exploration);
}"""


def again(page, part):
    """As it is made anew for another run, or for newer weights."""
    page.evaluate(AGAIN, PARTS[part][:2])


def test_what_was_set_is_kept_for_another_run(page, show):
    show("plane", 2)
    page.get_by_role("slider", name="Digits a side").fill("11")
    again(page, "plane")
    expect(page.get_by_role("slider", name="Digits a side")).to_have_value("11")
    show("walk", 2)
    page.evaluate("exploration.choose(7)")
    page.get_by_role("button", name="Add the chosen digit").click()
    again(page, "walk")
    expect(page.locator(".stops li")).to_have_count(3)
    expect(page.get_by_text("image 7")).to_be_visible()
    show("arithmetic", 2)
    page.get_by_label("plus the mean of").select_option("all 3s")
    again(page, "arithmetic")
    expect(page.get_by_label("plus the mean of")).to_have_value("label 3")
