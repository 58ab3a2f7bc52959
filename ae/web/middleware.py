"""What every request passes before it reaches a page, a route or a socket."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ae.web.first_modules import LoadFirst
from ae.web.hosts import AllowedHosts, hosts_from_environment
from ae.web.owner import NameOwner

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
}


def make_middleware(
    hosts: Iterable[str | None] = (), modules: Iterable[str] = ()
) -> list[Middleware]:
    """The middleware of the server, outermost first.

    Args:
        hosts: names by which the server may be called besides its own and those in `AE_HOSTS`.
        modules: addresses of ES modules that every page loads before Streamlit's own.
    """
    names = [*filter(None, hosts), *hosts_from_environment()]
    return [
        Middleware(SecurityHeaders),
        Middleware(AllowedHosts, names=names),
        Middleware(NameOwner),
        Middleware(LoadFirst, modules=tuple(modules)),
    ]


class SecurityHeaders:
    """Middleware that sends the security headers with every answer."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SECURITY_HEADERS)
            await send(message)

        await self._app(scope, receive, send_with_headers)
