"""Which other run says most beside this one."""

from __future__ import annotations

from collections.abc import Iterable

from ae.presets import PRESETS
from ae.store import Run

# Where more fields differ than that, nobody can say which made the difference.
_MOST = 12


def find_partner(run: Run, others: Iterable[Run]) -> Run | None:
    """The run to compare it with: that of its preset's next experiment, or the most like it.

    Args:
        run: which has ended.
        others: the newest first; those without figures or on other images are passed over.
    """
    hp = run.hp
    comparable = [
        other
        for other in others
        if other.id != run.id
        and other.test
        and (other.hp.dataset, other.hp.pixels) == (hp.dataset, hp.pixels)
        and 0 < len(hp.differences(other.hp)) <= _MOST
    ]
    described = PRESETS.get(run.preset or "")
    if described and hp == described.hp:
        asked = [other for other in comparable if other.hp == described.next.hp]
        if asked:
            return asked[0]
    return min(comparable, key=lambda other: len(hp.differences(other.hp)), default=None)
