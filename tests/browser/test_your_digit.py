"""A digit of one's own on Train: it follows the run, and is what the library computes of it."""

import re
import time

import numpy as np
import pytest
from playwright.sync_api import expect

from ae.models import Autoencoder, from_bytes
from ae.store import LIVE
from tests.browser.test_main_job import badge, press, runs, start  # noqa: F401 (a fixture)
from tests.waiting import wait_for

# A seven, in sides of the pad.
SEVEN = [(0.3, 0.25), (0.7, 0.25), (0.55, 0.5), (0.42, 0.8)]
LEVELS = """(name) => {
  const canvas = document.querySelector(`.drawing canvas[data-is=${name}]`);
  const { data } = canvas.getContext("2d").getImageData(0, 0, 28, 28);
  return Array.from({ length: 784 }, (_, i) => data[4 * i]);
}"""
EXACT = "[...document.querySelector('.ae-live').view.yourDigit.digit.pad.levels]"
COUNT_UPDATES = """() => {
  const { view } = document.querySelector(".ae-live"), { update } = view;
  window.updates = 0;
  view.update = (call) => { window.updates++; update.call(view, call); };
}"""


def unfold(page):
    place = page.locator(".ae-live .your-digit")
    if place.get_attribute("open") is None:
        place.locator("summary").click()
    expect(page.locator(".drawing .paper canvas")).to_be_visible()


def draw(page, points=SEVEN):
    """One stroke, by the mouse."""
    paper = page.locator(".drawing .paper canvas")
    paper.scroll_into_view_if_needed()
    box = paper.bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=8)
    page.mouse.up()


def said(page):
    """Error and step that stand beside the digit; None where there is none yet."""
    text = page.locator(".drawing .words").inner_text()
    found = re.search(r"pixel\s+([\d.e-]+)\s+weights of step ([\d,]+)", text)
    return (float(found[1]), int(found[2].replace(",", ""))) if found else None


def next_said(page, after=0):
    """The same of the first weights that are of a later step."""
    return wait_for(lambda: (now := said(page)) and now[1] > after and now, seconds=30)


def shown(page, name):
    return np.array(page.evaluate(LEVELS, name), float).reshape(28, 28)


def test_its_error_falls_while_the_run_trains_and_the_end_is_what_the_library_computes(
    page, app, runs  # noqa: F811
):  # fmt: skip
    run = start(page, app, 2000)
    unfold(page)
    draw(page)
    expect(badge(page)).to_have_text("running")
    errors, step = [], 0
    while badge(page).text_content() == "running":
        if (now := said(page)) and now[1] > step:
            assert not errors or re.search(
                r", \d+(\.\d)? s old$", page.locator(".age").inner_text()
            )
            errors.append(now[0])
            step = now[1]
        page.wait_for_timeout(50)
    assert len(errors) >= 4
    assert errors[-1] < 0.7 * errors[0]

    expect(page.locator(".drawing .age")).to_have_text("weights of step 2,000")
    assert runs.blob(run, LIVE) is None
    model = Autoencoder(*from_bytes(runs.blob(run, "weights")[1]))
    drawn = np.array(page.evaluate(EXACT), np.float32).reshape(1, 28, 28, 1)
    made = model.reconstruct(drawn)
    error = float(((made - drawn) ** 2).mean())
    assert said(page)[0] == pytest.approx(error, rel=1e-3)
    assert abs(shown(page, "seen") - 255 * drawn[0, ..., 0]).max() <= 1
    assert abs(shown(page, "made") - 255 * made.clip(0, 1)[0, ..., 0]).max() <= 1


def test_nobody_watches_until_a_digit_is_drawn_and_after_it_is_folded_away(page, app, runs):  # noqa: F811
    run = start(page, app, 20_000)
    unfold(page)
    expect(badge(page)).to_have_text("running")
    page.mouse.move(5, 5)
    page.wait_for_timeout(1500)
    assert runs.run(run).watched_until is None
    draw(page)
    next_said(page)
    assert runs.run(run).watched_until > time.time()
    page.locator(".ae-live .your-digit summary").click()
    until = runs.run(run).watched_until
    wait_for(lambda: time.time() > until, seconds=10)
    assert runs.run(run).watched_until <= until + 1
    page.wait_for_timeout(1500)  # one that was begun before is written to its end
    step = runs.blob_step(run, LIVE)
    page.wait_for_timeout(2500)
    assert runs.blob_step(run, LIVE) == step
    press(page, "Stop")
    expect(badge(page)).to_have_text("stopped")
    assert runs.blob(run, LIVE) is None


def test_it_follows_a_pause_a_resume_and_a_stop(page, app, runs):  # noqa: F811
    run = start(page, app, 20_000)
    unfold(page)
    draw(page)
    next_said(page)
    press(page, "Pause")
    expect(badge(page)).to_have_text("paused")
    step = runs.run(run).step
    expect(page.locator(".drawing .age")).to_have_text(f"weights of step {step:,}")
    assert runs.blob(run, LIVE) is None
    press(page, "Resume")
    next_said(page, step)
    press(page, "Stop")
    expect(badge(page)).to_have_text("stopped")
    expect(page.locator(".drawing .age")).to_have_text(f"weights of step {runs.run(run).step:,}")


def test_the_drawing_stays_over_a_refresh_and_the_next_run(page, app):
    start(page, app, 150)
    unfold(page)
    draw(page)
    expect(badge(page)).to_have_text("finished")
    expect(page.locator(".drawing .age")).to_have_text("weights of step 150")
    drawn, error = shown(page, "seen"), said(page)[0]
    page.wait_for_timeout(500)
    page.reload()
    expect(page.locator(".drawing .age")).to_have_text("weights of step 150")
    np.testing.assert_array_equal(shown(page, "seen"), drawn)
    assert said(page)[0] == error
    page.get_by_role("textbox", name="Steps", exact=True).fill("300")
    page.get_by_role("textbox", name="Steps", exact=True).press("Enter")
    expect(page.get_by_text(re.compile("parameters · about"))).to_be_visible()
    press(page, "Train")
    expect(page.locator(".drawing .age")).to_have_text("weights of step 300")
    np.testing.assert_array_equal(shown(page, "seen"), drawn)
    assert said(page)[0] < error


def test_the_page_is_not_run_while_one_draws(page, app):
    start(page, app, 20_000)
    unfold(page)
    expect(badge(page)).to_have_text("running")
    page.wait_for_timeout(1000)
    page.evaluate(COUNT_UPDATES)
    draw(page)
    next_said(page)
    draw(page, [(0.35, 0.5), (0.65, 0.5)])
    page.get_by_role("button", name="Undo").click()
    assert page.evaluate("updates") == 0
    press(page, "Stop")


def test_without_a_run_it_says_what_to_do(page, app):
    page.goto(f"{app.url}/train")
    unfold(page)
    draw(page)
    assert shown(page, "seen").max() > 200
    expect(page.locator(".drawing .age")).to_have_text(
        "Press Train: what you draw is reconstructed while the network learns."
    )


def test_on_a_phone_it_is_folded_shut_and_the_pad_is_as_wide_as_a_hand_needs(page, app):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{app.url}/train")
    expect(page.locator(".ae-live .your-digit summary")).to_be_visible()
    assert page.locator(".ae-live .your-digit").get_attribute("open") is None
    unfold(page)
    assert page.locator(".drawing .paper canvas").bounding_box()["width"] > 280
    page.reload()
    expect(page.locator(".drawing .paper canvas")).to_be_visible()
