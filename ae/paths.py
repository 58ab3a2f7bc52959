"""Where things are on this machine: the store, and the data folder beside it.

AE_STORE      a file's path or a database URL; default: runs.sqlite in the data folder
AE_DATA       the data folder; default: the user's own, as the system has it
AE_SCHEDULER  tls://host:port of a dask cluster to train on; default: workers on this machine
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def data_folder() -> Path:
    """The folder for runs and the cluster's address; made on first use, readable by its owner."""
    chosen = os.environ.get("AE_DATA")
    store = os.environ.get("AE_STORE", "")
    if chosen:
        folder = Path(chosen)
    elif store and "://" not in store:
        folder = Path(store).absolute().parent
    else:
        folder = Path(platformdirs.user_data_dir("ae-lab", appauthor=False))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def store_url() -> str:
    """The run store as a database URL."""
    chosen = os.environ.get("AE_STORE")
    if not chosen:
        return f"sqlite:///{data_folder() / 'runs.sqlite'}"
    return chosen if "://" in chosen else f"sqlite:///{Path(chosen).absolute()}"


def scheduler_address() -> str | None:
    """The address of an external dask scheduler, if one is to be used."""
    return os.environ.get("AE_SCHEDULER") or None


def cluster_file() -> Path:
    """Where the supervisor leaves the scheduler's address and credentials, for this user only."""
    return data_folder() / "cluster.json"


def log_file() -> Path:
    """Where the supervisor and its workers write what they have to say."""
    return data_folder() / "cluster.log"
