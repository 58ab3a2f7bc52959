"""How many runs the workers can take at once, by their threads and their memory."""

from __future__ import annotations

from collections.abc import Collection

from ae.config.compiled import graph_key
from ae.store import Run, Wanted

# Threads of a worker beside those of its runs, for questions.
QUESTION_THREADS = 2
# Bytes that a worker may need for its runs, each with weights, slots and gradients, and for the
# networks that are compiled for them: what more runs would need, they wait for in line.
_MEMORY = 720e6
_BYTES_A_PARAMETER, _BYTES_A_NETWORK = 16, 60e6


def has_room(run: Run, held: list[Run], threads: Collection[int]) -> bool:
    """Whether workers can take one more run; one that is held alone may be of any size.

    One that is only measured waits for no training: it may have a thread that is for questions,
    and memory that none is left of.

    Args:
        run: the one more.
        held: those that they have.
        threads: of each worker.
    """
    is_to_train = run.wanted is not Wanted.STOP
    others = QUESTION_THREADS if is_to_train else QUESTION_THREADS - 1
    if len(held) >= sum(max(1, n - others) for n in threads):
        return False
    return not held or not is_to_train or _bytes_for([*held, run]) <= _MEMORY * len(threads)


def _bytes_for(runs: list[Run]) -> float:
    """What runs that train at once need, at the most."""
    networks = {graph_key(run.hp) for run in runs}
    parameters = sum(run.parameters for run in runs)
    return _BYTES_A_PARAMETER * parameters + _BYTES_A_NETWORK * len(networks)
