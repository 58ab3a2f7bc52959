"""Memory: of a worker over many runs one after the other, of the server over many visits.

    python -m bench.memory [--runs 200] [--visits 1000] [--viewers 200]

The runs go through all presets; every fifth is of a network that no run before it had. A visit
opens the Train page over Streamlit's own protocol, waits until the page's script has run, and
leaves. The viewers all watch one run.

Targets: no worker ever above 1.5 GB; the server under 200 MB with no viewers, under 250 MB with
200 of them, and no more than 20 MB larger after 1,000 visits.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import threading
import time
from contextlib import suppress

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from ae import queue
from ae.cluster.launch import LEASE
from ae.config import Hyperparameters
from ae.presets import PRESETS, preset
from ae.store import Store
from bench import app as bench_app

WORKER, ALONE, WATCHED, GROWN = 1500, 200, 250, 20
MOST_RUNS, MOST_VISITS, MOST_VIEWERS = 1_000, 5_000, 500
NEW_EVERY = 5


class Peak:
    """The most memory that any worker of a supervisor had, in MB, looked at five times a second."""

    def __init__(self, supervisor: psutil.Process):
        self.highest = self.now = 0.0
        self._supervisor, self._over = supervisor, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.2):
            found = 0.0
            with suppress(psutil.NoSuchProcess):
                for process in self._supervisor.children(recursive=True):
                    with suppress(psutil.NoSuchProcess):
                        found = max(found, process.memory_info().rss / 1e6)
            self.now, self.highest = found, max(found, self.highest)


def settings(number: int, steps: int) -> Hyperparameters:
    """The settings of the run of that number."""
    names = list(PRESETS)
    hp = preset(names[number % len(names)]).replace(steps=steps, seed=number)
    if number % NEW_EVERY == NEW_EVERY - 1:
        hp = hp.replace(latent_dim=hp.latent_dim + 1 + number // NEW_EVERY)
    return hp


def one_by_one(store: Store, count: int, steps: int, peak: Peak) -> list[tuple[int, float, float]]:
    """Train so many runs; (runs done, memory then, highest so far) ten times on the way."""
    rows = []
    for number in range(count):
        run = queue.submit(store, settings(number, steps), "bench").id
        while not store.run(run).state.is_ended:
            time.sleep(0.05)
        if (number + 1) % max(1, count // 10) == 0:
            time.sleep(0.5)
            rows.append((number + 1, peak.now, peak.highest))
            print(
                f"{number + 1:6} runs: {peak.now:6.0f} MB, highest {peak.highest:6.0f}", flush=True
            )
    return rows


async def _visit(url: str) -> None:
    from websockets.asyncio.client import connect

    async with connect(f"{url}/_stcore/stream", max_size=None, open_timeout=60) as socket:
        message = BackMsg()
        message.rerun_script.query_string = ""
        message.rerun_script.page_name = "train"
        await socket.send(message.SerializeToString())
        while True:
            found = ForwardMsg()
            found.ParseFromString(await asyncio.wait_for(socket.recv(), 60))
            if found.WhichOneof("type") == "script_finished":
                return


async def _visits(url: str, count: int) -> None:
    for _ in range(0, count, 4):
        await asyncio.gather(*(_visit(url) for _ in range(4)))


async def _watchers(url: str, count: int, seconds: float) -> None:
    from websockets.asyncio.client import connect

    async def watch() -> None:
        async with connect(url, max_size=None, open_timeout=60) as socket:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    async for _ in socket:
                        pass

    await asyncio.gather(*(watch() for _ in range(count)))


def server_memory(
    app: bench_app.App, store: Store, visits: int, viewers: int
) -> tuple[float, float, float]:
    """MB with no viewers, with viewers of one run, and grown by so many visits."""
    server = psutil.Process(app.process.pid)
    base = app.url.replace("http", "ws")
    asyncio.run(_visits(base, 20))  # what any server loads once
    alone = server.memory_info().rss / 1e6
    asyncio.run(_visits(base, visits))
    grown = server.memory_info().rss / 1e6 - alone
    run = queue.submit(store, preset("article").replace(steps=100_000), "bench").id
    highest = 0.0
    clients = threading.Thread(
        target=asyncio.run, args=(_watchers(f"{base}/live/{run}", viewers, 20),)
    )
    clients.start()
    while clients.is_alive():
        highest = max(highest, server.memory_info().rss / 1e6)
        time.sleep(0.2)
    queue.stop(store, run)
    return alone, highest, grown


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--steps", type=int, default=60, help="of each run")
    parser.add_argument("--visits", type=int, default=1000)
    parser.add_argument("--viewers", type=int, default=200)
    options = parser.parse_args()
    with bench_app.running() as app:
        store = Store(app.store_url)
        holder = store.lease(LEASE)
        assert holder is not None
        server = server_memory(
            app, store, min(options.visits, MOST_VISITS), min(options.viewers, MOST_VIEWERS)
        )
        print(
            "server: {:.0f} MB alone, {:.0f} watched, grown by {:.0f}".format(*server), flush=True
        )
        with Peak(psutil.Process(int(holder.split(":")[1]))) as peak:
            one_by_one(store, min(options.runs, MOST_RUNS), options.steps, peak)
        store.close()
    rows = (
        (f"a worker, highest in {options.runs} runs", peak.highest, WORKER),
        ("the server, no viewers", server[0], ALONE),
        (f"the server, {options.viewers} viewers", server[1], WATCHED),
        (f"the server, grown by {options.visits} visits", server[2], GROWN),
    )
    print(f"{'MB':44}{'found':>8}{'target':>8}")
    for name, found, target in rows:
        print(f"{name:44}{found:8.0f}{target:8.0f}  {'met' if found <= target else 'MISSED'}")
    return 0 if all(found <= target for _, found, target in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
