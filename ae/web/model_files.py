"""A run's network as files for the browser, each named by run, step and part."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ae.binary import unpack
from ae.errors import NoWeights
from ae.models.engine_file import PARTS, engine_file
from ae.models.files import from_bytes, only_weights
from ae.store import Run, Store
from ae.web.files import File, FileCache, serve_files

# Bytes of files that are kept ready: some thirty of the article's, one or two of the largest.
KEPT = 64 * 1024 * 1024
OTHER_STEP = "This run has other weights by now: load the page again."


def serve_model_files(open_store: Callable[[], Store]) -> Callable[[Request], Response]:
    """The endpoint of both parts of every network.

    Its route has the path parameters `run`, `step` and `part`.
    """
    cache = FileCache(KEPT)

    def find(request: Request) -> File:
        run_id, step, part = (request.path_params[name] for name in ("run", "step", "part"))
        store = open_store()
        run = store.run(run_id)
        if part not in PARTS or not step.isdecimal():
            raise NoWeights("A network has two files: its encoder and its decoder.")
        # A file that was made before the run had ended lacks what is measured then.
        are_codes_there = store.blob_step(run_id, "codes") == int(step)
        is_final = run.state.is_ended and are_codes_there
        key = (store.url, run_id, step, part, is_final)
        return cache.get(key, lambda: File(_make(store, run, int(step), part), is_final))

    return serve_files(find)


def _make(store: Store, run: Run, step: int, part: str) -> bytes:
    hp, state = from_bytes(_content(store, run.id, step, "weights", "checkpoint"))
    return engine_file(hp, only_weights(state), part, _facts(store, run, step))


def _content(store: Store, run: str, step: int, *kinds: str) -> bytes:
    """What the run has of one of these kinds, if it is of that step. Raises `NoWeights`."""
    for kind in kinds:
        blob = store.blob(run, kind)
        if blob and blob[0] == step:
            return blob[1]
    if store.weights_step(run) is None:
        raise NoWeights("This run has no weights to show.")
    raise NoWeights(OTHER_STEP)


def _facts(store: Store, run: Run, step: int) -> dict[str, Any]:
    """What the header says beside the network; None where it is not known yet.

    `mean` and `spread` are lists, one value a number of the code, over the test images.
    """
    blob = store.blob(run.id, "codes")
    codes = unpack(blob[1])[0] if blob and blob[0] == step else {}
    return {
        "run": run.id,
        "step": step,
        "mean": codes.get("mean"),
        "spread": codes.get("spread"),
        "test": {name: _finite(value) for name, value in run.test.items()} or None,
    }


def _finite(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None
