"""Whose keys are whose, and what address is given to whom."""

import pytest

FIELD = "<input type=text>"


@pytest.fixture
def press(components):
    """Whether the mode answers a key pressed at the first element of a page."""
    script = """async ([html, key, options, isPresenting]) => {
      const { answersKey } = await import('/presentation/keys.js');
      document.body.innerHTML = html;
      let answer;
      const listen = (event) => { answer = answersKey(event, isPresenting); };
      window.addEventListener('keydown', listen, { capture: true, once: true });
      (document.body.firstElementChild ?? document.body).dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, ...options }));
      return answer;
    }"""

    def press(key, html="", is_presenting=False, **options):
        return components.evaluate(script, [html, key, options, is_presenting])

    return press


def test_p_enters_and_leaves_and_escape_leaves(press):
    assert press("p")
    assert press("P")
    assert press("p", is_presenting=True)
    assert press("Escape", is_presenting=True)
    assert not press("Escape")
    assert not press("q", is_presenting=True)


@pytest.mark.parametrize(
    "field",
    [FIELD, "<textarea></textarea>", "<input type=search role=combobox>", "<select></select>",
     "<div contenteditable=true></div>"],
)  # fmt: skip
def test_who_types_types(press, field):
    assert not press("p", field)
    assert not press("Escape", field, is_presenting=True)


@pytest.mark.parametrize(
    "control", ["<input type=range>", "<input type=checkbox>", "<button></button>"]
)
def test_where_nothing_is_typed_the_key_counts(press, control):
    assert press("p", control)


@pytest.mark.parametrize("held", ["ctrlKey", "metaKey", "altKey", "repeat"])
def test_the_browsers_own_shortcuts_stay_its_own(press, held):
    assert not press("p", **{held: True})


@pytest.mark.parametrize(
    "menu", ["<div role=listbox></div>", "<div role=dialog></div>", "<dialog open></dialog>"]
)
def test_escape_closes_a_menu_and_not_the_mode(press, menu):
    assert not press("Escape", f"<p></p>{menu}", is_presenting=True)


def test_the_mode_in_an_address_and_an_address_without_it(evaluate):
    def call(expression, address):
        return evaluate("presentation/page_address.js", expression, address=address)

    on, off = "addressIn(address, true)", "addressIn(address, false)"
    assert call(on, "http://x/train?run=a") == "http://x/train?run=a&present=1"
    assert call(on, "http://x/train?present=1&run=a") == "http://x/train?present=1&run=a"
    assert call(off, "http://x/train?present=1&run=a") == "http://x/train?run=a"
    assert call(off, "http://x/train?present=1") == "http://x/train"
    others = "addressForOthers(address)"
    assert (
        call(others, "http://x/compare?runs=a%2Cb&present=1#top") == "http://x/compare?runs=a%2Cb"
    )


def test_the_runs_of_an_address(evaluate):
    def runs(address):
        return evaluate("presentation/page_address.js", "runIn(address)", address=address)

    assert runs("http://x/train?run=a&present=1") == "a"
    assert runs("http://x/compare?runs=a%2Cb") == "a, b"
    assert runs("http://x/") is None
