"""The pad: drawn on by mouse, pen, finger and keys, and what it gives of that."""

import numpy as np
import pytest

from pages.components.addresses import FOLDER
from tests.components.exploring import levels_of

CSS = (FOLDER / "drawing_pad" / "pad.css").read_text()
SHOW = """async (css) => {
  const { Pad } = await import("/drawing_pad/pad.js");
  document.head.innerHTML = `<style>${css}</style>`;
  document.body.innerHTML = '<div id="pad" style="width: 320px"></div>';
  window.pad = new Pad(document.querySelector("#pad"));
  window.changes = 0;
  pad.addEventListener("change", () => window.changes++);
}"""
LEVELS = "pad.levels && [...pad.levels]"


@pytest.fixture
def page(components):
    components.evaluate(SHOW, CSS)
    return components


@pytest.fixture
def canvas(page):
    return page.get_by_role("application", name="Drawing pad")


def levels(page):
    found = page.evaluate(LEVELS)
    return found and np.array(found).reshape(28, 28)


def stroke(page, canvas, *points):
    """Drag over points, in sides of the pad."""
    box = canvas.bounding_box()
    at = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*at[0])
    page.mouse.down()
    for point in at[1:]:
        page.mouse.move(*point, steps=8)
    page.mouse.up()


def test_an_empty_pad_gives_nothing_and_invites(page, canvas):
    assert levels(page) is None
    assert page.get_by_text("Draw a digit").is_visible()
    assert page.get_by_role("button", name="Undo").is_disabled()
    assert "empty" in canvas.get_attribute("aria-label")


def test_what_is_dragged_is_drawn_under_the_pointer_and_centred(page, canvas):
    stroke(page, canvas, (0.2, 0.1), (0.2, 0.5))
    drawn = levels_of(canvas) > 128
    rows, columns = np.nonzero(drawn)
    side = drawn.shape[0]
    assert columns.mean() / side == pytest.approx(0.2, abs=0.01)
    assert (rows.min() / side, rows.max() / side) == pytest.approx((0.05, 0.55), abs=0.01)
    found = levels(page)
    assert found.any(axis=1).sum() == 20
    assert (found.sum(axis=0) @ np.arange(28)) / found.sum() == pytest.approx(14, abs=0.5)
    assert page.evaluate("changes") >= 8
    assert page.get_by_text("Draw a digit").is_hidden()
    assert "1 stroke." in canvas.get_attribute("aria-label")


def test_a_drag_that_leaves_the_pad_goes_on_when_it_comes_back(page, canvas):
    stroke(page, canvas, (0.5, 0.5), (0.9, 0.5), (1.4, 0.5), (1.4, 0.8), (0.9, 0.8), (0.6, 0.8))
    side = levels_of(canvas).shape[0]
    row = levels_of(canvas)[int(0.8 * side)]
    assert row[int(0.7 * side)] == 255
    assert len(page.evaluate("pad.strokes")) == 1


def test_a_click_is_a_dot(page, canvas):
    stroke(page, canvas, (0.5, 0.5))
    dot = levels_of(canvas) > 128
    assert dot.sum() / dot.size == pytest.approx(np.pi * 0.05**2, rel=0.05)


def test_undo_takes_back_stroke_by_stroke_and_also_a_clearing(page, canvas):
    undo = page.get_by_role("button", name="Undo")
    clear = page.get_by_role("button", name="Clear")
    stroke(page, canvas, (0.3, 0.2), (0.3, 0.8))
    first = levels_of(canvas)
    stroke(page, canvas, (0.6, 0.2), (0.6, 0.8))
    both = levels_of(canvas)
    clear.click()
    assert levels(page) is None
    assert clear.is_disabled()
    undo.click()
    np.testing.assert_array_equal(levels_of(canvas), both)
    canvas.focus()
    page.keyboard.press("Control+z")
    np.testing.assert_array_equal(levels_of(canvas), first)
    undo.click()
    assert levels(page) is None
    assert undo.is_disabled()


def test_the_brushs_size_is_that_of_the_slider(page, canvas):
    page.get_by_role("slider", name="Brush").fill("0.2")
    stroke(page, canvas, (0.5, 0.3), (0.5, 0.7))
    side = levels_of(canvas).shape[0]
    assert (levels_of(canvas)[side // 2] > 128).sum() / side == pytest.approx(0.2, abs=0.01)


def test_it_can_be_drawn_on_by_keys_alone(page, canvas):
    for _ in range(10):
        page.keyboard.press("Tab")
        if canvas.evaluate("(canvas) => canvas === document.activeElement"):
            break
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    assert levels(page) is None  # the pen is up
    page.keyboard.press("Space")
    assert page.get_by_text("Pen down").count() == 1
    page.keyboard.press("Shift+ArrowDown")
    for _ in range(8):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    drawn = levels_of(canvas) > 128
    rows, columns = np.nonzero(drawn)
    side = drawn.shape[0]
    assert columns.mean() / side == pytest.approx(0.5 - 5 / 28, abs=0.01)
    assert (rows.max() - rows.min()) / side == pytest.approx(12 / 28 + 0.1, abs=0.01)
    assert len(page.evaluate("pad.strokes")) == 1


class Pen:
    """A pen and a finger, as the browser's own input sends them."""

    def __init__(self, page, canvas):
        self._session = page.context.new_cdp_session(page)
        self._box = canvas.bounding_box()

    def _at(self, x, y):
        box = self._box
        return {"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"]}

    def pen(self, kind, x, y, force=0.5):
        how = {"button": "left", "buttons": 1, "clickCount": 1, "pointerType": "pen"}
        event = {"type": f"mouse{kind}", "force": force, **self._at(x, y), **how}
        self._session.send("Input.dispatchMouseEvent", event)

    def finger(self, kind, *points):
        touches = [self._at(*point) for point in points]
        event = {"type": f"touch{kind}", "touchPoints": touches}
        self._session.send("Input.dispatchTouchEvent", event)


def test_a_pens_pressure_makes_a_line_thicker(page, canvas):
    pen, widths = Pen(page, canvas), []
    for x, force in [(0.25, 0.1), (0.75, 1)]:
        for kind, y in [("Pressed", 0.2), ("Moved", 0.5), ("Moved", 0.8), ("Released", 0.8)]:
            pen.pen(kind, x, y, force)
        side = levels_of(canvas).shape[0]
        row = levels_of(canvas)[int(0.4 * side)]
        widths.append((row[int((x - 0.2) * side) : int((x + 0.2) * side)] > 128).sum())
    assert widths[1] > 2 * widths[0] > 0


def test_a_finger_draws_and_a_second_one_does_not(page, canvas):
    hand = Pen(page, canvas)
    hand.finger("Start", (0.2, 0.2))
    hand.finger("Move", (0.2, 0.4))
    hand.finger("Start", (0.2, 0.4), (0.8, 0.8))
    hand.finger("Move", (0.2, 0.6), (0.5, 0.8))
    hand.finger("End")
    (only,) = page.evaluate("pad.strokes")
    assert set(only["points"][0::3]) == {0.2}
    assert only["points"][-2] == pytest.approx(0.6, abs=0.01)


def test_a_hand_beside_the_pen_draws_nothing(page, canvas):
    hand = Pen(page, canvas)
    hand.pen("Pressed", 0.2, 0.2)
    hand.finger("Start", (0.8, 0.8))
    hand.finger("Move", (0.5, 0.8))
    hand.pen("Moved", 0.2, 0.6)
    hand.finger("End")
    hand.pen("Released", 0.2, 0.6)
    (only,) = page.evaluate("pad.strokes")
    assert set(only["points"][0::3]) == {0.2}


def test_what_was_drawn_can_be_shown_again(page, canvas):
    stroke(page, canvas, (0.3, 0.2), (0.6, 0.8))
    before = levels_of(canvas), levels(page)
    page.evaluate("pad.show(JSON.parse(JSON.stringify(pad.strokes)))")
    np.testing.assert_array_equal(levels_of(canvas), before[0])
    np.testing.assert_array_equal(levels(page), before[1])


KEEP = """async () => {
  const { keepDrawing } = await import("/drawing_pad/kept_drawing.js");
  window.stop = keepDrawing(pad);
}"""


def test_a_drawing_is_kept_over_a_refresh(page, canvas):
    page.evaluate(KEEP)
    stroke(page, canvas, (0.3, 0.2), (0.6, 0.8))
    before = levels_of(canvas)
    page.reload()
    page.evaluate(SHOW, CSS)
    page.evaluate(KEEP)
    np.testing.assert_array_equal(levels_of(canvas), before)


@pytest.mark.parametrize("kept", ["nonsense", "7", '{"a": 1}', "[3, null]", "null", '[{"b": []}]'])
def test_what_else_is_kept_there_is_no_drawing(page, canvas, kept):
    page.evaluate("(kept) => sessionStorage.setItem('ae drawing', kept)", kept)
    page.evaluate(KEEP)
    assert levels(page) is None


def test_the_examples_fill_the_pad_and_are_three_different_things(page, canvas):
    page.evaluate(
        "import('/drawing_pad/examples.js').then((found) => Object.assign(window, found))"
    )
    names = page.evaluate("Object.keys(EXAMPLES)")
    seen = []
    for name in names:
        page.evaluate("(name) => pad.show(EXAMPLES[name])", name)
        rows, columns = np.nonzero(levels_of(canvas) > 128)
        side = levels_of(canvas).shape[0]
        for places in (rows, columns):
            assert 0 < places.min() < 0.25 * side
            assert 0.75 * side < places.max() < side - 1
        seen.append(levels(page))
    assert len(seen) == 3
    assert min(np.abs(a - b).mean() for a in seen for b in seen if a is not b) > 0.05


ENDS = [(0.01, 0.99), (0.99, 0.01)]


def test_a_full_pad_is_a_square(page, canvas):
    page.get_by_role("slider", name="Brush").fill("0.2")
    box = [(x, y) for i, y in enumerate(np.linspace(0.01, 0.99, 9)) for x in ENDS[i % 2]]
    stroke(page, canvas, *box)
    found = levels(page)
    assert (found[4:24, 4:24] > 0.99).all()
    assert found.sum() == pytest.approx(400, rel=1e-3)
