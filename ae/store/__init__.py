"""The run store: the one thing that pages, the supervisor and workers share.

One file a subject: what a table holds is written and read there. Every method of `Store` is one
short transaction.
"""

from ae.store.attempts import Attempts
from ae.store.blobs import LIVE, Blobs
from ae.store.curves import Curves
from ae.store.derived import Derived
from ae.store.leases import Leases
from ae.store.ownership import NAME_LENGTH, NOBODY, Ownership, may_change
from ae.store.records import Kind, Outcome, Run, Snapshot, State, Wanted
from ae.store.results import Results
from ae.store.runs import COMMAND_LINE, NO_WEIGHTS, Runs
from ae.store.snapshots import Snapshots

__all__ = [
    "COMMAND_LINE",
    "LIVE",
    "NAME_LENGTH",
    "NOBODY",
    "NO_WEIGHTS",
    "Kind",
    "Outcome",
    "Run",
    "Snapshot",
    "State",
    "Store",
    "Wanted",
    "may_change",
]  # fmt: skip


class Store(Runs, Ownership, Attempts, Curves, Snapshots, Blobs, Derived, Results, Leases):
    """The run store; safe to use from several threads of one process.

    Args:
        url: a database URL; by default the one that `ae.paths` finds.

    Raises:
        StoreError: if it can't be opened; from every method, if the database does not answer.
    """
