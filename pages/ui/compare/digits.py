"""The same sixteen test digits, and what each run and PCA give back of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ae.comparison import BINARISED
from ae.data import SHOWN, load_dataset, noise
from ae.store import Run
from pages.components.compare_digits import Tile, as_text, compare_digits
from pages.ui.compare.entries import Entry
from pages.ui.compare.inference import Inference


def show_digits(entries: Sequence[Entry], inference: Inference) -> None:
    """A tile for the originals, for each run and for PCA.

    Args:
        entries: in the order in which they are shown.
        inference: knows PCA's reconstructions.
    """
    tiles: list[Tile] = []
    for dataset in dict.fromkeys(entry.conditions.dataset for entry in entries):
        tiles.append(Tile(f"originals {dataset}", "Original", levels=as_text(_originals(dataset))))
        for entry in entries:
            if entry.conditions.dataset == dataset:
                tiles += (
                    _run_tiles(entry, entry.run) if entry.run else [_pca_tile(entry, inference)]
                )
    compare_digits(tiles, "compare-digits")


def _run_tiles(entry: Entry, run: Run) -> Iterator[Tile]:
    """What the run gives back, after what it is shown where that is not the original."""
    label, hp = entry.label, run.hp
    images = _originals(hp.dataset)[..., None]
    shown, target = noise.input_and_target(hp, images, SHOWN)
    if noise.changes_input(hp):
        kind = BINARISED if hp.noise == "none" else "noise"
        name = f"What run {label.number} is shown: {kind}"
        yield Tile(f"{run.id} input", name, colour=label.colour, levels=as_text(shown[..., 0]))
    yield Tile(
        run.id,
        label.name,
        label.number,
        label.colour,
        target=as_text(target[..., 0]),
        run=run.id,
        steps=run.steps,
    )


def _pca_tile(entry: Entry, inference: Inference) -> Tile:
    label, answer = entry.label, inference.pca(entry.conditions)
    return Tile(
        label.name,
        label.name,
        colour=label.colour,
        target=as_text(_originals(entry.conditions.dataset)),
        levels=as_text(answer["reconstruction"]) if answer else None,
        note="" if answer else "waits for a worker",
    )


def _originals(dataset: str) -> np.ndarray:
    """float32 (16, 28, 28)."""
    return load_dataset(dataset).test.images[list(SHOWN)][..., 0]
