"""The presentation mode's buttons: enter and leave it, the form, and the page's link as QR code."""

from __future__ import annotations

from collections.abc import Callable

from pages.components.addresses import ADDRESSES
from pages.components.definition import define_component, shown_since

_component = define_component("presentation")


def presentation_buttons(
    is_presenting: bool, change: Callable[[], None], key: str = "presentation"
) -> None:
    """The buttons in the corner of every page, and the keys P and Escape.

    Args:
        is_presenting: whether this tab is in the mode.
        change: called when it is to be entered or left, before the page runs.
        key: its own on the page.
    """
    _component(
        data={
            "is_presenting": is_presenting,
            "share": ADDRESSES.share,
            "since": shown_since(key, is_presenting),
        },
        key=key,
        on_changed_change=change,
    )
