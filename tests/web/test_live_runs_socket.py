"""A browser's own runs over a websocket: whose they are says its cookie."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from ae.cluster.client import Workers
from ae.live import Backend
from ae.web.addresses import Addresses
from ae.web.middleware import make_middleware
from ae.web.owner import OWNER_COOKIE
from ae.web.routes import make_routes


@pytest.fixture(params=["", "school/ae"])
def connect(request, store, tmp_path):
    """Opens the socket, also below a path."""
    addresses = Addresses.below(request.param)
    routes = make_routes(addresses, lambda: Backend(store, Workers()), tmp_path)
    app = Starlette(routes=routes, middleware=make_middleware())

    def connect(client, **headers):
        address = f"ws://127.0.0.1:8501{addresses.live_runs}"
        return client.websocket_connect(address, headers=headers)

    with TestClient(app) as client:
        yield lambda **headers: connect(client, **headers)


def test_a_browser_is_told_of_its_own_runs_and_of_nobody_else_s(connect, store, tiny):
    run = store.submit(tiny, "me").id
    for cookie, ids in (("me", [run]), ("you", [])):
        with connect(cookie=f"{OWNER_COOKIE}={cookie}") as socket:
            assert [told["id"] for told in socket.receive_json()["runs"]] == ids


def test_a_browser_without_a_cookie_is_told_of_none(connect, store, tiny):
    store.submit(tiny, "me")
    with connect() as socket:
        assert socket.receive_json() == {"runs": []}


def test_another_site_may_not_look(connect):
    with (
        pytest.raises(WebSocketDisconnect),
        connect(origin="http://elsewhere.org", cookie=f"{OWNER_COOKIE}=me") as socket,
    ):
        socket.receive_json()
