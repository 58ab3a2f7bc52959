"""The server's own routes, beside those of the pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from starlette.routing import BaseRoute, Route, WebSocketRoute

from ae.store import Store
from ae.web.addresses import Addresses
from ae.web.assets import serve_modules, serve_plotly
from ae.web.live_socket import serve_live


def make_routes(
    addresses: Addresses, open_store: Callable[[], Store], modules: Path
) -> list[BaseRoute]:
    """Plotly, our own ES modules, and the live socket.

    Args:
        open_store: the run store; called for each viewer, so it should remember it.
        modules: the folder of the ES modules.
    """
    return [
        Route(addresses.plotly, serve_plotly),
        # Every digest comes here: what is not ours would get the pages' own "not found", a page.
        Route(f"{addresses.javascript}/{{digest}}/{{file:path}}", serve_modules(modules)),
        WebSocketRoute(f"{addresses.live}/{{run}}", serve_live(open_store)),
    ]
