"""What a page waits for, over a websocket: why it still waits, and that it need not any more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import aclosing
from functools import lru_cache

from starlette.websockets import WebSocket

from ae.errors import AELabError
from ae.live import Backend, Lookout, parse_needs
from ae.web.sockets import Messages, serve_messages


def serve_wait(open_backend: Callable[[], Backend]) -> Callable[[WebSocket], Awaitable[None]]:
    """The endpoint that says why a page still waits, and once it need not any more that it is met.

    The needs are in the query, each under `for`; the first to be met counts. All who wait for the
    same share one look.
    """

    @lru_cache(maxsize=1)
    def lookout() -> Lookout:
        return Lookout(open_backend())

    async def messages_for(socket: WebSocket) -> Messages:
        try:
            needs = parse_needs(socket.query_params.getlist("for"))
            async with aclosing(lookout().reasons_to_wait(needs)) as reasons:
                async for reason in reasons:
                    yield {"reason": reason}
            yield {"is_met": True}
        except (AELabError, ValueError) as error:
            yield {"error": str(error)}

    return serve_messages(messages_for)
