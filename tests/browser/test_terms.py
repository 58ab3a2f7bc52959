"""Words and figures tell what they mean to a finger, which does not hover."""

import pytest
from playwright.sync_api import expect

from ae.metrics import METRICS
from ae.terms import PCA_AXES, TERMS

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def phone(browser):
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


def told(page):
    return page.locator(".ae-meaning:popover-open")


def test_a_tap_tells_a_curves_meaning_while_the_run_goes_on_and_then_a_figures(phone, app):
    phone.goto(f"{app.url}/train?encoder=8&latent_dim=4&steps=400")
    train = phone.get_by_role("button", name="Train", exact=True)
    expect(train).to_be_enabled()
    train.tap()
    legend = phone.locator(".ae-live .legend")
    phone.wait_for_function("document.querySelector('.ae-live .legend').offsetHeight > 0")
    before = legend.bounding_box()
    legend.get_by_role("button", name="validation").tap()
    expect(told(phone)).to_have_text(TERMS["validation"])
    place = told(phone).bounding_box()
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= PHONE["width"]
    expect(phone.locator(".ae-live .badge")).to_have_text("finished", timeout=60_000)
    expect(told(phone)).to_have_text(TERMS["validation"])
    after = legend.bounding_box()
    assert (before["width"], before["height"]) == (after["width"], after["height"])

    phone.keyboard.press("Escape")
    expect(told(phone)).to_have_count(0)
    phone.get_by_role("button", name="Help for Squared error (per pixel)").first.tap()
    expect(phone.get_by_role("tooltip").first).to_have_text(METRICS["mse"].help)

    run = phone.url.partition("run=")[2].partition("&")[0]
    phone.goto(f"{app.url}/compare?runs={run}")
    table = phone.get_by_role("region", name="Figures on the 10,000 test images")
    table.get_by_role("button", name="SSIM").tap()
    expect(told(phone)).to_have_text(METRICS["ssim"].help)
    phone.touchscreen.tap(380, 20)
    expect(told(phone)).to_have_count(0)
    phone.locator(".ae-compare-curves .legend").get_by_role("button", name="PCA, 4").tap()
    expect(told(phone)).to_have_text(TERMS["PCA"])
    phone.keyboard.press("Escape")
    clouds = phone.locator("[class*=st-key-cloud-place]")
    clouds.get_by_role("button", name="Help").first.tap()
    expect(phone.get_by_role("tooltip").first).to_have_text(PCA_AXES)


def test_an_adjustment_can_be_asked_for_its_meaning(phone, app):
    phone.goto(f"{app.url}/train")
    field = phone.get_by_test_id("stTextInput").filter(has_text="Code size")
    field.get_by_test_id("stTooltipIcon").get_by_role("button").tap()
    expect(phone.get_by_role("tooltip").first).to_contain_text("Typical")
