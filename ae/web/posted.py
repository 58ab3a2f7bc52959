"""What browsers post: digits as grey levels, no more of them than are asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor

import numpy as np
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ae.errors import AELabError
from ae.networks import PIXELS
from ae.web.files import status_of
from ae.web.sockets import is_from_own_page

_NO_STORE = {"Cache-Control": "no-store"}


def serve_posted_digits(
    answer: Callable[[Request, np.ndarray], bytes], most: int, threads: Executor
) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint that takes grey levels, uint8 (n, 784), and answers with a file.

    Args:
        answer: makes the file; what it raises of `AELabError` is the answer, as text.
        most: images at once.
        threads: where it is called.
    """

    async def endpoint(request: Request) -> Response:
        if not is_from_own_page(request.headers):
            return PlainTextResponse("Only this server's own pages may ask for it.", 403)
        levels = await read_posted(request, most * PIXELS)
        if not levels or len(levels) % PIXELS:
            sentence = f"Expected 1 to {most} whole images of {PIXELS} grey levels."
            return PlainTextResponse(sentence, 422, _NO_STORE)
        images = np.frombuffer(levels, np.uint8).reshape(-1, PIXELS)
        run_in_thread = asyncio.get_running_loop().run_in_executor
        try:
            content = await run_in_thread(threads, answer, request, images)
        except AELabError as error:
            return PlainTextResponse(str(error), status_of(error), _NO_STORE)
        return Response(content, media_type="application/octet-stream", headers=_NO_STORE)

    return endpoint


async def read_posted(request: Request, most: int) -> bytes | None:
    """The body; None, and no more of it read, where it has more than so many bytes."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            return None
    return bytes(body)
