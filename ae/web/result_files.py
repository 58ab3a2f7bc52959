"""What a worker has made and kept with a run, as files: samplers, scores, maps that take long."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from ae.results import parse_result
from ae.store import Store
from ae.web.files import File, serve_files


def serve_result_files(store: Callable[[], Store]) -> Callable[[Request], Response]:
    """The endpoint of all results; its route has the path parameters `run`, `step` and `name`."""

    def find(request: Request) -> File:
        run, step = request.path_params["run"], request.path_params["step"]
        name = str(parse_result(request.path_params["name"]))
        opened = store()
        opened.run(run)  # it may have been deleted
        return File.pack(opened.result(run, name, step))

    return serve_files(find)
