"""In a browser: Train pressed to the first point drawn, and server start to a usable page.

    python -m bench.first_loss [--rounds 7] [--starts 3]

Targets: first point within 1.0 s of pressing Train with a warm worker; the page usable within
3 s of the server's start, with files cached.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import app as bench_app

FIRST_POINT, USABLE = 1.0, 3.0
# True once the chart holds a point of a run other than the one before.
DRAWN = """(before) => {
  const chart = document.querySelector(".ae-live .chart");
  const run = new URLSearchParams(location.search).get("run");
  const live = document.querySelector(".ae-live")?.live;
  return live && run && run !== before && live.run === run && chart?.data?.[0]?.x?.length > 0;
}"""


def first_points(browser: Any, rounds: int) -> list[float]:
    """Seconds from the press to the point, by the browser's own clock."""
    times = []
    with bench_app.running() as app:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"{app.url}/train")
        train = page.get_by_role("button", name="Train", exact=True)
        page.wait_for_function("window.Plotly !== undefined")
        for _ in range(rounds):
            train.wait_for()
            page.wait_for_timeout(1000)
            before = page.evaluate("new URLSearchParams(location.search).get('run')")
            started = time.perf_counter()
            train.click()
            page.wait_for_function(DRAWN, arg=before, polling="raf")
            times.append(time.perf_counter() - started)
            page.get_by_role("button", name="Stop").click()
            page.get_by_role("status").filter(has_text="stopped").wait_for()
    return times


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
                page.locator("button:enabled", has_text="Train").wait_for()
                times.append(time.perf_counter() - started)
                bench_app.wait_for_workers(app)
            finally:
                page.close()
                bench_app.end(app)
    return times


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
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
    print(f"{'seconds':40}{'median':>8}{'min':>8}{'max':>8}{'target':>8}")
    for name, times, target in (
        ("Train pressed to first point, warm", drawn, FIRST_POINT),
        ("server start to page usable", opened, USABLE),
    ):
        median = statistics.median(times)
        print(
            f"{name:40}{median:8.2f}{min(times):8.2f}{max(times):8.2f}{target:8.1f}  "
            f"{'met' if median <= target else 'MISSED'}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
