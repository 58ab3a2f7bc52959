"""A run's messages, joined into what is known of it."""

import base64

import numpy as np

STATE = "live_view/run_state.js"
JOIN = """(() => {
  let state = emptyState({ run: "a1", steps: 9, unit: "mse" });
  for (const message of messages) state = joinMessage(state, message);
  return { ...state, losses: [...state.losses], parts: state.parts.map((part) => [...part]) };
})()"""


def floats(*values):
    return base64.b64encode(np.array(values, np.float32).tobytes()).decode()


def message(first, losses, **more):
    return {
        "state": "running", "steps": 9, "first": first, "losses": floats(*losses),
        "part_names": [], "parts": "", "first_validation": 0, "validations": [], "lines": [],
        "rate_changes": [],
    } | more  # fmt: skip


def test_messages_follow_each_other(evaluate):
    lines = [{"kind": "pca", "label": "PCA", "value": 0.5}]
    messages = [
        message(0, [4, 3], validations=[[0, 5]]),
        message(2, [2], first_validation=1, validations=[[3, 1]], lines=lines),
        message(3, [], state="finished", steps=3, first_validation=2, rate_changes=[[2, 0.1]]),
    ]
    state = evaluate(STATE, JOIN, messages=messages)
    assert state["losses"] == [4, 3, 2]
    assert state["validations"] == [[0, 5], [3, 1]]
    assert (state["state"], state["steps"], state["unit"], state["run"]) == (
        "finished", 3, "mse", "a1",
    )  # fmt: skip
    assert state["lines"] == lines  # they stay
    assert state["rateChanges"] == [[2, 0.1]]


def test_steps_that_were_taken_back_are_forgotten(evaluate):
    messages = [message(0, [4, 3, 2], validations=[[0, 5], [3, 1]]), message(0, [4, 3])]
    state = evaluate(STATE, JOIN, messages=messages)
    assert state["losses"] == [4, 3]
    assert state["validations"] == []


def test_the_parts_of_a_step_come_beside_each_other(evaluate):
    names = ["reconstruction", "kl"]
    messages = [
        message(0, [3, 5], part_names=names, parts=floats(1, 2, 3, 2)),
        message(2, [7], part_names=names, parts=floats(6, 1)),
    ]
    assert evaluate(STATE, JOIN, messages=messages)["parts"] == [[1, 3, 6], [2, 2, 1]]


def test_what_a_run_will_have_is_named_before_its_first_message(evaluate):
    text = """(() => {
      const state = emptyState({ run: "a1", steps: 9, part_names: ["kl"], line_names });
      return [state.partNames, state.parts.map((part) => part.length), state.lines];
    })()"""
    names = [{"kind": "pca", "label": "PCA"}]
    parts, lengths, lines = evaluate(STATE, text, line_names=names)
    assert (parts, lengths) == (["kl"], [0])
    assert lines == [{"kind": "pca", "label": "PCA", "value": None}]


def test_the_names_of_the_lines_stay_until_they_have_values(evaluate):
    text = """(() => {
      const before = emptyState({ run: "a1", steps: 9, unit: "mse", line_names: lines });
      return [joinMessage(before, first).lines, joinMessage(before, second).lines];
    })()"""
    names = [{"kind": "pca", "label": "PCA"}]
    values = [{"kind": "pca", "label": "PCA", "value": 0.5}]
    before, after = evaluate(
        STATE, text, lines=names, first=message(0, [4]), second=message(0, [4], lines=values)
    )
    assert before == [names[0] | {"value": None}]
    assert after == values


def test_a_state_is_not_changed_by_what_comes_after(evaluate):
    text = """(() => {
      const before = joinMessage(emptyState({ run: "a1", steps: 9, unit: "mse" }), first);
      joinMessage(before, second);
      return [[...before.losses], before.validations];
    })()"""
    first = message(0, [4, 3], validations=[[0, 5]])
    second = message(1, [9], validations=[])
    assert evaluate(STATE, text, first=first, second=second) == [[4, 3], [[0, 5]]]


def test_a_run_has_points_with_its_first_loss_or_validation(evaluate):
    states = [([], []), ([1], []), ([], [[0, 5]])]
    text = "states.map(([losses, validations]) => hasPoints({ losses, validations }))"
    assert evaluate(STATE, text, states=states) == [False, True, True]
