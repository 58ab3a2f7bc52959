"""The server beside the pages: live views over a websocket, Plotly's file, headers, supervisor."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from http.cookies import SimpleCookie
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from ae.cluster.launch import SERVER_PREFIX, ensure_supervisor, holder
from ae.data import load_dataset
from ae.errors import AELabError
from ae.live import Broadcaster
from pages.ui.backend import OWNER_COOKIE, store
from pages.ui.paths import LIVE, PLOTLY

log = logging.getLogger(__name__)

CHECK_EVERY = 3.0
# Loading TensorFlow takes both cores: let the first page have them until it is up.
FIRST_PAGE = 2.5
LEASE_SECONDS = 15.0
_YEAR = 365 * 24 * 3600
_broadcaster = Broadcaster()


async def _live(socket: WebSocket) -> None:
    """Send a run's messages until it ends or the viewer leaves."""
    origin = urlsplit(socket.headers.get("origin", "")).netloc
    if origin and origin != socket.headers.get("host"):
        await socket.close(4403, "Only this server's own pages may watch.")
        return
    await socket.accept()
    sending = asyncio.create_task(_send(socket, socket.path_params["run"]))
    with suppress(WebSocketDisconnect):
        while not sending.done():
            receiving = asyncio.create_task(socket.receive())
            await asyncio.wait({sending, receiving}, return_when=asyncio.FIRST_COMPLETED)
            if not receiving.done():
                receiving.cancel()
            elif receiving.result()["type"] == "websocket.disconnect":
                break
    sending.cancel()
    with suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError):
        await sending


async def _send(socket: WebSocket, run: str) -> None:
    messages = _broadcaster.messages(store(), run)
    try:
        async for message in messages:
            await socket.send_text(json.dumps(message))
    except AELabError as error:
        await socket.send_text(json.dumps({"run": run, "error": str(error)}))
    finally:
        await messages.aclose()  # type: ignore[attr-defined]
    await socket.close(1000)


@lru_cache(maxsize=1)
def _plotly() -> bytes:
    """Plotly's file from its Python package, compressed once for all visitors."""
    from importlib.util import find_spec

    spec = find_spec("plotly")
    assert spec is not None
    assert spec.origin is not None
    return gzip.compress((Path(spec.origin).parent / "package_data/plotly.min.js").read_bytes(), 6)


def _plotly_file(_: Request) -> Response:
    return Response(
        _plotly(),
        media_type="text/javascript",
        headers={
            "Content-Encoding": "gzip",
            "Cache-Control": f"public, max-age={_YEAR}, immutable",
        },
    )


ROUTES: list[BaseRoute] = [
    Route(PLOTLY, _plotly_file),
    WebSocketRoute(LIVE + "/{run}", _live),
]


class Visitors:
    """Names a new browser with a random cookie, and sends the security headers."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        is_known = OWNER_COOKIE in SimpleCookie(headers.get(b"cookie", b"").decode("latin-1"))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                more = [
                    (b"x-content-type-options", b"nosniff"),
                    (b"referrer-policy", b"same-origin"),
                    (b"x-frame-options", b"SAMEORIGIN"),
                ]
                is_page = any(
                    name == b"content-type" and value.startswith(b"text/html")
                    for name, value in message["headers"]
                )
                if is_page and not is_known:
                    cookie = (
                        f"{OWNER_COOKIE}={secrets.token_urlsafe(16)}; Path=/; "
                        f"Max-Age={_YEAR}; HttpOnly; SameSite=Lax"
                    )
                    more.append((b"set-cookie", cookie.encode()))
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        await self._app(scope, receive, send_with_headers)


MIDDLEWARE = [Middleware(Visitors)]


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    """While the server runs, so does a supervisor; it goes on for the runs that are left."""
    warming = asyncio.create_task(asyncio.to_thread(_warm_up))
    watching = asyncio.create_task(_watch_supervisor())
    try:
        yield
    finally:
        watching.cancel()
        with suppress(AELabError):
            await warming
        with suppress(asyncio.CancelledError):
            await watching


def _warm_up() -> None:
    """What the first page needs, while its browser still loads the frontend."""
    store()
    _ = load_dataset("mnist").test.pixels
    for name in (
        "PIL.Image",
        "pages.ui.form",
        "ae.plots.network",
        "streamlit.elements.image",
    ):
        import_module(name)
    _plotly()


async def _watch_supervisor() -> None:
    name = SERVER_PREFIX + holder()
    started = None
    await asyncio.sleep(FIRST_PAGE)
    try:
        while True:
            try:
                await asyncio.to_thread(store().take_lease, name, name, LEASE_SECONDS)
                if started is None or started.poll() is not None:
                    started = await asyncio.to_thread(ensure_supervisor, store())
            except AELabError as error:  # pages say it too; try again
                log.warning("%s", error)
            await asyncio.sleep(CHECK_EVERY)
    finally:
        with suppress(AELabError):
            store().drop_lease(name, name)
