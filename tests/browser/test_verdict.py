"""A run's end, as it is told on the Train page."""

import re

from playwright.sync_api import expect

from tests.browser.test_kinds import state, train

__all__ = ["train"]  # a fixture

COLOUR = "(badge) => getComputedStyle(badge).backgroundColor"


def test_a_run_that_blows_up_is_not_called_finished_and_the_mend_is_two_presses_away(page, train):
    train("preset=article&learning_rate=10&steps=60")
    state(page, "blew up")
    badge, said = page.locator(".ae-live .badge"), page.locator(".ae-live .waiting")
    expect(said).to_contain_text(
        re.compile(r"^Its loss rose from 0\.1\d+ to \d\.\d{3}e\d+ by step")
    )
    expect(said).to_contain_text("RMSprop moves every weight by about the learning rate")
    bad = badge.evaluate(COLOUR)
    for value in page.locator(".ae-live dd").all_inner_texts():
        assert len(value) <= 10, value
    page.get_by_role("button", name="Try a learning rate of 0.001").click()
    expect(page.get_by_label("Learning rate", exact=False).first).to_be_visible()
    page.get_by_role("button", name="Train", exact=True).click()
    state(page, "finished")
    assert badge.evaluate(COLOUR) != bad
    expect(said).to_contain_text("Train it longer.")
    # The loudest is the first way on, and it is in view without scrolling.
    digits = page.get_by_role("link", name="See the digits")
    expect(digits).to_be_in_viewport(ratio=1)
    digits.click()
    page.wait_for_url(re.compile("/reconstruct.*run="))


def test_nothing_moves_when_a_run_ends(page, train):
    """Neither what steers the run nor the chart: the ways on come where there was room for them."""
    train("preset=repaired&steps=400")
    state(page, "running")
    places = {name: page.locator(name) for name in (".ae-live .chart", ".ae-live .canvases")}
    before = {name: place.bounding_box()["y"] for name, place in places.items()}
    state(page, "finished")
    expect(page.get_by_role("link", name="See the digits")).to_be_visible()
    for name, place in places.items():
        assert abs(place.bounding_box()["y"] - before[name]) <= 1, name
