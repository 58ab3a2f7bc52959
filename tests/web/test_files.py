"""Files made once for all who ask, and errors as a sentence."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from ae.errors import (
    ModelFileError,
    NotFinite,
    NoWeights,
    NoWorker,
    StoreError,
    UnknownRun,
)
from ae.web.files import File, FileCache, serve_files


def answer(find):
    with TestClient(Starlette(routes=[Route("/file", serve_files(find))])) as client:
        return client.get("/file")


@pytest.mark.parametrize(
    ("is_final", "kept"),
    [(True, "public, max-age=31536000, immutable"), (False, "private, max-age=60")],
)
def test_only_a_file_that_never_changes_is_kept_for_ever(is_final, kept):
    found = answer(lambda _: File(b"content", is_final))
    assert (found.status_code, found.content) == (200, b"content")
    assert found.headers["Content-Type"] == "application/octet-stream"
    assert found.headers["Cache-Control"] == kept


@pytest.mark.parametrize(
    ("error", "status"),
    [(UnknownRun("x"), 404), (NoWeights("None."), 404), (NotFinite("Not."), 422),
     (NoWorker("Later."), 503), (StoreError("Away."), 503), (ModelFileError("Bad."), 500)],
)  # fmt: skip
def test_what_goes_wrong_is_said_in_one_sentence_and_not_kept(error, status):
    def find(_):
        raise error

    found = answer(find)
    assert (found.status_code, found.text) == (status, str(error))
    assert found.headers["Content-Type"].startswith("text/plain")
    assert found.headers["Cache-Control"] == "no-store"


def test_of_many_who_ask_at_once_one_makes_the_file():
    cache, made, may_go = FileCache(100), [], threading.Event()

    def make():
        made.append(1)
        may_go.wait(10)
        return File(b"x", True)

    with ThreadPoolExecutor(8) as pool:
        files = [pool.submit(cache.get, "key", make) for _ in range(8)]
        may_go.set()
        assert len({id(file.result()) for file in files}) == 1
    assert len(made) == 1


def test_the_files_not_asked_for_lately_are_dropped():
    cache, made = FileCache(10), []

    def get(key, size):
        def make():
            made.append(key)
            return File(bytes(size), True)

        assert len(cache.get(key, make).content) == size

    for key, size in [("a", 4), ("b", 4), ("a", 4), ("c", 4), ("a", 4), ("b", 4), ("large", 11)]:
        get(key, size)
    assert made == ["a", "b", "c", "b", "large"]
    get("large", 11)
    assert made[-2:] == ["large", "large"]  # too large to be kept


def test_a_failure_is_not_kept():
    cache = FileCache(10)

    def fail():
        raise NoWorker("Later.")

    with pytest.raises(NoWorker):
        cache.get("key", fail)
    assert cache.get("key", lambda: File(b"x", True)).content == b"x"
