"""Sixteen test digits, their reconstructions, the errors, and each digit's error in numbers.

A reader can put noise on them: the network in the browser takes it out again.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence

import numpy as np

from ae.config import FIELDS, Hyperparameters
from ae.data import as_images, load_dataset, noise
from ae.formatting import number
from ae.plots.digits import Canvases
from ae.plots.palette import error_colours
from pages.components.definition import define_component, shown_since

_component = define_component("reconstruction")


def reconstruction(
    shown: Canvases,
    hp: Hyperparameters,
    indices: Sequence[int],
    network: dict[str, str],
    key: str = "reconstruction",
) -> None:
    """The panels, in the colours of the live view.

    Args:
        shown: the digits, with their errors and labels.
        hp: the run's settings, whose noise is shown at first.
        indices: of the digits among the test images, which decide their noise.
        network: of `model_addresses`, the same weights.
        key: the component's own on its page.
    """
    finite = np.nan_to_num(shown.errors, posinf=0)
    images = as_images(load_dataset(hp.dataset).test.pixels[list(indices)])
    uniform, normal = noise.corruption_draws(indices)
    data = {
        "originals": _as_levels(shown.originals),
        "inputs": None if shown.inputs is None else _as_levels(shown.inputs),
        "reconstructions": _as_levels(shown.reconstructions),
        "labels": [int(label) for label in shown.labels],
        "errors": [number(error) for error in shown.errors.tolist()],
        "shares": (finite / (finite.max() or 1)).tolist(),
        "error_colours": _as_text(error_colours()),
        # What noise is put on, and what the answer is held against.
        "targets": _as_levels(noise.network_target(hp, images, indices)),
        "uniform": _as_text(uniform),
        "normal": _as_text(normal),
        "noise": {"kind": hp.noise, "level": hp.noise_level},
        "noise_names": FIELDS["noise"].choices,
        "network": network,
    }
    since = shown_since(key, hash(json.dumps(data)))
    _component(data=data | {"since": since}, key=key)


def _as_levels(images: np.ndarray) -> str:
    return _as_text(np.rint(255 * images).astype(np.uint8))


def _as_text(values: np.ndarray) -> str:
    return base64.b64encode(values.tobytes()).decode()
