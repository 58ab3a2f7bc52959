"""The same sixteen test digits, and what each run and PCA give back of them."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ae.comparison import BINARISED
from ae.data import SHOWN, load_dataset, noise
from ae.plots.curves import strips, to_png
from ae.store import Run
from pages.ui.compare.inference import Inference, why_no_answer
from pages.ui.compare.labels import Label, pca_label, run_labels
from pages.ui.compare.template import draw


@dataclass(frozen=True)
class _Picture:
    """Eight digits: in words, and as a data URL."""

    alt: str
    source: str


@dataclass(frozen=True)
class _Row:
    """Sixteen digits in two pictures; without any the note says why."""

    label: Label
    note: str
    pictures: Sequence[_Picture] = ()


def show_digits(runs: Sequence[Run], pca: dict[str, Any] | None, inference: Inference) -> None:
    """A row for the originals, for each run and for PCA.

    Args:
        runs: the runs.
        pca: a worker's answer about PCA.
        inference: asks for the runs' reconstructions.
    """
    rows: list[_Row] = []
    dataset = None
    for label, run in zip(run_labels(runs), runs, strict=True):
        if run.hp.dataset != dataset:
            dataset = run.hp.dataset
            rows.append(_digit_row(Label("Original"), "", _originals(run)[..., 0]))
        rows += _run_rows(label, run, inference)
    if pca:
        squares = np.square(pca["reconstruction"] - _originals(runs[0])[..., 0])
        note = _error_in_words(squares)
        rows.append(_digit_row(pca_label(pca["latent_dim"]), note, pca["reconstruction"]))
    draw("digits", rows=rows)


def _run_rows(label: Label, run: Run, inference: Inference) -> list[_Row]:
    """What the run gives back, after what it was shown where that was not the original."""
    answer, rows = inference.reconstruct(run), []
    if noise.changes_input(run.hp):
        shown = noise.network_input(run.hp, _originals(run), SHOWN)[..., 0]
        rows.append(_digit_row(label, "what it was shown", shown))
    if answer is None:
        rows.append(_Row(label, why_no_answer(run)))
    else:
        note = _error_in_words(answer["errors"])
        note += f", {BINARISED}" * (run.hp.pixels == "binarised")
        rows.append(_digit_row(label, note, answer["reconstruction"]))
    return rows


def _originals(run: Run) -> np.ndarray:
    """float32 (16, 28, 28, 1)."""
    return load_dataset(run.hp.dataset).test.images[list(SHOWN)]


def _error_in_words(squared_errors: np.ndarray) -> str:
    return f"error {float(squared_errors.mean()):.4f} a pixel"


def _digit_row(label: Label, note: str, images: np.ndarray) -> _Row:
    """Sixteen digits, float32 (16, 28, 28), in two pictures."""
    pictures = []
    for which, strip in zip(("1 to 8", "9 to 16"), strips(images), strict=True):
        alt = ", ".join(filter(None, [label.text, note, f"test digits {which}"]))
        png = base64.b64encode(to_png(strip)).decode()
        pictures.append(_Picture(alt, f"data:image/png;base64,{png}"))
    return _Row(label, note, pictures)
