"""What of the settings a compiled training step depends on; the rest it is given as numbers."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ae.config.fields import Field
from ae.config.record import Hyperparameters
from ae.config.settings import FIELDS

# The settings whose values a compiled step is given at each call, in this order.
RUNTIME_SCALARS = tuple(name for name, field in FIELDS.items() if field.graph == "use")


@lru_cache(maxsize=256)
def graph_key(hp: Hyperparameters) -> Hyperparameters:
    """The settings with all that the compiled graph does not depend on at one value.

    Runs with the same key share a compiled network.
    """
    return hp.replace(
        **{
            name: _stand_in(field, getattr(hp, name))
            for name, field in FIELDS.items()
            if field.graph != "value"
        }
    )


def _stand_in(field: Field, value: Any) -> Any:
    """One value for all that make the same graph.

    The lowest: with more steps a large network would be refused. Where the graph depends on whether
    the field is in use, the highest stands for all that are not zero.
    """
    if field.graph == "use" and value:
        return field.high
    return next(iter(field.choices)) if field.choices else field.low
