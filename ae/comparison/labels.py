"""How the images of runs are called, in tables and charts."""

from __future__ import annotations

from ae.config.choices import DATASETS

BINARISED = "black-or-white pixels"


def image_kind(dataset: str, pixels: str, names_dataset: bool) -> str:
    """What is special about the images: "black-or-white pixels"; "" where nothing is.

    Args:
        dataset, pixels: as in `Hyperparameters`.
        names_dataset: whether the dataset needs to be said.
    """
    words = [DATASETS[dataset]] * names_dataset + [BINARISED] * (pixels == "binarised")
    return ", ".join(words)
