"""A run's messages over a websocket, and who may read them."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from ae.cluster.client import Workers
from ae.live import Backend
from ae.store import State
from ae.web.addresses import Addresses
from ae.web.middleware import make_middleware
from ae.web.routes import make_routes


def connect(client, run, **headers):
    return client.websocket_connect(f"ws://127.0.0.1:8501/live/{run}", headers=headers)


@pytest.fixture
def client(store, tmp_path):
    routes = make_routes(Addresses(), lambda: Backend(store, Workers()), tmp_path)
    app = Starlette(routes=routes, middleware=make_middleware())
    with TestClient(app) as client:
        yield client


@pytest.fixture
def run(store, tiny):
    """A run that ended before its first step."""
    run = store.submit(tiny, "me", held_by="worker").id
    store.begin(run, 1)
    store.end(run, 1, State.STOPPED)
    return run


def test_a_run_that_ended_is_sent_whole_and_the_socket_closed(client, run):
    with connect(client, run) as socket:
        assert socket.receive_json()["state"] == "stopped"
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert closed.value.code == 1000


def test_an_unknown_run_is_answered_with_a_sentence(client):
    with connect(client, "nonsense") as socket:
        assert socket.receive_json() == {
            "run": "nonsense",
            "error": "There is no run 'nonsense' in this store.",
            "is_gone": True,
        }


def test_the_servers_own_page_may_watch(client, run):
    with connect(client, run, Origin="http://127.0.0.1:8501") as socket:
        assert socket.receive_json()["run"] == run


@pytest.mark.parametrize(
    "origin",
    ["null", "http://elsewhere.example", "http://127.0.0.1:9000", "http://127.0.0.1", "file://",
     "", "http://[x"],
)  # fmt: skip
def test_a_page_from_elsewhere_may_not_watch(client, run, origin):
    with pytest.raises(WebSocketDisconnect) as closed, connect(client, run, Origin=origin):
        pass
    assert closed.value.code == 4403


def test_who_watches_a_run_that_is_deleted_is_told_that_it_is_gone(client, store, tiny):
    run = store.submit(tiny, "me").id
    with connect(client, run) as socket:
        assert socket.receive_json()["state"] == "queued"
        store.delete(run, "me")
        assert socket.receive_json()["is_gone"]
        with pytest.raises(WebSocketDisconnect):
            socket.receive_json()
