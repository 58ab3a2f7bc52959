"""Waiting on a page for what is not there yet: it goes on by itself, within a second."""

from __future__ import annotations

from collections.abc import Iterable

from ae.live import AnsweringWorkers, Need, NewWeights
from ae.store import Run
from pages.components.wait import wait


def wait_for(*needs: Need, reason: str = "One moment.", key: str = "wait") -> None:
    """Show that the page waits, and why; it is run again once one of the needs is met.

    Args:
        needs: of `ae.live`; those who wait for the same share one look at the store.
        reason: what is said at first; the server says more.
        key: its own for each on a page.
    """
    wait(needs, reason, False, key)


def wait_for_workers(reason: str, key: str = "wait") -> None:
    """Show that no worker answers; the page is run again once one does.

    Args:
        reason: why not, as `NoWorker` says it.
        key: its own for each on a page.
    """
    wait_for(AnsweringWorkers(), reason=reason, key=key)


def follow_weights(shown: Iterable[tuple[Run, int]], key: str = "follow") -> None:
    """Run the page, or its fragment, again when there are newer weights to show, or a run ends.

    This shows nothing itself.

    Args:
        shown: each run and the step of its weights that are shown, -1 where it has none yet.
        key: its own for each on a page.
    """
    needs = [NewWeights(run.id, step) for run, step in shown if not run.state.is_ended]
    if needs:
        wait(needs, "", True, key)
