"""Asking for the weights of a run that trains: when, and how old they are said to be."""

import time

import pytest

from ae.binary import pack

START = """async () => {
  const { LiveWeights } = await import("/your_digit/live_weights.js");
  window.got = [];
  window.weights = new LiveWeights("/model/a1/live", (bytes, { step, taken }) =>
    got.push({ step, age: performance.now() - taken, size: bytes.byteLength }));
  weights.start();
}"""


class Server:
    """Answers as `ae.web.live_weights` does, of weights that a test puts there.

    Attributes:
        asked: the step of each question.
        step, age: of the weights; 0 for none, and seconds.
        status: of an answer that is none.
    """

    def __init__(self):
        self.asked, self.step, self.age, self.status = [], 0, 0.5, None

    def answer(self, route):
        have = int(route.request.url.rpartition("/")[2])
        self.asked.append(have)
        if self.status:
            route.fulfill(status=self.status, content_type="text/plain", body="Later.")
        elif self.step in (0, have):
            route.fulfill(status=204)
        else:
            # A server whose clock is an hour behind the browser's.
            now = time.time() - 3600
            body = pack({"step": self.step, "taken": now - self.age}, {})
            route.fulfill(status=200, body=body, headers={"X-Sent": f"{now:.3f}"})


@pytest.fixture
def server(components):
    server = Server()
    components.route("**/model/a1/live/*", server.answer)
    components.evaluate(START)
    return server


def note(page, step):
    page.evaluate("(step) => weights.note(step)", step)


def wait_for(page, count):
    page.wait_for_function(f"got.length >= {count}")
    return page.evaluate("got")


def test_the_first_weights_are_asked_for_until_they_come(components, server):
    note(components, 40)
    components.wait_for_timeout(500)
    assert set(server.asked) == {0}
    assert len(server.asked) >= 2
    server.step = 40
    (got,) = wait_for(components, 1)
    assert got["step"] == 40
    assert got["size"] > 0


def test_their_age_is_by_the_servers_clock(components, server):
    server.step, server.age = 40, 0.75
    note(components, 40)
    (got,) = wait_for(components, 1)
    assert 700 <= got["age"] < 1500


def test_who_has_the_newest_asks_now_and_then_so_that_it_is_known_that_he_looks(components, server):
    server.step = 40
    note(components, 40)
    wait_for(components, 1)
    del server.asked[:]
    components.wait_for_timeout(4000)
    assert server.asked == [40] or server.asked == [40, 40]
    server.step = 60
    note(components, 60)
    assert wait_for(components, 2)[1]["step"] == 60


def test_a_step_whose_weights_do_not_come_is_not_asked_for_again_and_again(components, server):
    note(components, 40)
    components.wait_for_timeout(4000)
    assert len(server.asked) <= 10
    note(components, 45)
    server.step = 45
    assert wait_for(components, 1)[0]["step"] == 45


def test_weights_of_an_earlier_step_replace_those_that_a_dead_worker_had(components, server):
    server.step = 40
    note(components, 40)
    wait_for(components, 1)
    server.step = 20
    note(components, 20)
    assert [one["step"] for one in wait_for(components, 2)] == [40, 20]


@pytest.mark.parametrize("status", [404, 503])
def test_an_answer_that_is_none_is_asked_for_again(components, server, status):
    server.status, server.step = status, 40
    note(components, 40)
    components.wait_for_timeout(500)
    assert components.evaluate("got") == []
    server.status = None
    assert wait_for(components, 1)[0]["step"] == 40


def test_who_looks_away_asks_nothing_more(components, server):
    server.step = 40
    note(components, 40)
    wait_for(components, 1)
    components.evaluate("weights.stop()")
    del server.asked[:]
    note(components, 60)
    components.wait_for_timeout(3000)
    assert server.asked == []
    components.evaluate("weights.start()")
    server.step = 60
    assert wait_for(components, 2)[1]["step"] == 60
