"""Replacing a worker that has grown, with the new one warm before the old one goes.

TensorFlow keeps what XLA compiled of every network, some 20 MB, also of those that are dropped. A
worker that has trained many kinds of network is therefore replaced between runs; nobody waits for
it.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import Any

import psutil

from ae.cluster import remote

log = logging.getLogger(__name__)

# How much larger than with every preset compiled a worker may become before another is started:
# running each preset takes 100 MB of it. When it is larger still by the second figure, new runs
# wait for the other, which takes some seconds.
GROWTH, MARGIN = 150e6, 60e6
# What compiling the presets takes: so much more a worker may grow that has not been idle for it.
PRESETS = 400e6
# Seconds between two looks.
LOOK_EVERY = 1.0
# The most seconds that a worker which takes nothing new is left to answer questions.
PATIENCE = 60.0

IS_READY = partial(remote.call, remote.IS_READY)


@dataclass
class _Worker:
    name: Any
    pid: int
    limit: float = inf  # bytes
    is_warm: bool = False

    def memory(self) -> int:
        """Bytes that it holds now; 0 if it is gone."""
        try:
            return psutil.Process(self.pid).memory_info().rss
        except psutil.NoSuchProcess:
            return 0

    def has_grown(self, more: float = 0) -> bool:
        return self.memory() > self.limit + more


def growth_with(share: float) -> float:
    """Bytes that a worker may grow by once it is warm, with that share of the presets compiled.

    The others are compiled when somebody asks for them: that is no reason to replace it.
    """
    return GROWTH + (1 - share) * PRESETS


class Recycler:
    """Looks after the workers of one local cluster.

    Args:
        client: a client of the cluster.
        cluster: a `distributed.LocalCluster`.
        growth: bytes that a worker may grow by once it is warm.
        is_ready: called in a worker, says whether it is warm.
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
        self._asked: dict[str, Any] = {}  # futures of whether they are ready
        self._looked = 0.0
        self._leaving: str | None = None
        self._closed: float | None = None  # since when the leaving one takes nothing new
        self._handed_on = False  # whether runs went to others at the last look already
        self._wanted = 0  # workers that there were when the leaving one was found

    def open(self) -> list[str]:
        """Addresses of the workers that take new runs."""
        running = self._running()
        if self._leaving is None:
            return list(running)
        if self._workers[self._leaving].has_grown(MARGIN):
            return [a for a in running if a != self._leaving]
        warm = self._warm_others(running)
        return warm if len(warm) >= self._wanted else [*warm, self._leaving]

    def _warm_others(self, running: Iterable[str]) -> list[str]:
        return [a for a in running if a != self._leaving and self._is_warm(a)]

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
            grown = [a for a in known if self._workers[a].has_grown()]
            if grown:
                self._leaving, self._wanted, self._handed_on = grown[0], len(running), False
                log.info("worker %s has grown: starting another", grown[0])
                self._cluster.scale(len(running) + 1)
        elif self._closed is not None:
            if self._is_quiet(self._leaving) or time.monotonic() - self._closed > PATIENCE:
                log.info("worker %s goes", self._leaving)
                name = self._workers[self._leaving].name
                self._leaving = self._closed = None
                self._cluster.sync(self._cluster.scale_down, [name])
        elif len(self._warm_others(running)) < self._wanted:
            self._handed_on = False
        elif not self._handed_on:
            # A run that was handed over a moment ago may not yet be seen in the old worker:
            # whether it still trains is for the next look.
            self._handed_on = True
        elif not self._trains(self._leaving):
            # To take it away at once would fail the questions that it is answering.
            self._client.retire_workers([self._leaving], close_workers=False, remove=False)
            self._closed = time.monotonic()

    def _get_to_know(self, running: dict[str, Any]) -> None:
        fresh = list(set(running) - set(self._workers))
        pids = self._client.run(os.getpid, workers=fresh, on_error="ignore") if fresh else {}
        for address, pid in pids.items():
            worker = self._workers[address] = _Worker(running[address]["name"], pid)
            worker.limit = worker.memory() + PRESETS + self._growth
        self._asked = {a: asked for a, asked in self._asked.items() if a in running}
        for address in running:
            if address in self._workers and not self._is_warm(address):
                self._ask_whether_ready(address)

    def _ask_whether_ready(self, address: str) -> None:
        """Ask, or look whether the answer has come: not waiting for it, for a worker may hang."""
        asked = self._asked.get(address)
        if asked is None:
            self._asked[address] = self._client.submit(
                self._is_ready, workers=[address], pure=False
            )
        elif asked.done():
            del self._asked[address]
            with suppress(Exception):  # whatever kept it from answering: the next look asks again
                if asked.result(timeout=1):
                    worker = self._workers[address]
                    worker.is_warm, worker.limit = True, worker.memory() + self._growth

    def _is_warm(self, address: str) -> bool:
        return address in self._workers and self._workers[address].is_warm

    def _is_quiet(self, address: str) -> bool:
        """Nothing is under way there, and nobody has yet to fetch an answer."""
        return not any(
            asked().get(address) for asked in (self._client.processing, self._client.has_what)
        )

    def _trains(self, address: str) -> bool:
        return any(
            str(key).startswith("run-") for key in self._client.processing().get(address, ())
        )
