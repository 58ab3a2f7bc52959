"""Viewers of live runs: how late updates reach them, and what they cost training and server.

    python -m bench.viewers [N] [--own] [--seconds 30]

Starts the real server and connects N websocket clients over loopback, from a process of their own,
to one run; with --own, to N runs, one each. An update is due when the worker has written it: how
much later it reaches a viewer is what counts. Training speed is measured before the viewers come
and while they watch.

Targets: 95 % of updates within 500 ms; training keeps 80 % of its speed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import statistics
import sys
import time
from typing import Any

import numpy as np
import psutil

from ae import queue
from ae.presets import preset
from ae.store import Store
from bench import app as bench_app

LATE, SPEED = 0.5, 0.8
# Nobody needs more to know, and a laptop has only so many sockets.
MOST_VIEWERS, MOST_SECONDS = 500, 120


async def _watch(url: str, until: float, arrivals: list[tuple[float, float]]) -> None:
    """One client: for each message with news, how old they are and how long after the last."""
    from websockets.asyncio.client import connect

    async with connect(url, max_size=None, open_timeout=60) as socket:
        before: float | None = None
        while (left := until - time.time()) > 0:
            try:
                message = json.loads(await asyncio.wait_for(socket.recv(), left))
            except TimeoutError:
                return
            now = time.time()
            if message.get("state") != "running" or not message.get("losses"):
                continue
            if before is not None:
                arrivals.append((now - (message["written"] or now), now - before))
            before = now


def _clients(urls: list[str], seconds: float, results: Any) -> None:
    async def all_of_them() -> list[tuple[float, float]]:
        arrivals: list[tuple[float, float]] = []
        until = time.time() + seconds
        await asyncio.gather(*(_watch(url, until, arrivals) for url in urls))
        return arrivals

    results.put(asyncio.run(all_of_them()))


def _steps(store: Store, runs: list[str]) -> int:
    return sum(store.run(run).step for run in runs)


def _pace(store: Store, runs: list[str], seconds: float) -> float:
    """Steps a second of all these runs together."""
    before, started = _steps(store, runs), time.perf_counter()
    time.sleep(seconds)
    return (_steps(store, runs) - before) / (time.perf_counter() - started)


def _submit(store: Store, count: int) -> list[str]:
    hp = preset("article").replace(steps=200_000)
    return [queue.submit(store, hp, f"student {i}").id for i in range(count)]


def _wait_for_points(store: Store, runs: list[str], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not all(store.run(run).step > 40 for run in runs):
        if time.monotonic() > deadline:
            raise TimeoutError("the runs did not start")
        time.sleep(0.2)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("viewers", type=int, nargs="?", default=200)
    parser.add_argument("--own", action="store_true", help="each viewer watches a run of its own")
    parser.add_argument("--seconds", type=float, default=30)
    options = parser.parse_args()
    count = min(options.viewers, MOST_VIEWERS)
    seconds = min(options.seconds, MOST_SECONDS)
    with bench_app.running() as app:
        store = Store(app.store_url)
        runs = _submit(store, count if options.own else 1)
        # All of them: a run's first turns are short and slow, and would flatter what comes after.
        _wait_for_points(store, runs)
        solo = _pace(store, runs, seconds)
        live = app.url.replace("http", "ws") + "/live/"
        urls = [live + run for run in runs] if options.own else [live + runs[0]] * count
        server = psutil.Process(app.process.pid)
        results: Any = multiprocessing.Queue()
        clients = multiprocessing.Process(
            target=_clients, args=(urls, seconds + 5, results), daemon=True
        )
        clients.start()
        time.sleep(5)  # connecting is over
        cpu = sum(server.cpu_times()[:2])
        watched = _pace(store, runs, seconds)
        cpu = (sum(server.cpu_times()[:2]) - cpu) / seconds
        memory = server.memory_info().rss / 1e6
        arrivals = np.array(results.get(timeout=seconds + 60))
        clients.join(10)
        for run in runs:
            queue.stop(store, run)
        store.close()
    return _print(count, options.own, arrivals, solo, watched, cpu, memory)


def _print(
    count: int, own: bool, arrivals: np.ndarray, solo: float, watched: float, cpu: float,
    memory: float,
) -> int:  # fmt: skip
    late, apart = 1000 * np.maximum(arrivals[:, 0], 0), 1000 * arrivals[:, 1]
    print(f"{count} viewers of {'a run each' if own else 'one run'}, {len(late)} updates")
    print(f"{'':34}{'p50':>8}{'p95':>8}{'p99':>8}")
    for name, values in (("written to seen, ms", late), ("between two updates, ms", apart)):
        print(f"{name:34}" + "".join(f"{np.percentile(values, p):8.0f}" for p in (50, 95, 99)))
    kept = watched / solo
    print(f"server: {cpu:.0%} of a core, {memory:.0f} MB")
    print(f"training: {solo:.0f} steps a second without viewers, {watched:.0f} with: {kept:.0%}")
    is_met = statistics.quantiles(late, n=20)[-1] <= 1000 * LATE and kept >= SPEED
    print(f"target: 95 % at most {LATE} s late, training at {SPEED:.0%}: ", end="")
    print("met" if is_met else "MISSED")
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
