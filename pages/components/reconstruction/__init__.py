"""Sixteen test digits, their reconstructions, the errors, and each digit's error in numbers."""

from __future__ import annotations

import base64

import numpy as np

from ae.formatting import number
from ae.plots.digits import Canvases
from ae.plots.palette import error_colours
from pages.components.definition import define_component, shown_since

_component = define_component("reconstruction")


def reconstruction(shown: Canvases, key: str = "reconstruction") -> None:
    """The panels, in the colours of the live view.

    Args:
        shown: the digits, with their errors and labels.
        key: the component's own on its page.
    """
    finite = np.nan_to_num(shown.errors, posinf=0)
    data = {
        "originals": _as_text(shown.originals),
        "inputs": None if shown.inputs is None else _as_text(shown.inputs),
        "reconstructions": _as_text(shown.reconstructions),
        "labels": [int(label) for label in shown.labels],
        "errors": [number(error) for error in shown.errors.tolist()],
        "shares": (finite / (finite.max() or 1)).tolist(),
        "error_colours": base64.b64encode(error_colours().tobytes()).decode(),
    }
    _component(data=data | {"since": shown_since(key, str(data))}, key=key)


def _as_text(images: np.ndarray) -> str:
    return base64.b64encode(np.rint(255 * images).astype(np.uint8).tobytes()).decode()
