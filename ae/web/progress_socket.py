"""How far something is that takes long, over a websocket: who leaves calls it off."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import aclosing
from functools import lru_cache

from starlette.websockets import WebSocket

from ae.errors import AELabError
from ae.live import Backend, LongWork, ResultAddress
from ae.results import parse_result
from ae.web.sockets import Messages, serve_messages


def serve_progress(open_backend: Callable[[], Backend]) -> Callable[[WebSocket], Awaitable[None]]:
    """The endpoint that says how far a result is, and once it is kept that it is made.

    Its route has the path parameters `run`, `step` and `name`.
    """

    @lru_cache(maxsize=1)
    def long_work() -> LongWork:
        return LongWork(open_backend())

    async def messages_for(socket: WebSocket) -> Messages:
        path = socket.path_params
        try:
            name = str(parse_result(path["name"]))
            address = ResultAddress(path["run"], path["step"], name)
            async with aclosing(long_work().progress(address)) as progress:
                async for step in progress:
                    yield {"share": step.share, "reason": step.reason}
            yield {"is_made": True}
        except AELabError as error:
            yield {"error": str(error)}

    return serve_messages(messages_for)
