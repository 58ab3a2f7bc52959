"""What a page waits for, over a websocket."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from ae.cluster.client import Workers
from ae.live import Backend
from ae.web.addresses import Addresses
from ae.web.routes import make_routes


@pytest.fixture
def client(store, tmp_path):
    routes = make_routes(Addresses(), lambda: Backend(store, Workers()), tmp_path)
    with TestClient(Starlette(routes=routes)) as client:
        yield client


def connect(client, query, **headers):
    return client.websocket_connect(f"ws://127.0.0.1:8501/wait?{query}", headers=headers)


def test_it_says_why_until_it_is_there_and_then_closes(client, store, tiny):
    run = store.submit(tiny, "me", held_by="worker").id
    store.begin(run, 1)
    with connect(client, f"for=weights:{run}:-1") as socket:
        assert "no weights yet" in socket.receive_json()["reason"]
        store.save_blob(run, 1, "checkpoint", 3, b"weights")
        assert socket.receive_json() == {"is_met": True}
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert closed.value.code == 1000


def test_the_first_of_two_to_come_counts(client):
    with connect(client, "for=workers&for=weights:gone:-1") as socket:
        assert socket.receive_json() == {"is_met": True}


def test_what_nobody_can_wait_for_is_answered_with_a_sentence(client):
    with connect(client, "for=tea") as socket:
        assert socket.receive_json() == {"error": "not a need: 'tea'"}


def test_a_page_from_elsewhere_is_not_answered(client):
    closed = pytest.raises(WebSocketDisconnect)
    with closed as error, connect(client, "for=workers", Origin="http://elsewhere.example"):
        pass
    assert error.value.code == 4403
