"""How a machine's cores are shared out among workers, and what these do before they are asked.

One worker with all of two cores is faster for one or two runs than two with one each; ten runs are
done sooner with two, for twice the memory (`bench/README.md`). A step gains little from more than a
few threads, so larger machines get more workers.
"""

from __future__ import annotations

import os

import psutil

from ae.errors import SettingError
from ae.presets import PRESETS

THREADS = 2  # a worker's, where there are enough cores
# A worker and its runs take 1.5 GB; half of the memory is left to everything else.
WORKER_BYTES = 3e9


def usable_cores() -> int:
    """Cores that this process may use, which in a container can be fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def share_out(cores: int, memory: float) -> tuple[int, int]:
    """Workers, and threads in each: all cores are used, as far as memory allows workers.

    Args:
        cores: at least 1.
        memory: the machine's, bytes.
    """
    workers = max(1, min(cores // THREADS, int(memory / WORKER_BYTES)))
    return workers, max(1, cores // workers)


def plan(workers: int | None = None) -> tuple[int, int]:
    """Workers and threads for this machine; AE_WORKERS and AE_THREADS override them."""
    cores = usable_cores()
    count = workers or int(os.environ.get("AE_WORKERS", "0"))
    if not count:
        count = share_out(cores, psutil.virtual_memory().total)[0]
    threads = int(os.environ.get("AE_THREADS", "0")) or max(1, cores // count)
    return count, threads


def compiled_ahead() -> list[str]:
    """The presets whose networks a worker compiles before somebody asks, as AE_PRESETS says.

    All take some 20 s of a core in each worker that starts, and memory (`bench/README.md`).

    Raises:
        SettingError: if it names a preset that there is not.
    """
    chosen = os.environ.get("AE_PRESETS", "") or "all"
    if chosen in ("all", "none"):
        return list(PRESETS) if chosen == "all" else []
    names = list(dict.fromkeys(name.strip() for name in chosen.split(",")))  # each once
    if not PRESETS.keys() >= set(names):
        known = ", ".join(PRESETS)
        raise SettingError("AE_PRESETS", f"expected all, none or some of {known}; got {chosen!r}")
    return names
