"""`python -m ae.cluster`: supervise the workers of a store."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from typing import Any, NoReturn

from ae.cluster.supervisor import SLOTS, Supervisor
from ae.errors import AELabError
from ae.store import Store

NICENESS = 5


def main() -> int:
    """Supervise until a signal, or until idle."""
    parser = argparse.ArgumentParser(
        prog="python -m ae.cluster",
        description="Hand queued runs to worker processes. One supervisor serves a store.",
    )
    parser.add_argument(
        "--workers", type=int, help="worker processes (default: by cores and memory)"
    )
    parser.add_argument("--slots", type=int, default=SLOTS, help="trainings at once in each")
    parser.add_argument(
        "--idle-exit",
        type=float,
        metavar="SECONDS",
        help="end after so long without a server and without work (default: never)",
    )
    options = parser.parse_args()
    logging.basicConfig(level="INFO", format="%(asctime)s %(name)s: %(message)s")
    logging.getLogger("distributed").setLevel("WARNING")
    signal.signal(signal.SIGTERM, _leave)
    if hasattr(os, "nice"):
        os.nice(NICENESS)  # the workers inherit it: they give way to the server and the browser
    try:
        supervisor = Supervisor(Store(), options.workers, options.slots)
        if not supervisor.take():
            print("A supervisor already runs for this store.", file=sys.stderr)
            return 0
        with supervisor:
            supervisor.run(options.idle_exit)
    except AELabError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


def _leave(*_: Any) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
