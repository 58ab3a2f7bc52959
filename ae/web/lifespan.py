"""What runs beside the server: the first page is warmed up, and a supervisor is kept alive."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

from ae.cluster.launch import SERVER_PREFIX, ensure_supervisor, holder
from ae.errors import AELabError
from ae.store import Store
from ae.web.assets import compressed_plotly

log = logging.getLogger(__name__)

# Seconds between two looks at the supervisor.
CHECK_EVERY = 3.0
# Loading TensorFlow takes both cores: let the first page have them until it is up.
FIRST_PAGE = 2.5
LEASE_SECONDS = 15.0


def make_lifespan(
    open_store: Callable[[], Store], warm_up: Callable[[], object]
) -> Callable[[object], AbstractAsyncContextManager[None]]:
    """While the server runs, so does a supervisor; it goes on for the runs that are left.

    Args:
        open_store: the run store; called often, so it should remember it.
        warm_up: loads what the first page needs, while its browser still loads the frontend. It
            runs in a thread.
    """

    @asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        warming = asyncio.create_task(asyncio.to_thread(_warm_up, open_store, warm_up))
        watching = asyncio.create_task(_keep_a_supervisor(open_store))
        try:
            yield
        finally:
            watching.cancel()
            with suppress(AELabError):
                await warming
            with suppress(asyncio.CancelledError):
                await watching

    return lifespan


def _warm_up(open_store: Callable[[], Store], warm_up: Callable[[], object]) -> None:
    open_store()
    warm_up()
    compressed_plotly()


async def _keep_a_supervisor(open_store: Callable[[], Store]) -> None:
    name = SERVER_PREFIX + holder()
    started = None
    await asyncio.sleep(FIRST_PAGE)
    try:
        while True:
            try:
                await asyncio.to_thread(open_store().take_lease, name, name, LEASE_SECONDS)
                if started is None or started.poll() is not None:
                    started = await asyncio.to_thread(ensure_supervisor, open_store())
            except AELabError as error:  # pages say it too; try again
                log.warning("%s", error)
            await asyncio.sleep(CHECK_EVERY)
    finally:
        with suppress(AELabError):
            open_store().drop_lease(name, name)
