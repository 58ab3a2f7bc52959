"""What is said of a digit of one's own."""

import pytest

FILE = "your_digit/texts.js"


@pytest.mark.parametrize(
    ("age", "text"),
    [(830, "0.8 s"), (-40, "0.0 s"), (9940, "9.9 s"), (12_400, "12 s"), (130_000, "2 min")],
)
def test_weights_are_called_by_their_step_and_age(evaluate, age, text):
    said = evaluate(FILE, "weightsText({ step: 1240, taken: 5000 }, now)", now=5000 + age)
    assert said == f"weights of step 1,240, {text} old"


def test_those_of_a_run_that_does_not_train_do_not_age(evaluate):
    assert evaluate(FILE, "weightsText({ step: 1240 }, 9)") == "weights of step 1,240"


@pytest.mark.parametrize(
    ("run", "is_drawn", "has_none", "text"),
    [(None, True, True, "Press Train: what you draw is reconstructed while the network learns."),
     ("a1", False, False, "Draw a digit: the network gives it back as well as it can by now."),
     ("a1", True, False, "Waiting for the network’s weights …"),
     ("a1", True, True, "This run has no weights to show.")],
)  # fmt: skip
def test_why_nothing_is_reconstructed_is_said(evaluate, run, is_drawn, has_none, text):
    values = {"run": run, "isDrawn": is_drawn, "hasNone": has_none}
    assert evaluate(FILE, "missingText(values)", values=values) == text
