"""The codes of the first thousand test digits, a small chart for each run and PCA."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ae.data import load_dataset
from ae.latent.projection import Projection, keep_sides, project
from ae.plots import latent
from ae.plots.curves import cloud
from ae.terms import PCA_AXES
from pages.components.plot import clickable_plot
from pages.ui.backend import store
from pages.ui.compare.entries import Entry, cloud_entries
from pages.ui.compare.grid import columns_for, grid
from pages.ui.compare.inference import CLOUD_SIZE, Inference
from pages.ui.compare.template import draw

# The shapes of the markers, in the order of `latent.SHAPES`.
_GLYPHS = "●■◆✚✖"
_HEIGHT = "clamp(18.75rem, 38vh, 30rem)"  # as in compare.css


def show_clouds(entries: Sequence[Entry], inference: Inference) -> DeltaGenerator | None:
    """The clouds beside each other; returns the place of the first that no worker has answered.

    Args:
        entries: all that are compared.
        inference: knows their codes.
    """
    markers = [(_GLYPHS[i % len(_GLYPHS)], colour) for i, colour in enumerate(latent.COLOURS)]
    draw("digit_legend", markers=markers)
    entries = cloud_entries(entries)
    columns, place_to_wait = columns_for(len(entries)), None
    for place, entry in zip(grid(len(entries), columns), entries, strict=True):
        with place:
            draw("heading", name=entry.label)
            answer = inference.codes(entry.run) if entry.run else inference.pca(entry.conditions)
            # Its place is kept for the cloud that comes: nothing below it may jump.
            cloud_place = st.container(key=f"cloud-place-{entry.label.number or entry.key}")
            with cloud_place:
                if answer:
                    _cloud(entry, answer)
                else:
                    reason = _why_none(entry)
                    st.caption(reason or "Waits for a worker.")
                    place_to_wait = place_to_wait or (None if reason else cloud_place)
    return place_to_wait


def _cloud(entry: Entry, answer: dict[str, Any]) -> None:
    label = entry.label
    labels = load_dataset(entry.conditions.dataset).test.labels[:CLOUD_SIZE]
    shown_before = f"cloud of {entry.key}"
    projection = keep_sides(project(answer["codes"]), st.session_state.get(shown_before))
    st.session_state[shown_before] = projection.points
    axes = [title.partition(" (")[0] for title in latent.axis_titles(projection)]
    axes += ["digit"] * (len(axes) == 1)
    clickable_plot(
        f"{entry.key} {answer.get('step')}",
        cloud(projection, labels),
        axes,
        f"{label.name}: codes of {CLOUD_SIZE:,} test digits, coloured by digit",
        height=_HEIGHT,
        key=f"cloud {label.text}",
        layout={"showlegend": False},
    )
    how_much = _how_much_is_shown(projection, answer["codes"].shape[1])
    st.caption(how_much, help=None if projection.is_direct else PCA_AXES)


def _how_much_is_shown(projection: Projection, code_size: int) -> str:
    if projection.is_direct:
        return f"All of the code, {code_size} number{'s' * (code_size > 1)}."
    return f"Two axes of {code_size}: {projection.shown:.0%} of the variance."


def _why_none(entry: Entry) -> str:
    """Why there is no cloud; empty where it is but not there yet."""
    run = entry.run
    if run is None or store().weights_step(run.id) is not None:
        return ""
    if run.state.is_ended:
        return "It has no weights."
    return "Its first weights are saved after two seconds of training."
