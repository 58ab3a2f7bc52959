"""The losses of several runs over one axis, a chart for each unit; they grow while runs train."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from ae.comparison import CurveKind
from ae.terms import TERMS
from pages.components.addresses import ADDRESSES
from pages.components.definition import PLOTLY_URL, define_component, shown_since

_component = define_component("compare_curves")


@dataclass(frozen=True)
class RunCurve:
    """What the curves need to know of a run beside its losses, which come by themselves.

    Attributes:
        id, steps: as in the store.
        number, name, colour, symbol: as everywhere on the page; the symbol by Plotly's name.
        epoch: passes over the training images in a step.
        whole, reconstruction: what of its losses is shown.
        code_size: how many numbers the PCA has that it is compared with.
    """

    id: str
    steps: int
    number: int
    name: str
    colour: str
    symbol: str
    epoch: float
    whole: CurveKind
    reconstruction: CurveKind
    code_size: int


def compare_curves(
    runs: Sequence[RunCurve], with_pca: bool, default_quantity: str, key: str
) -> None:
    """The curves; the reader chooses axis, scale and part of the loss in the browser.

    Args:
        runs: which.
        with_pca: whether PCA's errors are drawn too, where a run's worker left them.
        default_quantity: of `ae.comparison.QUANTITIES`, what is shown first.
        key: the component's own on its page; the browser keeps the choices under it.
    """
    data = {
        "key": key,
        "runs": [asdict(run) for run in runs],
        "with_pca": with_pca,
        "default_quantity": default_quantity,
        "pca_meaning": TERMS["PCA"],
        "plotly": PLOTLY_URL,
        "live": ADDRESSES.live,
    }
    since = shown_since(key, (tuple(runs), with_pca, default_quantity))
    _component(data=data | {"since": since}, key=key)
