"""Modules of ours that a browser loads before any of Streamlit's."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Streamlit, which knows only its own part of the page, would say by these that a browser has it, or
# pack it.
_NOT_FOR_STREAMLIT = {b"if-none-match", b"if-modified-since", b"accept-encoding"}


class LoadFirst:
    """Middleware that puts modules before the first script of every HTML page.

    Args:
        modules: their addresses. They run in this order.
    """

    def __init__(self, app: ASGIApp, modules: Iterable[str] = ()):
        tags = (f'<script type="module" src="{escape(address)}"></script>\n' for address in modules)
        self._app, self._tags = app, "".join(tags).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self._app(scope, receive, send)
            return
        headers = [
            (name, value) for name, value in scope["headers"] if name not in _NOT_FOR_STREAMLIT
        ]
        await self._app({**scope, "headers": headers}, receive, _Page(send, self._tags))


class _Page:
    """Takes the messages of one answer, and sends it whole once it is there, if it is a page."""

    def __init__(self, send: Send, tags: bytes):
        self._send, self._tags = send, tags
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        """One message."""
        if message["type"] == "http.response.start" and _is_page(Headers(raw=message["headers"])):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_page(self._start)

    async def _send_page(self, start: Message) -> None:
        body = self._body.replace(b"<script", self._tags + b"<script", 1)
        headers = MutableHeaders(scope=start)
        if self._body:  # an answer to HEAD has none
            headers["content-length"] = str(len(body))
        del headers["etag"], headers["last-modified"]
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _is_page(headers: Headers) -> bool:
    return (
        headers.get("content-type", "").startswith("text/html")
        and "content-encoding" not in headers
    )
