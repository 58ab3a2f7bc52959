"""The page that draws new digits: samplers, the digits they give, and what these are near."""

from __future__ import annotations

import json
from typing import Any

from ae.errors import NoSampler
from ae.latent.sampling import most_gaussians, prior
from ae.store import Run
from ae.terms import SCORE_TERMS, TERMS
from pages.components.addresses import ADDRESSES
from pages.components.definition import define_component, shown_since
from pages.components.engine import model_addresses

# What of the page's address the component writes and reads itself.
SETTINGS = ("from", "temperature", "seed")
# Within these distances of their nearest training images lie half of the 10,000 test digits, and a
# hundredth of them; `tests/data/test_nearest.py` measures it again.
HELD_OUT = {"half": 4.36, "hundredth": 1.29}
_component = define_component("generate")


def generate(run: Run, step: int, key: str = "generate") -> None:
    """Where codes are drawn from, sixteen digits, their nearest training images, and scores.

    Args:
        run: whose network.
        step: of its weights.
        key: the component's own on its page.
    """
    data: dict[str, Any] = {
        "run": run.id,
        "step": step,
        "code": _code(run),
        "network": model_addresses(run.id, step),
        "addresses": result_addresses(run.id, step),
        "nearest": f"{ADDRESSES.nearest}/{run.hp.dataset}",
        "heldOut": HELD_OUT,
        "terms": {"Temperature": TERMS["Temperature"]} | SCORE_TERMS,
    }
    since = shown_since(key, json.dumps(data))
    _component(data=data | {"since": since}, key=key)


def result_addresses(run: str, step: int) -> dict[str, str]:
    """What `sampler.js` and `scores.js` take: addresses of what a worker makes of a run.

    Args:
        run: its id.
        step: of the weights.
    """
    return {
        "progress": f"{ADDRESSES.progress}/{run}/{step}",
        "result": f"{ADDRESSES.result}/{run}/{step}",
        "scores": f"{ADDRESSES.scores}/{run}/{step}",
    }


def _code(run: Run) -> dict[str, Any]:
    """What there is to draw from."""
    size = run.hp.latent_dim
    says, why_not = "", ""
    try:
        says = prior(size, run.hp.is_variational).says
    except NoSampler as error:
        why_not = str(error)
    return {
        "size": size,
        "isVariational": run.hp.is_variational,
        "most": most_gaussians(size),
        "priorSays": says,
        "whyNoPrior": why_not,
    }
