"""Which runs are compared: how many at most, and the pair that one click trains."""

from __future__ import annotations

from ae.config import Hyperparameters

# More do not fit beside each other, nor do more colours stay apart.
MAX_RUNS = 6
PAIR_CODE_SIZES = (2, 8, 16, 32)


def plain_and_variational(latent_dim: int) -> tuple[Hyperparameters, Hyperparameters]:
    """Two networks of that code size that differ in the kind of code alone."""
    plain = Hyperparameters(
        encoder=(512, 256), latent_dim=latent_dim, activation="gelu", loss="bce", steps=2000
    )
    return plain, plain.replace(code="variational")
