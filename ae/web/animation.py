"""Frames that a browser has drawn, given back as one file: GIF or WebP. Nothing is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import numpy as np
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ae.errors import SettingError
from ae.export.animation import MEDIA_TYPES, MOST_FRAMES, MOST_PANELS, animate
from ae.web.posted import read_posted
from ae.web.sockets import is_from_own_page

_DIGIT = 28 * 28
MOST_BYTES = MOST_FRAMES * MOST_PANELS * _DIGIT
# A class may ask at once: the pages of the others need a core too.
AT_ONCE = 1


def serve_animation() -> Callable[[Request], Awaitable[Response]]:
    """The endpoint that makes a file of `?kind=` of posted grey levels, uint8 (n, panels, 28, 28).

    A `?title=` for each panel; `?milliseconds=` of a frame.
    """
    turns = asyncio.Semaphore(AT_ONCE)

    async def endpoint(request: Request) -> Response:
        if not is_from_own_page(request.headers):
            return PlainTextResponse("Only this server's own pages may ask for it.", 403)
        titles, kind = request.query_params.getlist("title"), request.query_params.get("kind", "")
        levels = await read_posted(request, MOST_BYTES)
        if levels is None:
            return PlainTextResponse(f"Expected at most {MOST_BYTES:,} grey levels, got more.", 413)
        try:
            milliseconds = int(request.query_params.get("milliseconds", 60))
            frames = np.frombuffer(levels, np.uint8).reshape(-1, max(len(titles), 1), 28, 28)
        except ValueError:
            return PlainTextResponse("The frames are not whole digits, one a title.", 422)
        try:
            async with turns:
                content = await run_in_threadpool(animate, frames, titles, kind, milliseconds)
        except SettingError as error:
            return PlainTextResponse(error.sentence, 422)
        return Response(content, media_type=MEDIA_TYPES[kind])

    return endpoint
