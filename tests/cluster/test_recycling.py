"""A real local cluster whose worker is made to grow."""

import sys
import time
import types

import distributed
import pytest

from ae.cluster import recycling
from ae.cluster.recycling import Recycler, growth_with
from tests.waiting import wait_for

GROWTH = 150e6


def test_a_worker_may_grow_by_the_presets_that_it_has_not_compiled_ahead():
    assert growth_with(1) == recycling.GROWTH
    assert growth_with(0) == recycling.GROWTH + recycling.PRESETS


def fill(megabytes):
    """Runs in a worker: memory that it keeps."""
    import builtins

    builtins.kept_for_a_test = bytearray(b"x") * (megabytes << 20)


def warm_up():
    """Runs in a worker: it is ready from now on."""
    import builtins

    builtins.is_ready_for_a_test = True


def is_ready():
    import builtins

    return getattr(builtins, "is_ready_for_a_test", False)


def hold(until=None):
    """Stands for a run, or a question: ends once there is such a file."""
    while until is not None and not until.exists():
        time.sleep(0.05)
    return distributed.get_worker().address


@pytest.fixture
def cluster(monkeypatch):
    # Processes that start import what this module names; other tests leave a page in its place.
    monkeypatch.setitem(sys.modules, "__main__", types.ModuleType("__main__"))
    monkeypatch.setattr(recycling, "LOOK_EVERY", 0.0)
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=3, dashboard_address=None,
            worker_dashboard_address=None, memory_limit=0,
            scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
        ) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):  # fmt: skip
        yield cluster, client


def addresses(client):
    return list(client.scheduler_info(n_workers=-1)["workers"])


def test_a_worker_that_has_grown_goes_when_its_run_is_over_and_another_is_there(cluster, tmp_path):
    cluster, client = cluster
    client.run(warm_up)
    recycler = Recycler(client, cluster, GROWTH, is_ready)
    (old,) = recycler.open()
    wait_for(lambda: recycler.look() or recycler._is_warm(old))
    client.submit(fill, 100).result()
    recycler.look()
    assert recycler.open() == [old], "it has not grown by so much"

    run = client.submit(hold, tmp_path / "run", key="run-one-1")
    question = client.submit(hold, tmp_path / "question", key="answer-one")
    client.submit(fill, 160).result()
    recycler.look()
    assert recycler.open() == [old], "while no other is there it takes runs"
    client.submit(fill, 300).result()
    assert old not in recycler.open(), "but no more when it is much too large"
    wait_for(lambda: recycler.look() or recycler.open(), 30)
    (new,) = recycler.open()
    assert new != old
    client.run(warm_up, workers=[new])
    assert not run.done()
    assert set(addresses(client)) == {old, new}, "the run goes on where it is"
    (tmp_path / "run").touch()
    assert run.result() == old
    del run
    for _ in range(5):
        recycler.look()
    assert not question.done()
    (tmp_path / "question").touch()
    assert question.result() == old, "a question is answered before it goes"
    del question

    wait_for(lambda: recycler.look() or addresses(client) == [new], 30)
    later = client.submit(hold, key="run-two-1", workers=recycler.open())
    assert later.result() == new
    recycler.look()
    assert recycler.open() == [new]


def test_runs_go_to_the_new_worker_once_it_is_warm(cluster, tmp_path):
    cluster, client = cluster
    client.run(warm_up)
    recycler = Recycler(client, cluster, GROWTH, is_ready)
    (old,) = recycler.open()
    wait_for(lambda: recycler.look() or recycler._is_warm(old))
    client.submit(fill, 160).result()
    wait_for(lambda: recycler.look() or len(addresses(client)) == 2, 30)
    for _ in range(5):
        recycler.look()
    assert recycler.open() == [old], "the other is there but not as warm"
    (new,) = set(addresses(client)) - {old}
    client.run(warm_up, workers=[new])
    wait_for(lambda: recycler.look() or recycler.open() == [new], 30)
    wait_for(lambda: recycler.look() or addresses(client) == [new], 30)
    assert recycler.open() == [new]


def test_a_worker_that_dies_while_it_is_replaced_leaves_one_behind(cluster):
    cluster, client = cluster
    recycler = Recycler(client, cluster, GROWTH, lambda: True)
    (old,) = recycler.open()
    wait_for(lambda: recycler.look() or recycler._is_warm(old))
    client.submit(fill, 300).result()
    recycler.look()
    client.restart_workers([old], raise_for_error=False)

    def is_alone():
        recycler.look()
        return old not in addresses(client) and len(addresses(client)) == 1

    wait_for(is_alone, 40)
    time.sleep(3)  # the one that died has come back by now, if it does
    wait_for(is_alone, 40)
    assert recycler.open() == addresses(client)
