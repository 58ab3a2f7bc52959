"""Frames go in, a moving picture comes out."""

import io

import numpy as np
import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ae.web.addresses import Addresses
from ae.web.animation import MOST_BYTES
from ae.web.routes import make_routes

FRAMES = np.random.default_rng(0).integers(0, 256, (4, 2, 28, 28), np.uint8).tobytes()
PARAMS = {"kind": "gif", "title": ["Pixels", "Code"], "milliseconds": "70"}


@pytest.fixture
def post(tmp_path):
    def unused():
        raise AssertionError("it needs no store")

    with TestClient(Starlette(routes=make_routes(Addresses(), unused, tmp_path))) as client:

        def post(content=FRAMES, headers=None, **params):
            address = Addresses().animation
            return client.post(address, params=PARAMS | params, content=content, headers=headers)

        yield post


@pytest.mark.parametrize("kind", ["gif", "webp"])
def test_the_frames_come_back_as_one_file(post, kind):
    answer = post(kind=kind)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == f"image/{kind}"
    picture = Image.open(io.BytesIO(answer.content))
    assert (picture.n_frames, picture.format.lower()) == (4, kind)


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "exe"}, {"milliseconds": "soon"}, {"milliseconds": "1"}, {"title": []},
     {"title": ["a", "b", "c"]}, {"content": FRAMES[:-1]}, {"content": b""}],
)  # fmt: skip
def test_what_it_can_not_use_is_answered_in_a_sentence(post, wrong):
    answer = post(**wrong)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert 10 < len(answer.text) < 150


def test_more_than_a_page_sends_is_not_read(post):
    assert post(content=bytes(MOST_BYTES + 1)).status_code == 413


def test_other_sites_may_not_use_it(post):
    assert post(headers={"Origin": "http://elsewhere.example"}).status_code == 403
    assert post(headers={"Origin": "http://testserver"}).status_code == 200
