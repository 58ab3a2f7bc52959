"""The pages by keyboard, by ear and by finger."""

from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844}
ORDER = """(selectors) => selectors.map((s) => document.querySelector(s)).every(
  (node, i, all) => !i || all[i - 1].compareDocumentPosition(node) === 4 // it follows
)"""
AREAS = [".st-key-train-preset", ".st-key-live-buttons", ".ae-live", ".st-key-train-settings"]


def open_train(page, app):
    page.goto(f"{app.url}/train")
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_enabled()
    expect(page.locator(".ae-live .badge")).to_have_text("no run")


def box(page, selector):
    return page.locator(selector).bounding_box()


def stops_until(page, name):
    """Tab stops from the top of the page to a button."""
    for stop in range(1, 30):
        page.keyboard.press("Tab")
        button = page.get_by_role("button", name=name, exact=True)
        if button.evaluate("node => node === document.activeElement"):
            return stop
    raise AssertionError(f"{name} is not reached")


def test_train_is_reached_in_ten_stops(page, app):
    open_train(page, app)
    assert stops_until(page, "Train") <= 10


def test_on_a_phone_train_is_reached_in_ten_stops_all_of_them_in_view(page, app):
    page.set_viewport_size(PHONE)
    open_train(page, app)
    assert stops_until(page, "Train") <= 10
    page.get_by_role("button", name="Menu", exact=True).focus()
    page.keyboard.press("Shift+Tab")
    left = page.evaluate("document.activeElement.getBoundingClientRect().left")
    assert left >= 0  # no link of the folded menu


def test_the_run_comes_between_the_preset_and_the_settings_to_ear_and_eye(page, app):
    open_train(page, app)
    assert page.evaluate(ORDER, AREAS)
    preset, live, settings = (box(page, AREAS[i]) for i in (0, 2, 3))
    assert preset["x"] == settings["x"] < live["x"]
    assert preset["y"] + preset["height"] <= settings["y"] < live["y"] + live["height"]

    page.set_viewport_size(PHONE)
    tops = [box(page, area)["y"] for area in AREAS]
    assert tops == sorted(tops)


def test_a_phones_menu_is_called_menu_and_leads_to_the_pages(page, app):
    page.set_viewport_size(PHONE)
    open_train(page, app)
    for title in ("Compare", "Home"):  # its buttons are made anew each time
        menu = page.get_by_role("button", name="Menu", exact=True)
        expect(menu).to_be_visible()
        expect(page.get_by_role("link", name=title, exact=True)).to_be_hidden()
        menu.click()
        page.get_by_role("link", name=title, exact=True).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(
            "AE Lab" if title == "Home" else title
        )
