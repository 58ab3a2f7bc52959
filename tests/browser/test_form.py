"""The form of settings as a person fills it in."""

import re

from playwright.sync_api import expect

from ae import queue
from ae.store import Store
from tests.waiting import wait_for

# More settings open by growing; this waits until they have been of one height for 0.3 s.
STILL = """() => new Promise((resolve) => {
  const more = document.querySelector("[data-testid=stExpander]");
  let height, since;
  const look = (now) => {
    if (more.offsetHeight !== height) [height, since] = [more.offsetHeight, now];
    now - since > 300 ? resolve() : requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""


DOT = """field => getComputedStyle(
  field.closest('[class*=st-key-form-]').querySelector('label p'), '::before'
).content.startsWith('"●"')"""


def box(page, label):
    """A field of text."""
    return page.get_by_role("textbox", name=label, exact=True)


def menu(page, label):
    return page.get_by_role("combobox", name=label, exact=True)


def expect_marked(page, field, value):
    """The field holds that value, and a dot at its label says that it is not the preset's."""
    expect(field).to_have_value(value)
    page.wait_for_function(DOT, arg=field.element_handle())


def marks(page):
    """How many labels have a dot."""
    fields = page.locator('[class*="st-key-form-"] input')
    return fields.evaluate_all(f"fields => fields.filter({DOT}).length")


def choose(page, label, option):
    # An open menu closes when it moves: so first to the middle, and no sooner than all is still.
    page.evaluate(STILL)
    menu(page, label).evaluate("field => field.scrollIntoView({block: 'center'})")
    menu(page, label).click()
    page.get_by_role("option", name=option, exact=True).click()


def open_train(page, app, query=""):
    page.goto(f"{app.url}/train{query}")
    expect(page.get_by_text(re.compile("parameters · about"))).to_be_visible(timeout=30_000)


def test_changed_fields_are_marked_and_one_click_puts_the_preset_back(page, app):
    open_train(page, app)
    expect(page.get_by_role("button", name="Back to the preset")).to_have_count(0)
    expect(box(page, "Dropout")).to_be_hidden()

    box(page, "Code size").fill("32")
    box(page, "Code size").press("Enter")
    expect_marked(page, box(page, "Code size"), "32")
    expect_marked(page, menu(page, "Preset"), "The article's autoencoder")

    page.get_by_text("More settings").click()
    box(page, "Dropout").fill("0.2")
    box(page, "Dropout").press("Enter")
    expect_marked(page, box(page, "Dropout"), "0.2")
    page.get_by_role("tab", name="Data").click()
    expect(box(page, "Noise level")).to_be_disabled()
    choose(page, "Noise on the input", "Gaussian")
    expect_marked(page, menu(page, "Noise on the input"), "Gaussian")
    expect(box(page, "Noise level")).to_be_enabled()

    page.get_by_role("button", name="Back to the preset").click()
    expect(page.get_by_role("button", name="Back to the preset")).to_have_count(0)
    assert marks(page) == 0
    expect(box(page, "Code size")).to_have_value("128")
    expect(menu(page, "Noise on the input")).to_have_value("none")
    expect(box(page, "Noise level")).to_be_disabled()
    page.get_by_role("tab", name="Network").click()
    expect(box(page, "Dropout")).to_have_value("0")


def test_what_was_typed_is_still_there_after_a_look_at_another_page(page, app):
    open_train(page, app)
    choose(page, "Preset", "Denoising")
    expect(box(page, "Encoder layers")).to_have_value("1000, 500")
    box(page, "Steps").fill("77")
    # No Enter: leaving a field is enough, and what is typed next is not lost over it.
    box(page, "Code size").fill("")
    box(page, "Code size").press_sequentially("12345", delay=100)
    expect_marked(page, box(page, "Steps"), "77")
    box(page, "Code size").press("Tab")
    expect(page.get_by_text("not 12,345.")).to_be_visible()
    page.get_by_role("link", name="Home").click()
    expect(box(page, "Steps")).to_have_count(0)
    page.get_by_role("link", name="Train", exact=True).first.click()
    expect_marked(page, box(page, "Steps"), "77")
    expect_marked(page, box(page, "Code size"), "12345")
    expect(page.get_by_text("not 12,345.")).to_be_visible()
    expect_marked(page, menu(page, "Preset"), "Denoising")
    expect(box(page, "Encoder layers")).to_have_value("1000, 500")
    page.get_by_text("More settings").click()
    page.get_by_role("tab", name="Data").click()
    expect(menu(page, "Noise on the input")).to_have_value("Gaussian")
    expect(box(page, "Noise level")).to_be_enabled()


def test_more_settings_open_at_an_error_in_them(page, app):
    open_train(page, app)
    choose(page, "Loss", "Binary cross-entropy")
    sentence = page.get_by_text("Output activation must be sigmoid, because")
    expect(sentence).to_be_visible()
    expect(sentence).to_have_count(1)
    expect(menu(page, "Output activation")).to_be_visible()
    choose(page, "Output activation", "sigmoid")
    expect(sentence).to_have_count(0)
    expect(menu(page, "Output activation")).to_be_visible()
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_enabled()


def test_pressing_train_right_after_typing_trains_what_was_typed(page, app):
    open_train(page, app)
    box(page, "Steps").fill("25")
    page.get_by_role("button", name="Train", exact=True).click()
    page.wait_for_url(re.compile("run="), timeout=30_000)
    expect(page.locator(".ae-live .badge")).to_have_text("finished", timeout=60_000)
    expect(box(page, "Steps")).to_have_value("25")
    assert page.evaluate("document.querySelector('.ae-live').view.state.losses.length") == 25


def test_the_mark_of_a_changed_field_is_still_a_dot_when_a_run_has_ended(page, app):
    open_train(page, app, "?steps=40")
    assert box(page, "Steps").evaluate(DOT)
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.get_by_text("On the 10,000 test images")).to_be_visible(timeout=60_000)
    assert box(page, "Steps").evaluate(DOT)
    page.get_by_text("On the 10,000 test images").click()
    metric = page.locator(".st-key-live-test-metrics [data-testid='stMetricValue']").first
    assert float(metric.evaluate("m => parseFloat(getComputedStyle(m).fontSize)")) < 20


def test_a_warning_about_the_link_goes_when_train_is_pressed(page, app):
    for query, words in (("?run=nothing", "There is no run"), ("?latent_dim=0", "does not exist")):
        open_train(page, app, query)
        expect(page.get_by_text(words)).to_be_visible()
        page.get_by_role("button", name="Train", exact=True).click()
        page.wait_for_url(re.compile("run=(?!nothing)"))
        expect(page.get_by_text(words)).to_have_count(0)
        page.get_by_role("button", name="Stop").click()
        expect(page.get_by_role("button", name="Train", exact=True)).to_be_enabled(timeout=30_000)


def test_no_label_of_the_figures_of_a_run_is_cut_off(page, app):
    open_train(page, app, "?steps=40")
    page.get_by_role("button", name="Train", exact=True).click()
    page.get_by_text("All figures on the 10,000 test images").click(timeout=60_000)
    labels = page.locator("[data-testid='stMetricLabel']")
    expect(labels.filter(has_text="Generalisation gap").last).to_be_visible()
    cut = """all => all.filter(label => {
        const right = label.getBoundingClientRect().right + 1;
        return [...label.querySelectorAll('[data-testid=stMarkdownContainer] *')].some(words =>
            words.clientWidth && words.scrollWidth > words.clientWidth + 1
            || words.getBoundingClientRect().right > right);
    }).map(label => label.innerText)"""
    assert labels.evaluate_all(cut) == []


def hint(page):
    """What stands beside the buttons."""
    return page.locator(".st-key-live-hint")


def test_a_mistake_is_told_once_and_train_leads_to_it_from_beside_its_button(browser, app):
    for size in ((1280, 800), (390, 844)):
        context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        page = context.new_page()
        open_train(page, app)
        expect(hint(page)).to_have_text("")
        box(page, "Code size").fill("12345")
        box(page, "Code size").press("Enter")
        expect(page.get_by_text("not 12,345.")).to_have_text(
            re.compile(r"Code size must be 1 to 1,024 \(.*\), not 12,345\.$")
        )
        expect(page.get_by_text("latent_dim")).to_have_count(0)
        expect(page.get_by_role("alert")).to_have_count(0)
        expect(page.get_by_role("button", name="Train", exact=True)).to_be_disabled()
        expect(hint(page)).to_have_text("Train waits for you to mend Code size.")
        button = page.get_by_role("button", name="Train", exact=True).bounding_box()
        assert 0 < hint(page).bounding_box()["y"] - button["y"] < 150

        page.get_by_text("More settings").click()
        page.get_by_role("tab", name="Run").click()
        page.wait_for_timeout(500)
        box(page, "Seed").fill("x")
        box(page, "Seed").press("Enter")
        page.get_by_role("tab", name="Data").click()
        expect(box(page, "Seed")).to_be_hidden()
        hint(page).get_by_role("link", name="Seed").click()
        expect(box(page, "Seed")).to_be_focused()
        expect(box(page, "Seed")).to_be_in_viewport()
        hint(page).get_by_role("link", name="Code size").click()
        expect(box(page, "Code size")).to_be_focused()
        expect(box(page, "Code size")).to_be_in_viewport()
        assert "#" not in page.url
        context.close()


def test_an_edit_after_a_run_says_that_the_form_has_changed_until_it_is_edited_back(page, app):
    open_train(page, app, "?steps=30")
    page.get_by_role("button", name="Train", exact=True).click()
    expect(hint(page)).to_contain_text("Train waits for the end of this run")
    expect(page.get_by_text("On the 10,000 test images")).to_be_visible(timeout=60_000)
    expect(hint(page)).to_have_text("")
    above = page.locator(".ae-live").bounding_box()["y"]
    box(page, "Code size").fill("32")
    box(page, "Code size").press("Enter")
    expect(hint(page)).to_contain_text("The form has changed: press Train to try it.")
    assert page.locator(".ae-live").bounding_box()["y"] == above
    box(page, "Code size").fill("128")
    box(page, "Code size").press("Enter")
    expect(hint(page)).to_have_text("")


def test_a_reload_keeps_what_was_typed_and_a_new_tab_starts_from_the_preset(page, app):
    open_train(page, app, "?preset=repaired")
    box(page, "Code size").fill("32")
    box(page, "Code size").press("Enter")
    expect_marked(page, box(page, "Code size"), "32")
    choose(page, "Loss", "Mean squared error")
    expect_marked(page, menu(page, "Loss"), "Mean squared error")
    box(page, "Steps").fill("")
    box(page, "Steps").press_sequentially("12x")  # half typed: the server was not told of it
    page.reload()
    expect(box(page, "Steps")).to_have_value("12x")
    expect(page.get_by_text("not '12x'.")).to_be_visible()
    expect_marked(page, box(page, "Code size"), "32")
    expect_marked(page, menu(page, "Loss"), "Mean squared error")
    expect_marked(page, menu(page, "Preset"), "The article's, repaired")

    new_tab = page.context.new_page()
    open_train(new_tab, app, "?preset=repaired")
    new_tab.wait_for_timeout(1000)  # nothing comes later either
    expect(box(new_tab, "Steps")).to_have_value("1000")
    expect(box(new_tab, "Code size")).to_have_value("128")
    # The same address, gone to by hand, is a start too.
    open_train(page, app, "?preset=repaired")
    page.wait_for_timeout(1000)
    expect(box(page, "Steps")).to_have_value("1000")


def train_and_change_code_size(page, app, steps):
    open_train(page, app, f"?steps={steps}")
    page.get_by_role("button", name="Train", exact=True).click()
    page.wait_for_url(re.compile("run="), timeout=30_000)
    box(page, "Code size").fill("7")
    box(page, "Code size").press("Tab")


def test_a_reload_keeps_what_was_changed_after_a_run(page, app):
    train_and_change_code_size(page, app, steps=25)
    expect_marked(page, box(page, "Code size"), "7")
    page.reload()
    expect(box(page, "Code size")).to_have_value("7")
    expect(box(page, "Steps")).to_have_value("25")
    expect(page.locator(".ae-live .badge")).to_have_text("finished", timeout=60_000)
    expect(hint(page)).to_contain_text("The form has changed")


class SlowAnswer:
    """Keeps from a page all that its server answers, from the draft until the next question."""

    def __init__(self, page):
        self._page = page
        self.asked_for_draft = self.asked_again = False
        self._kept = []
        page.route_web_socket(re.compile("_stcore/stream"), self._stand_between)

    def wait_until(self, name):
        """Until the page has asked; what it sends is passed on only while Playwright waits."""
        wait_for(lambda: getattr(self, name) or self._page.wait_for_timeout(50))

    def _stand_between(self, browser):
        server = browser.connect_to_server()

        def ask(message):
            self.asked_again = self.asked_for_draft
            self.asked_for_draft |= b"draft" in message
            server.send(message)

        def answer(message):
            self._kept.append(message)
            if not self.asked_for_draft or self.asked_again:
                while self._kept:
                    browser.send(self._kept.pop(0))

        browser.on_message(ask)
        server.on_message(answer)


def test_a_run_that_ends_while_a_reload_brings_the_form_back_does_not_undo_it(page, app):
    train_and_change_code_size(page, app, steps=100_000)
    expect(hint(page)).to_contain_text("The form has changed: press Stop")
    answer = SlowAnswer(page)
    page.reload()
    answer.wait_until("asked_for_draft")
    store = Store(app.store_url)
    queue.stop(store, re.search("run=(\\w+)", page.url)[1])
    store.close()
    answer.wait_until("asked_again")
    expect(box(page, "Code size")).to_have_value("7")
    expect(hint(page)).to_contain_text("The form has changed: press Train")


def test_a_changed_field_says_so_to_those_who_hear_the_form(page, app):
    open_train(page, app)
    box(page, "Code size").fill("32")
    box(page, "Code size").press("Enter")
    words = "Changed: the preset has 128."
    expect(box(page, "Code size")).to_have_attribute("aria-description", words)
    names = page.get_by_role("textbox").evaluate_all("all => all.map(field => field.ariaLabel)")
    assert not [name for name in names if "*" in name or "changed" in name]
