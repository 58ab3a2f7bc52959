"""How Streamlit calls a component, in whatever order."""

import pytest

# Draws nothing and keeps what it is told: the rule of mountComponent is about when it is told.
STAGE = """() => import("/shared/mount.js").then(({ mountComponent }) => {
  document.body.innerHTML = "<div id=parent><div class=view></div></div>";
  window.told = [];
  class View {
    constructor(root, data) { told.push(["made", data.since]); }
    update({ data }) { this.data = data; told.push(["updated", data.since]); }
    close() { told.push(["closed"]); }
  }
  const show = mountComponent(View, ".view");
  const parentElement = document.querySelector("#parent");
  window.call = (since) => show({ parentElement, data: { since }, setStateValue: () => {} });
})"""


@pytest.fixture
def told(components):
    """Runs a script after the component is ready; returns what the view was told."""
    components.evaluate(STAGE)

    def told(script):
        return components.evaluate(f"() => {{ {script}; return window.told; }}")

    return told


def test_one_view_is_made_and_then_updated(told):
    assert told("call(1); call(2)") == [["made", 1], ["updated", 1], ["updated", 2]]


def test_older_data_that_come_late_change_nothing(told):
    assert told("call(2); call(1)") == [["made", 2], ["updated", 2]]


def test_the_same_data_again_are_taken(told):
    assert told("call(2); call(2)")[-2:] == [["updated", 2], ["updated", 2]]


def test_the_cleanup_of_a_call_that_was_overtaken_closes_nothing(told):
    assert ["closed"] not in told("call(2); call(1)()")


def test_a_view_is_closed_when_it_has_left_the_page_and_made_anew_when_it_is_back(told):
    script = """
      const clean = call(2), root = document.querySelector(".view");
      root.remove(); clean(); parent.append(root); call(1)"""
    script = script.replace("parent.append", "document.querySelector('#parent').append")
    assert told(script)[2:] == [["closed"], ["made", 1], ["updated", 1]]
