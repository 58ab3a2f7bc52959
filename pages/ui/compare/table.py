"""A table with groups of rows and a mark in a cell, which Streamlit's own have not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from zlib import crc32

from pages.ui.compare.labels import Label
from pages.ui.compare.template import draw


@dataclass(frozen=True)
class Cell:
    """Text of a cell.

    Attributes:
        is_marked: it differs, and is highlighted.
        is_best: it is the best of its row, and has a star.
    """

    text: str
    is_marked: bool = False
    is_best: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a table.

    Attributes:
        note: small, after the label.
        help: what the label means, told by a tap on it.
        group: the title that it shares with the rows beside it; "" for none.
    """

    label: str
    cells: Sequence[Cell]
    note: str = ""
    help: str = ""
    group: str = ""

    @property
    def anchor(self) -> str:
        """A name in the page for its help."""
        return f"meaning-{crc32(f'{self.group} {self.label} {self.note}'.encode()):x}"


def draw_table(
    title: str,
    columns: Sequence[Label],
    rows: Sequence[Row],
    headings: Sequence[tuple[str, int]] = (),
) -> None:
    """The table; its title is for who can't see it.

    Args:
        title, columns, rows: what it says.
        headings: above the columns, each with how many columns it is for.
    """
    groups = [(group, list(of_group)) for group, of_group in groupby(rows, lambda row: row.group)]
    draw("table", title=title, columns=columns, groups=groups, headings=headings)
