"""What tests of the store write into it."""

import numpy as np

from ae.store import State, Wanted

IMAGES = bytes(16 * 28 * 28)


def report(store, run, step, count, attempt=1, **more):
    """Losses equal to their step's number, so that each tells where it belongs."""
    values = np.arange(step - count + 1, step + 1, dtype=np.float32)
    return store.report(
        run, attempt, step=step, new_losses=values, ms_per_step=2.5, **more
    )  # fmt: skip


def steps(*numbers):
    return [float(n) for n in numbers]


def at(store, run, state):
    """Bring a queued run to a state, by the way that it gets there."""
    if state is State.PAUSED:
        store.want(run, Wanted.PAUSE)
    elif state is not State.QUEUED:
        store.claim(run, "worker")
        if state is not State.STARTING:
            store.begin(run, 1)
        if state.is_ended:
            store.end(run, 1, state)
    assert store.run(run).state is state
