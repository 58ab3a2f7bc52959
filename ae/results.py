"""What takes a worker seconds and is kept with a run, by its name: it begins with its kind.

The server reads names here, with neither TensorFlow nor what makes a result; a worker makes them
(`ae.cluster.long_work`).
"""

from __future__ import annotations

from collections.abc import Callable

from ae.errors import SettingError
from ae.latent.latent_map import MapChoice
from ae.latent.sampling import SamplerChoice

# A name's first word, and what reads the whole name: `str` of what it gives is the name again.
_KINDS: dict[str, Callable[[str], object]] = {
    "tsne": MapChoice.parse,
    "umap": MapChoice.parse,
    "gaussian": SamplerChoice.parse,
    "mixture": SamplerChoice.parse,
}


def parse_result(name: str) -> object:
    """Which result a name asks for: a `MapChoice` of a map that takes long, and so on.

    Raises:
        SettingError: if it is no result's name.
    """
    kind = name.partition("-")[0]
    if kind not in _KINDS:
        raise SettingError("result", f"expected one of {', '.join(_KINDS)}, got {name!r}")
    return _KINDS[kind](name)
