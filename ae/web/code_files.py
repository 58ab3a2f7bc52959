"""Files of codes: from the run store, or made by a worker."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import Executor

from starlette.requests import Request
from starlette.responses import Response

from ae.errors import NoWeights
from ae.latent import code_file
from ae.live import Backend
from ae.web.files import File, FileCache, serve_slow_files
from ae.web.model_files import OTHER_STEP

# Bytes of files that are kept ready: some forty of the article's, six of the largest.
KEPT = 64 * 1024 * 1024


class CodeFiles:
    """The codes of all runs, each file read or made once for all who ask for it.

    Args:
        open_backend: the run store and the workers; called often, so it should remember them.
    """

    def __init__(self, open_backend: Callable[[], Backend]):
        self._open_backend = open_backend
        self._cache = FileCache(KEPT)

    def get(self, run: str, step: int) -> File:
        """A run's file of codes, as `ae.latent.code_file` makes it; it may take seconds.

        Raises:
            UnknownRun: if there is no such run.
            NoWeights: if it has none of that step, or has others by now.
            NotFinite: if its network gives no finite numbers.
            NoWorker: if a worker is needed and none answers now.
        """
        backend = self._open_backend()
        backend.store.run(run)  # it may have been deleted
        key = (backend.store.url, run, step)
        return self._cache.get(key, lambda: File.pack(_read(backend, run, step)))


def serve_code_files(
    codes: CodeFiles, threads: Executor
) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of all runs' codes; its route has the path parameters `run` and `step`.

    Args:
        codes: the files.
        threads: where they are read and waited for.
    """

    def find(request: Request) -> File:
        return codes.get(request.path_params["run"], request.path_params["step"])

    return serve_slow_files(find, threads)


def _read(backend: Backend, run: str, step: int) -> bytes:
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
