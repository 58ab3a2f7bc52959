"""The newest weights of a run that trains, for who watches it: asked for again and again."""

from __future__ import annotations

import time
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from ae.store import LIVE, Run, State, Store
from ae.web.files import say_errors

# Seconds for which one question says that somebody watches, and by which that has to have shrunk
# to be written anew: each writing keeps others from the store for a moment.
WATCHED, RENEWED_AFTER = 5.0, 1.5
# When the answer was sent, in seconds since 1970: a browser's own clock may be wrong.
SENT = "X-Sent"


def serve_live_weights(open_store: Callable[[], Store]) -> Callable[[Request], Response]:
    """The endpoint of the weights that workers keep while a run trains and somebody asks for them.

    Its route has the path parameters `run` and `step`, of the weights that the browser has, or 0.
    It answers 204 as long as there are no others, which may be of an earlier step: a worker's
    death takes steps back.
    """

    def find(request: Request) -> Response:
        run, step, store = request.path_params["run"], request.path_params["step"], open_store()
        _watch(store, store.run(run))
        headers = {"Cache-Control": "no-store", SENT: f"{time.time():.3f}"}
        if store.blob_step(run, LIVE) in (None, step) or not (blob := store.blob(run, LIVE)):
            return Response(status_code=204, headers=headers)
        return Response(blob[1], media_type="application/octet-stream", headers=headers)

    return say_errors(find)


def _watch(store: Store, run: Run) -> None:
    until = time.time() + WATCHED
    is_to_train = not run.state.is_ended and run.state is not State.PAUSED
    if is_to_train and (run.watched_until or 0.0) < until - RENEWED_AFTER:
        store.watch(run.id, until)
