"""Amounts as a page or a message says them."""

from __future__ import annotations


def duration(seconds: float) -> str:
    """A time to wait: seconds up to a minute and a half, then minutes, then hours."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
