"""What axe-core finds on every page with data, in both themes: nothing."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from ae import comparison
from ae.store import State, Store
from ae.web.owner import OWNER_COOKIE
from tests.waiting import wait_for

OWNER = "axe"
LAPTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
PLAIN, VARIATIONAL = (hp.replace(steps=80) for hp in comparison.plain_and_variational(2))


def findings_on(page):
    """What axe finds on the page as it stands: rule, selector and HTML of each element."""
    return [
        (violation["id"], node["target"], node["html"])
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
    ]


@pytest.fixture(scope="module")
def runs(app):
    """The ids of two ended runs of this browser: no other test's page lists them."""
    store = Store(app.store_url)
    ids = [store.submit(hp, OWNER).id for hp in (PLAIN, VARIATIONAL)]
    wait_for(lambda: all(store.run(key).state.is_ended for key in ids))
    assert {store.run(key).state for key in ids} == {State.FINISHED}
    store.close()
    return ids


def see_home(page, app, runs):
    page.goto(app.url)
    expect(page.locator("[class*=st-key-listed-run] a")).not_to_have_count(0)


def see_empty_train(page, app, runs):
    page.goto(f"{app.url}/train")
    expect(page.locator(".ae-live .badge")).to_have_text("no run")


def see_ended_train(page, app, runs):
    page.goto(f"{app.url}/train?run={runs[0]}")
    expect(page.locator(".ae-live .badge")).to_have_text("finished")
    expect(page.locator(".ae-live .chart .main-svg").first).to_be_visible()


def see_training(page, app, runs):
    page.goto(f"{app.url}/train?steps=20000")
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.locator(".ae-live .badge")).to_have_text("running")
    expect(page.locator(".ae-live .chart .main-svg").first).to_be_visible()


def see_stopped(page, app, runs):
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator(".ae-live .badge")).to_have_text("stopped")
    expect(page.get_by_role("link", name="See the digits")).to_be_visible()


def see_reconstruct(page, app, runs):
    page.goto(f"{app.url}/reconstruct?run={runs[0]}")
    expect(page.locator(".ae-reconstruction canvas").first).to_be_visible()
    expect(page.get_by_text("Weights after 80 steps")).to_be_visible()


def see_latent(page, app, runs):
    page.goto(f"{app.url}/latent?run={runs[0]}")
    expect(page.get_by_role("application", name="1,000 test digits")).to_be_visible()
    page.get_by_role("tabpanel").scroll_into_view_if_needed()
    expect(page.locator(".ae-latent .neighbours li").last).to_be_visible()


def see_draw(page, app, runs):
    page.goto(f"{app.url}/draw?run={runs[0]}")
    page.get_by_role("button", name="A face").click()
    expect(page.locator(".ae-draw li").last).to_be_visible()


def see_generate(page, app, runs):
    page.goto(f"{app.url}/generate?run={runs[0]}")
    expect(page.locator(".ae-generate .sheet li").last).to_be_visible()
    expect(page.get_by_text(re.compile("a [0-9], [0-9.]+ away")).first).to_be_visible()


def see_compare(page, app, runs):
    page.goto(f"{app.url}/compare?runs={','.join(runs)}")
    expect(page.locator(".ae-compare-digits canvas")).not_to_have_count(0)
    expect(page.locator(".ae-compare-curves .main-svg").first).to_be_visible()
    expect(page.locator(".ae-plot .main-svg").first).to_be_visible()


VIEWS = {
    "Home": see_home,
    "Train, empty": see_empty_train,
    "Train, ended": see_ended_train,
    "Train, training": see_training,
    "Train, stopped": see_stopped,
    "Reconstruct": see_reconstruct,
    "Latent space": see_latent,
    "Draw": see_draw,
    "Generate": see_generate,
    "Compare": see_compare,
}


@pytest.fixture(scope="module", params=["light", "dark"])
def seen(request, browser, app, runs):
    """By view, what axe finds in one theme: one browser for all views."""
    context = browser.new_context(viewport=LAPTOP, color_scheme=request.param)
    context.add_cookies([{"name": OWNER_COOKIE, "value": OWNER, "url": app.url}])
    page = context.new_page()
    found = {}
    for name, see in VIEWS.items():
        see(page, app, runs)
        found[name] = findings_on(page)
    page.set_viewport_size(PHONE)
    see_ended_train(page, app, runs)
    found["Train, on a phone"] = findings_on(page)
    context.close()
    return found


def test_no_page_with_data_breaks_a_rule_of_axe(seen):
    """Should one be Streamlit's or Plotly's own, leave it out here by its issue's number."""
    assert {view: findings for view, findings in seen.items() if findings} == {}


def test_axe_sees_what_is_wrong(page):
    page.set_content("<html lang=en><title>A</title><main><h1>A</h1><button></button></main>")
    assert [rule for rule, _, _ in findings_on(page)] == ["button-name"]
