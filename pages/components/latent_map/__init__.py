"""The page of a run's codes: a map of them, and all that is linked to it."""

from __future__ import annotations

import json
from typing import Any

from ae.plots.latent import COLOURS
from ae.store import Run
from ae.terms import PCA_AXES, TERMS
from pages.components.addresses import ADDRESSES
from pages.components.definition import define_component, shown_since
from pages.components.engine import model_addresses
from pages.components.latent_map.addresses import data_addresses

# The chosen test image in the page's address, which the component writes and reads itself.
POINT = "point"
# What a map says of itself has these words in it.
_EXPLAINED = ("Trustworthiness", "t-SNE", "UMAP")
_component = define_component("latent_map")


def latent_map(run: Run, step: int, key: str = "latent map") -> None:
    """The map, the chosen digit, and what the network makes of codes; all of it in the browser.

    Args:
        run: whose codes.
        step: of its weights. The page is run again where the run has newer ones by then.
        key: the component's own on its page.
    """
    addresses = data_addresses(run.id, step, run.hp.dataset)
    data: dict[str, Any] = {
        "addresses": addresses | {"animation": ADDRESSES.animation},
        "network": model_addresses(run.id, step),
        "step": step,
        "has_ended": run.state.is_ended,
        "colours": COLOURS,
        "terms": {"PCA": PCA_AXES} | {word: TERMS[word] for word in _EXPLAINED},
    }
    since = shown_since(key, json.dumps(data))
    _component(data=data | {"since": since}, key=key, on_outdated_change=lambda: None)
