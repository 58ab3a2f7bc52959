"""Maps as the browser loads them: their file, and a real websocket that says how far they are."""

import json
import threading
from contextlib import contextmanager

import numpy as np
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import serve

from ae.latent.latent_map import MapChoice, draw_map
from tests.components.conftest import serving

LOAD = """async ([addresses, choice, giveUpAt]) => {
  const { loadMap } = await import("/latent_map/maps.js");
  const leaving = new AbortController();
  window.told = [];
  const onProgress = ({ share, reason }) => {
    told.push([share, reason]);
    if (share === giveUpAt) leaving.abort("left");
  };
  try {
    const map = await loadMap(addresses, { ...choice, onProgress, signal: leaving.signal });
    return { ...map, points: [...map.points], told };
  } catch (error) {
    return { error: error.message ?? error, told };
  }
}"""
CODES = np.random.default_rng(0).standard_normal((60, 5)).astype(np.float32)


@pytest.fixture
def site(page):
    with serving() as (address, files):
        page.goto(address)
        yield page, files
        page.goto("about:blank")


@contextmanager
def socket(*connections):
    """Each connection says its messages and is closed with its code, or with None by the browser.

    Yields its address, and what was opened and closed.
    """
    waiting, happened = list(connections), []

    def handle(connection):
        happened.append(connection.request.path)
        messages, code = waiting.pop(0)
        for message in messages:
            connection.send(json.dumps(message))
        if code is None:
            try:
                connection.recv()
            except ConnectionClosed:
                happened.append("closed by the browser")
        else:
            connection.close(code)

    with serve(handle, "127.0.0.1", 0) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{listening.socket.getsockname()[1]}/progress/abc/7", happened
        listening.shutdown()
        thread.join()


def put_map(files, name):
    choice = MapChoice.parse(name.replace("tsne", "pca"))
    files[f"/map/abc/7/{name}"] = (drawn := draw_map(CODES, choice)).as_file("abc", 7, choice)
    return drawn


@pytest.mark.parametrize(
    ("choice", "name"),
    [({"method": "pca", "dimensions": 3, "count": 60}, "pca-3-60"),
     ({"method": "numbers", "numbers": [4, 1], "count": 50}, "numbers-4.1-50")],
)  # fmt: skip
def test_a_map_that_is_made_at_once_is_that_of_the_file(site, choice, name):
    page, files = site
    drawn = put_map(files, name)
    found = page.evaluate(LOAD, [{"map": "/map/abc/7"}, choice, None])
    np.testing.assert_array_equal(np.reshape(found["points"], drawn.points.shape), drawn.points)
    assert found["count"] == choice["count"]
    assert found["dimensions"] == drawn.points.shape[1]
    assert found["axes"] == list(drawn.axes)
    assert found["shares"] == pytest.approx(drawn.shares)
    assert found["trustworthiness"] == pytest.approx(drawn.trustworthiness)
    assert found["says"] == drawn.says


TSNE = {"method": "tsne", "dimensions": 2, "count": 60}


def test_a_map_that_takes_long_is_waited_for_and_how_far_it_is_is_told(site):
    page, files = site
    put_map(files, "tsne-2-60")
    said = [{"share": 0, "reason": "In line."}, {"share": 0.5, "reason": ""}, {"is_made": True}]
    with socket((said, 1000)) as (progress, happened):
        found = page.evaluate(LOAD, [{"map": "/map/abc/7", "progress": progress}, TSNE, None])
    assert found["told"] == [[0, "In line."], [0.5, ""]]
    assert len(found["points"]) == 120
    assert happened == ["/progress/abc/7/tsne-2-60"]


def test_who_gives_up_closes_the_socket_so_that_the_worker_stops(site):
    page, _ = site
    said = [{"share": 0.25, "reason": ""}]
    with socket((said, None)) as (progress, happened):
        found = page.evaluate(LOAD, [{"map": "/map/abc/7", "progress": progress}, TSNE, 0.25])
        page.wait_for_timeout(200)
        assert found == {"error": "left", "told": [[0.25, ""]]}
        assert happened[-1] == "closed by the browser"


def test_a_lost_connection_is_said_and_made_again(site):
    page, files = site
    put_map(files, "tsne-2-60")
    first, second = ([{"share": 0.25, "reason": ""}], 1011), ([{"is_made": True}], 1000)
    with socket(first, second) as (progress, happened):
        found = page.evaluate(LOAD, [{"map": "/map/abc/7", "progress": progress}, TSNE, None])
    assert found["told"] == [[0.25, ""], [0, "The server does not answer."]]
    assert len(found["points"]) == 120
    assert len(happened) == 2


def test_why_a_map_cannot_be_drawn_is_said(site):
    page, _ = site
    with socket(([{"error": "There is no run."}], 1000)) as (progress, _happened):
        found = page.evaluate(LOAD, [{"map": "/map/abc/7", "progress": progress}, TSNE, None])
    assert found == {"error": "There is no run.", "told": []}
