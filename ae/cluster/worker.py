"""A worker process: warmed up, given runs to carry out, and seen to be alive.

The command line does the same in its own process. What happens to a run: `ae.cluster.execution`.
"""

from __future__ import annotations

import gc
import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from ae import step_times
from ae.cluster.execution import Execution, give_memory_back
from ae.cluster.fair_lock import FairLock
from ae.cluster.resources import compiled_ahead
from ae.data import load_dataset
from ae.errors import AELabError, LostAttempt, StoreError, UnknownRun
from ae.metrics import baselines
from ae.presets import PRESETS, preset
from ae.store import Run, State, Store
from ae.training import Training

log = logging.getLogger(__name__)

HEARTBEAT_EVERY = 2.0
# Runs of one worker take turns: one that has all cores is done sooner than two that share them.
TURNS = FairLock(1)
# Seconds between two looks whether there is time to compile another preset.
COMPILE_EVERY = 1.0
# Steps of a network that tell how long one takes: what comes before the last slice compiles.
TIMED_STEPS = 42
_presets_compiled = threading.Event()


@lru_cache(maxsize=2)
def open_store(url: str) -> Store:
    """This process's connection to a store."""
    return Store(url)


def warm_up(store_url: str | None = None) -> None:
    """Load TensorFlow and the data, compile the `article` network, measure this machine.

    After it the first point of a run is a matter of milliseconds. The other presets are compiled
    in a thread of its own, while nothing trains.
    """
    limit_threads()
    data = load_dataset("mnist")
    hp = preset("article").replace(steps=TIMED_STEPS)
    baselines.lines(hp)
    with Training(hp, data) as training:
        while not training.finished:
            training.advance()
        seconds = training.ms_per_step / 1000
    give_memory_back()
    gc.collect()
    gc.freeze()  # 300,000 objects of TensorFlow: else each collection goes through them
    if store_url:
        speed = hp.work / hp.steps / seconds / 1e9
        open_store(store_url).set_setting(step_times.SPEED_SETTING, round(speed, 1))
        threading.Thread(
            target=compile_presets, args=(store_url,), name="compile presets", daemon=True
        ).start()


def compile_presets(store_url: str) -> None:
    """Compile the networks of presets, so that none makes its first student wait.

    Where it is not known how long its steps take on this machine, some more are made and timed.
    """
    store = open_store(store_url)
    for name in compiled_ahead():
        named = PRESETS[name]
        while not TURNS.is_idle:
            time.sleep(COMPILE_EVERY)
        is_timed = step_times.is_noted(store, named.hp)
        hp = preset(name).replace(steps=2 if is_timed else TIMED_STEPS)
        with Training(hp, load_dataset(hp.dataset)) as training:
            while not training.finished:
                training.advance()
        if not is_timed and TURNS.is_idle:  # else something trained beside it
            step_times.note(store, named.hp, training.ms_per_step)
        give_memory_back()
    _presets_compiled.set()


def is_ready() -> bool:
    """No preset is left to compile."""
    return _presets_compiled.is_set()


@lru_cache(maxsize=1)
def limit_threads() -> None:
    """One thread a core for the products of a step, and one to drive them.

    AE_THREADS overrides the first, for several workers on one machine. Of a GPU's memory each
    process takes what it needs, not all.
    """
    import tensorflow as tf

    for gpu in tf.config.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(gpu, True)
    tf.config.threading.set_intra_op_parallelism_threads(int(os.environ.get("AE_THREADS", "0")))
    tf.config.threading.set_inter_op_parallelism_threads(1)


def work(store_url: str, run: str, attempt: int) -> str:
    """Train a run to its end or until something else is wanted.

    Args:
        store_url: its store's.
        run: its key.
        attempt: under which this worker was given it.

    Returns:
        The state in which it is left, "lost" if another attempt holds it by now, or "deleted".

    Raises:
        StoreError: if the store cannot be reached.
    """
    try:
        return _work(store_url, run, attempt)
    finally:
        give_memory_back()


def _work(store_url: str, run: str, attempt: int) -> str:
    store = open_store(store_url)
    try:
        return _carry_out(store, run, attempt)
    except LostAttempt as error:
        log.info("%s", error)
        return "lost"
    except UnknownRun:
        log.info("run %s, attempt %s: deleted meanwhile", run, attempt)
        return "deleted"


def _carry_out(store: Store, run: str, attempt: int) -> str:
    try:
        begun = store.begin(run, attempt)
        with _heartbeat(store, run, attempt):
            execution = Execution(store, begun, attempt, TURNS)
            state = execution.carry_out()
            _note_step_time(store, begun)
            execution.keep_codes()
        return state.value
    except (LostAttempt, StoreError):
        raise
    except AELabError as error:
        return _fail(store, run, attempt, str(error))
    except Exception as error:
        log.exception("run %s, attempt %s", run, attempt)
        return _fail(
            store,
            run,
            attempt,
            f"Training ended with an error of the program: {type(error).__name__}. "
            "The log in the data folder says more.",
        )


def _note_step_time(store: Store, begun: Run) -> None:
    """Keep what a step took, for the estimates of runs to come.

    Args:
        store: the run's.
        begun: the run as this worker took it up.
    """
    run = store.run(begun.id)
    if run.ms_per_step and run.step - begun.step >= step_times.FEWEST_STEPS:
        step_times.note(store, run.hp, run.ms_per_step)


def _fail(store: Store, run: str, attempt: int, message: str) -> str:
    store.end(run, attempt, State.FAILED, message)
    return State.FAILED.value


@contextmanager
def _heartbeat(store: Store, run: str, attempt: int) -> Iterator[None]:
    """Show that this process lives, also while it compiles or evaluates."""
    over = threading.Event()

    def send_heartbeats() -> None:
        while not over.wait(HEARTBEAT_EVERY):
            try:
                store.heartbeat(run, attempt)
            except (LostAttempt, UnknownRun):
                return
            except StoreError as error:  # the next beat may get through
                log.warning("%s", error)

    thread = threading.Thread(target=send_heartbeats, name=f"heartbeat {run}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
