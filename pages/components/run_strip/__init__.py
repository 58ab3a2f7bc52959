"""The strip of a visitor's own runs that have not ended."""

from __future__ import annotations

import time
from collections.abc import Sequence

from ae.live import describe_runs
from ae.store import Run
from pages.components.addresses import ADDRESSES
from pages.components.definition import define_component

_component = define_component("run_strip")


def run_strip(runs: Sequence[Run], besides: Run | None, is_listed: bool, key: str) -> str | None:
    """The strip; the id of the run that was clicked, if one was.

    Args:
        runs: the visitor's own that have not ended, but for the one on screen.
        besides: the one on screen.
        is_listed: the page has a list of runs, and is run again when one begins or ends.
        key: its own for each on a page.
    """
    clicked = _component(
        data={
            "runs": describe_runs(runs),
            "besides": besides.id if besides else None,
            "is_listed": is_listed,
            "page": f"{ADDRESSES.prefix}/train",
            "address": ADDRESSES.live_runs,
            "since": time.time(),
        },
        key=key,
        on_news_change=lambda: None,
        on_opened_change=lambda: None,
    )
    return clicked.opened
