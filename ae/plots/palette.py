"""The colours of signed errors, for canvases in the browser and for figures."""

from __future__ import annotations

import numpy as np

# Red, green and blue of the largest errors: a pixel that is white and should be black, and the
# other way round.
TOO_BRIGHT, TOO_DARK = (1.0, 0.25, 0.25), (0.15, 0.45, 1.0)


def error_colours() -> np.ndarray:
    """The colour of every error that grey levels can have: black for none, as digits' background.

    Returns:
        uint8 (511, 3), red, green and blue of the errors -255 (too dark) to 255 (too bright).
    """
    levels = np.arange(256)[:, None]
    dark, bright = np.rint(levels * TOO_DARK), np.rint(levels * TOO_BRIGHT)
    return np.concatenate([dark[:0:-1], bright]).astype(np.uint8)
