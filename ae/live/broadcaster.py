"""Many viewers of many runs: each run is read once for all who look at it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

from ae.live.messages import Cursor
from ae.live.watch import Watch
from ae.store import Store


@dataclass
class _Broadcast:
    """One run that somebody looks at: its watch, what tells of a change, and who keeps it read."""

    watch: Watch
    changed: asyncio.Condition
    reading: asyncio.Task[None]
    viewers: int = 0

    async def wait_for_news(self, version: int) -> None:
        """Until there is another version, or no more reading.

        Raises:
            StoreError: if that is why.
        """
        async with self.changed:
            await self.changed.wait_for(
                lambda: self.watch.version != version or self.reading.done()
            )
        if self.reading.done() and not self.reading.cancelled():
            self.reading.result()


class Broadcaster:
    """The watches of a server: one for each run that somebody looks at."""

    def __init__(self) -> None:
        self._broadcasts: dict[tuple[str, str], _Broadcast] = {}

    async def messages(self, store: Store, run: str) -> AsyncGenerator[dict[str, Any], None]:
        """Messages of one run for one viewer, until the run ends.

        Raises:
            UnknownRun: if there is no such run.
            StoreError: if the store does not answer.
        """
        broadcast = await self._join(store, run)
        watch, cursor = broadcast.watch, Cursor()
        try:
            while True:
                message, cursor = watch.message(cursor)
                yield message
                if watch.is_over and cursor.version == watch.version:
                    return
                await broadcast.wait_for_news(cursor.version)
        finally:
            self._leave(broadcast, (store.url, run))

    async def _join(self, store: Store, run: str) -> _Broadcast:
        key = (store.url, run)
        if not self._goes_on(key):
            watch = Watch(store, run)
            await asyncio.to_thread(watch.read)
            if not self._goes_on(key):  # another viewer may have come meanwhile
                changed = asyncio.Condition()
                reading = asyncio.create_task(_keep_reading(watch, changed))
                self._broadcasts[key] = _Broadcast(watch, changed, reading)
        self._broadcasts[key].viewers += 1
        return self._broadcasts[key]

    def _goes_on(self, key: tuple[str, str]) -> bool:
        """Whether a newcomer can join: not where reading has failed."""
        broadcast = self._broadcasts.get(key)
        return broadcast is not None and (not broadcast.reading.done() or broadcast.watch.is_over)

    def _leave(self, broadcast: _Broadcast, key: tuple[str, str]) -> None:
        broadcast.viewers -= 1
        if not broadcast.viewers:
            broadcast.reading.cancel()
            if self._broadcasts.get(key) is broadcast:
                del self._broadcasts[key]


async def _keep_reading(watch: Watch, changed: asyncio.Condition) -> None:
    try:
        while not watch.is_over:
            await asyncio.sleep(watch.poll_interval)
            before = watch.version
            await asyncio.to_thread(watch.read)
            if watch.version != before:
                async with changed:
                    changed.notify_all()
    finally:
        async with changed:
            changed.notify_all()
