"""A page's link as the class can open it, and as a QR code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

import segno
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

from ae.errors import NotReachable
from ae.web.hosts import hostname
from ae.web.own_addresses import lan_address

CLOSED = (
    "Only this computer can open it: AE Lab was started for this computer alone. "
    "“make classroom” opens it to the whole network."
)
NO_NETWORK = "Only this computer can open it: it is in no network."


def class_link(
    page: str,
    listens_on: str | None,
    names: Sequence[str | None] = (),
    own_address: Callable[[], str | None] = lan_address,
) -> str:
    """The address by which others open a page that this machine may know by one of its own.

    Args:
        page: the page's address in the browser that asks, `http://127.0.0.1:8501/train?run=ID`.
        listens_on: the address that the server is bound to; None for every address.
        names: names given to this server; the first that is not this machine's own counts.
        own_address: finds this machine's address in its network.

    Raises:
        NotReachable: if others can't open it.
    """
    parts = urlsplit(page)
    if not is_loopback(parts.hostname):
        return page
    host = next((name for name in names if name and not is_loopback(name)), None)
    if host is None:
        if is_loopback(listens_on):
            raise NotReachable(CLOSED)
        host = own_address() if listens_on in (None, "", "0.0.0.0", "::") else listens_on
    if host is None:
        raise NotReachable(NO_NETWORK)
    if ":" in host:
        host = f"[{host}]"
    port = f":{parts.port}" if parts.port else ""
    return parts._replace(netloc=f"{host}{port}").geturl()


def is_loopback(name: str | None) -> bool:
    """Whether a host's name or address leads to the machine that asks."""
    if not name:
        return False
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name.lower().removesuffix(".").endswith("localhost")


def qr_code(text: str) -> str:
    """A QR code as SVG, dark on white with the margin that scanners need; its size is CSS's."""
    code = segno.make(text, error="m", micro=False)
    return code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True)


def serve_class_link(
    listens_on: str | None, names: Sequence[str | None] = ()
) -> Callable[[Request], object]:
    """The endpoint that gives `?page=`, one of this server, as `link` and `qr`, or its `problem`.

    Args:
        listens_on: the address that the server is bound to.
        names: names given to this server.
    """

    async def endpoint(request: Request) -> JSONResponse:
        page = request.query_params.get("page", "")
        if not _is_own(page, request.headers.get("host", "")):
            return JSONResponse({"problem": "That is no page of this server."}, 400)
        try:
            link = await run_in_threadpool(class_link, page, listens_on, names)
        except NotReachable as reason:
            return JSONResponse({"problem": str(reason)})
        return JSONResponse({"link": link, "qr": qr_code(link)})

    return endpoint


def _is_own(page: str, host: str) -> bool:
    try:
        parts = urlsplit(page)
    except ValueError:
        return False
    is_page = parts.scheme in ("http", "https") and parts.netloc == host
    return is_page and hostname(host) is not None
