"""Who is alive, and small values."""

import time

from ae.cluster.launch import SERVER_PREFIX, holder, is_dead
from ae.store.schema import metadata


def test_a_lease_has_one_holder_until_it_runs_out(store):
    assert store.take_lease("supervisor", "one", 100)
    assert not store.take_lease("supervisor", "two", 100)
    assert store.lease("supervisor") == "one"
    assert store.take_lease("supervisor", "one", 0.05)  # renewed, for less long
    time.sleep(0.1)
    assert store.lease("supervisor") is None
    assert store.take_lease("supervisor", "two", 100)
    assert store.lease("supervisor") == "two"


def test_a_lease_is_given_back_by_its_holder_only(store):
    store.take_lease("supervisor", "one", 100)
    store.drop_lease("supervisor", "two")
    assert store.lease("supervisor") == "one"
    store.drop_lease("supervisor", "one")
    assert store.lease("supervisor") is None


def test_leases_that_have_not_run_out_are_counted_by_how_they_begin(store):
    store.take_lease("server:1", "a", 100)
    store.take_lease("server:2", "b", 100)
    store.take_lease("server:3", "c", -1)
    store.take_lease("supervisor", "d", 100)
    assert store.alive("server:") == 2
    assert store.alive("server_") == 0  # no pattern


def test_facts_are_kept_until_replaced(store):
    assert store.setting("speed") is None
    store.set_setting("speed", 50.5)
    store.set_setting("speed", {"giga": [1, 2]})
    assert store.setting("speed") == {"giga": [1, 2]}


def test_a_machine_with_the_longest_name_can_hold_leases_and_runs(store, queued, monkeypatch):
    """PostgreSQL refuses a text that is too long for its column; SQLite takes any."""
    monkeypatch.setattr("socket.gethostname", lambda: "ae-lab-" + "x" * 50 + "-7d9f4b")
    name = SERVER_PREFIX + holder()
    assert len(name) <= metadata.tables["leases"].c.name.type.length
    assert store.take_lease(name, name, 100)
    assert store.alive(SERVER_PREFIX) == 1
    assert store.claim(queued, holder()) == 1
    assert not is_dead(holder())
    assert is_dead(holder().rpartition(":")[0] + ":1.00")  # its number is another process's now
