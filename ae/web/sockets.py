"""Messages over a websocket, to pages of this server and to nobody else's."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, suppress
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.websockets import WebSocket, WebSocketDisconnect

Messages = AsyncGenerator[dict[str, Any], None]


def serve_messages(
    messages_for: Callable[[WebSocket], Messages],
) -> Callable[[WebSocket], Awaitable[None]]:
    """The endpoint that sends messages until there are no more or the viewer leaves.

    Args:
        messages_for: the messages, as JSON can hold them, for whoever opened the socket.
    """

    async def endpoint(socket: WebSocket) -> None:
        if not is_from_own_page(socket.headers):
            await socket.close(4403, "Only this server's own pages may watch.")
            return
        await socket.accept()
        sending = asyncio.create_task(_send(socket, messages_for(socket)))
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


async def _send(socket: WebSocket, messages: Messages) -> None:
    async with aclosing(messages):
        async for message in messages:
            await socket.send_text(json.dumps(message))
    await socket.close(1000)
