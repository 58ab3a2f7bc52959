"""The head of a live view, from a server's messages."""

import pytest

from pages.components.addresses import FOLDER

NUMBERS = "live_view/numbers.js"
HTML = (FOLDER / "live_view/live_view.html").read_text()
SHOW = """(() => {
  const root = document.createElement("div");
  root.innerHTML = html;
  new Numbers(root).show(message);
  return root.querySelector("[data-is=left]").textContent;
})()"""


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ({"state": "running", "time_left": "2 min 5 s"}, "2 min 5 s"),
        ({"state": "running", "time_left": "–"}, "–"),
        ({"state": "paused", "time_left": "2 min 5 s"}, "–"),
        ({"state": "finished", "time_left": "–"}, "done"),
        ({"state": "queued"}, "–"),
        ({"state": "running"}, "–"),
    ],
    ids=str,
)
def test_the_time_left_is_the_server_s_while_a_worker_has_the_run(evaluate, message, text):
    assert evaluate(NUMBERS, SHOW, html=HTML, message=message) == text


SAY = """(() => {
  const root = document.createElement("div");
  root.innerHTML = html;
  const numbers = new Numbers(root), badge = root.querySelector(".badge");
  let writes = 0;
  const text = Object.getOwnPropertyDescriptor(Node.prototype, "textContent");
  Object.defineProperty(badge, "textContent", {
    get: () => text.get.call(badge),
    set: (words) => { writes++; text.set.call(badge, words); },
  });
  for (const message of messages) numbers.show(message);
  const { state, outcome } = badge.dataset;
  return { words: badge.textContent, writes, state, outcome,
    read: root.querySelector(".waiting").ariaLive };
})()"""


def test_a_badge_is_written_only_when_its_words_change(evaluate):
    messages = [{"state": "running", "step": step} for step in range(5)]
    said = evaluate(NUMBERS, SAY, html=HTML, messages=messages)
    assert (said["words"], said["writes"]) == ("running", 1)


def test_how_a_run_ended_is_read_out_and_how_long_it_waits_is_not(evaluate):
    queued = {"state": "queued", "waiting": "Next in line, about 3 s to wait."}
    ended = {"state": "diverged", "message": "Try a smaller rate."}
    reads = [
        evaluate(NUMBERS, SAY, html=HTML, messages=messages)["read"]
        for messages in ([queued], [queued, ended])
    ]
    assert reads == ["off", "polite"]


def test_a_badge_carries_what_came_of_the_run(evaluate):
    ended = {"state": "finished", "words": "blew up", "outcome": "blew_up"}
    said = evaluate(NUMBERS, SAY, html=HTML, messages=[ended])
    assert (said["words"], said["state"], said["outcome"]) == ("blew up", "finished", "blew_up")
    other = {"state": "finished", "words": "finished", "outcome": None}
    assert evaluate(NUMBERS, SAY, html=HTML, messages=[ended, other])["outcome"] == ""
