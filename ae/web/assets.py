"""Files that a browser may keep for ever: our own ES modules, and Plotly's from its package."""

from __future__ import annotations

import gzip
from collections.abc import Awaitable, Callable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ae.web.modules import MEDIA_TYPES, load_modules

YEAR = 365 * 24 * 3600
FOR_EVER = {"Cache-Control": f"public, max-age={YEAR}, immutable"}


def serve_modules(folder: Path) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of a folder's modules, from memory: nothing else on the disk is in reach.

    Its route has the path parameters `digest` and `file`.
    """
    modules = load_modules(folder)

    async def endpoint(request: Request) -> Response:
        file = request.path_params["file"]
        if request.path_params["digest"] != modules.digest or file not in modules.files:
            return PlainTextResponse("There is no such module here.", 404)
        media_type = MEDIA_TYPES[PurePosixPath(file).suffix]
        return Response(modules.files[file], media_type=media_type, headers=FOR_EVER)

    return endpoint


def serve_plotly(_: Request) -> Response:
    """Plotly's JavaScript."""
    return Response(
        compressed_plotly(),
        media_type="text/javascript",
        headers={"Content-Encoding": "gzip", **FOR_EVER},
    )


@lru_cache(maxsize=1)
def compressed_plotly() -> bytes:
    """Plotly's file from its Python package, compressed by gzip once for all visitors."""
    spec = find_spec("plotly")
    assert spec is not None
    assert spec.origin is not None
    return gzip.compress((Path(spec.origin).parent / "package_data/plotly.min.js").read_bytes(), 6)
