"""When a supervisor leaves by itself."""

import time

from ae.cluster import supervisor
from ae.cluster.launch import SERVER_PREFIX
from ae.cluster.supervisor import Supervisor

SERVER = f"{SERVER_PREFIX}test"
IDLE_EXIT = 0.2


def test_a_supervisor_that_was_held_up_stays_while_a_server_is_there(store, monkeypatch):
    monkeypatch.setattr(supervisor, "LOOK_EVERY", 0.0)
    held_up = Supervisor(store)
    looks = []

    def look_long(active):
        """As when ending a worker takes its time."""
        looks.append(active)
        time.sleep(2 * IDLE_EXIT)
        if len(looks) == 3:
            store.drop_lease(SERVER, "test")

    monkeypatch.setattr(held_up, "tick", look_long)
    store.take_lease(SERVER, "test", 3600)
    assert held_up.take()
    held_up.run(IDLE_EXIT)
    assert len(looks) >= 3
