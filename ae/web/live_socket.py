"""A run's messages over a websocket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.websockets import WebSocket, WebSocketDisconnect

from ae.errors import AELabError
from ae.live import Broadcaster
from ae.store import Store


def serve_live(open_store: Callable[[], Store]) -> Callable[[WebSocket], Awaitable[None]]:
    """The endpoint that sends a run's messages until the run ends or the viewer leaves.

    Its route has the path parameter `run`. All viewers share one broadcaster.
    """
    broadcaster = Broadcaster()

    async def endpoint(socket: WebSocket) -> None:
        if not is_from_own_page(socket.headers):
            await socket.close(4403, "Only this server's own pages may watch.")
            return
        await socket.accept()
        sending = asyncio.create_task(_send(socket, broadcaster, open_store))
        await _wait_for_the_end(socket, sending)
        sending.cancel()
        with suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError):
            await sending

    return endpoint


def is_from_own_page(headers: Headers) -> bool:
    """Whether a websocket was opened by a page of this server, or by a program that is no browser.

    A browser always says where the page is from; of one without an address it says `null`.
    """
    if "origin" not in headers:
        return True
    try:
        own, asked = headers.get("host"), urlsplit(headers["origin"]).netloc
    except ValueError:
        return False
    return bool(asked) and asked == own


async def _wait_for_the_end(socket: WebSocket, sending: asyncio.Task[None]) -> None:
    """Until all is sent or the viewer has left."""
    with suppress(WebSocketDisconnect):
        while not sending.done():
            receiving = asyncio.create_task(socket.receive())
            await asyncio.wait({sending, receiving}, return_when=asyncio.FIRST_COMPLETED)
            if not receiving.done():
                receiving.cancel()
            elif receiving.result()["type"] == "websocket.disconnect":
                return


async def _send(
    socket: WebSocket, broadcaster: Broadcaster, open_store: Callable[[], Store]
) -> None:
    run = socket.path_params["run"]
    messages = broadcaster.messages(open_store(), run)
    try:
        async for message in messages:
            await socket.send_text(json.dumps(message))
    except AELabError as error:
        await socket.send_text(json.dumps({"run": run, "error": str(error)}))
    finally:
        await messages.aclose()  # type: ignore[attr-defined]
    await socket.close(1000)
