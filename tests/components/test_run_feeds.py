"""Several components that follow one run share a websocket."""

import pytest

from tests.components.test_feed import server
from tests.components.test_run_state import message

FOLLOW = """async (address) => {
  const { followRun } = await import("/shared/run_feeds.js");
  const { emptyState } = await import("/live_view/run_state.js");
  window.told = {};
  window.leave = {};
  window.follow = (name) => {
    told[name] = [];
    leave[name] = followRun(address, emptyState({ run: "a1", steps: 9, unit: "mse" }), {
      onMessage: (state, { images }) => told[name].push([[...state.losses], images]),
      onError: (text) => told[name].push(text),
      onLost: () => told[name].push("lost"),
    });
  };
}"""
DIGITS, OVER = "AAAA", 1000


@pytest.fixture
def follow(components):
    """Begins to follow the run of an address under a name; returns what it is told."""

    def follow(name, count):
        components.evaluate("(name) => follow(name)", name)
        components.wait_for_function(f"told[{name!r}].length >= {count}")
        return components.evaluate("(name) => told[name]", name)

    return follow


def test_who_comes_later_is_told_at_once_what_is_known_and_the_last_digits(components, follow):
    messages = [message(0, [4, 3], images=DIGITS), message(2, [2], images=None)]
    with server((messages, OVER)) as (address, opened):
        components.evaluate(FOLLOW, address)
        assert follow("first", 2) == [[[4, 3], DIGITS], [[4, 3, 2], None]]
        assert follow("second", 1) == [[[4, 3, 2], DIGITS]]
    assert len(opened) == 1


def test_a_run_that_is_not_there_is_told_to_all(components, follow):
    with server(([{"run": "a1", "error": "no such run"}], OVER)) as (address, opened):
        components.evaluate(FOLLOW, address)
        assert follow("first", 1) == follow("second", 1) == ["no such run"]
    assert len(opened) == 1


def test_when_all_have_left_the_next_opens_a_websocket_of_its_own(components, follow):
    connection = ([message(0, [4], images=None)], OVER)
    with server(connection, connection) as (address, opened):
        components.evaluate(FOLLOW, address)
        follow("first", 1)
        follow("second", 1)
        components.evaluate("leave.first()")
        components.evaluate("leave.second()")
        follow("third", 1)
    assert len(opened) == 2
