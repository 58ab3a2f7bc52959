"""A real local cluster whose worker is made to grow."""

import time

import distributed
import pytest

from ae.cluster import recycle
from ae.cluster.recycle import Recycler
from tests.waiting import wait_for

GROWTH = 150e6


def fill(megabytes):
    """Runs in a worker: memory that it keeps."""
    import builtins

    builtins.kept_for_a_test = bytearray(b"x") * (megabytes << 20)


def hold(seconds):
    """Stands for a run."""
    time.sleep(seconds)
    return distributed.get_worker().address


@pytest.fixture
def cluster(monkeypatch):
    monkeypatch.setattr(recycle, "LOOK_EVERY", 0.0)
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=2, dashboard_address=None,
            worker_dashboard_address=None, memory_limit=0,
        ) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):  # fmt: skip
        yield cluster, client


def addresses(client):
    return list(client.scheduler_info(n_workers=-1)["workers"])


def test_a_worker_that_has_grown_goes_when_its_run_is_over_and_another_is_there(cluster):
    cluster, client = cluster
    recycler = Recycler(client, cluster, GROWTH)
    recycler.look()
    (old,) = recycler.open()
    client.submit(fill, 100).result()
    recycler.look()
    assert recycler.open() == [old], "it has not grown by so much"

    run = client.submit(hold, 6, key="run-one-1")
    client.submit(fill, 180).result()
    recycler.look()
    assert recycler.open() == [old], "while no other is there it takes runs"
    client.submit(fill, 300).result()
    assert recycler.open() == [], "but no more when it is much too large"
    wait_for(lambda: recycler.look() or recycler.open(), 30)
    (new,) = recycler.open()
    assert new != old
    assert not run.done()
    assert set(addresses(client)) == {old, new}, "the run goes on where it is"
    assert run.result() == old

    wait_for(lambda: recycler.look() or addresses(client) == [new], 30)
    later = client.submit(hold, 0, key="run-two-1", workers=recycler.open())
    assert later.result() == new
    recycler.look()
    assert recycler.open() == [new]


def test_a_worker_that_dies_while_it_is_replaced_leaves_one_behind(cluster):
    cluster, client = cluster
    recycler = Recycler(client, cluster, GROWTH)
    recycler.look()
    (old,) = recycler.open()
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
