"""Generated digits of a plain and a variational network, beside the published rank order.

    python -m bench.generate [--passes 10] [--json FILE]

Trains both with codes of sixteen numbers and the same seed, draws 10,000 digits from everything
that each can be drawn from, and scores them as the Generate page does. Ghosh et al. (ICLR 2020,
table 1) measured in features of a network trained on photographs, so only the order is held against
theirs, pair by pair. Two more things are timed: the first scores of a worker, which finds what all
are held against, and those after it.

Target: scores within 10 s.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from ae.cluster.samplers import make_sampler
from ae.cluster.scoring import reference_scores, score_generator
from ae.data import TRAIN_SIZE, Dataset, load_dataset
from ae.latent.sampling import SamplerChoice
from ae.metrics.generation import Scores
from ae.models import Autoencoder
from ae.presets import preset
from ae.training import Training

SECONDS = 10.0
SIZE = 16
SAMPLERS = {
    "plain": ("gaussian", "mixture-2", "mixture-10", "mixture-50"),
    "variational": ("prior", "gaussian", "mixture-2", "mixture-10", "mixture-50"),
}
# Fréchet distances of Ghosh et al., by code and sampler.
PUBLISHED = {
    ("plain", "gaussian"): 58.73,
    ("plain", "mixture-10"): 10.66,
    ("variational", "prior"): 19.21,
    ("variational", "mixture-10"): 17.66,
}
HEAD = (
    "| code | drawn from | accepted | spread, bits | Fréchet | density | coverage | nearer "
    "| z | Ghosh et al. |"
)


def train(code: str, passes: int, data: Dataset) -> Autoencoder:
    """The network of `vae` with sixteen numbers, plain or variational."""
    base = preset("vae")
    steps = passes * TRAIN_SIZE // base.batch_size
    with Training(base.replace(code=code, latent_dim=SIZE, steps=steps), data) as training:
        while not training.finished:
            training.advance(1.0)
        return Autoencoder(training.hp, training.weights())


def row(code: str, sampler: str, scores: Scores) -> str:
    """One line of the table."""
    published = PUBLISHED.get((code, sampler))
    return (
        f"| {code} | {sampler} | {scores.accepted:.3f} | {scores.entropy:.2f} "
        f"| {scores.frechet:.2f} | {scores.density:.2f} | {scores.coverage:.3f} "
        f"| {scores.nearer:.3f} | {scores.copying:.1f} | {published or '–'} |"
    )


def order(found: dict[tuple[str, str], Scores]) -> list[str]:
    """Of each pair of published figures, whether ours lie the same way round."""
    lines = []
    for better, worse in itertools.combinations(sorted(PUBLISHED, key=PUBLISHED.__getitem__), 2):
        ours = found[better].frechet, found[worse].frechet
        verdict = "as published" if ours[0] < ours[1] else "the other way round"
        lines.append(
            f"- {' '.join(better)} {PUBLISHED[better]} < {' '.join(worse)} {PUBLISHED[worse]}; "
            f"ours {ours[0]:.1f} and {ours[1]:.1f}: {verdict}"
        )
    return lines


def main() -> int:
    """Train, score, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--passes", type=int, default=10)
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    options = parser.parse_args()
    data = load_dataset("mnist")
    models = {code: train(code, options.passes, data) for code in SAMPLERS}
    print(HEAD + "\n|" + " --- |" * (HEAD.count("|") - 1), flush=True)
    found: dict[tuple[str, str], Scores] = {}
    seconds = []
    for code, model in models.items():
        for name in SAMPLERS[code]:
            sampler = make_sampler(model, SamplerChoice.parse(name), lambda _: None)
            started = time.perf_counter()
            found[code, name] = score_generator(model, sampler)
            seconds.append(time.perf_counter() - started)
            print(row(code, name, found[code, name]), flush=True)
    floor, ceiling = reference_scores(data.name, SIZE)
    print(row("–", "training images (floor)", floor))
    print(row("–", "Gaussian on PCA codes (ceiling)", ceiling))
    print("\n" + "\n".join(order(found)))
    print(f"\nScores took {seconds[0]:.1f} s at first, then at most {max(seconds[1:]):.1f} s.")
    if options.json:
        figures = {" ".join(name): scores.as_dict() for name, scores in found.items()}
        options.json.write_text(json.dumps(figures, indent=1))
    return int(max(seconds) > SECONDS)


if __name__ == "__main__":
    sys.exit(main())
