"""The hole finder: where two runs have no codes, and what their decoders make of it."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from ae import queue
from ae.binary import unpack
from tests.browser.test_generate import model_of, pair, runs  # noqa: F401 (fixtures)
from tests.browser.test_latent import levels
from tests.components.exploring import levels_of

SIDES = "document.querySelector('.ae-holes').view.sides"


def see_holes(page):
    # What comes above them moves them out of view again.
    digits = page.get_by_role("list", name="Sixteen generated digits")
    expect(digits.get_by_role("listitem")).to_have_count(16)
    page.locator(".ae-holes .legend").scroll_into_view_if_needed(timeout=60_000)
    page.mouse.move(640, 400)
    page.mouse.wheel(0, 400)


@pytest.fixture
def open_holes(page, app):
    """Opens the page and scrolls to the holes, until so many sides have measured theirs."""

    def open_holes(run, query="", sides=2):
        page.goto(f"{app.url}/generate?run={run}{query}")
        see_holes(page)
        page.wait_for_selector(f".ae-holes section:nth-child({sides})[data-run]", timeout=60_000)
        return page

    return open_holes


def test_the_circles_hold_no_code_and_their_middles_are_decoded_as_the_library_does(
    open_holes,
    runs,  # noqa: F811
    pair,  # noqa: F811
):
    page = open_holes(pair[0])
    for side, run in enumerate(pair):
        points = np.reshape(page.evaluate(f"[...{SIDES}[{side}].flat.points]"), (-1, 2))
        codes = unpack(runs.blob(run, "codes")[1])[1]["codes"]
        assert len(points) == len(codes) == 10_000
        circles = page.evaluate(f"{SIDES}[{side}].holes.circles")
        assert len(circles) == 8
        for circle in circles:
            apart = (points - [circle["x"], circle["y"]]) / circle["radii"]
            assert np.hypot(*apart.T).min() > 0.999
        axes = np.reshape(
            page.evaluate(f"{SIDES}[{side}].flat.directions.map((one) => [...one.direction])"),
            (2, 4),
        )
        middles = np.array([[circle["x"], circle["y"]] for circle in circles])
        expected = levels(
            model_of(runs, run).decode((codes.mean(0) + middles @ axes).astype(np.float32))
        )
        canvases = page.locator(".ae-holes section").nth(side).locator("li canvas").all()
        shown = np.stack([levels_of(canvas) for canvas in canvases])
        np.testing.assert_allclose(shown, expected, atol=1)


def test_what_the_classifier_accepts_is_told_of_both(open_holes, pair):  # noqa: F811
    page = open_holes(pair[0])
    told = page.locator(".ae-holes .measured").filter(
        has_text=re.compile(
            r"Of 200 digits decoded within .* 90% sure of \d+%; of as many .*, of \d+%\.$"
        )
    )
    expect(told).to_have_count(2)


def test_the_run_beside_can_be_chosen_and_stands_in_the_address(
    open_holes,
    pair,  # noqa: F811
):
    page = open_holes(pair[1])
    menu = page.get_by_role("combobox", name="Beside it")
    menu.click()
    page.get_by_role("option", name="none", exact=True).click()
    page.wait_for_url(re.compile("beside=none"))
    expect(page.locator(".ae-holes section")).to_have_count(1)
    page.reload()
    see_holes(page)
    expect(page.locator(".ae-holes section")).to_have_count(1)


def test_where_there_is_no_run_of_the_other_kind_a_press_trains_a_pair(
    page,
    app,
    runs,  # noqa: F811
    pair,  # noqa: F811
):
    hp = runs.run(pair[0]).hp.replace(latent_dim=3, steps=30)
    run = runs.submit(hp, "someone").id
    page.wait_for_timeout(100)
    page.goto(f"{app.url}/generate?run={run}")
    button = page.get_by_role("button", name="Train both")
    expect(button).to_be_visible(timeout=60_000)
    button.click()
    page.wait_for_url(re.compile("beside="))
    ids = re.findall(r"(?:run|beside)=([\w-]+)", page.url)
    plain, variational = (runs.run(key) for key in sorted(ids, key=page.url.index))
    assert {plain.hp.code, variational.hp.code} == {"plain", "variational"}
    assert plain.hp.latent_dim == variational.hp.latent_dim == 3
    for made in (plain, variational):
        queue.stop(runs, made.id)


def test_a_code_of_one_number_has_no_map_and_says_so(page, app, runs, pair):  # noqa: F811
    run = runs.submit(runs.run(pair[0]).hp.replace(latent_dim=1, steps=30), "someone").id
    page.goto(f"{app.url}/generate?run={run}&from=gaussian")
    see_holes(page)
    expect(page.get_by_text("A code of one number lies on a line")).to_be_visible(timeout=60_000)
