"""Latent space: the page of a run's codes, from its link to what the network makes of a code."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

import ae
from ae.data import load_dataset
from ae.latent.projection import project
from ae.models import Autoencoder, from_bytes, to_bytes
from ae.store import COMMAND_LINE, State, Store
from tests.browser.test_reconstruct import trained  # noqa: F401 (a fixture)
from tests.components.exploring import levels_of
from tests.components.test_code_parts import waits_for
from tests.waiting import wait_for

SMALL = ae.Hyperparameters(encoder=(32,), latent_dim=2, steps=60)
VIEW = "document.querySelector('.ae-latent').view"
MAP_IS_THERE = "document.querySelector('.ae-latent')?.view?.exploration?.map"
# The boxes of all that stands on the page, to see whether something moves.
BOXES = """() => [...document.querySelectorAll(".ae-latent :is(canvas, input, button, h2, .says)")]
  .filter((node) => node.checkVisibility() && !node.closest(".preview, .selected, .progress"))
  .map((node) => {
    const { x, y, width, height } = node.getBoundingClientRect();
    return [x, y, node.matches("h2") ? 0 : width, height].map(Math.round).join();
  })"""


@pytest.fixture(scope="module")
def runs(app):
    store = Store(app.store_url)
    yield store
    store.close()


@pytest.fixture(scope="module")
def small(runs):
    """A run whose code has two numbers."""
    run = runs.submit(SMALL, COMMAND_LINE, None).id
    wait_for(lambda: runs.run(run).state is State.FINISHED)
    return run


def model_of(runs, run):
    """The run's network, as the library has it."""
    return Autoencoder(*from_bytes(runs.blob(run, "weights")[1]))


def levels(images):
    return np.rint(255 * np.clip(images, 0, 1)).reshape(-1, 28, 28)


@pytest.fixture
def open_codes(page, app):
    """Opens the page of a run until its map is there; `query` follows in the address."""

    def open_codes(run, query=""):
        page.goto(f"{app.url}/latent?run={run}{query}")
        page.wait_for_function(MAP_IS_THERE)
        return page

    return open_codes


def canvas_of(page, name):
    return page.locator(".ae-latent .three figure").filter(has_text=name).locator("canvas")


def choose(page, index):
    page.get_by_role("spinbutton", name="Test image").fill(str(index))


def test_map_and_digits_are_what_the_library_computes(open_codes, runs, trained):  # noqa: F811
    page, model = open_codes(trained[0]), model_of(runs, trained[0])
    images = load_dataset("mnist").test.images[:1000]
    codes = model.encode(images)
    found = np.array(page.evaluate(f"[...{VIEW}.exploration.map.points]")).reshape(-1, 2)
    expected = project(codes).points
    scale = np.abs(expected).max()
    np.testing.assert_allclose(found / scale, expected / scale, atol=1e-2)
    choose(page, 17)
    waits_for(page, canvas_of(page, "Original"), levels(images[17])[0])
    for name in ("Reconstruction", "Decoded now"):
        waits_for(page, canvas_of(page, name), levels(model.decode(codes[17:18]))[0])


def test_a_selections_mean_is_decoded_as_the_library_does(open_codes, runs, trained):  # noqa: F811
    page, model = open_codes(trained[0]), model_of(runs, trained[0])
    page.get_by_title(re.compile("Select all .* of digit 3")).click()
    labels = load_dataset("mnist").test.labels[:1000]
    codes = model.encode(load_dataset("mnist").test.images[:1000][labels == 3])
    waits_for(page, canvas_of(page, "Decoded now"), levels(model.decode(codes.mean(0)[None]))[0])
    expect(
        page.get_by_text(f"{(labels == 3).sum()} selected: {(labels == 3).sum()} are 3")
    ).to_be_visible()


def test_what_is_decoded_follows_the_pointer_over_a_code_of_two_numbers(open_codes, runs, small):
    page, model = open_codes(small), model_of(runs, small)
    box = page.get_by_role("application").bounding_box()
    for x, y in [(0.3, 0.4), (0.8, 0.2)]:
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=5)
        code = np.array(page.evaluate(f"[...{VIEW}.exploration.code]"), np.float32)
        waits_for(page, canvas_of(page, "Decoded now"), levels(model.decode(code[None]))[0])


def test_a_link_leads_to_its_point_and_the_address_follows_the_choice(page, open_codes, small):
    open_codes(small, "&point=17")
    expect(page.get_by_role("heading", name="Test image 17: a 7")).to_be_visible()
    choose(page, 2345)
    page.wait_for_url(re.compile("point=2345"))
    page.reload()
    page.wait_for_function(MAP_IS_THERE)
    expect(page.get_by_role("spinbutton", name="Test image")).to_have_value("2345")
    assert f"run={small}" in page.url


@pytest.mark.parametrize("point", ["10000", "-1", "seven", ""])
def test_a_link_to_a_point_that_is_not_there_says_so(page, open_codes, small, point):
    open_codes(small, f"&point={point}")
    expect(
        page.get_by_text(f"test image “{point}”, which is not there: they are 0 to 9,999")
    ).to_be_visible()
    expect(page.get_by_role("heading", name="Test image 0: a 7")).to_be_visible()


def test_another_run_keeps_the_chosen_digit_and_how_it_is_shown(page, open_codes, small, trained):  # noqa: F811
    open_codes(trained[0], "&point=42")
    page.get_by_label("Colour", exact=True).select_option("error")
    page.get_by_role("combobox", name="Run").click()
    page.get_by_role("option").filter(has_text=re.compile("code 2|60 steps")).first.click()
    page.wait_for_function(f"{VIEW}.exploration.run === '{small}' && {MAP_IS_THERE}")
    expect(page.get_by_role("heading", name="Test image 42: a 4")).to_be_visible()
    expect(page.get_by_label("Colour", exact=True)).to_have_value("error")
    page.wait_for_url(re.compile("point=42"))
    assert f"run={small}" in page.url


def test_tsne_is_drawn_by_a_worker_and_kept(page, open_codes, small):
    open_codes(small)
    page.get_by_label("Digits on the map").select_option("500")
    page.wait_for_function(f"{VIEW}.exploration.map.count === 500")
    for _ in range(2):
        page.get_by_label("Map", exact=True).select_option("tsne")
        page.wait_for_function(f"{VIEW}.exploration.map.method === 'tsne'", timeout=120_000)
        expect(page.get_by_text("t-SNE keeps together what is near in the code")).to_be_visible()
        expect(page.locator(".ae-latent .progress")).to_be_hidden()
        page.get_by_label("Map", exact=True).select_option("numbers")
        page.wait_for_function(f"{VIEW}.exploration.map.method === 'numbers'")


@pytest.mark.parametrize("name", ["latent", "reconstruct"])
def test_a_network_whose_numbers_are_not_finite_is_said(page, app, runs, small, name):
    weights = from_bytes(runs.blob(small, "weights")[1])
    hp, arrays = weights
    spoilt = {name: np.full_like(values, np.nan) for name, values in arrays.items()}
    run = runs.submit(hp, "someone", held_by="test").id
    runs.save_blob(run, 1, "weights", 5, to_bytes(hp, spoilt))
    runs.end(run, 1, State.STOPPED)
    page.goto(f"{app.url}/{name}?run={run}")
    expect(page.get_by_text("numbers that are not finite")).to_be_visible()
    runs.delete(run, "someone")


def test_a_run_that_is_deleted_while_its_page_opens_is_said(page, app, runs, small):
    sentence = "There is no run of that id."
    page.route("**/codes/**", lambda route: route.fulfill(
        status=404, content_type="text/plain", body=sentence,
    ))  # fmt: skip
    page.goto(f"{app.url}/latent?run={small}")
    expect(page.get_by_text(sentence)).to_be_visible()


def test_while_no_worker_answers_it_says_why_and_goes_on_by_itself(page, app, small):
    away = [True]

    def answer(route):
        if away[0]:
            route.fulfill(status=503, content_type="text/plain", body="No worker answers now.")
        else:
            route.continue_()

    page.route("**/codes/**", answer)
    page.goto(f"{app.url}/latent?run={small}")
    expect(page.get_by_text("No worker answers now.")).to_be_visible()
    away[0] = False
    page.wait_for_function(MAP_IS_THERE)
    expect(page.get_by_text("No worker answers now.")).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_at_1280_by_800_map_detail_and_first_sliders_are_seen(page, open_codes, trained, theme):  # noqa: F811
    page.emulate_media(color_scheme=theme)
    open_codes(trained[0])
    for shown in (
        page.get_by_role("application"),
        page.locator(".ae-latent .legend"),
        canvas_of(page, "Decoded now"),
        page.get_by_role("slider").nth(3),
    ):
        box = shown.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 800


def test_on_a_phone_the_map_comes_first_and_nothing_is_cut_off(page, open_codes, trained):  # noqa: F811
    page.set_viewport_size({"width": 390, "height": 844})
    open_codes(trained[0])
    order = [
        page.get_by_role("application"),
        canvas_of(page, "Original"),
        page.get_by_role("slider").first,
        page.get_by_role("tab").first,
    ]
    tops = [shown.bounding_box()["y"] for shown in order]
    assert tops == sorted(tops)
    for name in ["Plane and grid", "Walk", "Arithmetic", "Neighbours"]:
        page.get_by_role("tab", name=name).click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        wide = page.evaluate(
            "[...document.querySelectorAll('.ae-latent *')].filter((node) => node.checkVisibility()"
            " && node.getBoundingClientRect().right > 391).map((node) => node.outerHTML)"
        )
        assert wide == []


def test_nothing_moves_while_one_chooses_selects_and_decodes(page, open_codes, trained):  # noqa: F811
    open_codes(trained[0])
    page.wait_for_function(f"{VIEW}.parts.length === 7")
    places = page.evaluate(BOXES)
    assert len(places) > 40
    box = page.get_by_role("application").bounding_box()
    choose(page, 77)
    assert page.evaluate(BOXES) == places
    choose(page, 123456)
    expect(page.get_by_text("which is not there")).to_be_visible()
    assert page.evaluate(BOXES) == places
    page.get_by_title(re.compile("Select all .* of digit 8")).click()
    assert page.evaluate(BOXES) == places
    page.get_by_role("button", name="Drag selects in a box").click()
    page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 400, box["y"] + 400)
    page.mouse.up()
    expect(page.locator(".ae-latent .selected")).to_have_text(re.compile("selected: .* are .*, …"))
    page.mouse.move(box["x"] + 300, box["y"] + 200)
    page.get_by_role("button", name="Random").click()
    assert page.evaluate(BOXES) == places


def test_the_page_is_not_run_again_by_what_is_done_on_the_map(page, open_codes, small):
    open_codes(small)
    page.wait_for_function(f"{VIEW}.parts.length === 7")
    page.evaluate(f"{VIEW}.data.isFirst = true")
    page.get_by_role("application").focus()
    for key in ("ArrowRight", "+", "Enter"):
        page.keyboard.press(key)
    page.get_by_role("radio", name="Images").check()
    page.get_by_role("tab", name="Walk").click()
    page.wait_for_timeout(700)
    assert page.evaluate(f"{VIEW}.data.isFirst")


def test_a_thousand_images_and_ten_thousand_dots_are_drawn_within_a_frame(page, open_codes, small):
    open_codes(small)
    page.wait_for_function(f"{VIEW}.parts.length === 7")
    draw = f"""async () => {{
      const {{ chart }} = {VIEW}.parts.find((part) => part.chart), times = [];
      while (chart.morph || chart.isStale) await new Promise(requestAnimationFrame);
      for (let i = 0; i < 40; i++) {{
        chart.camera.zoomAt(300, 200, 1.01, chart.box);
        const start = performance.now();
        chart.drawAll();
        chart.drawMarks();
        times.push(performance.now() - start);
        await new Promise(requestAnimationFrame);
      }}
      return times;
    }}"""
    page.get_by_role("radio", name="Images").check()
    images = page.evaluate(draw)
    page.get_by_role("radio", name="Dots").check()
    page.get_by_label("Digits on the map").select_option("10000")
    page.wait_for_function(f"{VIEW}.exploration.map.count === 10000")
    dots = page.evaluate(draw)
    for name, times in [("1,000 images", images), ("10,000 dots", dots)]:
        print(
            f"{name}: p50 {np.median(times):.1f} ms, p95 {np.quantile(times, 0.95):.1f} ms", end=" "
        )
        assert np.median(times) < 16.7


def test_in_presentation_mode_no_text_is_small_on_the_map_either(page, open_codes, small):
    page.set_viewport_size({"width": 1920, "height": 1080})
    open_codes(small, "&present=1")
    page.wait_for_function(f"{VIEW}.parts.length === 7")
    chart = f"{VIEW}.parts.find((part) => part.chart).chart"
    assert page.evaluate(f"{chart}.theme.fontSize") >= 18
    sizes = page.evaluate(
        "[...document.querySelectorAll('.ae-latent *')].filter((node) => node.checkVisibility() && "
        "[...node.childNodes].some((one) => one.nodeType === 3 && one.textContent.trim()))"
        ".map((node) => parseFloat(getComputedStyle(node).fontSize))"
    )
    assert min(sizes) >= 18


def test_neighbours_are_found_among_all_digits(page, open_codes, runs, trained):  # noqa: F811
    open_codes(trained[0])
    page.get_by_role("tabpanel").scroll_into_view_if_needed()
    cell = page.locator(".ae-latent .neighbours li").first
    expect(cell).to_be_visible()
    images = load_dataset("mnist").test.images
    codes = model_of(runs, trained[0]).encode(images)
    apart = np.linalg.norm(codes - codes[0], axis=1)
    apart[0] = np.inf
    index = int(apart.argmin())
    assert cell.evaluate("(cell) => cell.index") == index
    assert np.abs(levels_of(cell.locator("canvas")) - levels(images[index])[0]).max() == 0
    cell.get_by_role("button").click()
    page.wait_for_url(re.compile(f"point={index}"))


def test_neighbours_that_are_still_looked_for_take_as_much_room(page, open_codes, small):
    open_codes(small)
    page.locator(".ae-latent .neighbours li:not(.unknown)").last.wait_for()
    heights = f"""() => {{
      const {{ lists }} = {VIEW}.parts.find((part) => part.finding && part.lists);
      return lists.map((list) => list.getBoundingClientRect().height);
    }}"""
    found = page.evaluate(heights)
    page.evaluate(f"""() => {{
      const part = {VIEW}.parts.find((part) => part.finding && part.lists);
      for (const [way, list] of part.lists.entries()) part.makeCells(list, way);
    }}""")
    assert page.evaluate(heights) == found
