"""Many pages that wait: each need is looked after once for all who have it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator

from ae.live.needs import Backend, Need

# Seconds between two looks.
LOOK_EVERY = 0.3


class _Look:
    """One need that somebody has, looked after until it is met.

    Attributes:
        reason: what there is to say; None once it is met, empty before the first look.
        task: looks.
        waiting: how many have the need.
    """

    def __init__(self, need: Need, backend: Backend):
        self._need, self._backend = need, backend
        self._changed = asyncio.Condition()
        self.reason: str | None = ""
        self.task = asyncio.create_task(self._keep_looking())
        self.waiting = 0

    async def _keep_looking(self) -> None:
        try:
            while self.reason is not None:
                reason = await asyncio.to_thread(
                    self._need.reason_to_wait, self._backend, time.time()
                )
                async with self._changed:
                    self.reason = reason
                    self._changed.notify_all()
                if reason is not None:
                    await asyncio.sleep(LOOK_EVERY)
        finally:
            async with self._changed:
                self._changed.notify_all()

    async def other_reason(self, known: str | None) -> str | None:
        """The reason, once it is another one.

        Raises:
            StoreError: if that kept it from being looked after.
        """
        async with self._changed:
            await self._changed.wait_for(lambda: self.reason != known or self.task.done())
        if self.task.done() and not self.task.cancelled():
            self.task.result()
        return self.reason


class Lookout:
    """The needs of all pages of a server.

    Args:
        backend: where it looks.
    """

    def __init__(self, backend: Backend):
        self._backend = backend
        self._looks: dict[Need, _Look] = {}

    async def reasons_to_wait(self, need: Need) -> AsyncGenerator[str, None]:
        """What there is to say, at first and at each change; it ends when the need is met.

        Raises:
            StoreError: if the store does not answer.
        """
        look = self._looks.get(need)
        if look is None or look.task.done():
            look = self._looks[need] = _Look(need, self._backend)
        look.waiting += 1
        reason: str | None = ""
        try:
            while (reason := await look.other_reason(reason)) is not None:
                yield reason
        finally:
            look.waiting -= 1
            if not look.waiting:
                look.task.cancel()
                if self._looks.get(need) is look:
                    del self._looks[need]
