"""What of several runs' losses shares a chart: only what counts the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ae.comparison.labels import image_kind
from ae.config import Hyperparameters
from ae.networks import PIXELS

QUANTITIES = {"whole": "as trained", "reconstruction": "reconstruction"}


@dataclass(frozen=True)
class CurveKind:
    """What of a run's losses makes a curve; two of the same `unit` may share a chart.

    Attributes:
        unit: what it counts, for an axis.
        part: of `Hyperparameters.parts`; "" for the whole loss.
        factor: from what is stored to that unit.
    """

    unit: str
    part: str = ""
    factor: float = 1.0


def curve_kind(hp: Hyperparameters, quantity: str) -> CurveKind:
    """What of a run's losses shows a quantity of `QUANTITIES`."""
    loss_unit, part, factor = hp.loss_unit, "", 1.0
    if quantity == "reconstruction" and hp.parts:
        part = "reconstruction"
        if hp.is_variational:  # counted per image, where a plain one's is per pixel
            loss_unit, factor = hp.replace(code="plain").loss_unit, 1 / PIXELS
    images = image_kind(hp.dataset, hp.pixels, names_dataset=hp.dataset != "mnist")
    return CurveKind(f"{loss_unit}, {images}" if images else loss_unit, part, factor)


def default_quantity(settings: Sequence[Hyperparameters]) -> str:
    """The reconstruction where that brings more curves into one chart, else the whole loss."""
    return min(
        QUANTITIES, key=lambda quantity: len({curve_kind(hp, quantity).unit for hp in settings})
    )
