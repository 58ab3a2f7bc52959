"""The visitor's own runs that have not ended, over a websocket."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import aclosing

from starlette.websockets import WebSocket

from ae.errors import AELabError
from ae.live import LiveRuns
from ae.store import NOBODY, Store
from ae.web.owner import owner_of
from ae.web.sockets import Messages, serve_messages


def serve_live_runs(open_store: Callable[[], Store]) -> Callable[[WebSocket], Awaitable[None]]:
    """The endpoint that tells a browser of its own runs; whose it is says its cookie."""
    live_runs = LiveRuns()

    async def messages_for(socket: WebSocket) -> Messages:
        owner = owner_of(socket.cookies) or NOBODY
        try:
            async with aclosing(live_runs.messages(open_store(), owner)) as messages:
                async for message in messages:
                    yield message
        except AELabError as error:
            yield {"error": str(error)}

    return serve_messages(messages_for)
