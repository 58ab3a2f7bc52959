"""Denoise on Reconstruct: noise under the finger, held against what the library computes."""

import base64
import re

import numpy as np
import pytest
from playwright.sync_api import expect

from ae.data import load_dataset, noise
from ae.formatting import number
from ae.metrics import squared_errors
from ae.models import Autoencoder, from_bytes
from ae.plots import digits
from ae.store import Store
from tests.browser.test_reconstruct import trained  # noqa: F401 (a fixture)

INDICES = list(range(16))
PIXELS = """(name) => {
  const canvas = document.querySelector(`.ae-reconstruction canvas[data-is=${name}]`);
  const { data } = canvas.getContext("2d").getImageData(0, 0, 112, 112);
  let text = "";
  for (let k = 0; k < data.length; k += 4) text += String.fromCharCode(data[k]);
  return btoa(text);
}"""


@pytest.fixture
def models(app, trained):  # noqa: F811
    """The plain run's network and the noisy one's, as the library has them."""
    store = Store(app.store_url)
    found = [Autoencoder(*from_bytes(store.blob(run, "weights")[1])) for run in trained]
    store.close()
    return found


@pytest.fixture
def opened(page, app, trained):  # noqa: F811
    """Opens the page of one of the two runs."""

    def opened(which):
        page.goto(f"{app.url}/reconstruct?run={trained[which]}")
        expect(page.locator(".ae-reconstruction li")).to_have_count(16)
        return page

    return opened


def pixels(page, name):
    levels = np.frombuffer(base64.b64decode(page.evaluate(PIXELS, name)), np.uint8)
    return levels.reshape(112, 112).astype(int)


def expected(model, kind, level):
    """Inputs and reconstructions as levels (112, 112), and the errors against the clean digits."""
    clean = load_dataset("mnist").test.images[INDICES]
    seen = noise.corrupt(clean, kind, level, INDICES)
    reconstruction = model.reconstruct(seen)
    shown = [np.rint(255 * np.clip(images[..., 0], 0, 1)) for images in (seen, reconstruction)]
    errors = squared_errors(clean, reconstruction)
    return *(digits.mosaic(images) for images in shown), errors, squared_errors(clean, seen)


def check(page, model, kind, level):
    """What is shown, to a grey level, is what the library computes."""
    inputs, reconstructions, errors, own = expected(model, kind, level)
    said = page.locator(".ae-reconstruction .said")
    expect(said).to_contain_text(f"reconstructed {number(float(errors.mean()))}")
    expect(said).to_contain_text(f"input {number(float(own.mean()))}")
    assert abs(pixels(page, "input") - inputs).max() <= 1
    assert abs(pixels(page, "reconstructed") - reconstructions).max() <= 1
    shown = page.locator(".ae-reconstruction li span").all_inner_texts()
    np.testing.assert_allclose([float(text) for text in shown], errors, rtol=2e-3)


def slide_to(page, level):
    """Drag the slider there with the mouse."""
    slider = page.get_by_role("slider", name="Strength")
    box, now = slider.bounding_box(), float(slider.input_value())
    middle = box["y"] + box["height"] / 2

    def at(value):
        return box["x"] + 8 + value * (box["width"] - 16)

    page.mouse.move(at(now), middle)
    page.mouse.down()
    page.mouse.move(at(level), middle, steps=12)
    page.mouse.up()
    return float(slider.input_value())


def choose(page, kind):
    """Choose another kind than the training's, and wait for the answer."""
    page.get_by_role("radio", name=kind).check()
    expect(page.locator(".ae-reconstruction .said")).to_contain_text("reconstructed")


@pytest.mark.parametrize("which", [0, 1], ids=["plain", "noisy"])
def test_digits_move_with_the_slider_and_are_those_of_the_library(opened, models, which):
    page = opened(which)
    for name, kind in [
        ("Gaussian", "gaussian"), ("masking (pixels off)", "masking"),
        ("salt and pepper", "salt_pepper"),
    ]:  # fmt: skip
        page.get_by_role("radio", name=name).check()
        for level in (0.25, 0.7):
            check(page, models[which], kind, slide_to(page, level))


def test_the_arrow_keys_move_it_as_well(opened, models):
    page = opened(1)
    page.get_by_role("radio", name="salt and pepper").check()
    slider = page.get_by_role("slider", name="Strength")
    before = float(slider.input_value())
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(slider).to_have_value(f"{before + 0.03:g}")
    check(page, models[1], "salt_pepper", before + 0.03)


def test_the_way_back_shows_what_was_there_before(opened):
    page = opened(1)
    names = ("input", "reconstructed", "error")
    before = [page.evaluate(PIXELS, name) for name in names]
    back = page.get_by_role("button", name="As trained")
    expect(back).to_be_disabled()
    choose(page, "masking (pixels off)")
    assert before[1] != page.evaluate(PIXELS, "reconstructed")
    back.click()
    expect(back).to_be_disabled()
    assert before == [page.evaluate(PIXELS, name) for name in names]


def test_other_digits_come_under_the_same_noise(opened, models):
    page = opened(0)
    page.get_by_role("radio", name="masking (pixels off)").check()
    level = slide_to(page, 0.5)
    check(page, models[0], "masking", level)
    page.get_by_role("combobox", name="Show").click()
    page.get_by_role("option", name="Sixteen at random").click()
    original = page.locator(".ae-reconstruction canvas[data-is=original]")
    expect(original).not_to_have_attribute("aria-label", re.compile("7, 2, 1, 0, 4, 1"))
    expect(page.get_by_role("radio", name="masking (pixels off)")).to_be_checked()
    is_off = pixels(page, "input") == 0
    assert is_off.mean() > (pixels(page, "original") == 0).mean()


def test_nothing_but_the_row_of_panels_changes_its_place_while_the_slider_moves(opened):
    page = opened(1)
    choose(page, "masking (pixels off)")
    page.evaluate("""() => {
      window.places = new Set();
      const look = () => {
        const placed = ".ae-reconstruction :is(canvas, ol, input, button)";
        window.places.add([...document.querySelectorAll(placed)].flatMap((node) => {
          const { x, y, width, height } = node.getBoundingClientRect();
          return [x, y, width, height].map(Math.round);
        }).join());
        requestAnimationFrame(look);
      };
      look();
    }""")
    for level in (0.1, 0.9, 0.02, 1):
        slide_to(page, level)
    page.wait_for_timeout(300)
    assert page.evaluate("window.places.size") == 1


def test_sixteen_digits_follow_within_fifty_milliseconds_and_the_page_is_not_held_up(opened):
    page = opened(1)
    choose(page, "masking (pixels off)")
    waits, blocked = page.evaluate("""async () => {
      const slider = document.querySelector(".ae-reconstruction input[type=range]");
      const canvas = document.querySelector("canvas[data-is=reconstructed]");
      const context = canvas.getContext("2d"), { putImageData } = context;
      let painted;
      context.putImageData = (...values) => { putImageData.apply(context, values); painted(); };
      const waits = [], blocked = [];
      for (let i = 1; i <= 60; i++) {
        const done = new Promise((resolve) => (painted = resolve));
        const start = performance.now();
        slider.value = i / 60;
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        blocked.push(performance.now() - start);
        await done;
        waits.push(performance.now() - start);
        await new Promise(requestAnimationFrame);
      }
      return [waits, blocked];
    }""")
    print(f"p50 {np.median(waits):.1f} ms, p95 {np.quantile(waits, 0.95):.1f} ms,", end=" ")
    print(f"of which the page p95 {np.quantile(blocked, 0.95):.1f} ms")
    assert np.median(waits) < 50
    assert np.median(blocked) < 8


def test_without_a_network_to_run_it_says_why_and_shows_the_digits_as_trained(opened, page):
    sentence = "The weights of this run are not finite: there is no network to run."
    page.route("**/model/**", lambda route: route.fulfill(
        status=422, content_type="text/plain", body=sentence,
    ))  # fmt: skip
    opened(0)
    before = page.evaluate(PIXELS, "reconstructed")
    page.get_by_role("radio", name="Gaussian").check()
    expect(page.locator(".ae-reconstruction .said")).to_have_text(sentence)
    assert page.evaluate(PIXELS, "reconstructed") == before


def test_a_server_that_is_away_for_a_moment_is_asked_again(opened, page, models):
    away = [True]
    page.route("**/model/**", lambda route: route.abort() if away[0] else route.continue_())
    opened(0)
    page.get_by_role("radio", name="masking (pixels off)").check()
    said = page.locator(".ae-reconstruction .said")
    expect(said).to_have_text("The server does not answer. Trying again …")
    away[0] = False
    check(page, models[0], "masking", 0.4)
