"""The real server on a store of its own, for benchmarks and tests that meet it from outside."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
# What Playwright disables too (the last list counts), and the pages of the address bar's own that
# each new window would load: half a second of a core.
_FEATURES_OFF = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "OptimizationHints",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxPopup",
)
# What a headless Chromium needs in a container with no network.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(_FEATURES_OFF)}",
]


@dataclass
class App:
    """A running server.

    Attributes:
        url: its address.
        store: the store's path, for `ae.store.Store(f"sqlite:///{store}")`.
        process: the server; the supervisor is not its child.
    """

    url: str
    store: Path
    process: subprocess.Popen

    @property
    def store_url(self) -> str:
        """The store as a database URL."""
        return f"sqlite:///{self.store}"

    def end_server(self) -> None:
        """Kill the server alone, the hard way."""
        self.process.kill()
        self.process.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def chromium() -> str:
    """The browser's path; stops with a sentence where there is none."""
    for name in ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"):
        if Path(name).exists():
            return name
    sys.exit("This needs Chromium: apt-get install chromium")


def start_server(folder: Path, port: int, script: str = "app.py", base_path: str = "") -> App:
    """Start the server, or another of these pages, without waiting for it.

    Args:
        folder: of its store.
        port: where it listens.
        script: the server's, relative to the project.
        base_path: comes before every address, `/school/ae`.
    """
    store = folder / "runs.sqlite"
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "streamlit", "run", script),
                *("--server.port", str(port), "--server.headless", "true"),
                *("--server.baseUrlPath", base_path),
            ],
            cwd=ROOT,
            env=os.environ | {"AE_STORE": str(store)},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    return App(f"http://127.0.0.1:{port}{base_path}", store, process)


def wait_for_server(app: App, seconds: float = 60) -> None:
    """Until it answers.

    Raises:
        TimeoutError: if it does not in time.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(OSError):  # not there yet, or too busy to answer
            urllib.request.urlopen(f"{app.url}/_stcore/health", timeout=2)
            return
        time.sleep(0.05)
    raise TimeoutError((app.store.parent / "server.log").read_text())


def wait_for_workers(app: App, seconds: float = 120) -> None:
    """Until the supervisor has announced its workers.

    Raises:
        TimeoutError: if it has not in time.
    """
    deadline = time.monotonic() + seconds
    while not (app.store.parent / "cluster.json").exists():
        if time.monotonic() > deadline:
            log = app.store.parent / "cluster.log"
            raise TimeoutError(log.read_text() if log.exists() else "no supervisor started")
        time.sleep(0.1)


def end(app: App) -> None:
    """End the server and the supervisor that it started, workers included."""
    from ae.cluster.launch import LEASE
    from ae.store import Store

    app.process.terminate()
    with suppress(subprocess.TimeoutExpired):
        app.process.wait(10)
    app.process.kill()
    app.process.wait()
    if not app.store.exists():
        return
    store = Store(app.store_url)
    holder = store.lease(LEASE)
    store.close()
    if holder:
        end_tree(int(holder.split(":")[1]))


def end_tree(pid: int) -> None:
    """End a supervisor and all that it started."""
    try:
        supervisor = psutil.Process(pid)
        family = [*supervisor.children(recursive=True), supervisor]
    except psutil.NoSuchProcess:
        return
    with suppress(psutil.NoSuchProcess):
        supervisor.send_signal(signal.SIGTERM)
    _, left = psutil.wait_procs(family, timeout=15)
    for process in left:
        with suppress(psutil.NoSuchProcess):
            process.kill()


@contextmanager
def running() -> Iterator[App]:
    """A server with warm workers on a fresh store; all of it ends with the block."""
    with tempfile.TemporaryDirectory(prefix="ae-lab-") as folder:
        app = start_server(Path(folder), free_port())
        try:
            wait_for_server(app)
            wait_for_workers(app)
            yield app
        finally:
            end(app)
