"""Numbers of the live view in words."""

import pytest

TEXTS = "live_view/texts.js"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (0.0123456, "0.01235"),
        (0.001, "0.001000"),
        (0.000999, "9.990e-4"),
        (999.94, "999.9"),
        (1000, "1.000e+3"),
        (-104.27, "-104.3"),
        (-1234, "-1.234e+3"),
    ],
)
def test_a_loss_has_four_digits(evaluate, value, text):
    assert evaluate(TEXTS, "lossText(value)", value=value) == text


def test_an_unknown_value_is_a_dash_and_not_a_word(evaluate):
    assert evaluate(TEXTS, "[lossText(undefined), paceText(undefined)]") == ["–", "–"]


def test_steps_have_thousands_apart(evaluate):
    assert evaluate(TEXTS, "stepText(1234, 20000)") == "1,234 / 20,000"
    assert evaluate(TEXTS, "stepText(0, 5)") == "0 / 5"
    assert evaluate(TEXTS, "stepText(undefined, undefined)") == "–"


def test_a_pace_has_three_digits(evaluate):
    assert evaluate(TEXTS, "paceText(4.8123)") == "4.81 ms"
    assert evaluate(TEXTS, "paceText(null)") == "–"
