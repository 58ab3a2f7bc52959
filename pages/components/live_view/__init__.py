"""The live view of a run: its numbers, its loss chart, sixteen digits, the cloud of its codes."""

from __future__ import annotations

import base64
import json

import numpy as np

from ae.config import Hyperparameters
from ae.data import IN_CLOUD, SHOWN, as_images, load_dataset, noise
from ae.metrics.baselines import line_names
from ae.plots.latent import COLOURS
from ae.plots.palette import error_colours
from ae.store import Run
from ae.terms import PCA_PLANE, TERMS
from pages.components.addresses import ADDRESSES
from pages.components.definition import PLOTLY_URL, define_component, shown_since
from pages.components.drawing_pad import DRAWING_PAD
from pages.components.engine import model_addresses
from pages.components.your_digit import YOUR_DIGIT

# Its modules are read when the place of one's own digit is unfolded.
_component = define_component("live_view", styles_of=(DRAWING_PAD, YOUR_DIGIT))


def live_view(
    run: Run | None,
    hp: Hyperparameters,
    hint: str,
    key: str = "live",
    weights_step: int | None = None,
) -> None:
    """The live view of a run; with None the empty one, for the settings in the form.

    The component runs the page again when a run pauses, goes on or ends, and only then.

    Args:
        run: what to show.
        hp: the settings in the form.
        hint: what to do, said while there is no run.
        key: its own for each view of a page; the browser keeps the chart's options under it.
        weights_step: of the weights of a run that does not train now; None where it has none.
    """
    shown = run.hp if run else hp
    test = load_dataset(hp.dataset).test
    pixels = test.pixels[list(SHOWN)]
    data = {
        "key": key,
        "run": run.id if run else None,
        "state": run.state.value if run else None,
        "steps": run.steps if run else hp.steps,
        "unit": shown.loss_unit,
        "part_names": shown.parts,
        "line_names": [{"kind": kind, "label": label} for kind, label in line_names(shown)],
        "hint": hint,
        "terms": TERMS,
        "originals": _as_text(pixels),
        "inputs": _inputs(shown, pixels),
        "error_colours": _as_text(error_colours()),
        "cloud": {
            "labels": _as_text(test.labels[:IN_CLOUD]),
            "colours": COLOURS,
            "pca": PCA_PLANE,
        },
        "plotly": PLOTLY_URL,
        "live": ADDRESSES.live,
        "models": ADDRESSES.model,
        "network": _network(run, weights_step),
    }
    since = shown_since(key, hash(json.dumps(data)))
    _component(data=data | {"since": since}, key=key, on_state_change=lambda: None)


def _network(run: Run | None, step: int | None) -> dict[str, str | int] | None:
    """Where both parts of the run's network are, and of which step."""
    if run is None or step is None:
        return None
    return {**model_addresses(run.id, step), "step": step}


def _inputs(hp: Hyperparameters, pixels: np.ndarray) -> str | None:
    """The digits as the network is shown them, where that is not as they are."""
    if not noise.changes_input(hp):
        return None
    levels = np.rint(255 * noise.network_input(hp, as_images(pixels), SHOWN)).astype(np.uint8)
    return _as_text(levels)


def _as_text(values: np.ndarray) -> str:
    return base64.b64encode(values.tobytes()).decode()
