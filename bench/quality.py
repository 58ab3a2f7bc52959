"""Our models beside published figures, on the test images.

    python -m bench.quality [--only NAME ...] [--seeds 3] [--json FILE]

Each case trains from scratch, once for each seed; the figure is the median. Cases that take more
than five minutes on two cores are trained once. A figure with a target that it misses is marked.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

from ae.config import Hyperparameters
from ae.data import TRAIN_SIZE, Dataset, load_dataset
from ae.metrics import evaluate
from ae.metrics.baselines import entropy_floor, pca
from ae.models import Autoencoder
from ae.presets import PRESETS, preset
from ae.training import Training

BURDA = "Burda et al. (2016), table 1"
BLOG = "Keras blog (2016)"
EXAMPLE = "keras.io example"
SCIENCE = "Hinton, Salakhutdinov (2006)"


def _measured(name: str) -> Callable[[Autoencoder, Dataset], float]:
    return lambda model, data: float(getattr(evaluate(model, data.test), name))


def _bound(model: Autoencoder, data: Dataset) -> float:
    elbo = evaluate(model, data.test).elbo
    assert elbo is not None
    return -elbo


def _likelihood(model: Autoencoder, data: Dataset) -> float:
    from ae.metrics.likelihood import negative_log_likelihood

    return negative_log_likelihood(model, data.test, images=1000, samples=5000)


def _over_pca(model: Autoencoder, data: Dataset) -> float:
    """The squared error as a multiple of PCA's with as many numbers."""
    linear = evaluate(pca(data, model.hp.latent_dim), data.test).mse
    return evaluate(model, data.test).mse / linear


@dataclass(frozen=True)
class Case:
    """One comparison.

    Attributes:
        figure: what is measured, with its unit.
        target: at most this; None where there is nothing to reach.
        published: the figure to hold ours against, and where it stands.
        is_long: more than five minutes on two cores: one seed will do.
    """

    hp: Hyperparameters
    figure: str
    measure: Callable[[Autoencoder, Dataset], float]
    target: float | None
    published: str
    source: str
    is_long: bool = False


_EPOCH = TRAIN_SIZE // 256  # steps in one pass over the training images
_BLOG = Hyperparameters(
    encoder=(), latent_dim=32, code_activation="relu", loss="bce", steps=50 * _EPOCH
)
_BINARISED = preset("vae").replace(
    pixels="binarised", latent_dim=50, batch_size=256, steps=100 * _EPOCH
)
CASES: dict[str, Case] = {
    "article": Case(
        preset("article"), "squared error per pixel", _measured("mse"), None, "0.0280", "own probe"
    ),
    "repaired": Case(
        preset("repaired"), "squared error per pixel", _measured("mse"), None, "0.0081", "own probe"
    ),
    "linear": Case(
        preset("linear"), "squared error, PCA = 1", _over_pca, 1.02, "1", "Baldi, Hornik (1989)"
    ),
    "deep30": Case(
        preset("deep30"), "squared error per image", _measured("sse_per_image"), 2.9, "3.00",
        SCIENCE,
    ),
    "784-32-784": Case(_BLOG, "nats per pixel", _measured("bce"), 0.093, "0.093", BLOG),
    "deep dense, 32": Case(
        preset("vae").replace(code="plain", latent_dim=32), "nats per pixel", _measured("bce"),
        0.077, "0.097", BLOG,
    ),
    "conv": Case(preset("conv"), "nats per pixel", _measured("bce"), 0.068, "0.094", BLOG),
    "sparse": Case(preset("sparse"), "nats per pixel", _measured("bce"), None, "0.10", BLOG),
    "denoising": Case(
        preset("denoising"), "nats per pixel, clean target", _measured("bce"), 0.0839, "0.0839",
        EXAMPLE, is_long=True,
    ),
    "vae2": Case(preset("vae2"), "nats per image", _bound, 146.95, "146.95", EXAMPLE),
    "vae": Case(preset("vae"), "nats per image", _bound, 103.0, "–", "–"),
    "binarised VAE, 50": Case(
        _BINARISED, "nats per image, 5,000 samples", _likelihood, 92.0, "86.76", BURDA, is_long=True
    ),
}  # fmt: skip


def measure(name: str, seeds: int, data: Dataset) -> dict[str, object]:
    """Train and measure a case: the median figure, all figures, seconds, milliseconds per step."""
    case = CASES[name]
    figures, seconds, pace = [], [], []
    for seed in range(1 if case.is_long else seeds):
        started = time.perf_counter()
        with Training(case.hp.replace(seed=seed), data) as training:
            while not training.finished:
                training.advance(1.0)
                _tell(name, seed, training)
            model = Autoencoder(training.hp, training.weights())
            pace.append(training.ms_per_step)
        seconds.append(time.perf_counter() - started)
        figures.append(case.measure(model, data))
    return {
        "case": name,
        "figure": statistics.median(figures),
        "figures": figures,
        "seconds": statistics.median(seconds),
        "ms_per_step": statistics.median(pace),
        "epochs": case.hp.steps * case.hp.batch_size / len(data.train),
        "target": case.target,
    }


def _tell(name: str, seed: int, training: Training) -> None:
    if sys.stderr.isatty():
        line = f"{name}, seed {seed}: step {training.step:,} of {training.hp.steps:,}"
        print(line.ljust(78), end="\r", file=sys.stderr, flush=True)


HEAD = "| case | test figure | ours | target | published | source | passes | time | seeds |"


def row(found: dict[str, object]) -> str:
    """One line of the table."""
    name = str(found["case"])
    case = CASES[name]
    figures = np.array(found["figures"])
    ours = f"{found['figure']:.4g}"
    if case.target is not None and float(str(found["figure"])) > case.target:
        ours += " (missed)"
    target = "–" if case.target is None else f"{case.target:g}"
    label = f"`{name}`" if name in PRESETS else name
    return (
        f"| {label} | {case.figure} | {ours} | {target} | {case.published} | {case.source} | "
        f"{found['epochs']:.0f} | {found['seconds']:.0f} s | {len(figures)} |"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=list(CASES), default=list(CASES))
    parser.add_argument("--seeds", type=int, default=3, help="for each case under five minutes")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    options = parser.parse_args()
    data = load_dataset("mnist")
    print(f"Cross-entropy of a perfect copy: {entropy_floor(data.test):.4f} nats per pixel.\n")
    print(HEAD + "\n|" + " --- |" * (HEAD.count("|") - 1), flush=True)
    results = []
    for name in options.only:
        results.append(measure(name, options.seeds, data))
        print(row(results[-1]), flush=True)
        if options.json:
            options.json.write_text(json.dumps(results, indent=1))
    missed = [
        r for r in results if r["target"] and float(str(r["figure"])) > float(str(r["target"]))
    ]
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
