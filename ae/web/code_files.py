"""Files of codes: from the run store, or made by a worker."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

from starlette.requests import Request
from starlette.responses import Response

from ae.errors import NoWeights
from ae.latent import code_file
from ae.live import Backend
from ae.web.files import File, FileCache, serve_slow_files
from ae.web.model_files import OTHER_STEP

# Bytes of files that are kept ready: some forty of the article's, six of the largest.
KEPT = 64 * 1024 * 1024
# Questions to workers at a time.
_AT_ONCE = 4


def serve_code_files(
    open_backend: Callable[[], Backend],
) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of all runs' codes; its route has the path parameters `run` and `step`."""
    cache = FileCache(KEPT)

    def find(request: Request) -> File:
        backend, run, step = open_backend(), request.path_params["run"], request.path_params["step"]
        backend.store.run(run)  # it may have been deleted
        key = (backend.store.url, run, step)
        return cache.get(key, lambda: File.pack(read_codes(backend, run, step)))

    return serve_slow_files(find, ThreadPoolExecutor(_AT_ONCE, "codes"))


def read_codes(backend: Backend, run: str, step: int) -> bytes:
    """A run's file of codes, as `ae.latent.code_file` makes it.

    Raises:
        UnknownRun: if there is no such run.
        NoWeights: if it has none of that step, or has others by now.
        NotFinite: if its network gives no finite numbers.
        NoWorker: if a worker is needed and none answers now.
    """
    store = backend.store
    kept = store.blob(run, code_file.KIND)
    if kept is not None and kept[0] == step:
        return kept[1]
    newest = store.weights_step(run)
    if newest is None:
        raise NoWeights("This run has no weights, so there are no codes to look at.")
    if newest != step:
        raise NoWeights(OTHER_STEP)
    answer = backend.workers.ask(store.url, run, "codes")
    if answer["step"] != step:  # it went on training meanwhile
        raise NoWeights(OTHER_STEP)
    return answer["content"]
