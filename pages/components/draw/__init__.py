"""A digit of one's own, and what a run's network makes of it: all of it in the browser."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np

from ae.config import FIELDS
from ae.data import noise
from ae.plots.latent import COLOURS
from ae.store import Run
from ae.terms import PCA_AXES
from pages.components.definition import define_component, shown_since
from pages.components.drawing_pad import DRAWING_PAD
from pages.components.engine import model_addresses
from pages.components.latent_map.addresses import data_addresses

# What else than noise can be done to a drawing: draw/spoiling.js does it.
DAMAGES = {"hole": "a hole in the middle", "line": "a line through it"}
# The drawing has the noise of this test image.
INDEX = 0
_component = define_component("draw", DRAWING_PAD)


def draw(run: Run, step: int, key: str = "draw") -> None:
    """The pad, what the network sees and gives back, and where that lies among the test digits.

    Args:
        run: whose network.
        step: of its weights. The page is run again where the run has newer ones by then.
        key: the component's own on its page.
    """
    uniform, normal = noise.corruption_draws([INDEX])
    data: dict[str, Any] = {
        "run": run.id,
        "step": step,
        "has_ended": run.state.is_ended,
        "network": model_addresses(run.id, step),
        "addresses": data_addresses(run.id, step, run.hp.dataset),
        "noise": {"kind": run.hp.noise, "level": run.hp.noise_level},
        "noise_names": {**(FIELDS["noise"].choices or {}), **DAMAGES},
        "uniform": _as_text(uniform),
        "normal": _as_text(normal),
        "colours": COLOURS,
        "terms": {"PCA": PCA_AXES},
    }
    if run.hp.pixels == "binarised":
        data["binarisation"] = _as_text(noise.binarisation_draws([INDEX]))
    since = shown_since(key, json.dumps(data))
    _component(data=data | {"since": since}, key=key, on_outdated_change=lambda: None)


def _as_text(values: np.ndarray) -> str:
    return base64.b64encode(values.tobytes()).decode()
