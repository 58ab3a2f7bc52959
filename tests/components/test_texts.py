"""Numbers of the live view in words."""

import pytest

from ae.formatting import number

TEXTS = "live_view/texts.js"
VALUES = [0.0, 0.0123456, 0.0001, 0.00009999, 0.00099996, 999.96, 1000.0, 9999.4, 9999.6, 1.0254e22,
          -104.27, -1234.0]  # fmt: skip


@pytest.mark.parametrize("value", [None, float("nan"), *VALUES])
def test_a_loss_is_said_as_python_says_it(evaluate, value):
    javascript = "NaN" if value is not None and value != value else "value"
    plain = None if javascript == "NaN" else value
    assert evaluate(TEXTS, f"lossText({javascript})", value=plain) == number(value)


def test_an_unknown_value_is_a_dash_and_not_a_word(evaluate):
    assert evaluate(TEXTS, "[lossText(undefined), paceText(undefined)]") == ["–", "–"]


def test_steps_have_thousands_apart(evaluate):
    assert evaluate(TEXTS, "stepText(1234, 20000)") == "1,234 / 20,000"
    assert evaluate(TEXTS, "stepText(0, 5)") == "0 / 5"
    assert evaluate(TEXTS, "stepText(undefined, undefined)") == "–"


def test_a_pace_has_three_digits(evaluate):
    assert evaluate(TEXTS, "paceText(4.8123)") == "4.81 ms"
    assert evaluate(TEXTS, "paceText(null)") == "–"


@pytest.mark.parametrize(
    ("start", "is_shown", "text"),
    [
        ({"value": 572.94, "isAbove": True}, False, "↑ 572.9 in the first steps · show"),
        ({"value": 0.0002, "isAbove": False}, False, "↓ 0.0002000 in the first steps · show"),
        ({"value": 572.94, "isAbove": True}, True, "Leave out the first steps"),
    ],
)
def test_a_button_says_what_the_start_reaches_and_what_a_press_does(
    evaluate, start, is_shown, text
):
    assert evaluate(TEXTS, "startText(start, shown)", start=start, shown=is_shown) == text
