"""The autoencoder: Keras layers built from plain values, and a trained one that answers.

Keras is imported here, so this package belongs in workers, scripts and notebooks, never in the
server.
"""

from ae.models.autoencoder import Autoencoder
from ae.models.build import (
    Weights,
    build,
    get_weights,
    initial_weights,
    last_name,
    only_weights,
    set_weights,
)
from ae.models.files import from_bytes, to_bytes

__all__ = [
    "Autoencoder",
    "Weights",
    "build",
    "from_bytes",
    "get_weights",
    "initial_weights",
    "last_name",
    "only_weights",
    "set_weights",
    "to_bytes",
]
