"""The Compare page's colours and shapes of runs, and their small clouds of codes."""

from __future__ import annotations

from typing import Any

import numpy as np

from ae.latent.projection import Projection
from ae.plots import latent

# Three to one against white and against the dark theme, and the farthest apart that six such
# colours can be for normal eyes and the three kinds of colour-blind ones (OKLab distance of 0.117
# or more under Machado et al. 2009). The marker's shape and the number repeat what they say.
COLOURS = ("#2594f5", "#b8841c", "#b81c98", "#2256e5", "#f556ab", "#7a602b")
SHAPES = ("circle", "square", "diamond", "triangle-up", "x", "star")
PCA_COLOUR = "#858585"


def cloud(projection: Projection, labels: np.ndarray) -> list[dict[str, Any]]:
    """A small cloud of codes in the Latent space page's colours; nothing in it to be clicked."""
    traces = latent.traces(projection, labels, np.zeros(len(labels), np.float32))
    for trace in traces:
        del trace["customdata"]
        trace["marker"] = trace["marker"] | {"size": 4}
        trace["hovertemplate"] = "digit %{fullData.name}<extra></extra>"
    return traces
