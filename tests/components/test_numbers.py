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
