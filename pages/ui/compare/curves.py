"""The runs' losses over one axis, a chart for each unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from ae.comparison import AXES, default_quantity, loss_curve, pca_error
from ae.plots import curves as plot
from ae.store import Run
from pages.components.plot import clickable_plot
from pages.ui.backend import store
from pages.ui.compare.grid import grid
from pages.ui.compare.labels import pca_label, run_labels, runs_in_words
from pages.ui.compare.template import draw

_AXES = {"step": "Step", "epoch": "Epoch", "seconds": "Seconds"}
_SCALES = {"log": "Logarithmic", "linear": "Linear"}
_QUANTITIES = {"whole": "As trained", "reconstruction": "Reconstruction alone"}


@dataclass(frozen=True)
class _Choice:
    """What is chosen above the charts: `AXES`, Plotly's scale, `QUANTITIES`."""

    axis: str
    scale: str
    quantity: str


def show_curves(runs: Sequence[Run], with_pca: bool, columns: int) -> None:
    """The losses, and PCA's error where a run's worker left it.

    Args:
        runs: the runs.
        with_pca: whether PCA is asked for.
        columns: charts beside each other.
    """
    choice = _choose(runs)
    charts, without_curve = _charts(runs, choice)
    pca_size = runs[0].hp.latent_dim
    draw("run_legend", labels=[*run_labels(runs), *[pca_label(pca_size)] * with_pca])
    for place, (unit, lines) in zip(grid(len(charts), columns), charts.items(), strict=True):
        error = pca_error(runs, pca_size, unit, choice.quantity) if with_pca else None
        with place:
            _chart(runs, unit, lines, error, choice)
    notes = ["Thin: training. With markers: validation."]
    if choice.quantity == "reconstruction":
        notes.append("Validations of a loss with parts are of the whole, and not shown here.")
    if len(charts) > 1:
        notes.append("A chart for each unit: losses of different kinds do not compare.")
    if without_curve:
        notes.append(f"Nothing to show yet: {runs_in_words(without_curve)}.")
    st.caption(" ".join(notes))


def _choose(runs: Sequence[Run]) -> _Choice:
    settings = [run.hp for run in runs]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        axis = _control("Over", _AXES, "step")
        scale = _control("Scale", _SCALES, "log")
        quantity = "whole"
        if any(hp.parts for hp in settings):
            quantity = _control(
                "Loss",
                _QUANTITIES,
                default_quantity(settings),
                "A loss can have parts: reconstruction, KL, penalties. Runs with different "
                "losses often share the reconstruction's unit, and so a chart.",
            )
    return _Choice(axis, scale, quantity)


def _control(label: str, options: Mapping[str, str], default: str, help: str | None = None) -> str:
    chosen = st.segmented_control(
        label,
        list(options),
        default=default,
        required=True,
        format_func=options.__getitem__,
        help=help,
    )
    return chosen or default


def _charts(runs: Sequence[Run], choice: _Choice) -> tuple[dict[str, list[plot.Line]], list[int]]:
    """The lines of each chart, by unit; the numbers of the runs that have none yet."""
    charts: dict[str, list[plot.Line]] = {}
    without_curve = []
    for label, run in zip(run_labels(runs), runs, strict=True):
        assert label.number is not None
        curve = loss_curve(
            run,
            store().losses(run.id),
            store().parts(run.id, len(run.hp.parts)),
            store().validations(run.id, after=0),
            choice.axis,
            choice.quantity,
        )
        if curve is None:
            without_curve.append(label.number)
        else:
            charts.setdefault(curve.unit, []).append(plot.Line(label.number, label.name, curve))
    return charts, without_curve


def _chart(
    runs: Sequence[Run],
    unit: str,
    lines: Sequence[plot.Line],
    error_of_pca: float | None,
    choice: _Choice,
) -> None:
    axis = AXES[choice.axis]
    ends = [(line.number, runs[line.number - 1].id, line.curve.x[-1]) for line in lines]
    names = ", ".join(f"{line.number} {line.name}" for line in lines)
    clickable_plot(
        f"{ends} {choice} {error_of_pca}",
        plot.traces(lines, error_of_pca),
        [axis, unit.replace(", ", "<br>")],
        f"Loss in {unit} by {axis}: {names}",
        height=320,
        key=f"curves of {unit}",
        layout={"showlegend": False, "yaxis": {"type": choice.scale}},
    )
