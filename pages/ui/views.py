"""The two components: the live view of a run, and a Plotly chart that can be clicked.

Both draw with the Plotly that this server serves itself, so they work with no network.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Hashable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from ae.config import Hyperparameters
from ae.data import SHOWN, as_images, load_dataset, noise
from ae.store import Run
from pages.ui.paths import LIVE, PLOTLY

_HERE = Path(__file__).parent


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


_live = st.components.v2.component(
    "ae_live",
    html=_read("live.html"),
    css=_read("live.css"),
    js=_read("plot.js") + _read("live.js"),
    # Plotly puts its styles into the document: a shadow root would keep them out.
    isolate_styles=False,
)
_plot = st.components.v2.component(
    "ae_plot",
    html='<div class="ae-plot"><div class="chart" role="img"></div></div>',
    js=_read("plot.js") + _read("plot_view.js"),
    isolate_styles=False,
)
_PLOTLY_URL = f"{PLOTLY}?v={version('plotly')}"


def live_view(run: Run | None, hp: Hyperparameters, hint: str) -> None:
    """The live view of a run; with None the empty one, for the settings in the form.

    The component runs the page again when a run pauses, goes on or ends, and only then.
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
        "plotly": _PLOTLY_URL,
        "live": LIVE,
    }
    since = _since("live", hash(tuple(data.values())))
    _live(data=data | {"since": since}, key="live", on_state_change=lambda: None)


def _since(key: str, shown: Hashable) -> float:
    """When what this tab's component shows last changed, so that the browser knows new from old."""
    name = f"{key} since"
    before, since = st.session_state.get(name, (None, 0.0))
    if before != shown:
        since = max(time.time(), since)  # also after the clock was set back
        st.session_state[name] = shown, since
    return since


def _inputs(hp: Hyperparameters, pixels: np.ndarray) -> str | None:
    """The digits as the network is shown them, where that is not as they are."""
    if hp.noise == "none" and hp.pixels == "grey":
        return None
    levels = np.rint(255 * noise.network_input(hp, as_images(pixels), SHOWN)).astype(np.uint8)
    return base64.b64encode(levels.tobytes()).decode()


def clickable_plot(
    name: str,
    traces: list[dict[str, Any]],
    axes: list[str],
    label: str,
    height: int = 500,
    key: str = "plot",
    layout: dict[str, Any] | None = None,
) -> int | None:
    """A chart; returns the first `customdata` number of the point that was clicked last.

    Args:
        name: changes when the data do.
        label: the chart in words, for who can't see it.
        key: its own for each chart of a page.
        layout: what of Plotly's layout is not as in a cloud of digits.
    """
    result = _plot(
        data={
            "id": name,
            "traces": traces,
            "axes": axes,
            "label": label,
            "height": height,
            "layout": layout or {},
            "plotly": _PLOTLY_URL,
            "since": _since(key, (name, label, height)),
        },
        key=key,
        on_clicked_change=lambda: None,
    )
    return result.clicked
