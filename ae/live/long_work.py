"""What takes long: made by a worker for whoever waits, one at a time, and not for nobody."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import inf

from ae.cluster.client import LONG_PRIORITY
from ae.errors import Cancelled, NoWorker, UnknownResult
from ae.live.needs import Backend

# Seconds between two looks at how far it is, and between two times that the store is told that
# somebody waits; and for how long a worker goes on if this server has died.
LOOK_EVERY, TELL_EVERY, GOES_ON = 0.4, 3.0, 10.0
# Seconds until a worker is asked again, where none answered; and that it may take.
RETRY, MOST_SECONDS = 1.0, 300.0
IN_LINE = "Something else that takes long is done first."


@dataclass(frozen=True)
class ResultAddress:
    """A result of one run's weights.

    Attributes:
        name: as `ae.results.parse_result` reads it.
    """

    run: str
    step: int
    name: str


@dataclass(frozen=True)
class Progress:
    """How far it is.

    Attributes:
        share: that is done, 0 to 1.
        reason: why nothing is done now; empty if it is.
    """

    share: float = 0.0
    reason: str = ""


class _Job:
    """One result that somebody waits for.

    Attributes:
        progress: what there is to say.
        task: sees to it.
        waiting: how many wait.
    """

    def __init__(self, address: ResultAddress, backend: Backend, line: ThreadPoolExecutor):
        self._store, self._workers, self._line = backend.store, backend.workers, line
        self._of = (address.run, address.name, address.step)
        self._changed = asyncio.Condition()
        self._is_in_line, self._told = True, -inf
        self.progress = Progress()
        self.task = asyncio.create_task(self._make())
        self.waiting = 0

    async def _make(self) -> None:
        try:
            while not await self._try():
                await asyncio.sleep(RETRY)
        except asyncio.CancelledError:
            await asyncio.to_thread(self._store.call_off_result, *self._of)
            raise
        finally:
            async with self._changed:
                self._changed.notify_all()

    async def _try(self) -> bool:
        """Whether a worker has made it."""
        self._told, self._is_in_line = -inf, True
        await self._look()
        asked = asyncio.get_running_loop().run_in_executor(self._line, self._ask)
        try:
            while not (await asyncio.wait([asked], timeout=LOOK_EVERY))[0]:
                await self._look()
            await asked
        except NoWorker as error:
            await self._say(Progress(reason=str(error)))
            return False
        except Cancelled:  # by somebody else who waited for it, at another server
            return False
        finally:
            asked.cancel()  # else it would keep its place in the line
        return True

    def _ask(self) -> None:
        self._is_in_line = False
        run, name, step = self._of
        try:
            self._store.result(*self._of)
        except UnknownResult:
            self._workers.ask(
                self._store.url, run, "result", MOST_SECONDS, LONG_PRIORITY, step=step, name=name
            )

    async def _look(self) -> None:
        """Say that somebody waits, and hear how far it is."""
        share = await asyncio.to_thread(self._ask_and_look)
        await self._say(Progress(share, IN_LINE if self._is_in_line else ""))

    def _ask_and_look(self) -> float:
        if time.monotonic() - self._told >= TELL_EVERY:
            self._store.ask_for_result(*self._of, GOES_ON)
            self._told = time.monotonic()
        return self._store.result_share(*self._of) or 0.0

    async def _say(self, progress: Progress) -> None:
        async with self._changed:
            self.progress = progress
            self._changed.notify_all()

    async def other_progress(self, known: Progress | None) -> Progress | None:
        """What there is to say, once it is something else; None once the result is kept.

        Raises:
            AELabError: whatever keeps it from being made.
        """
        async with self._changed:
            await self._changed.wait_for(lambda: self.progress != known or self.task.done())
        if not self.task.done():
            return self.progress
        self.task.result()
        return None


class LongWork:
    """The results that are being made for the pages of a server.

    Args:
        backend: the store and the workers.
    """

    def __init__(self, backend: Backend):
        self._backend = backend
        self._jobs: dict[ResultAddress, _Job] = {}
        # One at a time: the workers' other threads are for questions that are answered at once.
        self._line = ThreadPoolExecutor(1, "long work")

    async def progress(self, address: ResultAddress) -> AsyncGenerator[Progress, None]:
        """How far a result is, at first and at each change; it ends when the result is kept.

        It is called off when all have left who wait for it.

        Raises:
            AELabError: whatever keeps it from being made.
        """
        job = self._jobs.get(address)
        if job is None or job.task.done():
            job = self._jobs[address] = _Job(address, self._backend, self._line)
        job.waiting += 1
        progress: Progress | None = None
        try:
            while (progress := await job.other_progress(progress)) is not None:
                yield progress
        finally:
            job.waiting -= 1
            if not job.waiting:
                job.task.cancel()
                if self._jobs.get(address) is job:
                    del self._jobs[address]
