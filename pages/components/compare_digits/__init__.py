"""The same sixteen digits as runs and PCA give them back, side by side; live while a run trains."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from ae.plots.palette import error_colours
from pages.components.addresses import ADDRESSES
from pages.components.definition import define_component, shown_since

_component = define_component("compare_digits")


@dataclass(frozen=True)
class Tile:
    """Sixteen digits and their name.

    Attributes:
        key: its own among those beside it.
        name, number, colour: as everywhere on the page; no number for what is not a run.
        target: what the digits should be, as of `as_text`; None where they are the originals.
        levels: the digits, as of `as_text`, of one that does not move; None while they are awaited.
        run, steps: the id of a run and how many steps it will have, of one that moves.
        note: what there is to say below.
    """

    key: str
    name: str
    number: int | None = None
    colour: str = ""
    target: str | None = None
    levels: str | None = None
    run: str | None = None
    steps: int = 0
    note: str = ""


def compare_digits(tiles: Sequence[Tile], key: str) -> None:
    """The tiles beside each other; those of runs follow their training by themselves.

    Args:
        tiles: what to show.
        key: the component's own on its page; the browser keeps the reader's choices under it.
    """
    data = {
        "key": key,
        "tiles": [asdict(tile) for tile in tiles],
        "error_colours": base64.b64encode(error_colours().tobytes()).decode(),
        "live": ADDRESSES.live,
    }
    _component(data=data | {"since": shown_since(key, tuple(tiles))}, key=key)


def as_text(images: np.ndarray) -> str:
    """Grey levels for a tile, of digits float32 (16, 28, 28); what is not in [0, 1] is clipped."""
    levels = np.rint(255 * np.clip(images, 0, 1)).astype(np.uint8)
    return base64.b64encode(levels.tobytes()).decode()
