"""Where the workers are, and asking one from another process: the server, a script."""

from __future__ import annotations

import json
import os
import threading
import time
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

from ae.cluster import remote
from ae.errors import AELabError, NoAnswer, NoWorker
from ae.paths import cluster_file

# A question goes ahead of every training.
PRIORITY = 100
# One that takes long goes ahead of trainings too, and after all others.
LONG_PRIORITY = 50
CONNECT_SECONDS = 5.0
# Seconds after which a worker that has not answered is asked whether it answers at all, and that it
# has for saying so: one that loads TensorFlow does not.
PATIENCE = 2.0
LOOK_EVERY = 0.005
# What a page says until the first worker answers.
ARE_STARTING = "The workers are loading TensorFlow, about 20 s on a first start."
# A question that has ended so many workers is not asked again: each trains runs of others.
MOST_DEATHS = 3


class Workers:
    """A connection to the workers, made at the first question and again after they restart."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._client: Any = None
        self._written = ""
        self._call: Any = None  # the future of a call that any worker returns from at once
        self._deaths: Counter[tuple[str, str]] = Counter()  # by run and question

    def ask(
        self,
        store_url: str,
        run: str,
        question: str,
        seconds: float = 30.0,
        priority: int = PRIORITY,
        **arguments: Any,
    ) -> dict[str, Any]:
        """Ask one of the questions of `ae.cluster.inference` about a run.

        Args:
            store_url: its store's.
            run: its id.
            question: the name of a handler there.
            seconds: to wait for the answer.
            priority: before which others it is taken up.
            arguments: the handler's.

        Raises:
            NoWorker: if none answers now; `are_answering` says when one does.
            NoWeights: if the run has no weights.
            NoAnswer: if a worker tried, and failed.
        """
        if self._deaths[run, question] >= MOST_DEATHS:
            raise NoAnswer(
                f"{MOST_DEATHS} workers have died of this question, most likely for want of "
                "memory: it is not asked again."
            )
        future = self._connected().submit(
            remote.call,
            remote.ANSWER,
            store_url,
            run,
            question,
            arguments,
            key=f"answer-{run}-{uuid.uuid4().hex}",
            pure=False,
            priority=priority,
        )
        return self._result(future, (run, question), seconds)

    def _result(self, future: Any, asked: tuple[str, str], seconds: float) -> dict[str, Any]:
        from distributed import KilledWorker
        from distributed import TimeoutError as TooLate

        try:
            if not self._is_done_soon(future) and not self._answer_at_all():
                future.cancel()
                raise NoWorker("The workers do not answer: they are being started.")
            return future.result(timeout=seconds)
        except AELabError:
            raise
        except (TooLate, TimeoutError) as error:
            future.cancel()
            raise NoWorker(f"No worker answered within {seconds:.0f} seconds.") from error
        except KilledWorker as error:
            self._deaths[asked] += 1
            raise NoWorker("The worker that was asked has died; another one starts.") from error
        except Exception as error:
            if future.status == "error":
                raise NoAnswer(
                    f"The worker could not answer: {error}. The log in the data folder says more."
                ) from error
            self.close()
            raise NoWorker("The connection to the workers is lost.") from error

    @staticmethod
    def _is_done_soon(future: Any) -> bool:
        deadline = time.monotonic() + PATIENCE
        while future.status == "pending" and time.monotonic() < deadline:
            time.sleep(LOOK_EVERY)
        return future.status != "pending"

    def _answer_at_all(self) -> bool:
        deadline = time.monotonic() + PATIENCE
        while not (are_there := self.are_answering()) and time.monotonic() < deadline:
            time.sleep(LOOK_EVERY)
        return are_there

    def are_answering(self) -> bool:
        """Whether a worker takes questions. Call it again and again: it does not wait for one."""
        import distributed  # noqa: F401  before there are workers: it takes a second

        try:
            client = self._connected()
        except NoWorker:
            return False
        with self._lock:
            call = self._call
            if call is None or call.client is not client:
                call = client.submit(os.getpid, pure=False, priority=PRIORITY)
            self._call = call if call.status == "pending" else None
            return call.status == "finished"

    def _connected(self) -> Any:
        with self._lock:
            written = self._read()
            if self._client is None or written != self._written:
                self._drop()
                self._client = connect(json.loads(written))
                self._written = written
            return self._client

    def _read(self) -> str:
        try:
            return cluster_file().read_text()
        except OSError:
            raise NoWorker(ARE_STARTING) from None

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close(timeout=1)
            self._client = None

    def close(self) -> None:
        """Let go of the connection; the next question makes a new one."""
        with self._lock:
            self._drop()


def announce(address: str, credentials: Any | None) -> Path:
    """Write where the workers are, for `connect`; returns the file, which only its owner reads.

    Args:
        address: the scheduler's.
        credentials: a `distributed.Security`, of which the file holds what a client needs and no
            more; None where none are asked for.
    """
    names = ("tls_ca_file", "tls_client_cert", "tls_client_key", "require_encryption")
    security = {name: getattr(credentials, name) for name in names} if credentials else {}
    target = cluster_file()
    fresh = target.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump({"address": address, "security": security}, file)
    return fresh.replace(target)


def connect(cluster: dict[str, Any]) -> Any:
    """A dask client for what the supervisor left in the cluster file.

    Raises:
        NoWorker: if nobody listens there.
    """
    import distributed

    security = distributed.Security(**cluster["security"]) if cluster["security"] else None
    try:
        return distributed.Client(
            cluster["address"], security=security, timeout=CONNECT_SECONDS, set_as_default=False
        )
    except (OSError, TimeoutError) as error:
        raise NoWorker("The workers do not answer; the server is starting new ones.") from error
