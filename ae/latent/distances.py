"""How far codes, or points of a map, lie from each other."""

from __future__ import annotations

import numpy as np


def from_all(values: np.ndarray, start: int, stop: int) -> np.ndarray:
    """Squared distances of some from all, by one matrix product; from itself each is infinite.

    Args:
        values: float32 (n, dimensions), centred, else the squares cancel badly.
        start, stop: which of them, as in a slice.

    Returns:
        float32 (stop - start, n); what is near zero may come out below it.
    """
    part = values[start:stop]
    squares = np.einsum("ij,ij->i", values, values)
    apart = squares[start:stop, None] + squares - 2 * part @ values.T
    rows = np.arange(len(part))
    apart[rows, start + rows] = np.inf
    return apart
