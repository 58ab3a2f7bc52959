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
import threading
import time
from collections.abc import Callable

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


def ours(store: Store, steps: int) -> float:
    """One run through the store; milliseconds from its first report to its last, all included.

    Whole seconds of wall-clock over steps, so validation, snapshots, checkpoints and the store
    count.
    """
    run = jobs.submit(store, HP.replace(steps=steps, seed=int(time.time())), "bench", "article")
    first: tuple[float, int] | None = None
    while True:
        now = store.run(run.id)
        if first is None and now.step >= 20:
            first = (time.perf_counter(), now.step)
        if now.step == steps:
            assert first is not None
            return 1000 * (time.perf_counter() - first[0]) / (steps - first[1])
        if now.state.is_ended:
            raise RuntimeError(f"{now.state}: {now.message}")
        time.sleep(0.02)


class Page:
    """A browser that watches the newest run of the store, in a thread of its own."""

    def __init__(self, url: str):
        self._url = url
        self._run: str | None = None
        self._over = threading.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Page:
        self._thread.start()
        self._ready.wait(60)
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def show(self, run: str) -> None:
        """Open that run."""
        self._run = run

    def _watch(self) -> None:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=bench_app.chromium(), args=bench_app.CHROMIUM_FLAGS
            )
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(f"{self._url}/train")
            page.get_by_role("button", name="Train", exact=True).wait_for()
            self._ready.set()
            shown = None
            while not self._over.wait(0.05):
                if self._run != shown:
                    shown = self._run
                    page.goto(f"{self._url}/train?run={shown}")
            browser.close()


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=600, help="of each run of ours")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    step, measure_fit = products(), fit()
    rows: list[tuple[float, float, float, float]] = []
    with bench_app.running() as app, Page(app.url) as page:
        store = Store(app.store_url)
        ours(store, 60)
        for _ in range(options.rounds):
            alone = ours(store, options.steps)
            watcher = threading.Thread(target=_show_newest, args=(store, page))
            watcher.start()
            watched = ours(store, options.steps)
            watcher.join()
            rows.append((time_products(step, 100), alone, watched, measure_fit(60)))
        store.close()
    _print(rows)
    return 0


def _show_newest(store: Store, page: Page) -> None:
    time.sleep(0.05)
    page.show(store.runs(limit=1)[0].id)


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
