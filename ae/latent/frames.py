"""The moving cloud of a run's codes: frames in two dimensions, each turned to the one before.

Axes of a principal component analysis have no sign and, where two of them show as much, no order:
drawn as they come, a cloud would flip and spin from frame to frame though the codes hardly move.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from threadpoolctl import ThreadpoolController

from ae.binary import pack, unpack
from ae.errors import NotFinite

# Directions that are looked for beside the two that count, and how often they are made better: so
# the plane is found in about a millisecond, also of a thousand numbers, where all directions would
# take a fifth of a second.
_SPARE, _ROUNDS = 8, 12
# What a frame shows: the code's own numbers, or the plane of its first two principal components.
NUMBERS, PLANE = "numbers", "plane"


@dataclass(frozen=True)
class Frame:
    """Codes as points, after a step.

    Attributes:
        points: float32 (n, 2) in the units of the code. A code of one number has it as the first,
            and 0 as the second.
        kind: `NUMBERS` or `PLANE`.
        numbers: in the code.
        share: of the codes' variance, that the points have, 0 to 1.
    """

    step: int
    points: np.ndarray
    kind: str
    numbers: int
    share: float

    def to_bytes(self) -> bytes:
        """As one file of `ae.binary`, 2 kB for 500 points.

        Its `points` are float16 in [-1, 1], to be multiplied by the header's `scale`; the header
        has the other attributes too.
        """
        scale = float(np.abs(self.points).max(initial=0)) or 1.0
        header = {
            "step": self.step, "kind": self.kind, "numbers": self.numbers, "share": self.share,
            "scale": scale,
        }  # fmt: skip
        return pack(header, {"points": (self.points / scale).astype(np.float16)})

    @classmethod
    def of_bytes(cls, raw: bytes) -> Frame:
        """What `to_bytes` gave.

        Raises:
            ModelFileError: if it is anything else.
        """
        header, arrays = unpack(raw)
        scale = np.float32(header.pop("scale"))
        return cls(points=arrays["points"].astype(np.float32) * scale, **header)


def next_frame(step: int, codes: np.ndarray, before: Frame | None = None) -> Frame:
    """The frame after a step.

    One or two numbers are shown as they are. Of longer codes it is the plane of their first two
    principal components, turned and mirrored so that the points lie as near as they can to those
    of the frame before.

    Args:
        step: steps done.
        codes: float32 (n, latent_dim).
        before: the run's last frame, of as many points.

    Raises:
        NotFinite: if a code is not.

    Source: Schönemann (1966), "A generalized solution of the orthogonal Procrustes problem".
    """
    if not np.isfinite(codes).all():
        raise NotFinite
    count, numbers = codes.shape
    if numbers <= 2:
        points = np.zeros((count, 2), np.float32)
        points[:, :numbers] = codes
        return Frame(step, points, NUMBERS, numbers, 1.0)
    centred = codes.astype(np.float64)
    centred -= centred.mean(axis=0)
    last = before.points.astype(np.float64) if before else np.zeros((count, 2))
    # The products are small, and a run trains beside them: several threads would wait for a core at
    # each of them, up to seconds on a busy machine, and spin after it where the next step begins.
    with _threads().limit(limits=1, user_api="blas"):
        points = centred @ _plane(centred, last)
        points = points @ _turn(points, last)
    share = float(np.square(points).sum() / max(np.square(centred).sum(), 1e-300))
    return Frame(step, points.astype(np.float32), PLANE, numbers, min(1.0, share))


@cache
def _threads() -> ThreadpoolController:
    """Looks for the libraries once, which takes as long as a frame."""
    return ThreadpoolController()


def _plane(centred: np.ndarray, last: np.ndarray) -> np.ndarray:
    """The directions of the two largest variances: float64 (latent_dim, 2).

    By subspace iteration (Halko et al. 2011), from where the last frame's plane was. Which way a
    direction points is settled by its largest number, as in `ae.latent.projection`.
    """
    numbers = centred.shape[1]
    drawn = np.random.default_rng(0).standard_normal((numbers, 2 + _SPARE))
    basis = np.column_stack([centred.T @ last, drawn])[:, :numbers]
    for _ in range(_ROUNDS):
        basis, _ = np.linalg.qr(basis)
        basis = centred.T @ (centred @ basis)
    basis, _ = np.linalg.qr(basis)
    _, _, rows = np.linalg.svd(centred @ basis, full_matrices=False)
    axes = basis @ rows[:2].T
    return axes * np.where(axes[np.abs(axes).argmax(axis=0), [0, 1]] < 0, -1, 1)


def _turn(points: np.ndarray, last: np.ndarray) -> np.ndarray:
    """The rotation or reflection that brings points nearest to the last ones: float64 (2, 2)."""
    left, sizes, right = np.linalg.svd(points.T @ last)
    return left @ right if sizes[0] > 0 else np.eye(2)
