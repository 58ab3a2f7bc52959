"""What a page waits for, told over a real websocket."""

import pytest

from tests.components.test_feed import server

SHOW = """async ({ address, since, isQuiet = false }) => {
  const { default: show } = await import("/wait/wait.js");
  window.calls ??= [];
  if (!document.querySelector(".ae-wait")) {
    document.body.innerHTML = '<div class="ae-wait"><span class="reason"></span></div>';
  }
  const data = { address, reason: "One moment.", is_quiet: isQuiet, since };
  show({ parentElement: document.body, data, setStateValue: (name) => calls.push(name) });
}"""
WORDS = "document.querySelector('.ae-wait .reason').textContent"


@pytest.fixture
def show(components):
    """Draws the component as a run of the page does."""

    def show(address, since, **more):
        components.evaluate(SHOW, {"address": address, "since": since, **more})

    return show


def test_it_says_what_the_server_says_and_runs_the_page_once_it_is_there(components, show):
    with server(([{"reason": "It is being made."}, {"is_met": True}], 1000)) as (url, opened):
        show(url, 1)
        components.wait_for_function("calls.length === 1")
        assert components.evaluate("calls") == ["met"]
        assert components.evaluate(WORDS) == "It is being made."
        components.wait_for_timeout(1500)
    assert len(opened) == 1


def test_a_page_that_waits_again_for_the_same_is_not_run_at_once(components, show):
    with server(([{"is_met": True}], 1000), ([{"is_met": True}], 1000)) as (url, opened):
        show(url, 1)
        components.wait_for_function("calls.length === 1")
        show(url, 2)
        components.wait_for_timeout(500)
        assert components.evaluate("calls.length") == 1
        components.wait_for_function("calls.length === 2")
    assert len(opened) == 2


def test_a_lost_connection_is_made_again(components, show):
    with server(([{"reason": "Wait."}], 1011), ([{"is_met": True}], 1000)) as (url, opened):
        show(url, 1)
        components.wait_for_function("calls.length === 1")
    assert len(opened) == 2


def test_a_quiet_one_shows_and_says_nothing(components, show):
    with server(([{"reason": "Newer weights."}, {"is_met": True}], 1000)) as (url, _):
        show(url, 1, isQuiet=True)
        components.wait_for_function("calls.length === 1")
        assert components.evaluate(WORDS) == ""
        assert components.evaluate("document.querySelector('.ae-wait').hidden") is True
