"""Who looks: a random name that each browser is given once, in a cookie."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ae.web.assets import YEAR

OWNER_COOKIE = "ae_owner"


def owner_of(cookies: Mapping[str, str]) -> str | None:
    """The owner's name among the cookies of a request; None if the browser has none yet."""
    return cookies.get(OWNER_COOKIE) or None


class NameOwner:
    """Middleware that gives a browser without a name one, together with the first page."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or owner_of(HTTPConnection(scope).cookies):
            await self._app(scope, receive, send)
            return

        async def send_with_name(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.append("set-cookie", _new_cookie())
            await send(message)

        await self._app(scope, receive, send_with_name)


def _new_cookie() -> str:
    carrier = Response()
    carrier.set_cookie(OWNER_COOKIE, secrets.token_urlsafe(16), max_age=YEAR, httponly=True)
    return carrier.headers["set-cookie"]
