"""What a worker has made and kept with a run, as files: samplers, scores, maps that take long."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from ae.binary import unpack
from ae.errors import AELabError
from ae.results import SCORES, parse_result
from ae.store import Store
from ae.web.files import File, serve_files, status_of


def serve_result_files(store: Callable[[], Store]) -> Callable[[Request], Response]:
    """The endpoint of all results; its route has the path parameters `run`, `step` and `name`."""

    def find(request: Request) -> File:
        run, step = request.path_params["run"], request.path_params["step"]
        name = str(parse_result(request.path_params["name"]))
        opened = store()
        opened.run(run)  # it may have been deleted
        return File.pack(opened.result(run, name, step))

    return serve_files(find)


def serve_scores(store: Callable[[], Store]) -> Callable[[Request], Response]:
    """The endpoint of all that was scored of a run's weights, as JSON: it has `run` and `step`."""

    def endpoint(request: Request) -> Response:
        headers = {"Cache-Control": "no-store"}
        try:
            run, step = request.path_params["run"], request.path_params["step"]
            opened = store()
            opened.run(run)  # it may have been deleted
            files = opened.results(run, step, f"{SCORES}-").values()
            return JSONResponse([unpack(file)[0] for file in files], headers=headers)
        except AELabError as error:
            return PlainTextResponse(str(error), status_of(error), headers)

    return endpoint
