"""Latent space under the finger: pointer to picture, slider to picture, a map that moves, opening.

    python -m bench.explore [--presets article conv ...] [--moves 120]

Trains each preset for a moment, opens its Latent space in Chromium and moves a real mouse, once a
frame: over the plane of the code, and along the slider of one of its numbers. From the browser's
time of an event to the end of drawing what the network makes of the code there is what counts; of
events that come while the network is busy the newest is drawn, and answers those before it too.
Meanwhile the page should send the server nothing, so that it costs the same for any number of
students: the server's processor time and all that the page sends are counted.

On Generate the button New digits is pressed, and the time until the last of the sixteen is drawn
counts.

A map of 1,000 digits as images, and one of 10,000 dots, are dragged about: milliseconds of drawing
each of their frames. On the page Draw a digit is drawn: from each move of the pointer to the
reconstruction of all that is drawn by then.

Targets: 95 % of pictures within 16.7 ms, and of the map's frames; of a stroke's reconstructions
within 33 ms; of sixteen new digits within 50 ms of the press; the page of a finished run within
1.5 s, its modules in the browser's cache; nothing sent.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import psutil

from ae import queue
from ae.presets import PRESETS, preset
from ae.store import Store
from bench import app as bench_app

FRAME, OPENED = 16.7, 1.5
# What is timed, with the milliseconds within which 95 % should be.
TIMED = {
    "plane": FRAME, "slider": FRAME, "tiles": FRAME, "dots": FRAME, "stroke": 33.0, "new": 50.0,
}  # fmt: skip
STEPS, OPENINGS, SECONDS_IDLE = 40, 3, 3.0
RECONSTRUCTED = ".ae-draw canvas[data-is=reconstruction]"
DECODED = ".ae-latent .detail figure:nth-child(3) canvas"
# Keeps when events come and when a small canvas has been drawn, in milliseconds of the page.
RECORDER = """
window.recorded = { events: [], draws: [], watched: null };
const put = CanvasRenderingContext2D.prototype.putImageData;
CanvasRenderingContext2D.prototype.putImageData = function (...values) {
  put.apply(this, values);
  if (this.canvas === recorded.watched) recorded.draws.push(performance.now());
};
for (const type of ["pointermove", "input", "click"]) {
  addEventListener(type, (event) => {
    if (recorded.type === type) recorded.events.push(event.timeStamp);
  }, true);
}
"""
# All of the page is there: the map, the digits, and what the parts below need.
OPEN = """() => {
  const view = document.querySelector(".ae-latent")?.view;
  return view?.exploration?.map && view.exploration.chosen !== null;
}"""
# Keeps how long each frame of the map takes to draw, in milliseconds.
TIME_MAP = """() => {
  const { chart } = document.querySelector(".ae-latent").view.parts.find((part) => part.chart);
  const draw = chart.drawAll.bind(chart);
  recorded.frames = [];
  chart.drawAll = () => {
    const started = performance.now();
    draw();
    recorded.frames.push(performance.now() - started);
  };
}"""
WHOLE = "() => document.querySelector('.ae-latent').view.parts.length === 7"


def train(store: Store, names: list[str]) -> dict[str, str]:
    """A run of each preset that has ended, by name."""
    runs = {
        name: queue.submit(store, preset(name).replace(steps=STEPS), "bench", name).id
        for name in names
    }
    deadline = time.monotonic() + 60 * len(names)
    while not all(store.run(run).state.is_ended for run in runs.values()):
        if time.monotonic() > deadline:
            raise TimeoutError("the runs did not end")
        time.sleep(0.2)
    return runs


def seconds_to_open(page: Any, address: str) -> float:
    """Until the map and the chosen digit are there; the fastest after the first."""
    times = []
    for _ in range(OPENINGS):
        page.goto("about:blank")
        started = time.perf_counter()
        page.goto(address)
        page.wait_for_function(OPEN, polling="raf", timeout=60_000)
        times.append(time.perf_counter() - started)
    return min(times[1:])


@contextmanager
def recording(page: Any, canvas: str, event: str, late: list[float]) -> Iterator[None]:
    """Adds to `late` how long after each event the canvas was drawn, in milliseconds."""
    page.evaluate(
        """([canvas, type]) => Object.assign(recorded,
          { type, events: [], draws: [], watched: document.querySelector(canvas) })""",
        [canvas, event],
    )
    yield
    page.wait_for_timeout(300)
    events, draws = page.evaluate("[recorded.events, recorded.draws]")
    places = np.searchsorted(draws, events)
    late += [draws[i] - at for i, at in zip(places, events, strict=True) if i < len(draws)]
    if len(late) < len(events) / 2:
        raise RuntimeError(f"{len(events)} events, and only {len(late)} of them with a picture")


def drag_over_plane(page: Any, moves: int) -> list[float]:
    """Milliseconds from pointer to picture on the plane of the code."""
    page.get_by_role("tab", name="Plane and grid").click()
    plane = page.locator(".ae-plane canvas").first
    plane.scroll_into_view_if_needed()
    page.wait_for_timeout(2500)  # its grid is drawn
    late: list[float] = []
    box = plane.bounding_box()
    digit = page.evaluate_handle(
        "document.querySelector('.ae-latent').view.parts.find((one) => one.view?.digit).view.digit"
    )
    digit.evaluate("(canvas) => { canvas.dataset.bench = 'digit'; }")
    with recording(page, "[data-bench=digit]", "pointermove", late):
        for i in range(moves):
            turn = i / moves * 4 * np.pi
            x, y = 0.5 + 0.4 * np.cos(turn), 0.5 + 0.4 * np.sin(1.3 * turn)
            page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
            page.wait_for_timeout(FRAME)
    return late


def drag_slider(page: Any, moves: int) -> list[float]:
    """Milliseconds from a slider's move to the picture beside the chosen digit."""
    slider = page.locator(".ae-sliders input[type=range]").first
    slider.scroll_into_view_if_needed()
    late: list[float] = []
    box = slider.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, y)
    page.mouse.down()
    with recording(page, DECODED, "input", late):
        for i in range(moves):
            share = 0.5 + 0.45 * np.sin(i / moves * 4 * np.pi)
            page.mouse.move(box["x"] + share * box["width"], y)
            page.wait_for_timeout(FRAME)
    page.mouse.up()
    return late


def drag_map(page: Any, moves: int, count: str, look: str) -> list[float]:
    """Milliseconds that each frame of the map takes to draw while it is dragged."""
    page.get_by_role("combobox", name="Digits on the map").select_option(label=count)
    page.locator(".ae-latent label").filter(has_text=look).first.click()
    page.wait_for_timeout(2500)  # all of its digits are loaded
    box = page.get_by_role("application").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 9, y)
    page.evaluate("recorded.frames.length = 0")
    for i in range(moves):
        turn = i / moves * 4 * np.pi
        page.mouse.move(x + 100 * np.cos(turn), y + 80 * np.sin(turn))
        page.wait_for_timeout(FRAME)
    page.mouse.up()
    frames = page.evaluate("recorded.frames")
    if len(frames) < moves / 2:
        raise RuntimeError(f"{moves} moves, and only {len(frames)} frames of the map")
    return frames


def press_new(page: Any, address: str, presses: int) -> list[float]:
    """Milliseconds from the press of New digits to the last of the sixteen."""
    page.goto(address)
    page.wait_for_selector(
        ".ae-generate[data-shown] .digits li:last-child:not(.is-stale)", timeout=60_000
    )
    late: list[float] = []
    with recording(page, ".ae-generate .digits li:last-child canvas", "click", late):
        for _ in range(presses):
            page.get_by_role("button", name="New digits").click()
            page.wait_for_timeout(100)
    return late


def draw_digit(page: Any, address: str, moves: int) -> list[float]:
    """Milliseconds from each move of a stroke to the reconstruction, on the page Draw."""
    page.goto(address)
    page.wait_for_function("document.querySelector('.ae-draw')?.dataset.run", timeout=60_000)
    box = page.get_by_role("application", name="Drawing pad").bounding_box()
    late: list[float] = []

    def move(i: int) -> None:
        turn = i / moves * 4 * np.pi
        x, y = 0.5 + 0.2 * np.sin(turn), 0.5 - 0.3 * np.cos(turn / 2)
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])

    move(0)
    page.mouse.down()
    with recording(page, RECONSTRUCTED, "pointermove", late):
        for i in range(1, moves):
            move(i)
            page.wait_for_timeout(FRAME)
    page.mouse.up()
    return late


def measure(browser: Any, app: bench_app.App, run: str, moves: int) -> dict[str, Any]:
    """All figures of one run's page."""
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.add_init_script(RECORDER)
    sent: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append("frame")))
    page.on("request", lambda request: sent.append(request.url))
    opened = seconds_to_open(page, f"{app.url}/latent?run={run}")
    page.wait_for_function(WHOLE, timeout=60_000)
    page.wait_for_timeout(500)
    server = psutil.Process(app.process.pid)
    idle = _load(server, lambda: page.wait_for_timeout(1000 * SECONDS_IDLE))
    page.evaluate(TIME_MAP)
    tiles = drag_map(page, moves, "1,000", "Images")
    dots = drag_map(page, moves, "10,000", "Dots")
    plane = drag_over_plane(page, moves)
    sent.clear()
    slider: list[float] = []
    busy = _load(server, lambda: slider.extend(drag_slider(page, moves)))
    found = {
        "opened": opened, "plane": plane, "slider": slider, "tiles": tiles, "dots": dots,
        "sent": len(sent), "idle": idle, "busy": busy,
    }  # fmt: skip
    found["stroke"] = draw_digit(page, f"{app.url}/draw?run={run}", moves)
    found["new"] = press_new(page, f"{app.url}/generate?run={run}", moves // 2)
    page.context.close()
    return found


def _load(process: psutil.Process, work: Any) -> float:
    """The share of a core that a process uses meanwhile."""
    before, started = sum(process.cpu_times()[:2]), time.perf_counter()
    work()
    return (sum(process.cpu_times()[:2]) - before) / (time.perf_counter() - started)


def show(name: str, found: dict[str, Any]) -> bool:
    """Print a line; whether its targets are met."""
    p95 = {what: float(np.percentile(found[what], 95)) for what in TIMED}
    are_met = [p95[what] <= target for what, target in TIMED.items()]
    is_met = all(are_met) and found["opened"] <= OPENED and not found["sent"]
    times = "".join(f"{np.median(found[what]):9.1f}{p95[what]:6.1f}" for what in TIMED)
    print(
        f"{name:12}{times}{found['opened']:7.2f}"
        f"{found['sent']:7}{found['idle']:8.1%}{found['busy']:8.1%}"
        f"  {'met' if is_met else 'MISSED'}"
    )
    return is_met


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--presets", nargs="+", choices=list(PRESETS), default=list(PRESETS))
    parser.add_argument("--moves", type=int, default=120)
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    heads = "".join(f"{f'{what}, ms':>15}" for what in TIMED)
    print(f"{'':12}{heads}{'open, s':>7}{'sent':>7}{'server':>16}")
    columns = f"{'p50':>9}{'p95':>6}" * len(TIMED)
    print(f"{'':12}{columns}{'':14}{'idle':>8}{'drag':>8}")
    with bench_app.running() as app, sync_playwright() as playwright:
        store = Store(app.store_url)
        runs = train(store, options.presets)
        store.close()
        browser = playwright.chromium.launch(
            executable_path=bench_app.chromium(), args=bench_app.CHROMIUM_FLAGS
        )
        met = [show(name, measure(browser, app, run, options.moves)) for name, run in runs.items()]
        browser.close()
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
