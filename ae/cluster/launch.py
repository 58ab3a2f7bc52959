"""Starting the supervisor, once for a store, as a process that outlives the one that starts it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import psutil

from ae.paths import log_file
from ae.store import Store

LEASE = "supervisor"
LEASE_SECONDS = 15.0
SERVER_PREFIX = "server:"


def holder() -> str:
    """This process, so that another one can tell whether it still lives."""
    process = psutil.Process()
    return f"{_host()}:{process.pid}:{process.create_time():.2f}"


def _host() -> str:
    """This machine; of a long name the end, which differs. With the rest it fits into the 64
    characters that the store's columns have, which PostgreSQL insists on."""
    return socket.gethostname()[-30:]


def is_dead(name: str) -> bool:
    """True only if that holder was a process of this machine and is gone."""
    host, pid, created = name.rsplit(":", 2)
    if host != _host():
        return False
    try:
        process = psutil.Process(int(pid))
        return f"{process.create_time():.2f}" != created or process.status() == "zombie"
    except psutil.NoSuchProcess:
        return True


def supervisor(store: Store) -> str | None:
    """The holder of the supervisor's lease; one that is known dead loses it here."""
    name = store.lease(LEASE)
    if name and is_dead(name):
        store.drop_lease(LEASE, name)
        return None
    return name


def ensure_supervisor(store: Store, idle_exit: float = 60.0) -> subprocess.Popen | None:
    """Start a supervisor if none runs for this store.

    Two servers may both start one: the second finds the lease taken and ends.

    Args:
        idle_exit: seconds without a server and without work after which it ends by itself.
    """
    if supervisor(store):
        return None
    root = Path(__file__).resolve().parents[2]
    paths = [str(root), os.environ.get("PYTHONPATH", "")]
    with log_file().open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "ae.cluster", "--idle-exit", str(idle_exit)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(p for p in paths if p)},
            start_new_session=True,
        )
