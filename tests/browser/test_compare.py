"""The Compare page in a real browser, with runs that real workers trained."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ae import comparison
from ae.store import State, Store
from tests.waiting import wait_for

PLAIN, VARIATIONAL = (hp.replace(steps=80) for hp in comparison.plain_and_variational(2))


@pytest.fixture(scope="module")
def runs(app):
    """The ids of a plain and a variational run."""
    store = Store(app.store_url)
    ids = [store.submit(hp, "someone").id for hp in (PLAIN, VARIATIONAL)]
    wait_for(lambda: all(store.run(key).state.is_ended for key in ids))
    assert {store.run(key).state for key in ids} == {State.FINISHED}
    store.close()
    return ids


def open_page(page, app, runs):
    page.goto(f"{app.url}/compare?runs={','.join(runs)}")
    expect(page.locator(".ae-digits img")).to_have_count(8, timeout=60_000)
    expect(page.locator(".ae-plot .scatterlayer .trace")).to_have_count(4, timeout=30_000)


def figures(page):
    return page.get_by_role("region", name="Figures on the 10,000 test images")


def test_two_runs_and_pca_stand_beside_each_other_and_a_refresh_keeps_them(page, app, runs):
    open_page(page, app, runs)
    table = figures(page).get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_text(
        [
            re.compile("1 Custom plain, code.2"),
            re.compile("2 Custom variational, code.2"),
            re.compile("PCA, 2"),
        ]
    )
    row = table.get_by_role("row").filter(has_text="Squared error per pixel")
    texts = row.get_by_role("cell").all_inner_texts()
    values = [float(re.search(r"0\.\d+", text)[0]) for text in texts]
    marked = ["★" in text and "(best)" in text for text in texts]
    assert marked == [value == min(values) for value in values]
    settings = page.get_by_role("region", name="Settings that differ")
    expect(settings.get_by_role("rowheader")).to_have_text(["Kind of code", "Beta"])

    page.reload()
    expect(page.locator(".ae-digits img")).to_have_count(8, timeout=60_000)
    assert page.url.endswith(f"runs={','.join(runs)}")
    expect(table).to_be_visible()


def test_the_table_downloads_as_a_spreadsheets_file(page, app, runs):
    open_page(page, app, runs)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    assert download.value.suggested_filename == "comparison.csv"
    text = Path(download.value.path()).read_text(encoding="utf-8")
    plain, variational, pca = csv.DictReader(text.splitlines())
    assert [plain["id"], variational["id"], pca["id"]] == [*runs, ""]
    assert [plain["code"], variational["code"]] == ["plain", "variational"]
    shown = figures(page).get_by_role("row").filter(has_text="Squared error per pixel")
    for row, cell in zip((plain, variational, pca), shown.get_by_role("cell").all(), strict=True):
        assert f"{float(row['mse']):.4f}" in cell.inner_text()
    assert variational["elbo"].startswith("-")


def test_leaving_a_run_out_changes_the_link(page, app, runs):
    open_page(page, app, runs)
    page.get_by_role("button", name=re.compile("^Remove Variational")).click()
    page.wait_for_url(f"**/compare?runs={runs[0]}")
    expect(page.locator(".ae-digits img")).to_have_count(6)


def test_clouds_come_when_asked_for(page, app, runs):
    open_page(page, app, runs)
    page.get_by_text("Show the clouds of codes").click()
    expect(page.locator(".ae-plot .points path.point")).not_to_have_count(0, timeout=60_000)
    for name in ("Custom plain, code 2", "Custom variational, code 2", "PCA, 2 numbers"):
        chart = page.get_by_role("img", name=f"{name}: codes of 1,000 test digits")
        expect(chart.locator(".points path.point")).to_have_count(1000, timeout=30_000)


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_overflows_a_phone_or_a_laptop(page, app, runs, width):
    page.set_viewport_size({"width": width, "height": 844})
    open_page(page, app, runs)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for image in page.locator(".ae-digits img").all():
        box = image.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert image.get_attribute("alt")


def test_one_click_trains_a_pair_and_shows_it_when_it_is_done(page, app):
    page.goto(f"{app.url}/compare")
    page.get_by_role("button", name="Train both").click()
    page.wait_for_url(re.compile("runs="))
    bars = page.get_by_role("progressbar")
    expect(bars).to_have_count(2, timeout=30_000)
    expect(
        page.get_by_text(re.compile("Custom plain, code 16 · running · step [1-9]"))
    ).to_be_visible(timeout=60_000)
    store = Store(app.store_url)
    for run in store.runs(limit=2):
        assert run.id in page.url
        store.want(run.id, "stop")
    store.close()
    # By themselves: the bars go, the digits and the table come.
    expect(bars).to_have_count(0, timeout=60_000)
    expect(page.locator(".ae-digits img")).to_have_count(8, timeout=60_000)
    expect(page.get_by_role("button", name="Train both")).to_be_enabled()


def test_the_server_still_has_no_tensorflow(page, app, runs):
    open_page(page, app, runs)
    assert "tensorflow" not in Path(f"/proc/{app.process.pid}/maps").read_text()
