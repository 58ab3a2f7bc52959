"""The training images nearest to posted ones, as a file."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import Executor

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from ae.binary import pack
from ae.data import load_dataset
from ae.data.nearest import nearest_images
from ae.networks import PIXELS
from ae.web.posted import serve_posted_digits

MOST_IMAGES = 64


def serve_nearest_images(threads: Executor) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of `nearest_file`; its route has the path parameter `dataset`.

    Args:
        threads: where they are looked for.
    """

    def answer(request: Request, images: np.ndarray) -> bytes:
        return nearest_file(request.path_params["dataset"], images)

    return serve_posted_digits(answer, MOST_IMAGES, threads)


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
