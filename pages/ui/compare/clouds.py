"""The codes of the first thousand test digits, a small chart for each run and PCA."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from ae.data import load_dataset
from ae.latent.projection import Projection, project
from ae.plots import latent
from ae.plots.curves import cloud
from ae.store import Run
from pages.components.plot import clickable_plot
from pages.ui.compare.grid import grid
from pages.ui.compare.inference import CLOUD_SIZE, Inference, why_no_answer
from pages.ui.compare.labels import Label, pca_label, run_labels
from pages.ui.compare.template import draw

# The shapes of the markers, in the order of `latent.SHAPES`.
_GLYPHS = "●■◆✚✖"


def show_clouds(runs: Sequence[Run], pca: dict[str, Any] | None, inference: Inference) -> None:
    """The clouds beside each other.

    Args:
        runs: the runs.
        pca: a worker's answer about PCA.
        inference: asks for the runs' codes.
    """
    clouds: list[tuple[Label, Run, dict[str, Any] | None]] = [
        (label, run, inference.encode(run))
        for label, run in zip(run_labels(runs), runs, strict=True)
    ]
    if pca:
        clouds.append((pca_label(pca["latent_dim"]), runs[0], pca))
    markers = [(_GLYPHS[i % len(_GLYPHS)], colour) for i, colour in enumerate(latent.COLOURS)]
    draw("digit_legend", markers=markers)
    columns = 4 if len(clouds) in (4, 7) else 3
    for place, (label, run, answer) in zip(grid(len(clouds), columns), clouds, strict=True):
        with place:
            draw("heading", name=label)
            if answer is None:
                st.caption(why_no_answer(run))
            else:
                _cloud(label, run, answer)


def _cloud(label: Label, run: Run, answer: dict[str, Any]) -> None:
    labels = load_dataset(run.hp.dataset).test.labels[:CLOUD_SIZE]
    projection = project(answer["codes"])
    axes = [title.partition(" (")[0] for title in latent.axis_titles(projection)]
    axes += ["digit"] * (len(axes) == 1)
    number = label.number or 0
    clickable_plot(
        f"{run.id} {number} {answer.get('step')}",
        cloud(projection, labels),
        axes,
        f"{label.name}: codes of {CLOUD_SIZE:,} test digits, coloured by digit",
        height=300,
        key=f"cloud {number}",
        layout={"showlegend": False},
    )
    st.caption(_how_much_is_shown(projection, answer["codes"].shape[1]))


def _how_much_is_shown(projection: Projection, code_size: int) -> str:
    if projection.is_direct:
        return f"All of the code, {code_size} number{'s' * (code_size > 1)}."
    return f"Two axes of {code_size}: {projection.shown:.0%} of the variance."
