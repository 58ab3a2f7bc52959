"""The server's own routes, beside those of the pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from starlette.routing import BaseRoute, Route, WebSocketRoute

from ae.live import Backend
from ae.web.addresses import Addresses
from ae.web.animation import serve_animation
from ae.web.assets import serve_modules, serve_plotly
from ae.web.class_link import serve_class_link
from ae.web.code_files import CodeFiles, serve_code_files
from ae.web.digit_files import serve_digit_files
from ae.web.live_runs_socket import serve_live_runs
from ae.web.live_socket import serve_live
from ae.web.live_weights import serve_live_weights
from ae.web.map_files import serve_map_files
from ae.web.model_files import serve_model_files
from ae.web.nearest_files import serve_nearest_images
from ae.web.progress_socket import serve_progress
from ae.web.reading_files import serve_readings
from ae.web.result_files import serve_result_files, serve_scores
from ae.web.wait_socket import serve_wait

# Files at a time that a worker has to make, or that have to be computed.
_SLOW_FILES = 4


def make_routes(
    addresses: Addresses,
    open_backend: Callable[[], Backend],
    modules: Path,
    listens_on: str | None = None,
    names: Sequence[str | None] = (),
) -> list[BaseRoute]:
    """Plotly, our own ES modules, a page's link for others, files made of runs, and the sockets.

    Args:
        open_backend: the run store and the workers; called for each viewer, so it should
            remember them.
        modules: the folder of the ES modules.
        listens_on: the address that the server is bound to; None for every address.
        names: names given to this server.
    """
    codes, threads = CodeFiles(open_backend), ThreadPoolExecutor(_SLOW_FILES, "slow files")
    return [
        Route(addresses.plotly, serve_plotly),
        Route(addresses.share, serve_class_link(listens_on, names)),
        Route(addresses.animation, serve_animation(), methods=["POST"]),
        # Every digest comes here: what is not ours would get the pages' own "not found", a page.
        Route(f"{addresses.javascript}/{{digest}}/{{file:path}}", serve_modules(modules)),
        Route(
            f"{addresses.model}/{{run}}/live/{{step:int}}",
            serve_live_weights(lambda: open_backend().store),
        ),
        Route(
            f"{addresses.model}/{{run}}/{{step}}/{{part:path}}",
            serve_model_files(lambda: open_backend().store),
        ),
        Route(f"{addresses.codes}/{{run}}/{{step:int}}", serve_code_files(codes, threads)),
        Route(
            f"{addresses.map}/{{run}}/{{step:int}}/{{map}}",
            serve_map_files(open_backend, codes, threads),
        ),
        Route(
            f"{addresses.result}/{{run}}/{{step:int}}/{{name}}",
            serve_result_files(lambda: open_backend().store),
        ),
        Route(
            f"{addresses.scores}/{{run}}/{{step:int}}",
            serve_scores(lambda: open_backend().store),
        ),
        WebSocketRoute(
            f"{addresses.progress}/{{run}}/{{step:int}}/{{name}}", serve_progress(open_backend)
        ),
        Route(f"{addresses.nearest}/{{dataset}}", serve_nearest_images(threads), methods=["POST"]),
        Route(
            f"{addresses.reading}/{{run}}", serve_readings(open_backend, threads), methods=["POST"]
        ),
        Route(f"{addresses.digits}/{{dataset}}/{{start:int}}", serve_digit_files()),
        WebSocketRoute(f"{addresses.live}/{{run}}", serve_live(lambda: open_backend().store)),
        WebSocketRoute(addresses.live_runs, serve_live_runs(lambda: open_backend().store)),
        WebSocketRoute(addresses.wait, serve_wait(open_backend)),
    ]
