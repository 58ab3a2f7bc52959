"""A run's network in the browser: the JavaScript is for other components, which give it these."""

from __future__ import annotations

from pages.components.addresses import ADDRESSES


def model_addresses(run: str, step: int) -> dict[str, str]:
    """What `openEngine` and `engineOf` take: the addresses of both parts of a run's network.

    Args:
        run: its id.
        step: of the weights, `store().weights_step(run)`.
    """
    return {part: f"{ADDRESSES.model}/{run}/{step}/{part}" for part in ("decoder", "encoder")}
