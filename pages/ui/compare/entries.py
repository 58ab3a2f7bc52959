"""What stands beside each other on the Compare page: the runs, and PCA of each code size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ae.comparison import Conditions, fair_groups, pca_conditions
from ae.store import Run
from pages.ui.compare.labels import Label, pca_label, run_labels


@dataclass(frozen=True)
class Entry:
    """A run, or PCA.

    Attributes:
        conditions: what it has to have in common with another to be compared fairly.
        run: None for PCA.
    """

    label: Label
    conditions: Conditions
    run: Run | None = None

    @property
    def key(self) -> str:
        """Its own among those beside it."""
        return self.run.id if self.run else self.label.name


def compared_entries(runs: Sequence[Run], with_pca: bool) -> list[Entry]:
    """The runs in their order, but like beside like, each of their PCAs after those of its kind."""
    entries = [
        Entry(label, Conditions.of(run), run)
        for label, run in zip(run_labels(runs), runs, strict=True)
    ]
    if with_pca:
        entries += [
            Entry(pca_label(conditions.code_size), conditions)
            for conditions in pca_conditions(entry.conditions for entry in entries)
        ]
    groups = fair_groups([entry.conditions for entry in entries])
    return [entries[place] for group in groups for place in group]


def cloud_entries(entries: Sequence[Entry]) -> list[Entry]:
    """The runs, and of each dataset one PCA: its first two components are those of every size."""
    largest: dict[str, Entry] = {}
    for entry in entries:
        of_dataset = largest.get(entry.conditions.dataset)
        size = of_dataset.conditions.code_size if of_dataset else 0
        if not entry.run and entry.conditions.code_size > size:
            largest[entry.conditions.dataset] = entry
    return [entry for entry in entries if entry.run] + list(largest.values())
