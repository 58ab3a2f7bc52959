"""A run's messages over a websocket."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import aclosing

from starlette.websockets import WebSocket

from ae.errors import AELabError, UnknownRun
from ae.live import Broadcaster
from ae.store import Store
from ae.web.sockets import Messages, serve_messages


def serve_live(open_store: Callable[[], Store]) -> Callable[[WebSocket], Awaitable[None]]:
    """The endpoint that sends a run's messages until the run ends or the viewer leaves.

    Its route has the path parameter `run`. All viewers share one broadcaster.
    """
    broadcaster = Broadcaster()

    async def messages_for(socket: WebSocket) -> Messages:
        run = socket.path_params["run"]
        try:
            async with aclosing(broadcaster.messages(open_store(), run)) as messages:
                async for message in messages:
                    yield message
        except UnknownRun as error:  # never there, or deleted while it was watched
            yield {"run": run, "error": str(error), "is_gone": True}
        except AELabError as error:
            yield {"run": run, "error": str(error)}

    return serve_messages(messages_for)
