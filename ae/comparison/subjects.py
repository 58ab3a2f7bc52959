"""What is compared: a run's name, and the pair that one click trains."""

from __future__ import annotations

from ae.config import Hyperparameters
from ae.presets import PRESETS
from ae.store import Run

# More do not fit beside each other, nor do more colours stay apart.
MOST = 6
# Stands where a run has no such value.
NOTHING = "–"
BINARISED = "black-or-white pixels"
# Code sizes of the pair.
SIZES = (2, 8, 16, 32)


def pair(latent_dim: int) -> tuple[Hyperparameters, Hyperparameters]:
    """A plain and a variational network, alike in all else."""
    plain = Hyperparameters(
        encoder=(512, 256), latent_dim=latent_dim, activation="gelu", loss="bce", steps=2000
    )
    return plain, plain.replace(code="variational")


def title(run: Run) -> str:
    """A run's preset, or what its settings make of it: "Denoising variational"."""
    if run.preset in PRESETS:
        return PRESETS[run.preset].title
    hp = run.hp
    words = ["denoising"] * (hp.noise != "none") + ["sparse"] * (hp.sparsity != "none")
    words += ["contractive"] * (hp.contractive > 0) + ["variational"] * hp.is_variational
    words += ["convolutional"] * (hp.architecture == "conv")
    return " ".join(words or ["plain"]).capitalize()


def name(run: Run) -> str:
    """A run in a few words: its preset, or its kind and code size."""
    code = "" if run.preset in PRESETS else f", code {run.hp.latent_dim}"
    return title(run) + code
