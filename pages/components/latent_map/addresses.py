"""Where the browser finds what it shows of a run's codes."""

from __future__ import annotations

from pages.components.addresses import ADDRESSES


def data_addresses(run: str, step: int, dataset: str) -> dict[str, str]:
    """What `data.js` and `maps.js` take: addresses of codes, digits and maps.

    Args:
        run: its id.
        step: of the weights, `store().weights_step(run)`.
        dataset: whose digits they are.
    """
    return {
        "codes": f"{ADDRESSES.codes}/{run}/{step}",
        "digits": f"{ADDRESSES.digits}/{dataset}",
        "map": f"{ADDRESSES.map}/{run}/{step}",
        "progress": f"{ADDRESSES.progress}/{run}/{step}",
    }
