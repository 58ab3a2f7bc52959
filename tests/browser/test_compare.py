"""The Compare page in a real browser, with runs that real workers trained, or train."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ae import comparison, formatting, queue
from ae.store import State, Store
from tests.waiting import wait_for

PLAIN, VARIATIONAL = (hp.replace(steps=80) for hp in comparison.plain_and_variational(2))
SETTINGS = (PLAIN, VARIATIONAL, PLAIN.replace(latent_dim=16))
# By a run's number: the digits of its tile, and the last step of its curve.
DIGITS = """(number) => [...document.querySelectorAll('.ae-compare-digits figure')]
  .find((tile) => tile.querySelector('b').textContent === String(number))
  .querySelector('canvas').toDataURL()"""
LAST_STEP = """(number) => [...document.querySelectorAll('.ae-compare-curves .chart')]
  .flatMap((chart) => chart.data ?? [])
  .find(({ name }) => name.startsWith(`${number} `) && name.endsWith('training'))?.x.at(-1) ?? 0"""
# Which of the clouds below have points.
CLOUDS = ".ae-plot .points path.point"


@pytest.fixture(scope="module")
def runs(app):
    """The ids of a plain and a variational run, and of a plain one with a larger code."""
    store = Store(app.store_url)
    ids = [store.submit(hp, "someone").id for hp in SETTINGS]
    wait_for(lambda: all(store.run(key).state.is_ended for key in ids))
    assert {store.run(key).state for key in ids} == {State.FINISHED}
    store.close()
    return ids


@pytest.fixture
def store(app):
    """The server's store; what trains in it at the end of the test is stopped."""
    opened = Store(app.store_url)
    yield opened
    for run in opened.runs():
        if not run.state.is_ended:
            queue.stop(opened, run.id)
    opened.close()


def open_page(page, app, runs):
    page.goto(f"{app.url}/compare?runs={','.join(runs)}")
    wait_for_digits(page)


def wait_for_digits(page):
    """Until every tile has digits, those of PCA too."""
    expect(page.locator(".ae-compare-digits canvas")).not_to_have_count(0)
    expect(page.locator(".ae-compare-digits canvas[aria-label*='no digits yet']")).to_have_count(
        0, timeout=60_000
    )


def figures(page):
    return page.get_by_role("region", name="Figures on the 10,000 test images")


def row_of(page, text):
    return figures(page).get_by_role("row").filter(has_text=text)


def tile(page, name):
    return page.locator(".ae-compare-digits figure").filter(has_text=name)


def test_two_runs_and_pca_stand_beside_each_other_and_a_refresh_keeps_them(page, app, runs):
    open_page(page, app, runs[:2])
    table = figures(page).get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_text(
        [
            "Code size 2",
            re.compile("1 Custom plain, code.2"),
            re.compile("2 Custom variational, code.2"),
            re.compile("PCA, 2"),
        ]
    )
    row = row_of(page, "Squared error per pixel")
    expect(row.get_by_role("cell").last).not_to_have_text("–")
    texts = row.get_by_role("cell").all_inner_texts()
    values = [float(re.search(r"0\.\d+", text)[0]) for text in texts]
    marked = ["★" in text and "(best)" in text for text in texts]
    assert marked == [value == min(values) for value in values]
    settings = page.get_by_role("region", name="Settings that differ")
    expect(settings.get_by_role("rowheader")).to_have_text(["Kind of code", "Beta"])

    page.reload()
    wait_for_digits(page)
    assert page.url.endswith(f"runs={','.join(runs[:2])}")
    expect(table).to_be_visible()


def test_each_code_size_has_a_pca_and_stars_of_its_own(page, app, runs):
    open_page(page, app, runs)
    small, large = "PCA, 2 numbers", "PCA, 16 numbers"
    for name in (small, large):
        expect(tile(page, name)).to_have_count(1)
        expect(page.locator(".ae-compare-curves .legend")).to_contain_text(name)
    errors = row_of(page, "Squared error per pixel").get_by_role("cell")
    expect(errors.last).not_to_have_text("–")
    values = [float(re.search(r"0\.\d+", text)[0]) for text in errors.all_inner_texts()]
    # Columns: code size 2: runs 1 and 2, PCA; code size 16: run 3, PCA.
    assert values[4] < values[2]
    stars = ["★" in text for text in errors.all_inner_texts()]
    assert stars == [v == min(values[:3]) for v in values[:3]] + [
        v == min(values[3:]) for v in values[3:]
    ]
    kl = row_of(page, "KL divergence").get_by_role("cell").all_inner_texts()
    assert not any("★" in text for text in kl)
    expect(page.get_by_text("less or more of it is not simply better")).to_be_visible()


def test_the_table_downloads_as_a_spreadsheets_file(page, app, runs):
    open_page(page, app, runs)
    expect(row_of(page, "Squared error per pixel").get_by_role("cell").last).not_to_have_text("–")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    assert download.value.suggested_filename == "comparison.csv"
    text = Path(download.value.path()).read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["id"] for row in rows] == [*runs, "", ""]
    assert [row["code"] for row in rows] == ["plain", "variational", "plain", "", ""]
    assert [row["latent_dim"] for row in rows] == ["2", "2", "16", "2", "16"]
    shown = row_of(page, "Squared error per pixel").get_by_role("cell").all_inner_texts()
    for row, text in zip([rows[i] for i in (0, 1, 3, 2, 4)], shown, strict=True):
        assert formatting.number(float(row["mse"])) in text
    assert rows[1]["elbo"].startswith("-")


def test_leaving_a_run_out_changes_the_link(page, app, runs):
    open_page(page, app, runs[:2])
    page.get_by_role("button", name=re.compile("^Remove Custom variational")).click()
    page.wait_for_url(f"**/compare?runs={runs[0]}")
    expect(page.locator(".ae-compare-digits figure")).to_have_count(3)
    expect(page.get_by_text("One run alone")).to_be_visible()


def test_the_clouds_of_codes_come_by_themselves(page, app, runs):
    open_page(page, app, runs[:2])
    for name in ("Custom plain, code 2", "Custom variational, code 2", "PCA, 2 numbers"):
        chart = page.locator(f".ae-plot [aria-label^='{name}: codes of 1,000 test digits']")
        expect(chart.locator(".points path.point")).to_have_count(1000, timeout=60_000)


def test_errors_are_shown_in_place_of_digits_and_the_choice_is_kept(page, app, runs):
    open_page(page, app, runs[:2])
    digits, original = page.evaluate(DIGITS, 1), page.evaluate(DIGITS, "")
    page.get_by_role("checkbox", name="Show the errors").check()
    assert page.evaluate(DIGITS, 1) != digits
    assert page.evaluate(DIGITS, "") == original
    page.reload()
    wait_for_digits(page)
    expect(page.get_by_role("checkbox", name="Show the errors")).to_be_checked()


@pytest.mark.parametrize(("width", "beside"), [(390, 2), (1280, 4)])
def test_digits_stand_side_by_side_under_their_names_and_nothing_overflows(
    page, app, runs, width, beside
):
    page.set_viewport_size({"width": width, "height": 844})
    open_page(page, app, runs[:2])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = [c.bounding_box() for c in page.locator(".ae-compare-digits canvas").all()]
    assert len({round(box["y"]) for box in boxes}) == 4 / beside
    for box in boxes:
        assert box["width"] >= 4 * 36  # a digit's pixels, enlarged
        assert 0 <= box["x"] <= width - box["width"]
    for name in page.locator(".ae-compare-digits figcaption").all():
        assert name.evaluate("(e) => e.scrollWidth <= e.clientWidth")


def test_curves_and_digits_of_two_runs_move_while_they_train_and_figures_follow(page, app, store):
    ids = [store.submit(hp.replace(steps=20_000), "someone").id for hp in SETTINGS[:2]]
    page.goto(f"{app.url}/compare?runs={','.join(ids)}")
    for number in (1, 2):
        page.wait_for_function(f"({LAST_STEP})({number}) > 5", timeout=60_000)
    before = {n: (page.evaluate(DIGITS, n), page.evaluate(LAST_STEP, n)) for n in (1, 2)}
    assert before[1][0] != before[2][0]
    for number, (digits, step) in before.items():
        page.wait_for_function(f"({LAST_STEP})({number}) > {step} + 20", timeout=60_000)
        page.wait_for_function(f"(known) => ({DIGITS})({number}) !== known", arg=digits)
    expect(page.get_by_role("progressbar")).to_have_count(2)
    expect(page.get_by_role("button", name=re.compile("Refresh|again", re.I))).to_have_count(0)
    # The clouds come once there are weights.
    chart = page.locator(".ae-plot [aria-label^='Custom plain, code 2: codes']")
    expect(chart.locator(".points path.point")).to_have_count(1000, timeout=60_000)

    row = row_of(page, "Squared error per pixel").get_by_role("cell")
    queue.stop(store, ids[0])
    expect(tile(page, "Custom plain, code 2")).to_contain_text("stopped", timeout=60_000)
    expect(row.first).to_have_text(re.compile(r"0\.\d+"), timeout=60_000)
    expect(row.nth(1)).to_have_text("–")
    step = page.evaluate(LAST_STEP, 2)
    page.wait_for_function(f"({LAST_STEP})(2) > {step} + 20", timeout=60_000)

    queue.stop(store, ids[1])
    expect(row.nth(1)).to_have_text(re.compile(r"0\.\d+"), timeout=60_000)
    expect(page.get_by_role("progressbar")).to_have_count(0)
    assert page.evaluate(LAST_STEP, 1) == store.run(ids[0]).step


def test_nothing_on_the_page_moves_when_the_clouds_come(page, app, runs):
    page.goto(f"{app.url}/compare?runs={','.join(runs[:2])}")
    curves = page.locator(".ae-compare-curves .chart")
    expect(curves).to_have_count(1)
    before = curves.bounding_box()["y"]
    expect(page.locator(CLOUDS)).to_have_count(3000, timeout=60_000)
    assert curves.bounding_box()["y"] == before


def test_one_click_trains_a_pair(page, app, store):
    # An address without runs: other tests' runs of the command line would be chosen else.
    page.goto(f"{app.url}/compare?runs=,")
    page.get_by_role("button", name="Train both").click()
    page.wait_for_url(re.compile("runs="))
    # From now on it is out of the way.
    expect(page.get_by_role("button", name="Train both")).to_have_count(0)
    page.get_by_role("button", name="Train a pair").click()
    expect(page.get_by_role("button", name="Train both")).to_be_disabled()
    expect(page.get_by_role("progressbar")).to_have_count(2, timeout=60_000)
    expect(tile(page, "Custom plain, code 16")).to_contain_text(
        re.compile("step [1-9]"), timeout=60_000
    )
    assert {run.id in page.url for run in store.runs(limit=2)} == {True}


def test_the_server_still_has_no_tensorflow(page, app, runs):
    open_page(page, app, runs[:2])
    assert "tensorflow" not in Path(f"/proc/{app.process.pid}/maps").read_text()
