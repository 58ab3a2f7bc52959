"""The run that differs from another in the kind of its code, as far as there is one."""

from __future__ import annotations

from collections.abc import Iterable

from ae.store import Run


def other_kind_of_code(run: Run, others: Iterable[Run]) -> Run | None:
    """The most like it of those with as many numbers in a code of the other kind, and its seed.

    Args:
        run: plain or variational.
        others: the first of several that are as like it counts.
    """
    hp = run.hp
    fitting = [
        other
        for other in others
        if other.hp.is_variational != hp.is_variational
        and (other.hp.dataset, other.hp.latent_dim, other.hp.seed)
        == (hp.dataset, hp.latent_dim, hp.seed)
    ]
    return min(fitting, key=lambda other: len(hp.differences(other.hp)), default=None)
