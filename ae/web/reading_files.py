"""What the digit classifier makes of posted images, as a file: a worker reads them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import Executor

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from ae.binary import pack
from ae.live import Backend
from ae.web.posted import serve_posted_digits

MOST_IMAGES = 512


def serve_readings(
    open_backend: Callable[[], Backend], threads: Executor
) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of readings; its route has the path parameter `run`, whose digits they are.

    The file has the arrays `labels` uint8 (n,), the likeliest digit of each, and `confidences`
    float32 (n,), its probability.

    Args:
        open_backend: the run store and the workers.
        threads: where the worker is waited for.
    """

    def answer(request: Request, images: np.ndarray) -> bytes:
        backend, run = open_backend(), request.path_params["run"]
        backend.store.run(run)  # it may have been deleted
        readings = backend.workers.ask(backend.store.url, run, "readings", images=images)
        return pack({"run": run}, {name: readings[name] for name in ("labels", "confidences")})

    return serve_posted_digits(answer, MOST_IMAGES, threads)
