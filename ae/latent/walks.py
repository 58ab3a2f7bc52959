"""Ways from one code to another."""

from __future__ import annotations

import numpy as np

# Below this angle, in radians, and as close to half a turn, the arc is not told from the line, or
# is any of many.
_NO_ANGLE = 1e-4


def straight(start: np.ndarray, end: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Codes on the line between two.

    Args:
        start, end: float32 (latent_dim,).
        shares: float (n,), of the way, 0 to 1.

    Returns:
        float32 (n, latent_dim).
    """
    share = np.asarray(shares, np.float64)[:, None]
    return ((1 - share) * start + share * end).astype(np.float32)


def spherical(start: np.ndarray, end: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Codes on the arc about zero between two: on the way their length does not shrink.

    Shoemake (1985), with the angle of the directions as White (2016) takes it for codes of
    different lengths. Where there is no angle or half a turn, and where a code is zero, it is the
    straight way.

    Args:
        start, end: float32 (latent_dim,).
        shares: float (n,), of the way, 0 to 1.

    Returns:
        float32 (n, latent_dim).
    """
    a, b = start.astype(np.float64), end.astype(np.float64)
    lengths = np.linalg.norm(a) * np.linalg.norm(b)
    angle = np.arccos(np.clip(a @ b / lengths, -1, 1)) if lengths else 0.0
    if not _NO_ANGLE < angle < np.pi - _NO_ANGLE:
        return straight(start, end, shares)
    share = np.asarray(shares, np.float64)[:, None]
    arc = (np.sin((1 - share) * angle) * a + np.sin(share * angle) * b) / np.sin(angle)
    return arc.astype(np.float32)
