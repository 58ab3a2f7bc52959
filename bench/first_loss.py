"""In a browser: Train pressed to the first point drawn, and server start to a usable page.

    python -m bench.first_loss [--rounds 5] [--starts 4]

The first point is that of the untrained network, before any step; the first steps are those of
the curve that moves. Both are timed for every preset, with a warm worker, and for networks that no
run had before: such a one has to be compiled.

Targets: first point within 0.5 s of pressing Train with a warm worker, within 1.5 s for a new
network; the page usable within 3 s of the server's start, with files cached.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ae.presets import PRESETS
from bench import app as bench_app

FIRST_POINT, COMPILED, USABLE = 0.5, 1.5, 3.0
# Seconds until the worker has compiled all presets.
COMPILING = 25
# True once the chart holds a point of the run, in any of these traces.
DRAWN = """(traces) => {
  const chart = document.querySelector(".ae-live .chart");
  const run = new URLSearchParams(location.search).get("run");
  const live = document.querySelector(".ae-live")?.view;
  return live && run && live.run === run && traces.some((i) => chart?.data?.[i]?.x?.length > 0);
}"""
TRAINING, VALIDATION = 0, 2


def first_point(page: Any, address: str) -> tuple[float, float]:
    """Seconds from the press of Train to the first point, and to the first steps.

    The address fills the form.
    """
    train = page.get_by_role("button", name="Train", exact=True)
    page.goto(address)
    page.wait_for_function("window.Plotly !== undefined")
    train.wait_for()
    page.wait_for_timeout(1500)
    started = time.perf_counter()
    train.click()
    times = []
    for traces in ([TRAINING, VALIDATION], [TRAINING]):
        page.wait_for_function(DRAWN, arg=traces, polling="raf")
        times.append(time.perf_counter() - started)
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("status").filter(has_text="stopped").wait_for()
    return times[0], times[1]


def first_points(browser: Any, rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Seconds to the first point for each preset, and for a new network like each."""
    found: dict[str, list[tuple[float, float]]] = {}
    with bench_app.running() as app:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        time.sleep(COMPILING)
        for name in PRESETS:
            address = f"{app.url}/train?preset={name}&steps=100000"
            found[name] = [first_point(page, address) for _ in range(rounds)]
            width = PRESETS[name].hp.latent_dim + 1
            found[f"{name}, new"] = [first_point(page, f"{address}&latent_dim={width}")]
    return found


def starts(browser: Any, rounds: int) -> list[float]:
    """Seconds from starting the server's process to Train being there to press."""
    times = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory(prefix="ae-lab-") as folder:
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            started = time.perf_counter()
            app = bench_app.start_server(Path(folder), bench_app.free_port())
            try:
                bench_app.wait_for_server(app)
                page.goto(f"{app.url}/train", wait_until="commit")
                page.locator("button:enabled", has_text=re.compile("Train$")).wait_for()
                times.append(time.perf_counter() - started)
                bench_app.wait_for_workers(app)
            finally:
                page.close()
                bench_app.end(app)
    return times


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--starts", type=int, default=4, help="the first warms the file cache")
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=bench_app.chromium(), args=bench_app.CHROMIUM_FLAGS
        )
        opened = starts(browser, options.starts)[1:]
        drawn = first_points(browser, options.rounds)
        browser.close()
    print(f"{'seconds':32}{'median':>8}{'min':>8}{'max':>8}{'target':>8}{'':8}{'steps':>8}")
    met = _row("server start to page usable", opened, USABLE)
    for name, times in drawn.items():
        points, steps = zip(*times, strict=True)
        target = COMPILED if name.endswith("new") else FIRST_POINT
        met = _row(f"first point, {name}", points, target, statistics.median(steps)) and met
    return 0 if met else 1


def _row(name: str, times: Sequence[float], target: float, steps: float | None = None) -> bool:
    median = statistics.median(times)
    verdict = "met" if median <= target else "MISSED"
    print(
        f"{name:32}{median:8.2f}{min(times):8.2f}{max(times):8.2f}{target:8.1f}  {verdict:6}"
        + (f"{steps:8.2f}" if steps else "")
    )
    return median <= target


if __name__ == "__main__":
    sys.exit(main())
