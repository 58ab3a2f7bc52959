"""By which names this server may be called.

A foreign page can let its own name lead to this machine (DNS rebinding); the browser then takes
our pages for its own, and shows it what they say. Such a request carries the foreign name as its
`Host`. One that carries an address instead of a name cannot have come about in this way, so every
address is welcome: a class opens `http://192.168.1.20:8501` also where this machine does not know
that address, behind a container or a router.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

REFUSAL = "This server does not go by that name: use its address, or list the name in AE_HOSTS.\n"


def hosts_from_environment() -> list[str]:
    """The names in `AE_HOSTS`, with commas: `ae.school.org`, `*.school.org`, `*` for any."""
    return [name.strip() for name in os.environ.get("AE_HOSTS", "").split(",") if name.strip()]


def hostname(host: str) -> str | None:
    """The name or address in a `Host` header, in lower case; None if it is malformed."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port  # raises where it is no port
    except ValueError:
        return None
    if parts.netloc != host or "@" in host:
        return None
    return (parts.hostname or "").removesuffix(".") or None


class AllowedHosts:
    """Middleware that answers only requests for addresses, this machine's names and given names.

    Args:
        names: more names, `*.school.org` for all below one, `*` for any at all.
    """

    def __init__(self, app: ASGIApp, names: Iterable[str] = ()):
        self._app = app
        self._names = _own_names() | {name.lower().removesuffix(".") for name in names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or one websocket."""
        if scope["type"] in ("http", "websocket"):
            name = hostname(Headers(scope=scope).get("host", ""))
            if not (name and (self._knows(name) or await _is_full_name(name))):
                await PlainTextResponse(REFUSAL, 400)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _knows(self, name: str) -> bool:
        if "*" in self._names or name in self._names or _is_address(name):
            return True
        domains = (pattern[1:] for pattern in self._names if pattern.startswith("*."))
        return name.endswith(tuple(domains))


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _own_names() -> set[str]:
    """What this machine is called without asking a name server; `.local` by multicast DNS."""
    name = socket.gethostname().lower()
    short = name.partition(".")[0]
    return {"localhost", name, short, f"{short}.local"}


async def _is_full_name(name: str) -> bool:
    """Whether it is this machine's name with its domain: a name server is asked, at most once."""
    return "." in name and name == await asyncio.to_thread(_full_name)


@lru_cache(maxsize=1)
def _full_name() -> str:
    return socket.getfqdn().lower()
