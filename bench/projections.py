"""Latent projections: seconds and trustworthiness of ours beside scikit-learn's t-SNE.

    python -m bench.projections [--codes 10000] [--steps 1000]

The codes are those of test images by the `article` network, 128 numbers each. Trustworthiness is of
15 neighbours (Venna and Kaski 2001): 1 where every neighbour on the map is one in the code.

Targets, for 10,000 codes: PCA within 0.3 s; t-SNE and UMAP at least 3 times as fast as
scikit-learn's t-SNE, with a trustworthiness at most 0.01 below its.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable

import numpy as np
from sklearn.manifold import TSNE, trustworthiness

from ae.data import load_dataset
from ae.latent.maps import embed
from ae.latent.projection import project
from ae.presets import preset

PCA_SECONDS, FASTER, WORSE = 0.3, 3.0, 0.01
NEIGHBOURS = 15


def timed(work: Callable[[], np.ndarray]) -> tuple[float, np.ndarray]:
    """Seconds, and what came of it."""
    started = time.perf_counter()
    found = work()
    return time.perf_counter() - started, found


def codes_of(count: int, steps: int) -> np.ndarray:
    """Codes of so many test images by `article`, trained for so many steps."""
    from ae.training import train

    hp = preset("article").replace(steps=steps)
    data = load_dataset(hp.dataset)
    return train(hp, data).encode(data.test.images[:count])


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--codes", type=int, default=10_000)
    parser.add_argument("--steps", type=int, default=1_000)
    options = parser.parse_args()
    codes = codes_of(min(options.codes, 10_000), options.steps)
    print(f"{len(codes):,} codes of {codes.shape[1]} numbers")
    print(f"{'':22}{'seconds':>9}{'trustworthiness':>17}{'times as fast':>15}")
    reference = faster = kept = 0.0
    is_met = True
    for name, work in (
        ("scikit-learn's t-SNE", lambda: TSNE(random_state=0, n_jobs=-1).fit_transform(codes)),
        ("PCA", lambda: project(codes).points),
        ("t-SNE", lambda: embed(codes, "tsne")),
        ("UMAP", lambda: embed(codes, "umap")),
    ):
        seconds, found = timed(work)
        trust = trustworthiness(codes, found, n_neighbors=NEIGHBOURS)
        reference, kept = reference or seconds, kept or trust
        faster = reference / seconds
        print(f"{name:22}{seconds:9.2f}{trust:17.4f}{faster:15.1f}", flush=True)
        if name == "PCA":
            is_met = is_met and seconds <= PCA_SECONDS
        elif name in ("t-SNE", "UMAP"):
            is_met = is_met and faster >= FASTER and trust >= kept - WORSE
    print("targets:", "met" if is_met else "MISSED")
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
