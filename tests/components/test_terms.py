"""Words that tell what they mean."""

from playwright.sync_api import expect

# A word of each kind in a page with room to tap beside them.
SHOW = """async ([meanings]) => {
  const { explainTerms } = await import("/shared/terms.js");
  document.body.innerHTML = `<p><b data-term>Loss</b> and <b data-term>Pace</b></p>`;
  explainTerms(document.body, meanings);
}"""
MEANING = "What training makes small."


def show(page):
    page.evaluate(SHOW, [{"Loss": MEANING}])
    return page.get_by_role("button", name="Loss"), page.get_by_text(MEANING)


def test_a_click_tells_and_one_elsewhere_ends_it(components):
    word, meaning = show(components)
    expect(components.locator("p")).to_have_text("Loss and Pace")
    word.click()
    expect(meaning).to_be_visible()
    components.mouse.click(600, 700)
    expect(meaning).to_be_hidden()


def test_enter_tells_and_escape_ends_it_and_goes_back_to_the_word(components):
    word, meaning = show(components)
    components.keyboard.press("Tab")
    components.keyboard.press("Enter")
    expect(meaning).to_be_visible()
    components.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    expect(word).to_be_focused()


def test_a_word_without_a_meaning_is_no_button(components):
    show(components)
    expect(components.get_by_role("button")).to_have_count(1)
    expect(components.locator("p")).to_contain_text("Pace")
