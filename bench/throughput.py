"""Milliseconds a step of `article`: our worker with a page watching, `model.fit`, the products.

    python -m bench.throughput [--steps 600] [--rounds 5]

"The products" are the matrix products of a step alone, in NumPy, same shapes, same threads: what
the processor can do. The three are measured in turn, round by round, in one run, because a shared
machine's speed drifts; the ratio of each round is what counts.

Target: our worker, with a page watching, at most 1.25 times the products.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

from ae import jobs
from ae.data import load_dataset
from ae.presets import preset
from ae.store import Store
from bench import app as bench_app

TARGET = 1.25
HP = preset("article")


def products() -> Callable[[], None]:
    """One step's matrix products, forward and backward, on arrays made beforehand."""
    rng = np.random.default_rng(0)
    layers = HP.layers()
    widths = [layers[0].inputs, *(layer.units for layer in layers)]
    weights = [rng.standard_normal((x.inputs, x.units), np.float32) for x in layers]
    values = [rng.standard_normal((HP.batch_size, w), np.float32) for w in widths]

    def step() -> None:
        for i, weight in enumerate(weights):
            values[i] @ weight
        for i in reversed(range(len(weights))):
            values[i].T @ values[i + 1]
            if i:
                values[i + 1] @ weights[i].T

    return step


def time_products(step: Callable[[], None], count: int) -> float:
    """Median milliseconds a step."""
    times = []
    for _ in range(count):
        started = time.perf_counter()
        step()
        times.append(time.perf_counter() - started)
    return 1000 * statistics.median(times)


def fit() -> Callable[[int], float]:
    """Plain Keras: `compile`, then `fit` on an array; returns milliseconds a step."""
    import keras

    from ae.models import build

    encoder, decoder = build(HP)
    model = keras.Sequential([encoder, decoder])
    model.compile(keras.optimizers.RMSprop(HP.learning_rate), "mse")
    images = load_dataset("mnist").train.images

    def measure(steps: int) -> float:
        part = images[: steps * HP.batch_size]
        started = time.perf_counter()
        model.fit(part, part, batch_size=HP.batch_size, verbose=0)
        return 1000 * (time.perf_counter() - started) / steps

    measure(20)
    return measure


def follow(store: Store, run: str, steps: int) -> float:
    """Wait for a run's end; milliseconds a step from its 20th to its last, all included.

    Wall-clock over steps, so validation, snapshots, checkpoints and the store count.
    """
    first: tuple[float, int] | None = None
    pace = 0.0
    while True:
        now = store.run(run)
        if first is None and now.step >= 20:
            first = (time.perf_counter(), now.step)
        if now.step == steps and not pace:
            assert first is not None
            pace = 1000 * (time.perf_counter() - first[0]) / (steps - first[1])
        if now.state.is_ended:
            # What comes next must not be measured beside the end of this.
            time.sleep(0.5)
            return pace
        time.sleep(0.1)


def alone(store: Store, steps: int) -> float:
    """A run that no page watches."""
    return follow(store, jobs.submit(store, HP.replace(steps=steps), "bench").id, steps)


def watched(store: Store, steps: int, page: Any) -> float:
    """A run started in a page that stays open beside it."""
    page.get_by_role("button", name="Train", exact=True).click()
    page.wait_for_url("**run=*")
    try:
        return follow(store, store.runs(limit=1)[0].id, steps)
    finally:
        page.get_by_role("button", name="New run").click()
        page.wait_for_timeout(1500)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=1000, help="of each run of ours")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    step, measure_fit = products(), fit()
    rows: list[tuple[float, float, float, float]] = []
    steps = options.steps
    with bench_app.running() as app, sync_playwright() as playwright:
        store = Store(app.store_url)
        browser = playwright.chromium.launch(
            executable_path=bench_app.chromium(), args=bench_app.CHROMIUM_FLAGS
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"{app.url}/train?steps={steps}")
        page.wait_for_function("window.Plotly !== undefined")
        page.wait_for_timeout(2000)
        for _ in range(options.rounds):
            before = time_products(step, 100)
            times = alone(store, steps), watched(store, steps, page)
            rows.append(((before + time_products(step, 100)) / 2, *times, measure_fit(60)))
        browser.close()
        store.close()
    _print(rows)
    return 0


def _print(rows: list[tuple[float, float, float, float]]) -> None:
    names = ("products alone (NumPy)", "ours", "ours, page watching", "model.fit")
    print(f"article, batches of {HP.batch_size}, {os.cpu_count()} cores, {len(rows)} rounds")
    print(f"{'':24}{'ms a step':>10}{'min':>8}{'max':>8}{'x products':>12}")
    for i, name in enumerate(names):
        column = [row[i] for row in rows]
        ratio = statistics.median(row[i] / row[0] for row in rows)
        print(
            f"{name:24}{statistics.median(column):10.2f}{min(column):8.2f}{max(column):8.2f}"
            f"{ratio:12.2f}"
        )
    ratio = statistics.median(row[2] / row[0] for row in rows)
    verdict = "met" if ratio <= TARGET else "MISSED"
    print(f"target: ours with a page watching at most {TARGET} x products: {verdict} ({ratio:.2f})")


if __name__ == "__main__":
    sys.exit(main())
