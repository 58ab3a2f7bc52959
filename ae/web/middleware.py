"""Names a new browser, and sends the security headers."""

from __future__ import annotations

import secrets
from http.cookies import SimpleCookie

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ae.web.assets import YEAR

OWNER_COOKIE = "ae_owner"


class Visitors:
    """Names a new browser with a random cookie, and sends the security headers."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        is_known = OWNER_COOKIE in SimpleCookie(headers.get(b"cookie", b"").decode("latin-1"))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                more = [
                    (b"x-content-type-options", b"nosniff"),
                    (b"referrer-policy", b"same-origin"),
                    (b"x-frame-options", b"SAMEORIGIN"),
                ]
                is_page = any(
                    name == b"content-type" and value.startswith(b"text/html")
                    for name, value in message["headers"]
                )
                if is_page and not is_known:
                    cookie = (
                        f"{OWNER_COOKIE}={secrets.token_urlsafe(16)}; Path=/; "
                        f"Max-Age={YEAR}; HttpOnly; SameSite=Lax"
                    )
                    more.append((b"set-cookie", cookie.encode()))
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        await self._app(scope, receive, send_with_headers)
