"""The tables of the Compare page, as plain HTML: settings, and figures on the test images."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any

import streamlit as st

from ae import comparison
from ae.comparison import MetricColumn
from ae.plots.curves import COLOURS, PCA_COLOUR
from ae.store import Run

STYLE = """<style>
.ae-compare { font-size: 0.875rem; }
.ae-compare.scroll { overflow-x: auto; }
.ae-compare table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.ae-compare :is(th, td) {
  padding: 0.3rem 0.75rem; text-align: right; vertical-align: baseline; font-weight: 400;
  border: 0; border-bottom: 1px solid rgba(128, 128, 128, 0.25);
}
.ae-compare thead th { vertical-align: bottom; min-width: 7.5rem; max-width: 12rem; }
.ae-compare :is(th, td):first-child { text-align: left; padding-left: 0; }
.ae-compare tbody th { min-width: 9rem; }
.ae-compare tbody small { opacity: 0.75; white-space: nowrap; }
.ae-compare .group { padding-top: 0.9rem; font-weight: 600; }
.ae-compare mark {
  color: inherit; font-weight: 600; padding: 0.1em 0.35em; margin-right: -0.35em;
  border-radius: 4px; background: rgba(240, 180, 20, 0.28);
}
.ae-compare .swatch {
  display: inline-block; width: 0.75em; height: 0.75em; border-radius: 2px; margin-right: 0.35em;
}
.ae-compare .hidden {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
}
@media (max-width: 640px) {
  .ae-compare table { font-size: 0.8rem; }
  .ae-compare :is(th, td) { padding: 0.3rem 0.35rem; }
  .ae-compare thead th { min-width: 4.6rem; }
  .ae-compare tbody th { min-width: 6.5rem; }
  .ae-compare mark { margin-right: 0; }
}
.ae-compare.legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1.4rem; }
</style>"""


@dataclass(frozen=True)
class Cell:
    """Text of a table's cell; marked: it differs; best: it is."""

    text: str
    is_marked: bool = False
    is_best: bool = False

    def html(self) -> str:
        """The cell, escaped."""
        text = escape(self.text)
        if self.is_marked:
            text = f"<mark>{text}</mark>"
        if self.is_best:
            text = (
                f'<strong><span aria-hidden="true">★ </span>{text}'
                '<span class="hidden"> (best)</span></strong>'
            )
        return f"<td>{text}</td>"


@dataclass(frozen=True)
class Row:
    """A table's row: its label, a note after it, a tooltip, its cells, and its group if any."""

    label: str
    cells: Sequence[Cell]
    note: str = ""
    help: str = ""
    group: str = ""

    def html(self) -> str:
        """The row, escaped."""
        note = f" <small>{escape(self.note)}</small>" if self.note else ""
        tooltip = f' title="{escape(self.help)}"' if self.help else ""
        cells = "".join(cell.html() for cell in self.cells)
        return f'<tr><th scope="row"{tooltip}>{escape(self.label)}{note}</th>{cells}</tr>'


def table(title: str, heads: Sequence[str], rows: Sequence[Row]) -> None:
    """A table that scrolls by itself where it is too wide; `heads` are HTML."""
    columns = "".join(f'<th scope="col">{head}</th>' for head in heads)
    st.html(
        f'<div class="ae-compare scroll" tabindex="0" role="region" aria-label="{escape(title)}">'
        f'<table><caption class="hidden">{escape(title)}</caption>'
        f"<thead><tr><td></td>{columns}</tr></thead>"
        f"{_bodies(rows, len(heads) + 1)}</table></div>"
    )


def _bodies(rows: Sequence[Row], width: int) -> str:
    """The rows, each group of them under its name."""
    found = ""
    for group, of_group in groupby(rows, key=lambda row: row.group):
        title = (
            f'<tr><th scope="rowgroup" class="group" colspan="{width}">{escape(group)}</th></tr>'
        )
        body = "".join(row.html() for row in of_group)
        found += f"<tbody>{title if group else ''}{body}</tbody>"
    return found


def head(number: int, name: str) -> str:
    """A run as it is called everywhere on the page; number 0 is PCA."""
    colour = COLOURS[number - 1] if number else PCA_COLOUR
    swatch = f'<span class="swatch" style="background:{colour}"></span>'
    # A number does not leave its word: "code 16", "16 numbers".
    words = re.sub(r"(?<=code) (?=\d)|(?<=\d) (?=numbers?)", "&nbsp;", escape(name))
    return f"{swatch}<strong>{number}</strong> {words}" if number else f"{swatch}{words}"


def heads(runs: Sequence[Run]) -> list[str]:
    """Those of runs."""
    return [head(number, comparison.run_name(run)) for number, run in enumerate(runs, 1)]


def pca_name(latent_dim: int) -> str:
    """PCA with its size."""
    return f"PCA, {latent_dim} number{'s' * (latent_dim > 1)}"


def said(numbers: Sequence[int]) -> str:
    """Runs by their numbers: "run 1", "runs 1 and 3"."""
    *most, last = map(str, numbers)
    return f"runs {', '.join(most)} and {last}" if most else f"run {last}"


def pca_row(run: Run, pca: dict[str, Any]) -> dict[str, Any]:
    """PCA in the words of the file: it has a name, a code size and figures, and nothing else."""
    k = pca["latent_dim"]
    return {"name": pca_name(k), "dataset": run.hp.dataset, "latent_dim": k} | pca["metrics"]


def legend(parts: Sequence[str]) -> None:
    """What the colours mean; `parts` are HTML."""
    items = "".join(f"<span>{part}</span>" for part in parts)
    st.html(f'<div class="ae-compare legend">{items}</div>')


def settings_table(runs: Sequence[Run], everything: bool) -> None:
    """The settings that differ, or all; what is not as in the first run is highlighted."""
    found = comparison.setting_rows([run.hp for run in runs])
    shown = [setting for setting in found if everything or setting.differs]
    if not shown:
        st.caption(
            "All settings are the same." if len(runs) > 1 else "Choose a second run beside it."
        )
        return
    rows = [
        Row(
            s.label,
            [Cell(value, s.differs and value != s.values[0]) for value in s.values],
        )
        for s in shown
    ]
    table("Settings" if everything else "Settings that differ", heads(runs), rows)
    if len(runs) > 1:
        st.caption("Highlighted: not as in run 1. – does nothing with that run's other settings.")


def figures_table(runs: Sequence[Run], pca: dict[str, Any] | None) -> None:
    """The figures on the test images, the best of each row marked."""
    columns, names = [MetricColumn.of(run) for run in runs], heads(runs)
    if pca:
        columns.append(MetricColumn(pca["metrics"], runs[0].hp.dataset))
        names.append(head(0, pca_name(pca["latent_dim"])))
    found = comparison.metric_rows(columns)
    if not found:
        st.caption("They are measured when a run ends.")
        return
    rows = []
    for f in found:
        cells = [Cell(text, is_best=i in f.best) for i, text in enumerate(f.cells)]
        rows.append(Row(f.label, cells, f.unit, f.help, f.images.capitalize()))
    table("Figures on the 10,000 test images", names, rows)
    notes = ["★ the best of a row. – not measured: another kind of quantity, or not ended."]
    spoiled = [n for n, run in enumerate(runs, 1) if run.hp.noise != "none"]
    if spoiled:
        others = " The others were shown clean ones." * (len(spoiled) < len(columns))
        notes.append(
            f"Shown spoiled images, and measured by what came of them: {said(spoiled)}.{others}"
        )
    if any(run.hp.pixels == "binarised" for run in runs):
        notes.append(
            "Figures on black-or-white pixels are other quantities than those on grey ones."
        )
    st.caption(" ".join(notes))
    with st.expander("What the figures mean"):
        meanings = dict.fromkeys((f.label, f.unit, f.help) for f in found)
        st.markdown(
            "\n".join(
                f"- **{label}**, {unit}: {text}" if unit else f"- **{label}**: {text}"
                for label, unit, text in meanings
            )
        )
