"""Maps that take long: drawn by a worker for whoever waits, one at a time, and not for nobody."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import inf

from ae.cluster.client import LONG_PRIORITY
from ae.errors import Cancelled, NoWorker, UnknownMap
from ae.live.needs import Backend

# Seconds between two looks at how far it is, and between two times that the store is told that
# somebody waits; and for how long a worker goes on if this server has died.
LOOK_EVERY, TELL_EVERY, GOES_ON = 0.4, 3.0, 10.0
# Seconds until a worker is asked again, where none answered; and that a map may take.
RETRY, MOST_SECONDS = 1.0, 300.0
IN_LINE = "Another map is drawn first."


@dataclass(frozen=True)
class MapAddress:
    """A map of one run's weights.

    Attributes:
        name: as `ae.latent.latent_map.MapChoice` reads it.
    """

    run: str
    step: int
    name: str


@dataclass(frozen=True)
class Progress:
    """How far a map is.

    Attributes:
        share: that is drawn, 0 to 1.
        reason: why it is not being drawn now; empty if it is.
    """

    share: float = 0.0
    reason: str = ""


class _Job:
    """One map that somebody waits for.

    Attributes:
        progress: what there is to say.
        task: draws.
        waiting: how many wait.
    """

    def __init__(self, address: MapAddress, backend: Backend, line: ThreadPoolExecutor):
        self._store, self._workers, self._line = backend.store, backend.workers, line
        self._of = (address.run, address.name, address.step)
        self._changed = asyncio.Condition()
        self._is_in_line, self._told = True, -inf
        self.progress = Progress()
        self.task = asyncio.create_task(self._draw())
        self.waiting = 0

    async def _draw(self) -> None:
        try:
            while not await self._try():
                await asyncio.sleep(RETRY)
        except asyncio.CancelledError:
            await asyncio.to_thread(self._store.call_off_map, *self._of)
            raise
        finally:
            async with self._changed:
                self._changed.notify_all()

    async def _try(self) -> bool:
        """Whether a worker has drawn it."""
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
            self._store.map_content(*self._of)
        except UnknownMap:
            self._workers.ask(
                self._store.url, run, "map", MOST_SECONDS, LONG_PRIORITY, step=step, name=name
            )

    async def _look(self) -> None:
        """Say that somebody waits, and hear how far it is."""
        share = await asyncio.to_thread(self._ask_and_look)
        await self._say(Progress(share, IN_LINE if self._is_in_line else ""))

    def _ask_and_look(self) -> float:
        if time.monotonic() - self._told >= TELL_EVERY:
            self._store.ask_for_map(*self._of, GOES_ON)
            self._told = time.monotonic()
        return self._store.map_share(*self._of) or 0.0

    async def _say(self, progress: Progress) -> None:
        async with self._changed:
            self.progress = progress
            self._changed.notify_all()

    async def other_progress(self, known: Progress | None) -> Progress | None:
        """What there is to say, once it is something else; None once the map is drawn.

        Raises:
            AELabError: whatever keeps it from being drawn.
        """
        async with self._changed:
            await self._changed.wait_for(lambda: self.progress != known or self.task.done())
        if not self.task.done():
            return self.progress
        self.task.result()
        return None


class MapJobs:
    """The maps that are being drawn for the pages of a server.

    Args:
        backend: the store and the workers.
    """

    def __init__(self, backend: Backend):
        self._backend = backend
        self._jobs: dict[MapAddress, _Job] = {}
        # One at a time: the workers' other threads are for questions that are answered at once.
        self._line = ThreadPoolExecutor(1, "maps")

    async def progress(self, address: MapAddress) -> AsyncGenerator[Progress, None]:
        """How far a map is, at first and at each change; it ends when the map is kept.

        The map is called off when all have left who wait for it.

        Raises:
            AELabError: whatever keeps it from being drawn.
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
