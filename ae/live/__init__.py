"""What the store says of a run, as a stream of small messages: one reading serves all viewers.

No web framework here: the server sends the messages over a websocket, a test reads them as they
are.
"""

from ae.live.broadcaster import Broadcaster
from ae.live.messages import Cursor, Messages
from ae.live.view import RunView
from ae.live.watch import Watch

__all__ = ["Broadcaster", "Cursor", "Messages", "RunView", "Watch"]
