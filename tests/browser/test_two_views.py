"""Two live views of two runs on one page, which stands below a path that a proxy puts in front."""

import re

import pytest
from playwright.sync_api import expect

from ae import queue
from ae.store import Store
from bench import app as bench_app
from tests.waiting import wait_for

VIEWS = "[...document.querySelectorAll('.ae-live')]"
POINTS = f"{VIEWS}.map((root) => root.querySelector('.chart').data?.[0].x.at(-1) ?? 0)"
AXES = f"{VIEWS}.map((root) => root.querySelector('.chart').layout.yaxis.type)"
RUNS = f"{VIEWS}.map((root) => root.view.run)"
DIGITS = f"{VIEWS}.map((root) => root.querySelector('canvas[data-is=reconstructed]').toDataURL())"


@pytest.fixture
def two_panels(app):
    """Its address; on the store of `app`, whose workers train what is begun here."""
    own = bench_app.start_server(
        app.store.parent, bench_app.free_port(), "tests/browser/two_panels_app.py", "/school/ae"
    )
    bench_app.wait_for_server(own)
    yield own.url
    own.end_server()


@pytest.fixture
def runs(app):
    store = Store(app.store_url)
    yield store
    for run in store.runs():
        if not run.state.is_ended:
            queue.stop(store, run.id)
    store.close()


def views(page):
    return page.locator(".ae-live").all()


def wait_until_both_have(page, points):
    page.wait_for_function(f"{POINTS}.every((last) => last > {points})", timeout=60_000)


def type_steps(page, place, text):
    """Whether it stayed: Streamlit may draw the fields of a new page once more."""
    steps = page.get_by_role("textbox", name=re.compile("^Steps")).nth(place)
    steps.fill(text)
    steps.press("Enter")
    page.wait_for_timeout(500)
    return steps.input_value() == text


def test_two_views_of_two_runs_move_each_by_itself(page, two_panels, runs):
    page.goto(two_panels)
    expect(page.locator(".ae-live")).to_have_count(2, timeout=30_000)
    for place in (0, 1):
        wait_for(lambda at=place: type_steps(page, at, "20000"))
    for place in (0, 1):
        page.get_by_role("button", name="Train", exact=True).nth(place).click()
    wait_until_both_have(page, 20)

    left, right = page.evaluate(RUNS)
    assert left != right
    assert runs.run(left).hp.latent_dim != runs.run(right).hp.latent_dim
    first, second = page.evaluate(DIGITS)
    assert first != second
    before = page.evaluate(POINTS)
    wait_until_both_have(page, max(before) + 50)

    # Radio buttons of one name exclude each other in the whole page.
    for view, option in zip(views(page), ("log", "linear"), strict=True):
        view.get_by_role("radio", name=option).check()
    assert page.evaluate(AXES) == ["log", "linear"]
    views(page)[1].get_by_role("slider").fill("0.9")
    assert [view.locator("output").inner_text() for view in views(page)] == ["0.60", "0.90"]

    queue.stop(runs, left)
    expect(views(page)[0].locator(".badge")).to_have_text("stopped", timeout=30_000)
    expect(views(page)[1].locator(".badge")).to_have_text("running")
    # The buttons beside each view follow its own run.
    stop = page.get_by_role("button", name="Stop", exact=True)
    expect(stop.nth(0)).to_be_disabled()
    expect(stop.nth(1)).to_be_enabled()
    step = runs.run(left).step
    page.wait_for_function(f"{POINTS}[0] === {step}")  # its last points may wait for a redraw
    moving = page.evaluate(POINTS)[1]
    page.wait_for_function(f"{POINTS}[1] > {moving} + 50", timeout=30_000)
    assert page.evaluate(POINTS)[0] == step
    steps = [view.locator("[data-is=step]").inner_text() for view in views(page)]
    assert steps[0] == f"{step:,} / 20,000" != steps[1]

    page.reload()
    expect(page.locator(".ae-live")).to_have_count(2, timeout=30_000)
    for view, option, smoothing in zip(
        views(page), ("log", "linear"), ("0.60", "0.90"), strict=True
    ):
        expect(view.get_by_role("radio", name=option)).to_be_checked()
        expect(view.locator("output")).to_have_text(smoothing)
