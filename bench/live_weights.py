"""What it costs a training that somebody watches it with a digit of their own.

    python -m bench.live_weights [--preset article] [--runs 30] [--windows 5]

A viewer asks as the Train page does (`pages/components/your_digit/live_weights.js`). Windows of
one training with and without viewers take turns; so do those of a class whose runs share the
worker, each with a viewer of its own. The viewers run on the same machine, which a class's browsers
do not.

What is counted is the time that all cores spend on a step, by the workers and the server: unlike
steps a second, which stand beside it, it hardly depends on what else the machine does.

Targets: one viewer costs at most 2 % of the steps, thirty at most 10 %; what is seen in Chromium of
a run that trains alone is of weights that are at most 2 s old.
"""

from __future__ import annotations

import argparse
import http.client
import sys
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

import numpy as np
import psutil
from playwright.sync_api import sync_playwright

from ae import queue
from ae.binary import unpack
from ae.cluster.launch import LEASE
from ae.config import Hyperparameters
from ae.presets import preset
from ae.store import State, Store, Wanted
from ae.web.addresses import Addresses
from bench import app as bench_app

ONE, CLASS, OLDEST = 0.02, 0.10, 2.0
# Milliseconds that the page waits, as seconds.
TURN, PAUSE, ALIVE, TRIES = 0.2, 0.75, 2.5, 8
# Seconds of a window, and until what it follows is out of the way: a watch ends after five.
WINDOW, CLASS_WINDOW, SETTLING = 10.0, 40.0, 6.0


class Viewer(threading.Thread):
    """Asks for the live weights of a run until it is told to stop.

    Attributes:
        newest: the step that the run is at, for the caller to tell.
    """

    def __init__(self, url: str, run: str):
        super().__init__(daemon=True)
        self._address = urlsplit(url).netloc
        self._path = f"{Addresses().model}/{run}/live"
        self._over = threading.Event()
        self.run_id, self.newest = run, 0

    def stop(self) -> None:
        """Look away."""
        self._over.set()
        self.join()

    def run(self) -> None:
        """As the page: every 200 ms, if there may be others."""
        connection = http.client.HTTPConnection(self._address)
        step, known, tries, asked, arrived = 0, 0, 0, -ALIVE, -PAUSE
        while not self._over.wait(TURN):
            now = time.monotonic()
            tries, known = (0 if known != self.newest else tries), self.newest
            is_behind = known != step and tries < TRIES and now - arrived > PAUSE
            if not is_behind and now - asked <= ALIVE:
                continue
            asked, tries = now, tries + 1
            connection.request("GET", f"{self._path}/{step}")
            answer = connection.getresponse()
            content = answer.read()
            if answer.status == 200:
                step, arrived = unpack(content)[0]["step"], time.monotonic()
        connection.close()


@dataclass(frozen=True)
class Pace:
    """What a window brought: steps a second of all runs, and milliseconds of all cores a step."""

    steps_a_second: float
    ms_a_step: float


def measure(app: bench_app.App, store: Store, viewers: list[Viewer], seconds: float) -> Pace:
    """A window of so many seconds, which begins once what came before is out of the way."""
    _wait(store, viewers, SETTLING)
    began, busy, done = time.monotonic(), cpu_seconds(app, store), _steps(store)
    _wait(store, viewers, seconds)
    steps = _steps(store) - done
    return Pace(steps / (time.monotonic() - began), 1000 * (cpu_seconds(app, store) - busy) / steps)


def _wait(store: Store, viewers: list[Viewer], seconds: float) -> None:
    """Tell the viewers meanwhile how far their runs are, as a page's live view does."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        at = {row.id: row.step for row in store.runs(limit=len(viewers) + 1)}
        for viewer in viewers:
            viewer.newest = at[viewer.run_id]
        time.sleep(TURN)


def _steps(store: Store) -> int:
    return sum(row.step for row in store.runs())


def cpu_seconds(app: bench_app.App, store: Store) -> float:
    """What the server, the supervisor and its workers have had of the cores."""
    holder = store.lease(LEASE)
    assert holder
    supervisor = psutil.Process(int(holder.split(":")[1]))
    family = [psutil.Process(app.process.pid), supervisor, *supervisor.children(recursive=True)]
    times = [process.cpu_times() for process in family]
    return sum(spent.user + spent.system for spent in times)


def compare(
    app: bench_app.App, store: Store, runs: list[str], windows: int, seconds: float
) -> list[tuple[float, float]]:
    """A window with viewers against those before and after it: cost in cores' time and in steps."""
    costs, before = [], measure(app, store, [], seconds)
    for _ in range(windows):
        viewers = [Viewer(app.url, run) for run in runs]
        for viewer in viewers:
            viewer.start()
        watched = measure(app, store, viewers, seconds)
        for viewer in viewers:
            viewer.stop()
        after = measure(app, store, [], seconds)
        costs.append(
            (
                2 * watched.ms_a_step / (before.ms_a_step + after.ms_a_step) - 1,
                1 - 2 * watched.steps_a_second / (before.steps_a_second + after.steps_a_second),
            )
        )
        before = after
    return costs


# The greatest age of the weights of what is shown, at every frame for so many milliseconds.
_OLDEST_SHOWN = """(milliseconds) => new Promise((resolve) => {
  const { digit } = document.querySelector(".ae-live").view.yourDigit;
  const until = performance.now() + milliseconds, ages = [];
  const look = (now) => {
    ages.push(now - digit.shown.taken);
    if (now < until) requestAnimationFrame(look);
    else resolve(ages);
  };
  requestAnimationFrame(look);
})"""


def ages_in_browser(url: str, run: str, seconds: float = 20) -> np.ndarray:
    """Seconds, of the weights of a drawn digit's reconstruction, at every frame of Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=bench_app.chromium(), args=bench_app.CHROMIUM_FLAGS
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"{url}/train?run={run}")
        place = page.locator(".ae-live .your-digit")
        place.wait_for()
        if place.get_attribute("open") is None:
            place.locator("summary").click()
        paper = page.locator(".drawing .paper canvas")
        paper.scroll_into_view_if_needed()
        box = paper.bounding_box()
        assert box
        page.mouse.move(box["x"] + 60, box["y"] + 40)
        page.mouse.down()
        page.mouse.move(box["x"] + 90, box["y"] + 130, steps=5)
        page.mouse.up()
        page.wait_for_function("document.querySelector('.ae-live').view.yourDigit.digit.shown")
        page.wait_for_timeout(3000)
        ages = page.evaluate(_OLDEST_SHOWN, 1000 * seconds)
        browser.close()
    return np.array(ages) / 1000


def trained(store: Store, hp: Hyperparameters, count: int) -> list[str]:
    """So many runs that train and will not end by themselves."""
    runs = [queue.submit(store, hp.replace(seed=i), f"student {i}").id for i in range(count)]
    while not all(store.run(run).step > 0 for run in runs):
        time.sleep(0.2)
    return runs


def end(store: Store, runs: list[str]) -> None:
    """Stop them, and wait until they are."""
    for run in runs:
        store.want(run, Wanted.STOP)
    while not all(store.run(run).state in (State.STOPPED, State.FINISHED) for run in runs):
        time.sleep(0.2)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--preset", default="article")
    parser.add_argument("--runs", type=int, default=30, help="of a class; 0 for one alone")
    parser.add_argument("--windows", type=int, default=5)
    options = parser.parse_args()
    hp = preset(options.preset).replace(steps=100_000)
    is_met = True
    with bench_app.running() as app:
        store = Store(app.store_url)
        for count, most, seconds in ((1, ONE, WINDOW), (options.runs, CLASS, CLASS_WINDOW)):
            if count == 0:
                continue
            runs = trained(store, hp, count)
            costs = compare(app, store, runs, options.windows, seconds)
            cost, fewer = np.median(costs, axis=0)
            each = ", ".join(f"{cost:.1%}" for cost, _ in costs)
            print(
                f"{count} of {options.preset}, a viewer each: a step costs {cost:.1%} more ({each})"
            )
            print(f"  steps a second: {fewer:.1%} fewer")
            is_met &= bool(cost <= most)
            if count == 1:
                ages = ages_in_browser(app.url, runs[0])
                median, oldest = np.median(ages), ages.max()
                print(
                    f"  weights seen in Chromium: median {median:.2f} s, oldest {oldest:.2f} s old"
                )
                is_met &= bool(oldest <= OLDEST)
            end(store, runs)
        store.close()
    print(
        f"target: at most {ONE:.0%} and {CLASS:.0%}, one viewer's at most {OLDEST:.0f} s old: ",
        end="",
    )
    print("met" if is_met else "MISSED")
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
