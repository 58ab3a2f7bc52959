"""The codes of the test images as one binary file: kept with a run, and read by its pages."""

from __future__ import annotations

import numpy as np

from ae.binary import pack
from ae.errors import NotFinite
from ae.latent.clusters import clusters

# Numbers in a file at most, 10 MB: of large codes it holds fewer images.
MOST_NUMBERS = 2_500_000
# What the store calls it.
KIND = "codes"


def code_count(latent_dim: int, images: int) -> int:
    """How many images' codes a file holds.

    Args:
        latent_dim: numbers of a code.
        images: that there are.
    """
    return min(images, MOST_NUMBERS // latent_dim)


def code_file(run: str, step: int, codes: np.ndarray, errors: np.ndarray) -> bytes:
    """The file of a run's codes: header and arrays as `ae.binary` packs them.

    The header has `run`, `step`, and of each number of the code its `mean` and its `spread`, the
    standard deviation, over the images in the file. Arrays: `codes` float32 (n, latent_dim),
    `errors` float32 (n,), `clusters` uint8 (n,).

    Args:
        run: its id.
        step: of the weights.
        codes: float32 (n, latent_dim) of the first n test images; too many are left out.
        errors: float32 (n,), mean squared error per pixel of each.

    Raises:
        NotFinite: if a code or an error is not.
    """
    count = code_count(codes.shape[1], len(codes))
    codes, errors = codes[:count], errors[:count]
    if not (np.isfinite(codes).all() and np.isfinite(errors).all()):
        raise NotFinite
    header = {
        "run": run,
        "step": step,
        "mean": codes.mean(axis=0, dtype=np.float64).tolist(),
        "spread": codes.std(axis=0, dtype=np.float64).tolist(),
    }
    arrays = {"codes": codes, "errors": errors, "clusters": clusters(codes)}
    return pack(header, arrays)
