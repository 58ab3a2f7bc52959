"""What pages show of the other kinds of autoencoder."""

import re

import pytest
from playwright.sync_api import expect

from ae.store import Store
from tests.browser.page_menu import follow
from tests.waiting import wait_for

TRACES = "document.querySelector('.ae-live .chart').data.map((t) => t.name)"
INK = """(part) => {
  const canvas = document.querySelector(`.ae-live canvas[data-is=${part}]`);
  const { data } = canvas.getContext("2d").getImageData(0, 0, 112, 112);
  return data.filter((_, i) => i % 4 === 0).reduce((sum, level) => sum + level, 0);
}"""


@pytest.fixture
def train(page, app):
    """Open Train with these settings in the link and press Train; returns the run's id."""

    def start(query):
        page.goto(f"{app.url}/train?{query}")
        expect(page.get_by_text(re.compile("parameters · about"))).to_be_visible()
        page.get_by_role("button", name="Train", exact=True).click()
        page.wait_for_url(re.compile("run="))
        return page.url.split("run=")[1]

    return start


def state(page, name, seconds=60):
    expect(page.locator(".ae-live .badge")).to_have_text(name, timeout=1000 * seconds)


def test_a_denoiser_shows_the_noise_that_goes_in(page, train):
    train("preset=denoising&encoder=32&steps=60")
    expect(page.locator(".ae-live figcaption", has_text="Input")).to_be_visible()
    state(page, "finished")
    assert page.evaluate(INK, "input") > 1.3 * page.evaluate(INK, "original")
    follow(page, "Reconstruct")
    shown = page.get_by_role("img", name="The same digits as the network is shown them")
    expect(shown).to_be_visible(timeout=30_000)


def test_a_plain_network_has_no_canvas_for_its_input(page, train):
    train("preset=repaired&steps=20")
    expect(page.locator(".ae-live figcaption", has_text="Input")).to_be_hidden()


def test_a_variational_run_draws_its_parts_and_ends_with_its_figures_in_nats(page, train):
    train("preset=vae2&encoder=32&steps=120")
    state(page, "finished")
    page.wait_for_function(f"{TRACES}.includes('KL divergence')")
    assert "reconstruction" in page.evaluate(TRACES)
    expect(page.locator(".ae-live .unit")).to_have_text("nats per image")
    page.get_by_text("All figures on the 10,000 test images").click()
    for label in ("ELBO (nats per image)", "SSIM (at most 1)", "Generalisation gap"):
        expect(page.get_by_test_id("stMetricLabel").filter(has_text=label).last).to_be_visible()


def test_the_learning_rate_changes_while_it_trains_and_the_chart_marks_where(page, app, train):
    run = train("preset=repaired&steps=20000")
    state(page, "running")
    page.get_by_test_id("stPopoverButton").click()
    box = page.get_by_role("textbox", name="Learning rate from now on")
    box.fill("fast")
    page.get_by_role("button", name="Set", exact=True).click()
    expect(page.get_by_text(re.compile("Learning rate must be .*, not 'fast'"))).to_be_visible()
    box.fill("0.0003")
    page.get_by_role("button", name="Set", exact=True).click()
    expect(page.get_by_text("Set: the chart marks the step from which it holds.")).to_be_visible()
    store = Store(app.store_url)
    wait_for(lambda: store.run(run).rate_changes)
    assert [rate for _, rate in store.run(run).rate_changes] == [0.0003]
    page.wait_for_function(
        "document.querySelector('.ae-live .chart').layout.annotations?.[0]?.text === 'rate 0.0003'"
    )
    store.close()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Stop").click()
    state(page, "stopped")


@pytest.mark.parametrize("path", ["", "train", "latent", "compare"])
def test_a_page_asks_nothing_of_another_host(page, app, path):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{app.url}/{path}")
    expect(page.locator("[data-testid=stMain] h1").first).to_be_visible()
    page.wait_for_timeout(1000)
    assert len(asked) > 5
    local = (app.url, "data:", "blob:")
    assert [url for url in asked if not url.startswith(local)] == []
