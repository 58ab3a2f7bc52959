"""Binary files over HTTP: kept by the browser where they never change; errors in one sentence."""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from concurrent.futures import Executor, Future
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ae.errors import (
    AELabError,
    DatasetError,
    NoSampler,
    NotFinite,
    NoWeights,
    NoWorker,
    SettingError,
    StoreError,
    UnknownResult,
    UnknownRun,
)
from ae.web.assets import FOR_EVER

# What may still change: a page that is loaded again within a minute need not ask again.
A_MINUTE = {"Cache-Control": "private, max-age=60"}
# The first that fits counts. With 503 the reader tries again.
_STATUS: dict[type[AELabError], int] = {
    UnknownRun: 404,
    UnknownResult: 404,
    NoWeights: 404,
    DatasetError: 404,
    SettingError: 404,
    NoSampler: 422,
    NotFinite: 422,
    NoWorker: 503,
    StoreError: 503,
}
# Packed, a file has to be so much smaller to be worth the unpacking.
_WORTH = 0.9


@dataclass(frozen=True)
class File:
    """A file to send.

    Attributes:
        is_final: it will never change under this address.
        packed: the same by gzip, where that is worth it.
    """

    content: bytes
    is_final: bool
    packed: bytes | None = None

    @classmethod
    def pack(cls, content: bytes) -> File:
        """A final file, by gzip too if that makes it smaller: of 1 MB it takes some 30 ms."""
        packed = gzip.compress(content, 1, mtime=0)
        return cls(content, True, packed if len(packed) < _WORTH * len(content) else None)

    @property
    def size(self) -> int:
        """Bytes that it takes in memory."""
        return len(self.content) + len(self.packed or b"")


def serve_files(find: Callable[[Request], File]) -> Callable[[Request], Response]:
    """The endpoint of the files that `find` makes, which may read and compute: it has a thread.

    What it raises of `AELabError` is the answer, as text.
    """
    return say_errors(lambda request: _answer(request, find(request)))


def say_errors(answer: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """The endpoint that answers so, and what of `AELabError` is raised meanwhile as text."""

    def endpoint(request: Request) -> Response:
        try:
            return answer(request)
        except AELabError as error:
            headers = {"Cache-Control": "no-store"}
            return PlainTextResponse(str(error), status_of(error), headers)

    return endpoint


def serve_slow_files(
    find: Callable[[Request], File], threads: Executor
) -> Callable[[Request], Awaitable[Response]]:
    """As `serve_files`, of files that may take seconds: who waits for one takes no other's thread.

    Args:
        find: as there.
        threads: where it is called.
    """
    answer = serve_files(find)

    async def endpoint(request: Request) -> Response:
        return await asyncio.get_running_loop().run_in_executor(threads, answer, request)

    return endpoint


def _answer(request: Request, file: File) -> Response:
    headers = dict(FOR_EVER if file.is_final else A_MINUTE)
    content = file.content
    if file.packed is not None:
        headers["Vary"] = "Accept-Encoding"
        if "gzip" in request.headers.get("accept-encoding", ""):
            content, headers["Content-Encoding"] = file.packed, "gzip"
    return Response(content, media_type="application/octet-stream", headers=headers)


def status_of(error: AELabError) -> int:
    """The HTTP status that says what went wrong."""
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)


class FileCache:
    """Files made once for all who ask, those not asked for lately dropped.

    Args:
        most: bytes of all together.
    """

    def __init__(self, most: int):
        self._most = most
        self._files: OrderedDict[Hashable, Future[File]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], File]) -> File:
        """The file of a key; of those who ask at once for a new one, one makes it.

        Raises:
            AELabError: whatever `make` raises, to all who wait for it; the next asks it again.
        """
        with self._lock:
            is_new = key not in self._files
            future = self._files.setdefault(key, Future())
            self._files.move_to_end(key)
        if is_new:
            self._make(key, future, make)
        return future.result()

    def _make(self, key: Hashable, future: Future[File], make: Callable[[], File]) -> None:
        try:
            file = make()
        except BaseException as error:
            with self._lock:
                self._files.pop(key, None)
            future.set_exception(error)
        else:
            future.set_result(file)
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        """Until the others fit."""
        with self._lock:
            sizes = {k: f.result().size for k, f in self._files.items() if f.done()}
            size = sum(sizes.values())
            for key in sizes:
                if size <= self._most:
                    return
                size -= sizes[key]
                del self._files[key]
