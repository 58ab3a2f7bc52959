"""How far a map is that takes long, over a websocket: who leaves calls it off."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import aclosing
from functools import lru_cache

from starlette.websockets import WebSocket

from ae.errors import AELabError, SettingError
from ae.latent.latent_map import MapChoice
from ae.live import Backend, MapAddress, MapJobs
from ae.web.sockets import Messages, serve_messages


def serve_maps(open_backend: Callable[[], Backend]) -> Callable[[WebSocket], Awaitable[None]]:
    """The endpoint that says how far a map is, and once it is kept that it is drawn.

    Its route has the path parameters `run`, `step` and `map`.
    """

    @lru_cache(maxsize=1)
    def jobs() -> MapJobs:
        return MapJobs(open_backend())

    async def messages_for(socket: WebSocket) -> Messages:
        path = socket.path_params
        try:
            choice = MapChoice.parse(path["map"])
            if not choice.is_slow:
                raise SettingError("map", f"{choice} need not be waited for")
            address = MapAddress(path["run"], path["step"], str(choice))
            async with aclosing(jobs().progress(address)) as progress:
                async for step in progress:
                    yield {"share": step.share, "reason": step.reason}
            yield {"is_drawn": True}
        except AELabError as error:
            yield {"error": str(error)}

    return serve_messages(messages_for)
