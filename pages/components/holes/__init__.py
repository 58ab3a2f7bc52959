"""Where the maps of runs have no codes, side by side."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ae.plots.latent import COLOURS
from ae.store import Run
from pages.components.addresses import ADDRESSES
from pages.components.definition import define_component, shown_since
from pages.components.engine import model_addresses
from pages.components.latent_map.addresses import data_addresses

_component = define_component("holes")


def holes(runs: Sequence[tuple[Run, str, int]], key: str = "holes") -> None:
    """The maps with their emptiest places, and what each decoder makes of them.

    Args:
        runs: one or two: each with its name, and the step of its weights.
        key: the component's own on its page.
    """
    data = {
        "colours": COLOURS,
        "runs": [
            {
                "name": name,
                "network": model_addresses(run.id, step),
                "addresses": data_addresses(run.id, step, run.hp.dataset),
                "reading": f"{ADDRESSES.reading}/{run.id}",
            }
            for run, name, step in runs
        ],
    }
    since = shown_since(key, json.dumps(data))
    _component(data=data | {"since": since}, key=key)
