"""The weights of a run that trains, over HTTP: who asks for them says so that somebody watches."""

import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ae.store import LIVE, State, Wanted
from ae.web.addresses import Addresses
from ae.web.live_weights import RENEWED_AFTER, SENT, WATCHED
from ae.web.routes import make_routes


@pytest.fixture(params=["", "/school/ae"])
def get(store, request):
    """An answer for who has the weights of a step, also below another path."""
    addresses = Addresses(request.param)
    routes = make_routes(addresses, lambda: SimpleNamespace(store=store), Path(__file__).parent)
    with TestClient(Starlette(routes=routes)) as client:
        yield lambda run, step: client.get(f"{addresses.model}/{run}/live/{step}")


@pytest.fixture
def run(store, tiny):
    """A run that a worker trains."""
    run = store.submit(tiny, "someone", held_by="worker").id
    store.begin(run, 1)
    return run


def test_the_newest_weights_are_sent_to_who_has_others(get, store, run):
    assert get(run, 0).status_code == 204
    store.save_blob(run, 1, LIVE, 40, b"the weights of step 40")
    for have in (0, 20, 60):  # a worker's death takes steps back
        answer = get(run, have)
        assert (answer.status_code, answer.content) == (200, b"the weights of step 40")
    answer = get(run, 40)
    assert (answer.status_code, answer.content) == (204, b"")


def test_an_answer_is_not_kept_and_says_when_it_was_sent(get, store, run):
    for _ in range(2):
        before = time.time()
        answer = get(run, 0)
        assert answer.headers["Cache-Control"] == "no-store"
        assert before - 0.001 <= float(answer.headers[SENT]) <= time.time() + 0.001
        store.save_blob(run, 1, LIVE, 40, b"weights")


def test_to_ask_says_that_somebody_watches_once_a_while(get, store, run, monkeypatch):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    assert store.run(run).watched_until is None
    get(run, 0)
    assert store.run(run).watched_until == now + WATCHED
    first = now
    now += RENEWED_AFTER - 0.1
    get(run, 0)
    assert store.run(run).watched_until == first + WATCHED
    now += 0.2
    get(run, 0)
    assert store.run(run).watched_until == now + WATCHED


@pytest.mark.parametrize("state", [State.PAUSED, State.FINISHED, State.FAILED])
def test_a_run_that_does_not_train_is_not_asked(get, store, run, state):
    if state is State.PAUSED:
        store.want(run, Wanted.PAUSE)
    store.end(run, 1, state)
    assert get(run, 0).status_code == 204
    assert store.run(run).watched_until is None


def test_a_run_in_line_is_asked_for_its_first_weights(get, store, tiny):
    run = store.submit(tiny, "someone").id
    assert get(run, 0).status_code == 204
    assert store.run(run).watched_until > time.time()


def test_what_there_is_not_is_said_plainly(get, run):
    answer = get("nobody", 0)
    assert (answer.status_code, answer.text) == (404, "There is no run 'nobody' in this store.")
    assert get(run, "x").status_code == 404
