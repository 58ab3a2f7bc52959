"""A sign that the page waits, which runs it again as soon as it need not."""

from __future__ import annotations

import time
from collections.abc import Sequence
from urllib.parse import urlencode

from ae.live import Need
from pages.components.addresses import ADDRESSES
from pages.components.definition import define_component

_component = define_component("wait")


def wait(needs: Sequence[Need], reason: str, is_quiet: bool, key: str) -> None:
    """Runs the page, or the fragment that it stands in, again within a second of a need being met.

    Args:
        needs: the first to be met counts.
        reason: what is said until the server says more.
        is_quiet: nothing is shown.
        key: its own for each on a page.
    """
    query = urlencode([("for", str(need)) for need in needs])
    _component(
        data={
            "address": f"{ADDRESSES.wait}?{query}",
            "reason": reason,
            "is_quiet": is_quiet,
            "since": time.time(),
        },
        key=key,
        on_met_change=lambda: None,
    )
