"""Maps of codes, as files: those that take long from the store, the others made at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import Executor

from starlette.requests import Request
from starlette.responses import Response

from ae.binary import unpack
from ae.latent.latent_map import MapChoice, draw_map
from ae.live import Backend
from ae.web.code_files import CodeFiles
from ae.web.files import File, FileCache, serve_slow_files

# Bytes of files that are kept ready: two hundred with the most points.
KEPT = 24 * 1024 * 1024


def serve_map_files(
    open_backend: Callable[[], Backend], codes: CodeFiles, threads: Executor
) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of all runs' maps; its route has the path parameters `run`, `step` and `map`.

    Args:
        open_backend: the run store and the workers.
        codes: what maps are made of.
        threads: where this reads and computes.
    """
    cache = FileCache(KEPT)

    def find(request: Request) -> File:
        run, step = request.path_params["run"], request.path_params["step"]
        choice = MapChoice.parse(request.path_params["map"])
        backend = open_backend()
        backend.store.run(run)  # it may have been deleted

        def make() -> File:
            if choice.is_slow:
                return File.pack(backend.store.result(run, str(choice), step))
            _, arrays = unpack(codes.get(run, step).content)
            return File.pack(draw_map(arrays["codes"], choice).as_file(run, step, choice))

        return cache.get((backend.store.url, run, step, choice), make)

    return serve_slow_files(find, threads)
