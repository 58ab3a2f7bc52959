"""Several processes and threads on one store."""

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from ae.store import State, Wanted, attempts
from tests.store.writing import report, steps

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def interrupted(monkeypatch, writing, action):
    """A worker that has read a run's row and is about to write is kept until another thread has
    done something to the run, or for half a second where that has to wait for the worker."""
    write, other = getattr(attempts, writing), threading.Thread(target=action)

    def other_first(*arguments):
        other.start()
        other.join(0.5)
        return write(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(attempts, writing, other_first)
        yield
    other.join()


def test_a_run_resumed_while_its_worker_pauses_it_is_queued_again(store, running, monkeypatch):
    store.want(running, Wanted.PAUSE)
    with interrupted(monkeypatch, "update_run", lambda: store.want(running, Wanted.RUN)):
        store.end(running, 1, State.PAUSED)
    run = store.run(running)
    assert (run.state, run.wanted) == (State.QUEUED, Wanted.RUN)


def test_a_death_noticed_while_the_worker_reports_is_counted(store, running, monkeypatch):
    with interrupted(monkeypatch, "append_losses", lambda: store.requeue(running, 1, "died")):
        report(store, running, 2, 2)
    run = store.run(running)
    assert (run.state, run.step, run.deaths) == (State.QUEUED, 2, 1)


def test_of_many_who_ask_for_a_lease_at_once_one_gets_it(store):
    together = threading.Barrier(8)

    def ask(holder, lease):
        together.wait()
        return store.take_lease(lease, holder, 100)

    with ThreadPoolExecutor(8) as threads:
        for lease in ("first", "second", "third", "fourth"):
            answers = list(threads.map(ask, "abcdefgh", [lease] * 8))
            assert answers.count(True) == 1
            assert store.lease(lease) == "abcdefgh"[answers.index(True)]


def test_many_who_keep_a_setting_at_once_all_can(store):
    together = threading.Barrier(8)

    def keep(value):
        together.wait()
        store.set_setting("speed", value)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(keep, range(8)))
    assert store.setting("speed") in range(8)


@pytest.mark.slow
def test_two_writing_processes_lose_nothing_and_none_is_refused(store, tiny):
    script = """
import sys
import threading
import numpy as np
from ae.store import Store

store, run = Store(sys.argv[1]), sys.argv[2]
store.begin(run, 1)
for step in range(1, 201):
    store.report(run, 1, step=step, new_losses=np.array([step], np.float32), ms_per_step=1.0,
                 images=bytes(16 * 28 * 28))
    store.heartbeat(run, 1)
    store.set_setting("shared", step)
store.close()
"""
    runs = [store.submit(tiny, "me", held_by=f"process {i}").id for i in range(2)]
    started = [
        subprocess.Popen(
            [sys.executable, "-c", script, store.url, run], cwd=ROOT, text=True,
            stderr=subprocess.PIPE,
        )
        for run in runs
    ]  # fmt: skip
    while any(process.poll() is None for process in started):  # a viewer reads meanwhile
        losses = store.losses(runs[0])
        assert losses.tolist() == steps(*range(1, len(losses) + 1))
        time.sleep(0.02)
    assert [(p.communicate()[1], p.returncode) for p in started] == [("", 0)] * 2
    for run in runs:
        assert store.losses(run).tolist() == steps(*range(1, 201))
        assert store.run(run).step == 200
    assert store.setting("shared") == 200
