"""The run store: the one thing that pages, the supervisor and workers share.

Every method is one short transaction.
"""

from ae.store.leases import Leases
from ae.store.records import Run, Snapshot, State, Wanted
from ae.store.user_side import COMMAND_LINE, UserSide
from ae.store.worker_side import WorkerSide

__all__ = ["COMMAND_LINE", "Run", "Snapshot", "State", "Store", "Wanted"]


class Store(UserSide, WorkerSide, Leases):
    """The run store, all sides of it."""
