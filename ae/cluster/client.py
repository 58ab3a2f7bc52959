"""Where the workers are, and asking one from another process: the server, a script."""

from __future__ import annotations

import json
import os
import threading
import uuid
from pathlib import Path
from typing import Any

from ae.cluster import remote
from ae.errors import AELabError, NoWorker
from ae.paths import cluster_file

# A question goes ahead of every training.
PRIORITY = 100
CONNECT_SECONDS = 5.0


class Workers:
    """A connection to the workers, made at the first question and again after they restart."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._client: Any = None
        self._written = ""

    def ask(
        self, store_url: str, run: str, question: str, seconds: float = 30.0, **arguments: Any
    ) -> dict[str, Any]:
        """Ask one of `ae.cluster.inference.HANDLERS` of a run's network.

        Raises:
            NoWorker: if none answers in time.
            NoWeights: if the run has no weights.
        """
        from distributed import TimeoutError as TooLate

        client = self._connected()
        future = client.submit(
            remote.call,
            remote.ANSWER,
            store_url,
            run,
            question,
            arguments,
            key=f"answer-{run}-{uuid.uuid4().hex}",
            pure=False,
            priority=PRIORITY,
        )
        try:
            return future.result(timeout=seconds)
        except AELabError:
            raise
        except (TooLate, TimeoutError) as error:
            future.cancel()
            raise NoWorker(
                f"No worker answered within {seconds:.0f} seconds. They may still be starting, "
                "or all be busy: try again in a moment."
            ) from error
        except Exception as error:
            self.close()
            raise NoWorker(f"The worker could not answer: {error}") from error

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
            raise NoWorker(
                "No workers are running yet. They start with the server and need some seconds to "
                "load TensorFlow."
            ) from None

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
