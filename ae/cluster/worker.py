"""What a worker does with a run: train it, write what happens, heed what is wanted.

The command line does the same in its own process.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache

from ae import queue
from ae.cluster.fair_lock import FairLock
from ae.cluster.reporting import Checkpoints, Reports
from ae.data import load_dataset
from ae.errors import AELabError, LostAttempt, StoreError
from ae.metrics import baselines, evaluate_each
from ae.models import Autoencoder, from_bytes, to_bytes
from ae.presets import PRESETS, preset
from ae.store import Run, State, Store, Wanted
from ae.training import Training
from ae.training.divergence import diagnose_divergence

log = logging.getLogger(__name__)

HEARTBEAT_EVERY = 2.0
# Runs of one worker take turns: one that has all cores is done sooner than two that share them.
# To change turns costs some 15 ms, so with others in line a turn is longer.
TURNS = FairLock(1)
ALONE_SLICE, SHARED_SLICE = 0.25, 0.5
# Seconds between two looks whether there is time to compile another preset.
COMPILE_EVERY = 1.0
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
    hp = preset("article").replace(steps=42)
    baselines.lines(hp)
    with Training(hp, data) as training:
        while not training.finished:
            training.advance()
        seconds = training.ms_per_step / 1000
    _give_memory_back()
    gc.collect()
    gc.freeze()  # 300,000 objects of TensorFlow: else each collection goes through them
    if store_url:
        speed = hp.work / hp.steps / seconds / 1e9
        open_store(store_url).set_setting(queue.SPEED_SETTING, round(speed, 1))
        threading.Thread(target=compile_presets, name="compile presets", daemon=True).start()


def compile_presets() -> None:
    """Compile the network of every preset, so that none makes its first student wait."""
    for name in PRESETS:
        while not TURNS.is_idle:
            time.sleep(COMPILE_EVERY)
        hp = preset(name).replace(steps=2)
        with Training(hp, load_dataset(hp.dataset)) as training:
            training.advance()
        _give_memory_back()
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
    """Train a run to its end or until something else is wanted. Returns the state it left."""
    try:
        return _work(store_url, run, attempt)
    finally:
        _give_memory_back()


def _give_memory_back() -> None:
    """What a run needed and the allocator keeps, some 100 MB, to the system: glibc only."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def _work(store_url: str, run: str, attempt: int) -> str:
    store = open_store(store_url)
    try:
        found = store.begin(run, attempt)
        with _heartbeat(store, run, attempt):
            return _train(store, found, attempt).value
    except LostAttempt as error:
        log.info("%s", error)
        return "lost"
    except StoreError:
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
            except LostAttempt:
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


def _train(store: Store, run: Run, attempt: int) -> State:
    hp, data = run.hp, load_dataset(run.hp.dataset)
    held = store.blob(run.id, "checkpoint")
    state = from_bytes(held[1])[1] if held else None
    reports, wanted = Reports(store, run.id, attempt), Wanted.RUN
    with (
        Checkpoints(store, run, attempt, TURNS) as checkpoints,
        Training(hp, data, state, run.step) as training,
    ):
        training.learning_rate = run.learning_rate
        slices = 0
        while not training.finished and wanted is Wanted.RUN:
            with TURNS:
                if slices == 0 and state is None:
                    reports.add(training.untrained(), training, now=True)
                seconds = SHARED_SLICE if TURNS.waiting else ALONE_SLICE
                # What a page waits for goes out at once: the first points, and the last.
                write = slices < 2 or checkpoints.is_due or reports.is_due(seconds)
                show = write and reports.are_digits_due(training.step)
                report = training.advance(seconds, show=show)
                save = checkpoints.is_due and not training.finished
                state = training.state() if save else None
            slices += 1
            if slices == 1:
                _give_memory_back()  # what compiling needed, if it was a network's first run
            wanted = reports.add(report, training, now=write or save or training.finished)
            if wanted is Wanted.PAUSE and state is None:
                with TURNS.priority():
                    state = training.state()
            if state is not None:
                checkpoints.write(training.step, state)
            if slices == 2 and run.baselines is None:
                store.save_baselines(run.id, attempt, baselines.lines(hp))
        checkpoints.wait()
        if run.baselines is None and slices < 2:
            store.save_baselines(run.id, attempt, baselines.lines(hp))
        if training.diverged:
            why = diagnose_divergence(
                hp, training.step, training.learning_rate, report.parts[-1], training.finite_parts
            )
            store.end(run.id, attempt, State.DIVERGED, why)
            return State.DIVERGED
        if wanted is Wanted.PAUSE and not training.finished:
            store.end(run.id, attempt, State.PAUSED)
            return State.PAUSED
        with TURNS.priority():
            step, weights, is_done = training.step, training.weights(), training.finished
        message = _early(training)
    store.save_blob(run.id, attempt, "weights", step, to_bytes(hp, weights))
    with TURNS.priority():
        model = Autoencoder(hp, weights)
        watch = TURNS.in_pieces(SHARED_SLICE)
        evaluation, errors = evaluate_each(model, data.test, data, watch)
    store.save_blob(run.id, attempt, "errors", step, errors.tobytes())
    ended = State.FINISHED if is_done else State.STOPPED
    store.end(run.id, attempt, ended, message, metrics=evaluation.as_dict())
    return ended


def _early(training: Training) -> str:
    """What early stopping did, in one sentence; empty if it did nothing."""
    if not training.best or training.best.step == training.step:
        return ""
    kept = f"the weights kept are those of step {training.best.step:,}, which validated best."
    return f"Stopped early: {kept}" if training.stopped_early else kept.capitalize()
