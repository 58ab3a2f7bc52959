"""The training images nearest to posted ones, as a file. Nothing is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor

import numpy as np
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ae.binary import pack
from ae.data import load_dataset
from ae.data.nearest import nearest_images
from ae.errors import DatasetError
from ae.networks import PIXELS
from ae.web.sockets import is_from_own_page

MOST_IMAGES = 64
_NO_STORE = {"Cache-Control": "no-store"}


def serve_nearest_images(threads: Executor) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint that takes grey levels, uint8 (n, 784), and answers with `nearest_file`.

    Its route has the path parameter `dataset`.

    Args:
        threads: where they are looked for.
    """

    async def endpoint(request: Request) -> Response:
        if not is_from_own_page(request.headers):
            return PlainTextResponse("Only this server's own pages may ask for it.", 403)
        levels = await _read(request)
        if levels is None or not levels or len(levels) % PIXELS:
            sentence = f"Expected 1 to {MOST_IMAGES} whole images of {PIXELS} grey levels."
            return PlainTextResponse(sentence, 422, _NO_STORE)
        images = np.frombuffer(levels, np.uint8).reshape(-1, PIXELS)
        run = asyncio.get_running_loop().run_in_executor
        try:
            content = await run(threads, nearest_file, request.path_params["dataset"], images)
        except DatasetError as error:
            return PlainTextResponse(str(error), 404, _NO_STORE)
        return Response(content, media_type="application/octet-stream", headers=_NO_STORE)

    return endpoint


def nearest_file(dataset: str, images: np.ndarray) -> bytes:
    """The nearest training images as `ae.binary` packs them.

    Arrays: `indices` int32 (n,), `distances` float32 (n,), `labels` uint8 (n,), `pixels` uint8
    (n, 784).

    Args:
        dataset: its name.
        images: uint8 (n, 784).

    Raises:
        DatasetError: if there is no such dataset.
    """
    training = load_dataset(dataset).train
    found = nearest_images(images, training)
    arrays = {
        "indices": found.indices,
        "distances": found.distances,
        "labels": training.labels[found.indices],
        "pixels": training.pixels[found.indices].reshape(-1, PIXELS),
    }
    return pack({"dataset": dataset}, arrays)


async def _read(request: Request) -> bytes | None:
    """The body; None, and no more of it read, where it is too large."""
    levels = bytearray()
    async for part in request.stream():
        levels += part
        if len(levels) > MOST_IMAGES * PIXELS:
            return None
    return bytes(levels)
