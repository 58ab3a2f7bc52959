"""Where things stand on Train, how large they are, and that they stay there."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_form import open_train
from tests.browser.test_main_job import POINTS, badge, press, start

# Of every text that is seen, how large it is, and the smallest such size.
SMALLEST = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), sizes = [];
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const parent = node.parentElement;
    const text = node.textContent.trim(), size = parseFloat(getComputedStyle(parent).fontSize);
    const isSeen = text && size > 0 && parent.checkVisibility({ visibilityProperty: true });
    if (isSeen) sizes.push([size, text]);
  }
  return sizes.sort(([a], [b]) => a - b)[0];
}"""
# From now on: where each of these is at every frame, and what the browser itself calls a shift.
WATCH = """(selectors) => {
  const places = window.places = {};
  window.shifts = [];
  const look = () => {
    for (const selector of selectors) {
      const boxes = [...document.querySelectorAll(selector)].map((node) => {
        const { x, y, width, height } = node.getBoundingClientRect();
        return [x, y, width, height].map((at) => Math.round(at)).join(" ");
      });
      (places[selector] ??= new Set()).add(boxes.join(" | "));
    }
    requestAnimationFrame(look);
  };
  look();
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) {
      const live = sources.filter(({ node }) => node?.parentElement?.closest(".ae-live"));
      if (live.length > 0) window.shifts.push([value, live.map(({ node }) => node.outerHTML)]);
    }
  }).observe({ type: "layout-shift" });
}"""
KEPT = [
    ".ae-live .state",
    ".ae-live dd",
    ".ae-live progress",
    ".ae-live .tools",
    ".ae-live .legend",
    ".ae-live .legend span",
    ".ae-live .chart",
    ".ae-live .chart .plot",
    ".ae-live canvas",
    "[class*=st-key-live-button-]",
]


def heights(page, selector):
    boxes = (node.bounding_box() for node in page.locator(selector).all())
    return [box["height"] for box in boxes if box]


def wait_for_chart(page):
    page.wait_for_function("document.querySelector('.ae-live .chart .xaxislayer-above')")


@pytest.mark.parametrize("query", ["", "?preset=vae2", "?preset=denoising"])
def test_on_a_projector_chart_and_digits_fill_the_screen(page, app, query):
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"{app.url}/train{query}")
    wait_for_chart(page)
    # The place of a digit of one's own, folded shut, comes last; below it those of the ways on.
    last = page.locator(".ae-live .your-digit").bounding_box()
    ways_on = page.locator("[class*=-ways-on]").bounding_box()
    assert ways_on["y"] - 40 < last["y"] + last["height"] <= ways_on["y"]
    assert 1040 < ways_on["y"] + ways_on["height"] <= 1080
    assert min(heights(page, ".ae-live canvas:visible")) > 240
    assert heights(page, ".ae-live .chart")[0] > 300


@pytest.mark.parametrize("query", ["", "?preset=vae2", "?preset=denoising"])
def test_on_a_laptop_buttons_chart_and_digits_are_seen_at_once(page, app, query):
    page.goto(f"{app.url}/train{query}")
    wait_for_chart(page)
    for selector in (".ae-live .badge", ".ae-live .chart", ".ae-live canvas[data-is=error]"):
        box = page.locator(selector).bounding_box()
        assert box["y"] > 0
        assert box["y"] + box["height"] <= 800
    assert heights(page, ".ae-live .chart")[0] > 150


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_no_text_is_smaller_than_twelve_pixels(page, app, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{app.url}/train?preset=vae2&encoder=8&steps=20")
    expect(page.get_by_text(re.compile("parameters · about"))).to_be_visible()
    if width == 390:
        press(page, "Train")
        expect(badge(page)).to_have_text("finished", timeout=60_000)
    wait_for_chart(page)
    size, text = page.evaluate(SMALLEST)
    assert size >= 12, text


@pytest.mark.parametrize(
    ("settings", "width"),
    [
        ("preset=article", 1280),
        ("preset=vae2", 1280),
        ("preset=denoising", 1280),
        ("encoder=8&latent_dim=4", 390),  # a name of two lines there
    ],
)
def test_nothing_moves_from_train_to_the_end(page, app, settings, width):
    page.set_viewport_size({"width": width, "height": 800})
    open_train(page, app, f"?{settings}&steps=150")
    wait_for_chart(page)
    page.evaluate(WATCH, KEPT)
    press(page, "Train")
    expect(badge(page)).to_have_text("finished", timeout=60_000)
    page.wait_for_timeout(1000)  # what comes after the end
    places = page.evaluate("Object.entries(places).map(([name, seen]) => [name, [...seen]])")
    assert {name: seen for name, seen in places if len(seen) != 1} == {}
    assert page.evaluate("shifts") == []


def test_the_axis_of_steps_grows_with_the_run_and_ends_with_it(page, app):
    start(page, app, 20_000)
    last = "document.querySelector('.ae-live .chart').layout.xaxis.range[1]"
    page.wait_for_function(f"{POINTS} > 120", timeout=60_000)
    early = page.evaluate(last)
    assert early < 1000
    page.get_by_role("checkbox", name="Whole run").check()
    assert page.evaluate(last) == 20_000
    page.reload()
    expect(page.get_by_role("checkbox", name="Whole run")).to_be_checked()
    page.get_by_role("checkbox", name="Whole run").uncheck()
    page.wait_for_function(f"{last} > {early} && {last} < 20000", timeout=60_000)
    press(page, "Stop")
    expect(badge(page)).to_have_text("stopped", timeout=30_000)
    page.wait_for_function(
        f"{last} === document.querySelector('.ae-live').view.state.losses.length"
    )


def test_a_start_that_flattens_the_rest_is_left_out_until_it_is_asked_for(page, app):
    open_train(page, app, "?preset=vae2&steps=350")
    press(page, "Train")
    expect(badge(page)).to_have_text("finished", timeout=60_000)
    top = "document.querySelector('.ae-live .chart').layout.yaxis.range[1]"
    button = page.locator(".ae-live").get_by_role("button", name="first steps")
    expect(button).to_have_text(re.compile(r"^↑ [56]\d\d\.\d in the first steps · show$"))
    assert page.evaluate(top) < 350
    button.click()
    assert page.evaluate(top) > 500
    expect(button).to_have_text("Leave out the first steps")
    button.click()
    assert page.evaluate(top) < 350
