"""How runs and their images are called, in tables, charts, menus and files."""

from __future__ import annotations

from ae.config.choices import DATASETS
from ae.presets import PRESETS
from ae.store import Run

BINARISED = "black-or-white pixels"


def run_title(run: Run) -> str:
    """A run's preset, or what its settings make of it: "Denoising variational"."""
    if run.preset in PRESETS:
        return PRESETS[run.preset].title
    hp = run.hp
    words = ["denoising"] * (hp.noise != "none") + ["sparse"] * (hp.sparsity != "none")
    words += ["contractive"] * (hp.contractive > 0) + ["variational"] * hp.is_variational
    words += ["convolutional"] * (hp.architecture == "conv")
    return " ".join(words or ["plain"]).capitalize()


def run_name(run: Run) -> str:
    """A run's title, with the code size where no preset says it: "Plain, code 16"."""
    code_size = "" if run.preset in PRESETS else f", code {run.hp.latent_dim}"
    return run_title(run) + code_size


def image_kind(dataset: str, pixels: str, names_dataset: bool) -> str:
    """What is special about the images: "black-or-white pixels"; "" where nothing is.

    Args:
        dataset, pixels: as in `Hyperparameters`.
        names_dataset: whether the dataset needs to be said.
    """
    words = [DATASETS[dataset]] * names_dataset + [BINARISED] * (pixels == "binarised")
    return ", ".join(words)
