"""What the store says of a run, as a stream of small messages: one reading serves all viewers.

No web framework here: the server sends the messages over a websocket, a test reads them as they
are.
"""

from ae.live.broadcaster import Broadcaster
from ae.live.long_work import LongWork, ResultAddress
from ae.live.lookout import Lookout
from ae.live.messages import Cursor, Messages
from ae.live.needs import AnsweringWorkers, AnyOf, Backend, Need, NewWeights, parse_needs
from ae.live.own_runs import LiveRuns, describe_runs, live_runs
from ae.live.view import RunView
from ae.live.watch import Watch

__all__ = [
    "AnsweringWorkers",
    "AnyOf",
    "Backend",
    "Broadcaster",
    "Cursor",
    "LiveRuns",
    "LongWork",
    "Lookout",
    "Messages",
    "Need",
    "NewWeights",
    "ResultAddress",
    "RunView",
    "Watch",
    "describe_runs",
    "live_runs",
    "parse_needs",
]
