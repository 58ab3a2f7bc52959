"""The supervisor: hands queued runs to free slots, and takes them back from workers that died."""

from __future__ import annotations

import logging
import os
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from math import inf
from typing import Any, Self

import dask
import distributed
from distributed.diagnostics.plugin import WorkerPlugin

from ae import queue
from ae.cluster import remote
from ae.cluster.capacity import QUESTION_THREADS, has_room
from ae.cluster.client import announce
from ae.cluster.dask_settings import DASK_SETTINGS
from ae.cluster.launch import LEASE, LEASE_SECONDS, SERVER_PREFIX, holder, supervisor
from ae.cluster.recycling import Recycler, growth_with
from ae.cluster.resources import compiled_ahead, plan
from ae.errors import AELabError, StoreError, UnknownRun
from ae.paths import scheduler_address
from ae.presets import PRESETS
from ae.store import COMMAND_LINE, Run, State, Store, Wanted

log = logging.getLogger(__name__)

# Seconds between two looks at the queue: what a press of Train waits for at most.
TICK = 0.05
# Seconds between two looks at all that is under way, where nothing calls for one sooner.
LOOK_EVERY = 1.0
# Runs that take turns in one worker.
SLOTS = 32
# A worker where a run has not heeded Stop, and none has done a step, for this long hangs: it is
# ended.
STUCK_AFTER = 30.0


class WarmUp(WorkerPlugin):
    """Loads TensorFlow in every worker before it takes a task, also in one that restarts."""

    name = "ae-warm-up"

    def __init__(self, store_url: str):
        self._store_url = store_url

    def setup(self, worker: Any) -> None:
        """Dask calls this when a worker starts."""
        remote.call(remote.WARM_UP, self._store_url)


@dataclass
class _Held:
    attempt: int
    future: Any
    step: int
    wanted_stop: float | None = None
    moved: float = -inf  # when it was last seen to have done a step


class Supervisor:
    """One for a store. Use as a context manager, then `run`.

    Args:
        store: the run store.
        workers: worker processes; by default what `ae.cluster.resources` says.
        slots: trainings at once in each.

    Raises:
        StoreError: if an external scheduler is to be used with an SQLite store.
        SettingError: if AE_PRESETS names a preset that there is not.
    """

    def __init__(self, store: Store, workers: int | None = None, slots: int = SLOTS):
        self._store = store
        self._workers, self._threads = plan(workers)
        self._growth = growth_with(len(compiled_ahead()) / len(PRESETS))
        self._slots = slots
        self._name = holder()
        self._held: dict[str, _Held] = {}
        self._renewed = self._looked = 0.0
        self._busy = time.monotonic()
        self._stack = ExitStack()
        self._recycler: Recycler | None = None  # workers elsewhere are not ours to replace
        self._external = scheduler_address()
        if self._external and store.url.startswith("sqlite"):
            raise StoreError(
                "AE_SCHEDULER names workers on other machines, which can't share an SQLite file: "
                "name a PostgreSQL store with AE_STORE."
            )

    def take(self) -> bool:
        """Become the supervisor of this store; False if there is one."""
        supervisor(self._store)  # drops the lease of one that is dead
        return self._store.take_lease(LEASE, self._name, LEASE_SECONDS)

    def __enter__(self) -> Self:
        self._stack.callback(self._store.drop_lease, LEASE, self._name)
        dask.config.set(DASK_SETTINGS)
        self._cluster: Any = None
        if self._external:
            address, credentials = self._external, None
            self._client = self._stack.enter_context(distributed.Client(address))
        else:
            credentials = distributed.Security.temporary()
            os.environ["AE_THREADS"] = str(self._threads)
            self._cluster = self._stack.enter_context(
                distributed.LocalCluster(
                    n_workers=self._workers,
                    threads_per_worker=self._slots + QUESTION_THREADS,
                    processes=True,
                    protocol="tls://",
                    security=credentials,
                    host="127.0.0.1",
                    dashboard_address=None,
                    worker_dashboard_address=None,
                    # Without a dashboard too the scheduler opens a port for it, and a second
                    # AE Lab on this machine wants one of its own.
                    scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
                    memory_limit=0,
                )
            )
            self._client = self._stack.enter_context(
                distributed.Client(self._cluster, set_as_default=False)
            )
            address = self._cluster.scheduler_address
            self._recycler = Recycler(self._client, self._cluster, self._growth)
        self._client.register_plugin(WarmUp(self._store.url))
        announced = announce(address, credentials)
        self._stack.callback(announced.unlink, missing_ok=True)
        log.info("workers are ready at %s", address)
        return self

    def __exit__(self, *_: object) -> None:
        for run, held in self._held.items():
            self._store.requeue(run, held.attempt, "The workers were stopped.", most=10**9)
        self._stack.close()

    def run(self, idle_exit: float | None = None) -> None:
        """Supervise until the lease is lost, or nobody has needed it for `idle_exit` seconds."""
        while self._renew():
            try:
                if self._is_time_to_look():
                    self._looked = time.monotonic()
                    if self._recycler:
                        self._recycler.look()
                    self.tick(
                        self._store.runs(states=[State.QUEUED, State.STARTING, State.RUNNING])
                    )
            except AELabError as error:  # a full disk, a run that ended meanwhile: try again
                log.warning("%s", error)
                time.sleep(1)
            if idle_exit is not None and self._has_been_idle(idle_exit):
                log.info("no server and no work for %s s: ending", idle_exit)
                return
            time.sleep(TICK)
        log.info("another supervisor has taken over: ending")

    def _has_been_idle(self, seconds: float) -> bool:
        """No server and no work for so long."""
        if time.monotonic() - self._busy > seconds and self._store.alive(SERVER_PREFIX):
            self._busy = time.monotonic()  # only the last look took long
        return time.monotonic() - self._busy > seconds

    def _is_time_to_look(self) -> bool:
        """A whole look at the queue is due, or somebody waits, or a run is over."""
        return (
            time.monotonic() - self._looked > LOOK_EVERY
            or any(held.future.done() for held in self._held.values())
            or self._store.is_anyone_waiting()
        )

    def _renew(self) -> bool:
        if time.monotonic() - self._renewed < LEASE_SECONDS / 5:
            return True
        self._renewed = time.monotonic()
        if self._store.alive(SERVER_PREFIX):
            self._busy = time.monotonic()
        return self._store.take_lease(LEASE, self._name, LEASE_SECONDS)

    def tick(self, active: list[Run]) -> None:
        """One look at the queue."""
        self._collect()
        now = time.time()
        for run in active:
            if run.id in self._held:
                self._watch(run)
            elif run.is_lost(now):
                self._take_back_lost(run)
        for deleted in self._held.keys() - {run.id for run in active}:
            self._expect_to_stop(deleted)
        waiting = queue.fair_order(active)
        if waiting:  # asking the scheduler costs more than all else here
            held = [run for run in active if run.id in self._held]
            open_to = self._open_workers()
            for run in waiting:
                if not has_room(run, held, open_to.values()):
                    break
                held.append(run)
                self._hand_over(run, list(open_to))
        if active:  # at the end, for ending a worker takes its time
            self._busy = time.monotonic()

    def _open_workers(self) -> dict[str, int]:
        """The workers that take new runs, by address, with their threads."""
        workers = self._client.scheduler_info(n_workers=-1)["workers"]
        addresses = self._recycler.open() if self._recycler else list(workers)
        return {a: workers[a]["nthreads"] for a in addresses if a in workers}

    def _hand_over(self, run: Run, open_to: list[str]) -> None:
        attempt = self._store.claim(run.id, self._name)
        if attempt is None:
            return
        future = self._client.submit(
            remote.call,
            remote.WORK,
            self._store.url,
            run.id,
            attempt,
            key=f"run-{run.id}-{attempt}",
            pure=False,
            workers=open_to,
            allow_other_workers=True,  # if these are gone by then
        )
        self._held[run.id] = _Held(attempt, future, run.step)
        log.info("run %s, attempt %s: handed over", run.id, attempt)

    def _collect(self) -> None:
        """Let go of the runs whose task is over; queue again those whose worker died."""
        for run, held in list(self._held.items()):
            if not held.future.done():
                continue
            del self._held[run]
            if held.future.status == "finished":
                log.info("run %s, attempt %s: %s", run, held.attempt, held.future.result())
                continue
            state = self._store.requeue(
                run,
                held.attempt,
                "The worker process died three times at the start of this run, most likely for "
                "want of memory. Try a smaller network or batch.",
            )
            log.warning("run %s, attempt %s: worker died, now %s", run, held.attempt, state)

    def _watch(self, run: Run) -> None:
        """Vouch for a run whose worker still loads; end one that does not heed Stop."""
        held, now = self._held[run.id], time.monotonic()
        if run.step != held.step:
            held.step, held.moved = run.step, now
        if run.state is State.STARTING and time.time() - (run.heartbeat or 0) > LEASE_SECONDS / 3:
            with suppress(UnknownRun):  # deleted since the look
                self._store.heartbeat(run.id, run.attempt)
        if run.wanted is Wanted.STOP:
            self._expect_to_stop(run.id)
        else:
            held.wanted_stop = None

    def _expect_to_stop(self, run: str) -> None:
        """A run should stop, or was deleted: its worker has some time to notice."""
        held, now = self._held[run], time.monotonic()
        held.wanted_stop = held.wanted_stop or now
        if now - held.wanted_stop > STUCK_AFTER:
            self._end_if_stuck(run, held)

    def _end_if_stuck(self, run: str, held: _Held) -> None:
        """End the worker of a run, unless it measures the run's errors, or others get on there."""
        if self._store.weights_step(run, "weights") is not None:
            return
        for address, keys in self._client.processing().items():
            names = set(map(str, keys))
            if held.future.key not in names:
                continue
            there = [h.moved for h in self._held.values() if h.future.key in names]
            if time.monotonic() - max(there) > STUCK_AFTER:
                log.warning("run %s does not heed Stop: ending %s", run, address)
                held.wanted_stop = None
                self._client.restart_workers([address], raise_for_error=False)

    def _take_back_lost(self, run: Run) -> None:
        """A run of an earlier supervisor, or of a command line that was killed."""
        if run.owner == COMMAND_LINE:
            reason = "The command that trained this run was killed."
            self._store.requeue(run.id, run.attempt, reason, most=0)
        else:
            self._store.requeue(run.id, run.attempt, "Its worker died.", most=10**9)
        log.warning("run %s, attempt %s: lost, taken back", run.id, run.attempt)
