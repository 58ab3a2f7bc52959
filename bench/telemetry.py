"""What of a run's time is not its steps: validation, digits, reports, checkpoints, batches.

    python -m bench.telemetry [--preset article] [--steps N] [--rounds 3]

A run is trained in this process as a worker trains it, with a store in a file of its own. Each part
is timed where it is called, from the run's second slice to its last step; compiling before that
and measuring the errors after it are not part of it. A checkpoint is written beside the training:
what counts is by how much the steps beside it are slower.

Target: at most 2 % of the time.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from ae import queue
from ae.cluster import code_frames, reporting, worker
from ae.cluster.import_tensorflow import import_tensorflow
from ae.config import Hyperparameters
from ae.presets import PRESETS, preset
from ae.store import Store

TARGET = 0.02
STEPS, WRITING, REST = "steps", "slower beside a checkpoint", "all else"


class Stopwatch:
    """Intervals in which the parts were under way, in seconds of `time.perf_counter`."""

    def __init__(self) -> None:
        self.intervals: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
        self.counts: list[int] = []  # steps of each slice

    def timed(self, part: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """The same call, with its time kept for that part."""

        def wrapped(*args: Any, **named: Any) -> Any:
            started = time.perf_counter()
            try:
                return call(*args, **named)
            finally:
                self.intervals[part].append((started, time.perf_counter()))
                if part == STEPS:
                    self.counts.append(len(args[1]))

        return wrapped

    def shares(self) -> dict[str, float]:
        """Each part's share of the time from the end of the second slice to that of the last."""
        slices = self.intervals[STEPS]
        first, last = slices[1][1], slices[-1][1]
        found = {}
        for part, intervals in self.intervals.items():
            found[part] = sum(b - a for a, b in intervals if a >= first and b <= last)
        found[WRITING] = self._slowed()
        found[STEPS] -= found[WRITING]
        found[REST] = last - first - sum(found.values())
        return {part: seconds / (last - first) for part, seconds in found.items()}

    def _slowed(self) -> float:
        """By how many seconds the slices took longer beside which a checkpoint was written."""
        beside: list[tuple[float, int]] = []
        alone: list[tuple[float, int]] = []
        for (a, b), count in zip(self.intervals[STEPS][2:], self.counts[2:], strict=True):
            is_beside = any(x < b and y > a for x, y in self.intervals[WRITING])
            (beside if is_beside else alone).append((b - a, count))
        pace = statistics.median(seconds / count for seconds, count in alone)
        return max(0.0, sum(seconds - count * pace for seconds, count in beside))


@contextmanager
def watched() -> Iterator[Stopwatch]:
    """Time the parts of a run of this process."""
    import_tensorflow()
    from ae.training import Training
    from ae.training.xla.program import Program

    watch = Stopwatch()
    parts = (
        (STEPS, Program, "advance"),
        ("validation", Program, "validate"),
        ("digits", Program, "show"),
        ("codes", code_frames.CodeFrames, "draw"),
        ("reports", Store, "report"),
        ("copies for checkpoints", Training, "state"),
        (WRITING, reporting.Checkpoints, "_write"),
        ("batches", Training, "_batches"),
    )
    with ExitStack() as stack:
        for part, place, name in parts:
            stack.enter_context(patch.object(place, name, watch.timed(part, getattr(place, name))))
        yield watch


def measure(hp: Hyperparameters) -> dict[str, float]:
    """Each part's share of one run."""
    with tempfile.TemporaryDirectory(prefix="ae-lab-") as folder, watched() as watch:
        store = Store(f"sqlite:///{folder}/runs.sqlite")
        run = queue.submit(store, hp, "bench").id
        attempt = store.claim(run, "bench")
        assert attempt is not None
        worker.work(store.url, run, attempt)
        worker.open_store(store.url).close()
        store.close()
    return watch.shares()


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--preset", choices=list(PRESETS), default="article")
    parser.add_argument("--steps", type=int, help="by default the preset's own")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    worker.warm_up()
    hp = preset(options.preset)
    hp = hp.replace(steps=options.steps or hp.steps)
    rows = [measure(hp) for _ in range(options.rounds)]
    found = statistics.median(1 - row[STEPS] for row in rows)
    for part in rows[0]:
        shares = [row.get(part, 0.0) for row in rows]
        each = " ".join(f"{share:7.2%}" for share in shares)
        print(f"{part:28}{statistics.median(shares):8.2%}   {each}")
    verdict = "met" if found <= TARGET else "MISSED"
    print(f"what is not steps: {found:.2%}, at most {TARGET:.0%}: {verdict}")
    return 0 if found <= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
