"""Replacing a worker that has grown, with the new one warm before the old one goes.

TensorFlow keeps what XLA compiled of every network, 20 to 40 MB, also of those that are dropped. A
worker that has trained many kinds of network is therefore replaced between runs; nobody waits for
it.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import psutil

from ae.cluster import remote

log = logging.getLogger(__name__)

# How much larger than when it took its first run, with one network compiled, a worker may become
# before another is started: the other presets take 520 MB of it. When it is larger still by the
# second figure, new runs wait for the other, which takes some seconds.
GROWTH, MARGIN = 560e6, 60e6
# Seconds between two looks.
LOOK_EVERY = 1.0
# The most seconds that a worker which takes nothing new is left to answer questions.
PATIENCE = 60.0

IS_READY = partial(remote.call, remote.IS_READY)


@dataclass(frozen=True)
class _Worker:
    name: Any
    pid: int
    first: int  # bytes when it was first looked at

    def memory(self) -> int:
        """Bytes that it holds now; 0 if it is gone."""
        try:
            return psutil.Process(self.pid).memory_info().rss
        except psutil.NoSuchProcess:
            return 0


class Recycler:
    """Looks after the workers of one local cluster.

    Args:
        client: a client of the cluster.
        cluster: a `distributed.LocalCluster`.
        growth: bytes that a worker may grow by.
        is_ready: called in a new worker, says whether it is as warm as the old one.
    """

    def __init__(
        self,
        client: Any,
        cluster: Any,
        growth: float = GROWTH,
        is_ready: Callable[[], bool] = IS_READY,
    ):
        self._client, self._cluster, self._growth = client, cluster, growth
        self._is_ready = is_ready
        self._workers: dict[str, _Worker] = {}
        self._looked = 0.0
        self._leaving: str | None = None
        self._closed: float | None = None  # since when the leaving one takes nothing new
        self._replaced: set[str] = set()  # those that were there when the leaving one was found
        self._ready: set[str] = set()  # those that came since, once they are warm

    def open(self) -> list[str]:
        """Addresses of the workers that take new runs."""
        running = self._running()
        if self._leaving is None:
            return list(running)
        others = [a for a in running if a != self._leaving]
        if self._has_grown(self._workers[self._leaving], MARGIN):
            return others
        warm = [a for a in others if a in self._replaced or a in self._ready]
        return warm if self._ready else [*warm, self._leaving]

    def _running(self) -> dict[str, Any]:
        workers = self._client.scheduler_info(n_workers=-1)["workers"]
        return {address: w for address, w in workers.items() if w["status"] == "running"}

    def look(self) -> None:
        """Now and then one look; the next step of a replacement, where one is due."""
        if time.monotonic() - self._looked < LOOK_EVERY:
            return
        self._looked = time.monotonic()
        running = self._running()
        self._get_to_know(running)
        if self._leaving is None:
            known = [a for a in running if a in self._workers]
            grown = [a for a in known if self._has_grown(self._workers[a])]
            if grown:
                self._leaving, self._replaced, self._ready = grown[0], set(running), set()
                log.info("worker %s has grown: starting another", grown[0])
                self._cluster.scale(len(running) + 1)
        elif self._closed is not None:
            if self._is_quiet(self._leaving) or time.monotonic() - self._closed > PATIENCE:
                log.info("worker %s goes", self._leaving)
                name = self._workers[self._leaving].name
                self._leaving = self._closed = None
                self._cluster.sync(self._cluster.scale_down, [name])
        elif not self._ready & set(running):
            # From now on runs go to these. One that was handed over a moment ago may not yet be
            # seen in the old worker: whether it still trains is for the next look.
            self._warm(running)
        elif not self._trains(self._leaving):
            # To take it away at once would fail the questions that it is answering.
            self._client.retire_workers([self._leaving], close_workers=False, remove=False)
            self._closed = time.monotonic()

    def _warm(self, running: dict[str, Any]) -> None:
        """Find those of the new workers that are ready."""
        fresh = list(set(running) - self._replaced)
        if fresh:
            found = self._client.run(self._is_ready, workers=fresh, on_error="ignore")
            self._ready = {address for address, is_ready in found.items() if is_ready}

    def _get_to_know(self, running: dict[str, Any]) -> None:
        fresh = list(set(running) - set(self._workers))
        if not fresh:
            return
        found = self._client.run(os.getpid, workers=fresh, on_error="ignore")
        for address, pid in found.items():
            worker = _Worker(running[address]["name"], pid, 0)
            self._workers[address] = _Worker(worker.name, pid, worker.memory())

    def _has_grown(self, worker: _Worker, more: float = 0) -> bool:
        return worker.memory() > worker.first + self._growth + more

    def _is_quiet(self, address: str) -> bool:
        """Nothing is under way there, and nobody has yet to fetch an answer."""
        return not any(
            asked().get(address) for asked in (self._client.processing, self._client.has_what)
        )

    def _trains(self, address: str) -> bool:
        return any(
            str(key).startswith("run-") for key in self._client.processing().get(address, ())
        )
