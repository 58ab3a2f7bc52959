"""A run's messages over a real websocket."""

import json
import threading
from contextlib import contextmanager

import pytest
from websockets.sync.server import serve

from tests.components.test_run_state import message

OPEN = """async (address) => {
  const { Feed } = await import("/live_view/feed.js");
  const { emptyState } = await import("/live_view/run_state.js");
  window.told = [];
  window.feed = new Feed(address, emptyState({ run: "a1", steps: 9, unit: "mse" }), {
    onMessage: (state) => told.push([...state.losses]),
    onError: (text) => told.push(text),
    onLost: () => told.push("lost"),
  });
}"""


@contextmanager
def server(*connections):
    """Sends each connection its messages and closes it with its code; yields its address."""
    waiting = list(connections)
    opened = []

    def handle(socket):
        opened.append(socket.request.path)
        messages, code = waiting.pop(0)
        for text in messages:
            socket.send(json.dumps(text))
        socket.close(code)

    with serve(handle, "127.0.0.1", 0) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{listening.socket.getsockname()[1]}/live/a1", opened
        listening.shutdown()
        thread.join()


# More milliseconds than it takes to try again.
LONG = 1500


@pytest.fixture
def told(components):
    """Opens a feed and waits until it has told so much."""

    def told(address, count):
        components.evaluate(OPEN, address)
        components.wait_for_function(f"told.length >= {count}")
        components.wait_for_timeout(LONG)
        return components.evaluate("told")

    return told


def test_a_run_that_is_over_is_not_asked_for_again(told):
    with server(([message(0, [4, 3]), message(2, [1], state="finished")], 1000)) as (url, opened):
        assert told(url, 2) == [[4, 3], [4, 3, 1]]
    assert opened == ["/live/a1"]


def test_a_lost_connection_is_made_again_and_nothing_is_counted_twice(told):
    first, second = ([message(0, [4, 3])], 1011), ([message(0, [4, 3, 2])], 1000)
    with server(first, second) as (url, opened):
        assert told(url, 3) == [[4, 3], "lost", [4, 3, 2]]
    assert len(opened) == 2


def test_a_run_that_cannot_be_shown_is_told_and_keeps_what_is_known(components, told):
    with server(([message(0, [4]), {"run": "a1", "error": "There is no run."}], 1000)) as (url, _):
        assert told(url, 2) == [[4], "There is no run."]
        assert components.evaluate("[...feed.state.losses]") == [4]


def test_a_closed_feed_is_silent(components, told):
    with server(([message(0, [4])], 1011), ([], 1000)) as (url, opened):
        components.evaluate(OPEN, url)
        components.wait_for_function("told.at(-1) === 'lost'")
        components.evaluate("feed.close()")
        components.wait_for_timeout(LONG)
        assert components.evaluate("told") == [[4], "lost"]
    assert len(opened) == 1
