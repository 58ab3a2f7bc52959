"""What runs beside the server while it does."""

import asyncio
import logging
import subprocess
import sys
import time

import pytest

from ae.cluster.launch import LEASE, SERVER_PREFIX, holder
from ae.errors import StoreError
from ae.web import lifespan as module
from ae.web.assets import compressed_plotly
from ae.web.lifespan import make_lifespan

PATIENCE = 20  # seconds until what does not happen fails the test
NAME = SERVER_PREFIX + holder()


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(module, "FIRST_PAGE", 0.0)
    monkeypatch.setattr(module, "CHECK_EVERY", 0.01)


@pytest.fixture
def supervised(store):
    """A store whose supervisor runs, as far as a server can tell: it is this process."""
    store.take_lease(LEASE, holder(), 300)
    return store


async def until(holds):
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.01)


def test_a_server_holds_its_lease_while_it_runs(supervised):
    async def serve():
        async with make_lifespan(lambda: supervised, lambda: None)(None):
            await until(lambda: supervised.lease(NAME) == NAME)

    asyncio.run(serve())
    assert supervised.lease(NAME) is None


def test_the_lease_is_renewed(supervised, monkeypatch):
    monkeypatch.setattr(module, "LEASE_SECONDS", 0.4)

    async def serve():
        async with make_lifespan(lambda: supervised, lambda: None)(None):
            await until(lambda: supervised.lease(NAME))
            await asyncio.sleep(0.8)
            return supervised.lease(NAME)

    assert asyncio.run(serve()) == NAME


def test_the_first_page_is_warmed_up_beside_the_server(supervised):
    compressed_plotly.cache_clear()
    warmed = []

    def warm_up():
        time.sleep(0.1)  # in a thread: the server answers meanwhile
        warmed.append("page")

    async def serve():
        async with make_lifespan(lambda: supervised, warm_up)(None):
            assert warmed == []
            await until(lambda: compressed_plotly.cache_info().currsize)

    asyncio.run(serve())
    assert warmed == ["page"]


def test_a_supervisor_is_started_where_none_runs_and_another_when_it_has_ended(store, monkeypatch):
    started = []

    def start(asked):
        """A supervisor that is over at once."""
        assert asked is store
        assert all(process.returncode is not None for process in started)
        started.append(subprocess.Popen([sys.executable, "-S", "-c", ""]))
        return started[-1]

    monkeypatch.setattr(module, "ensure_supervisor", start)

    async def serve():
        async with make_lifespan(lambda: store, lambda: None)(None):
            await until(lambda: len(started) >= 3)

    asyncio.run(serve())
    for process in started:
        process.wait()


def test_a_store_that_does_not_answer_is_asked_again(supervised, caplog):
    asked = []

    def open_store():
        asked.append(None)
        if len(asked) < 5:
            raise StoreError("The disk is full.")
        return supervised

    async def serve():
        async with make_lifespan(open_store, lambda: None)(None):
            await until(lambda: supervised.lease(NAME) == NAME)

    with caplog.at_level(logging.WARNING):
        asyncio.run(serve())
    assert "The disk is full." in caplog.messages
