"""The moving cloud of codes on Train: as the library computes it, live and kept."""

import re
from itertools import pairwise

import numpy as np
import pytest
from playwright.sync_api import expect

import ae
from ae.latent.frames import NUMBERS, Frame, next_frame
from ae.models import Autoencoder, from_bytes
from ae.store import Store
from tests.browser.test_form import open_train
from tests.browser.test_main_job import badge, press, start
from tests.waiting import wait_for

CLOUD = "document.querySelector('.ae-live').view?.pictures.cloud"


@pytest.fixture
def runs(app):
    store = Store(app.store_url)
    yield store
    store.close()


def show_codes(page):
    page.get_by_role("radio", name="Codes", exact=True).check()


def settled(page):
    """Wait until the cloud is there and stands."""
    page.wait_for_function(f"{CLOUD}?.frame && {CLOUD}.drawing === undefined")


def test_the_cloud_moves_while_it_trains_and_its_text_follows(page, app):
    start(page, app, 20_000)
    show_codes(page)
    page.wait_for_function(f"{CLOUD}?.frame?.step > 5", timeout=30_000)
    seen = page.evaluate(
        """(steps) => new Promise((resolve) => {
          const cloud = document.querySelector(".ae-live").view.pictures.cloud, { show } = cloud;
          const frames = [];
          cloud.show = (frame) => {
            show.call(cloud, frame);
            frames.push([frame.step, [...frame.points], cloud.canvas.ariaLabel]);
            if (frames.length === steps) resolve(frames);
          };
        })""",
        6,
    )
    press(page, "Stop")
    expect(badge(page)).to_have_text("stopped", timeout=30_000)
    for step, points, text in seen:
        assert f"after {step:,} steps. PCA of 128 numbers:" in text
        assert len(points) == 1000
    for (_, before, _), (_, after, _) in pairwise(seen):
        before, after = np.reshape(before, (-1, 2)), np.reshape(after, (-1, 2))
        left, _, right = np.linalg.svd(after.T @ before)
        np.testing.assert_allclose(left @ right, np.eye(2), atol=0.01)  # neither flips nor spins


@pytest.mark.parametrize("preset", ["article", "vae2"])
def test_the_last_frame_is_of_the_weights_that_are_kept(page, app, runs, preset):
    run = runs.submit(ae.preset(preset).replace(steps=150), "someone", preset)
    wait_for(lambda: runs.run(run.id).state.is_ended)
    page.goto(f"{app.url}/train?run={run.id}")
    show_codes(page)
    settled(page)
    hp, weights = from_bytes(runs.blob(run.id, "weights")[1])
    codes = Autoencoder(hp, weights).encode(ae.load_dataset("mnist").test.images[:500])
    stored = Frame.of_bytes(runs.codes_frame(run.id)[1])
    expected = next_frame(150, codes, stored)
    shown = np.reshape(page.evaluate(f"[...{CLOUD}.now]"), (-1, 2))
    np.testing.assert_allclose(shown, expected.points, atol=np.abs(expected.points).max() / 200)
    text = page.locator(".ae-live .cloud canvas").get_attribute("aria-label")
    assert text.startswith("500 test digits by their codes, after 150 steps.")
    if expected.kind == NUMBERS:
        assert "The code’s two numbers." in text
    else:
        assert f"{int(100 * stored.share)}% of the variance" in text


def test_what_is_shown_stays_for_another_run_and_after_a_refresh(page, app):
    open_train(page, app, "?preset=vae2&steps=40")
    expect(page.get_by_role("radio", name="Digits", exact=True)).to_be_checked()
    show_codes(page)
    expect(page.locator(".ae-live .cloud figcaption")).to_have_text(re.compile("No codes yet"))
    press(page, "Train")
    expect(badge(page)).to_have_text("finished", timeout=60_000)
    settled(page)
    assert page.evaluate(f"{CLOUD}.frame.step") == 40
    page.reload()
    expect(page.get_by_role("radio", name="Codes", exact=True)).to_be_checked(timeout=30_000)
    settled(page)
    assert page.evaluate(f"{CLOUD}.frame.step") == 40
    page.get_by_role("radio", name="Digits", exact=True).check()
    expect(page.locator(".ae-live canvas[data-is=original]")).to_be_visible()
    expect(page.locator(".ae-live .cloud")).to_be_hidden()


def test_who_chooses_before_the_view_is_there_has_chosen(page, app):
    held = []
    page.route(re.compile("live_view/live_view.js"), lambda route: held.append(route))
    page.goto(f"{app.url}/train")
    show_codes(page)
    while not held:
        page.wait_for_timeout(50)
    assert page.evaluate("document.querySelector('.ae-live').view") is None
    for route in held:
        route.continue_()
    page.wait_for_function(CLOUD)
    expect(page.get_by_role("radio", name="Codes", exact=True)).to_be_checked()
    expect(page.get_by_role("radio", name="Digits", exact=True)).not_to_be_checked()


def test_a_change_of_what_is_shown_moves_nothing_else(page, app):
    open_train(page, app, "?preset=article")
    page.wait_for_function("document.querySelector('.ae-live .chart .xaxislayer-above')")
    places = """[".ae-live .chart", ".ae-live .switch", ".ae-live .turns", "[class*=-ways-on]"]
      .map((name) => document.querySelector(name).getBoundingClientRect().toJSON())"""
    before = page.evaluate(places)
    show_codes(page)
    assert page.evaluate(places) == before
    cloud, turns = (page.locator(f".ae-live .{name}").bounding_box() for name in ("cloud", "turns"))
    assert cloud == turns
    canvas = page.locator(".ae-live .cloud canvas").bounding_box()
    assert canvas["height"] > 100
    assert canvas["y"] + canvas["height"] <= 800


def test_a_resumed_run_goes_on_where_its_cloud_was(page, app, runs):
    run = start(page, app, 20_000)
    show_codes(page)
    page.wait_for_function(f"{CLOUD}?.frame?.step > 20", timeout=30_000)
    press(page, "Pause")
    expect(badge(page)).to_have_text("paused", timeout=30_000)
    step, raw = runs.codes_frame(run)
    before = Frame.of_bytes(raw).points
    press(page, "Resume")
    wait_for(lambda: runs.codes_frame(run, after=step))
    after = Frame.of_bytes(runs.codes_frame(run, after=step)[1]).points
    press(page, "Stop")
    expect(badge(page)).to_have_text("stopped", timeout=30_000)
    assert np.sum(before * after) / np.linalg.norm(before) / np.linalg.norm(after) > 0.9
