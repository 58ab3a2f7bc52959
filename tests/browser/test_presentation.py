"""The presentation mode: large, the form folded away, and a link that the class can open."""

import re

import pytest
import segno
from playwright.sync_api import expect

import ae
from ae.store import Store
from ae.web.own_addresses import lan_address
from bench import app as bench_app
from tests.browser.page_menu import follow
from tests.waiting import wait_for

SMALLEST = """() => {
  const seen = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    && e.getBoundingClientRect().height > 2;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const sizes = [];
  while (walker.nextNode()) {
    const { parentElement: e, textContent } = walker.currentNode;
    if (!textContent.trim() || e.closest("style, script, noscript") || !seen(e)) continue;
    sizes.push([parseFloat(getComputedStyle(e).fontSize), textContent.trim().slice(0, 40)]);
  }
  return sizes.filter(([size]) => size < 17.99);
}"""
# Which modules of a picture of a QR code are dark, row by row, as it is drawn on the page.
MODULES = """async (svg) => {
  const side = svg.viewBox.baseVal.width, scale = 8;
  const picture = new Image();
  picture.src = "data:image/svg+xml," + encodeURIComponent(
    svg.outerHTML.replace("<svg ",
      `<svg xmlns="http://www.w3.org/2000/svg" width="${side * scale}" height="${side * scale}" `));
  await picture.decode();
  const canvas = new OffscreenCanvas(side * scale, side * scale).getContext("2d");
  canvas.drawImage(picture, 0, 0);
  const isDark = (x, y) => {
    const [red, , , alpha] = canvas.getImageData((x + 0.5) * scale, (y + 0.5) * scale, 1, 1).data;
    if (alpha < 255) throw new Error("the code has no ground of its own");
    return red < 128;
  };
  const range = Array.from({ length: side }, (_, i) => i);
  return range.map((y) => range.map((x) => isDark(x, y)));
}"""


@pytest.fixture
def classroom(tmp_path, monkeypatch):
    """A server that is open to the network, as `make classroom` starts it."""
    monkeypatch.setenv("STREAMLIT_SERVER_ADDRESS", "0.0.0.0")
    app = bench_app.start_server(tmp_path, bench_app.free_port())
    bench_app.wait_for_server(app)
    yield app
    bench_app.end(app)


@pytest.fixture(scope="module")
def run(app):
    """The id of a run that has ended."""
    store = Store(app.store_url)
    run = store.submit(ae.preset("article").replace(steps=20), "someone")
    wait_for(lambda: store.run(run.id).state.is_ended)
    store.close()
    return run.id


def mode(page):
    return page.locator(".ae-presentation [data-is=mode]")


def expect_presented(page, is_presented=True):
    address = re.compile(r"[?&]present=1(&|$)")
    expect(mode(page)).to_have_attribute("aria-pressed", str(is_presented).lower())
    if is_presented:
        expect(page).to_have_url(address)
        expect(page.locator("html")).to_have_css("font-size", "24px")
    else:
        expect(page).not_to_have_url(address)
        expect(page.locator("html")).to_have_css("font-size", "16px")


def test_a_key_enters_and_leaves_without_losing_anything(page, app, run):
    page.goto(f"{app.url}/train?run={run}")
    code_size = page.get_by_role("textbox", name=re.compile("^Code size"))
    code_size.fill("99")
    code_size.press("p")  # typed, and no key of the mode
    expect(code_size).to_have_value("99p")
    expect_presented(page, False)
    code_size.fill("99")
    code_size.press("Enter")
    page.get_by_role("radio", name="log").check()
    page.evaluate("window.kept = document.querySelector('.ae-live').view")
    page.locator(".ae-live .badge").click()
    entries = page.evaluate("history.length")

    page.keyboard.press("p")
    expect_presented(page)
    expect(code_size).to_be_hidden()
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_visible()
    page.get_by_role("button", name="Settings", exact=True).click()
    expect(code_size).to_have_value("99")
    page.keyboard.press("Escape")
    expect_presented(page, False)
    expect(code_size).to_have_value("99")
    expect(page.get_by_role("radio", name="log")).to_be_checked()
    assert page.evaluate("window.kept === document.querySelector('.ae-live').view")
    assert page.evaluate("history.length") == entries
    assert f"run={run}" in page.url


@pytest.mark.parametrize("path", ["train", "reconstruct", "latent", "compare"])
def test_nothing_that_is_presented_is_small(page, app, run, path):
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{app.url}/{path}?run={run}&present=1")
    expect_presented(page)
    expect(page.locator(".js-plotly-plot .xtick text, canvas").first).to_be_visible()
    assert page.evaluate(SMALLEST) == []
    over = "document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth"
    assert page.evaluate(over) <= 0


def test_the_mode_goes_along_over_a_refresh_and_to_other_pages(page, app, run):
    page.goto(f"{app.url}/train?run={run}&present=1")
    expect_presented(page)
    follow(page, "Latent space")
    page.wait_for_url(re.compile("/latent"))
    expect_presented(page)
    page.reload()
    expect_presented(page)
    mode(page).click()
    expect_presented(page, False)
    page.reload()
    expect_presented(page, False)


@pytest.mark.skipif(lan_address() is None, reason="this machine is in no network")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_class_opens_the_run_by_the_code_on_the_wall(page, classroom, theme):
    page.emulate_media(color_scheme=theme)
    store = Store(classroom.store_url)
    run = store.submit(ae.preset("article").replace(steps=20), "someone")
    store.close()
    page.goto(f"{classroom.url}/train?run={run.id}&present=1")
    expect_presented(page)
    page.get_by_role("button", name="Link", exact=True).click()
    dialog = page.get_by_role("dialog")
    link = classroom.url.replace("127.0.0.1", lan_address()) + f"/train?run={run.id}"
    expect(dialog.locator(".link")).to_have_text(link.removeprefix("http://"))
    expect(dialog.locator(".run")).to_have_text(f"Run {run.id}")
    code = dialog.locator(".code svg")
    assert code.bounding_box()["height"] >= 500
    wanted = segno.make(link, error="m", micro=False).matrix_iter(border=4)
    assert code.evaluate(MODULES) == [[bool(dark) for dark in row] for row in wanted]
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect_presented(page)

    page.goto(link)
    expect(page.locator(".ae-live .badge")).not_to_have_text("No run")
    expect_presented(page, False)


def test_a_server_of_this_machine_alone_says_that_nobody_else_can_open_it(page, app, run):
    page.goto(f"{app.url}/train?run={run}&present=1")
    page.get_by_role("button", name="Link", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Only this computer can open it")).to_be_visible()
    expect(dialog.locator("svg")).to_have_count(0)
