"""Packing and the frozen function, each by itself: what a step, a compilation and a network cost.

    python -m bench.step_parts [--presets article deep30 vae2] [--rounds 9] [--networks 4]

Three variants of a preset's program: as it is, without packing (`ae.training.xla.packing`: the
optimiser is given every variable), and without freezing (`ae.training.xla.frozen`: the traced
function is called as TensorFlow made it).

Milliseconds per step are measured in one process, the variants in turn, round by round. Compiling
and memory are measured in a process for each variant, on networks that differ in the size of their
code: each is built, compiled, run for a step and dropped. The last one is then built again: what a
network costs that comes back. Compiling is given in seconds of CPU time, which other work on the
machine hardly changes.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from typing import Any
from unittest.mock import patch

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import psutil

from ae.cluster.import_tensorflow import import_tensorflow
from ae.config import Hyperparameters
from ae.data import load_dataset
from ae.presets import PRESETS, preset

VARIANTS = ("as it is", "not packed", "not frozen")
# Steps of one round of a variant.
STEPS = 24


@contextmanager
def variant(name: str) -> Iterator[None]:
    """Programs built here are of that variant."""
    import tensorflow as tf

    from ae.models.convolution import as_products
    from ae.training.xla import program
    from ae.training.xla.fused_step import FusedStep
    from ae.training.xla.packing import Packing

    class Unpacked(Packing):
        """Every variable for itself, kernels first."""

        def __init__(self, trained: list[Any]):
            self.kernels = [v for v in trained if v.name == "kernel"]
            self._others = [v for v in trained if v.name != "kernel"]

        @property
        def variables(self) -> list[Any]:
            return [*self.kernels, *self._others]

        def gather(self) -> None:
            """Nothing to do."""

        def parts(self) -> list[Any]:
            return []

        def substituted(self, parts: list[Any]) -> Any:
            return nullcontext()

    class UnpackedStep(FusedStep):
        """The step with its other arrangements, but that one."""

        def value_and_gradients(self, forward: Callable[[], tuple[Any, list[Any]]]) -> Any:
            with as_products(), tf.GradientTape() as tape:
                loss, parts = forward()
            return loss, parts, self._in_turn(tape.gradient(loss, self.variables))

    def not_frozen(traced: Any) -> Callable[..., Any]:
        return lambda *arguments: traced(*(tf.convert_to_tensor(x) for x in arguments))

    all_patches: dict[str, list[Any]] = {
        "as it is": [],
        "not packed": [
            patch("ae.training.xla.fused_step.Packing", Unpacked),
            patch.object(program, "FusedStep", UnpackedStep),
        ],
        "not frozen": [patch.object(program, "FrozenFunction", not_frozen)],
    }
    patches = all_patches[name]
    for change in patches:
        change.start()
    try:
        yield
    finally:
        for change in patches:
            change.stop()


def built(hp: Hyperparameters, name: str) -> Any:
    """A program of that variant, compiled, after its first step."""
    from ae.training.xla.inputs import RunInputs
    from ae.training.xla.program import Program

    data = load_dataset(hp.dataset)
    with variant(name):
        program = Program(hp, data)
        program.bind(RunInputs(hp, data))
        program.start()
        advance(program, hp, 1)
    return program


def advance(program: Any, hp: Hyperparameters, steps: int) -> None:
    """So many steps at the start of a run."""
    batches = np.arange(steps * hp.batch_size, dtype=np.int32).reshape(steps, -1) % 55_000
    rates = np.full(steps, hp.learning_rate, np.float32)
    program.advance(batches, rates, np.ones(steps, np.float32), 0)


def pace(hp: Hyperparameters, rounds: int) -> dict[str, list[float]]:
    """Milliseconds per step of each variant, round by round."""
    programs = {name: built(hp, name) for name in VARIANTS}
    times: dict[str, list[float]] = {name: [] for name in VARIANTS}
    for i in range(-1, rounds):  # the first is not counted
        for name in VARIANTS if i % 2 else reversed(VARIANTS):
            started = time.perf_counter()
            advance(programs[name], hp, STEPS)
            if i >= 0:
                times[name].append(1000 * (time.perf_counter() - started) / STEPS)
    return times


def memory() -> float:
    """Megabytes that this process holds, once all that can be is given back."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    return psutil.Process().memory_info().rss / 1e6


def costs(hp: Hyperparameters, name: str, networks: int) -> dict[str, float]:
    """CPU seconds to the first step and MB left behind: of new networks, and of one again."""
    built(preset("linear"), name)  # what the first network of a process loads
    seconds, held = [], [memory()]
    sizes = [hp.latent_dim + 1 + i for i in range(networks)]
    for size in [*sizes, sizes[-1]]:
        started = time.process_time()
        built(hp.replace(latent_dim=size), name)
        seconds.append(time.process_time() - started)
        held.append(memory())
    left = np.diff(held)
    return {
        "CPU s": statistics.median(seconds[:-1]),
        "MB left": float(np.mean(left[1:-1])),  # the first one also grows what all share
        "CPU s, again": seconds[-1],
        "MB left, again": float(left[-1]),
    }


def apart(*arguments: str) -> Any:
    """What this module prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.step_parts", *arguments],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--presets", nargs="+", choices=list(PRESETS),
                        default=["article", "deep30", "vae2"])  # fmt: skip
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--networks", type=int, default=4)
    parser.add_argument("--only", choices=["pace", *VARIANTS], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        import_tensorflow()
        hp = preset(options.presets[0])
        is_pace = options.only == "pace"
        print(json.dumps(
            pace(hp, options.rounds) if is_pace else costs(hp, options.only, options.networks)
        ))  # fmt: skip
        return 0
    given = ["--rounds", str(options.rounds), "--networks", str(options.networks)]
    columns = ("ms per step", "ratio", "CPU s", "MB left", "CPU s, again", "MB left, again")
    print(f"{'':22}" + "".join(f"{name:>16}" for name in columns))
    for name in options.presets:
        times = apart("--presets", name, "--only", "pace", *given)
        for kind in VARIANTS:
            ratio = np.median(np.array(times[kind]) / np.array(times[VARIANTS[0]]))
            measured = apart("--presets", name, "--only", kind, *given)
            row = [statistics.median(times[kind]), ratio, *measured.values()]
            print(f"{name:11}{kind:11}" + "".join(f"{x:16.2f}" for x in row), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
