"""The live view of a run: its numbers, its loss chart, sixteen digits and their reconstructions."""

from __future__ import annotations

import base64

import numpy as np
import streamlit as st

from ae.config import Hyperparameters
from ae.data import SHOWN, as_images, load_dataset, noise
from ae.store import Run
from pages.components import PLOTLY_URL, read, since
from pages.components.addresses import ADDRESSES

_component = st.components.v2.component(
    "ae_live",
    html=read("live_view/live_view.html"),
    css=read("live_view/live_view.css"),
    js=read("shared.js") + read("live_view/live_view.js"),
    # Plotly puts its styles into the document: a shadow root would keep them out.
    isolate_styles=False,
)


def live_view(run: Run | None, hp: Hyperparameters, hint: str, key: str = "live") -> None:
    """The live view of a run; with None the empty one, for the settings in the form.

    The component runs the page again when a run pauses, goes on or ends, and only then.

    Args:
        run: what to show.
        hp: the settings in the form.
        hint: what to do, said while there is no run.
        key: its own for each view of a page; the browser keeps the chart's options under it.
    """
    shown = run.hp if run else hp
    pixels = load_dataset(hp.dataset).test.pixels[list(SHOWN)]
    data = {
        "run": run.id if run else None,
        "state": run.state.value if run else None,
        "steps": run.steps if run else hp.steps,
        "unit": shown.loss_unit,
        "hint": hint,
        "originals": base64.b64encode(pixels.tobytes()).decode(),
        "inputs": _inputs(shown, pixels),
        "plotly": PLOTLY_URL,
        "live": ADDRESSES.live,
    }
    changed = since(key, hash(tuple(data.values())))
    _component(data=data | {"since": changed}, key=key, on_state_change=lambda: None)


def _inputs(hp: Hyperparameters, pixels: np.ndarray) -> str | None:
    """The digits as the network is shown them, where that is not as they are."""
    if not noise.changes_input(hp):
        return None
    levels = np.rint(255 * noise.network_input(hp, as_images(pixels), SHOWN)).astype(np.uint8)
    return base64.b64encode(levels.tobytes()).decode()
