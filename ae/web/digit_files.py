"""Test images by the thousand, as files."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from ae.binary import pack
from ae.data import load_dataset
from ae.errors import DatasetError
from ae.networks import PIXELS
from ae.web.files import File, FileCache, serve_files

PER_FILE = 1000
# Bytes of files that are kept ready: all of a dataset, twice.
KEPT = 24 * 1024 * 1024


def serve_digit_files() -> Callable[[Request], Response]:
    """The endpoint of all test images; its route has the path parameters `dataset` and `start`."""
    cache = FileCache(KEPT)

    def find(request: Request) -> File:
        dataset, start = request.path_params["dataset"], request.path_params["start"]
        return cache.get((dataset, start), lambda: File.pack(digit_file(dataset, start)))

    return serve_files(find)


def digit_file(dataset: str, start: int) -> bytes:
    """A thousand test images as `ae.binary` packs them.

    Header: `dataset`, `start`, and how many images there are in all, `total`. Arrays: `pixels`
    uint8 (1000, 784), grey levels, and `labels` uint8 (1000,).

    Args:
        dataset: its name.
        start: the first image's index, whole thousands.

    Raises:
        DatasetError: if there is no such dataset, or no images from there.
    """
    test = load_dataset(dataset).test
    if start % PER_FILE or not 0 <= start < len(test):
        raise DatasetError(
            f"Test images come by the thousand, from 0 to {len(test) - PER_FILE}: got {start}."
        )
    part = slice(start, start + PER_FILE)
    header = {"dataset": dataset, "start": start, "total": len(test)}
    pixels = test.pixels[part].reshape(PER_FILE, PIXELS)
    return pack(header, {"pixels": pixels, "labels": test.labels[part]})
