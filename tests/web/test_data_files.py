"""Files for the browser, by their routes: digits, and codes as the store has them."""

import gzip

import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ae.binary import pack, unpack
from ae.cluster.client import Workers
from ae.latent.code_file import code_file
from ae.latent.latent_map import MapChoice, draw_map
from ae.latent.sampling import SamplerChoice
from ae.live import Backend
from ae.results import ScoreChoice
from ae.store import State
from ae.web.addresses import Addresses
from ae.web.files import File
from ae.web.routes import make_routes


@pytest.fixture
def client(store, tmp_path):
    routes = make_routes(Addresses(), lambda: Backend(store, Workers()), tmp_path)
    with TestClient(Starlette(routes=routes)) as client:
        yield client


@pytest.fixture
def ended(store, tiny):
    """A run that has ended after twenty steps, with weights."""
    run = store.submit(tiny, "me", held_by="worker").id
    store.begin(run, 1)
    store.save_blob(run, 1, "weights", 20, b"not asked for")
    store.end(run, 1, State.FINISHED)
    return run


def says(answer, status, words):
    """An answer is that sentence, as text, and is not kept."""
    assert answer.status_code == status
    assert words in answer.text
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.headers["Cache-Control"] == "no-store"
    return True


def test_a_thousand_digits_are_those_of_the_dataset_and_are_kept_for_ever(client, data):
    answer = client.get("/digits/mnist/3000")
    header, arrays = unpack(answer.content)
    assert header == {"dataset": "mnist", "start": 3000, "total": 10_000}
    part = slice(3000, 4000)
    np.testing.assert_array_equal(arrays["pixels"], data.test.pixels[part].reshape(1000, 784))
    np.testing.assert_array_equal(arrays["labels"], data.test.labels[part])
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert int(answer.headers["Content-Length"]) < 0.4 * len(answer.content)


def test_who_cannot_unpack_gets_a_file_as_it_is(client):
    answer = client.get("/digits/mnist/0", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in answer.headers
    assert answer.content == client.get("/digits/mnist/0").content


@pytest.mark.parametrize(
    ("path", "words"),
    [("mnist/500", "by the thousand"), ("mnist/10000", "got 10000"), ("cats/0", "expected mnist")],
)
def test_digits_that_are_not_there_are_said(client, path, words):
    assert says(client.get(f"/digits/{path}"), 404, words)


def test_codes_that_a_run_has_kept_need_no_worker(client, store, ended):
    codes = np.random.default_rng(0).standard_normal((50, 4)).astype(np.float32)
    content = code_file(ended, 20, codes, np.zeros(50, np.float32))
    store.keep_blob(ended, "codes", 20, content)
    answer = client.get(f"/codes/{ended}/20")
    assert answer.content == content
    assert "immutable" in answer.headers["Cache-Control"]


def test_while_no_worker_answers_the_reader_is_told_to_try_again(client, ended):
    assert says(client.get(f"/codes/{ended}/20"), 503, "The workers are loading TensorFlow")


def test_weights_of_another_step_are_not_taken_for_these(client, ended):
    assert says(client.get(f"/codes/{ended}/10"), 404, "other weights by now: load the page again")


def test_a_run_without_weights_says_so(client, store, tiny):
    run = store.submit(tiny, "me").id
    assert says(client.get(f"/codes/{run}/0"), 404, "has no weights")


def test_a_deleted_run_says_so(client, store, ended):
    store.delete(ended, "me")
    assert says(client.get(f"/codes/{ended}/20"), 404, "no run")


def test_a_file_that_gains_nothing_by_packing_is_not_packed():
    noise = np.random.default_rng(0).integers(0, 256, 5000, np.uint8)
    assert File.pack(noise.tobytes()).packed is None
    flat = File.pack(bytes(5000))
    assert gzip.decompress(flat.packed) == flat.content == bytes(5000)


@pytest.fixture
def with_codes(store, ended):
    """That run with codes of fifty images; the codes."""
    codes = np.random.default_rng(0).standard_normal((50, 4)).astype(np.float32)
    store.keep_blob(ended, "codes", 20, code_file(ended, 20, codes, np.zeros(50, np.float32)))
    return codes


def test_pca_and_numbers_of_the_code_are_made_at_once(client, ended, with_codes):
    answer = client.get(f"/map/{ended}/20/pca-2-40")
    header, arrays = unpack(answer.content)
    expected = draw_map(with_codes, MapChoice("pca", (2,), 40))
    np.testing.assert_array_equal(arrays["points"], expected.points)
    assert (header["says"], header["step"]) == (expected.says, 20)
    assert "immutable" in answer.headers["Cache-Control"]
    _, arrays = unpack(client.get(f"/map/{ended}/20/numbers-3.0-50").content)
    np.testing.assert_array_equal(arrays["points"], with_codes[:, [3, 0]])


@pytest.mark.parametrize(
    ("name", "words"),
    [("pca-2-51", "at most 50 images"), ("pca-5-40", "expected a method"),
     ("numbers-4-40", "numbers 0 to 3"), ("tsne-2-40", "Nobody has asked a worker for this yet")],
)  # fmt: skip
def test_a_map_that_cannot_be_had_is_said(client, ended, with_codes, name, words):
    assert says(client.get(f"/map/{ended}/20/{name}"), 404, words)


def test_a_map_of_a_run_whose_codes_no_worker_can_make_now_is_tried_again(client, ended):
    assert says(client.get(f"/map/{ended}/20/pca-2-40"), 503, "The workers are loading TensorFlow")


def test_a_map_that_a_worker_has_drawn_is_read_from_the_store(client, store, ended):
    assert says(client.get(f"/map/{ended}/20/tsne-2-40"), 404, "Nobody has asked")
    store.ask_for_result(ended, "tsne-2-40", 20, 60)
    store.keep_result(ended, "tsne-2-40", 20, b"points")
    assert client.get(f"/map/{ended}/20/tsne-2-40").content == b"points"
    store.delete(ended, "me")
    assert says(client.get(f"/map/{ended}/20/tsne-2-40"), 404, "no run")


def test_the_socket_of_a_map_says_at_once_that_it_is_made(client, store, ended):
    store.ask_for_result(ended, "tsne-2-40", 20, 60)
    store.keep_result(ended, "tsne-2-40", 20, b"points")
    with client.websocket_connect(f"/progress/{ended}/20/tsne-2-40") as socket:
        said = [socket.receive_json()]
        while "share" in said[-1]:
            said.append(socket.receive_json())
    assert said[-1] == {"is_made": True}


def test_the_socket_says_that_no_worker_answers_and_that_a_run_is_gone(client, store, ended):
    with client.websocket_connect(f"/progress/{ended}/20/tsne-2-40") as socket:
        while "The workers are loading TensorFlow" not in socket.receive_json()["reason"]:
            pass
        store.delete(ended, "me")
        while "error" not in (said := socket.receive_json()):
            pass
    assert "no run" in said["error"]


@pytest.mark.parametrize("name", ["pca-2-40", "tsne-9-40", "anything"])
def test_the_socket_refuses_what_is_not_made_by_a_worker(client, ended, name):
    with client.websocket_connect(f"/progress/{ended}/20/{name}") as socket:
        assert socket.receive_json()["error"].startswith(("map: ", "result: "))


def test_what_a_worker_has_made_is_a_file_and_what_is_missing_is_said(client, store, ended):
    name = "umap-2-40"
    assert says(client.get(f"/result/{ended}/20/{name}"), 404, "Nobody has asked")
    store.ask_for_result(ended, name, 20, 60)
    store.keep_result(ended, name, 20, b"points")
    answer = client.get(f"/result/{ended}/20/{name}")
    assert answer.content == b"points"
    assert "immutable" in answer.headers["Cache-Control"]
    assert says(client.get(f"/result/{ended}/19/{name}"), 404, "Nobody has asked")
    assert says(client.get(f"/result/{ended}/20/weights"), 404, "expected one of")
    store.delete(ended, "me")
    assert says(client.get(f"/result/{ended}/20/{name}"), 404, "no run")


def test_all_scores_of_some_weights_are_listed_and_change_as_more_are_made(client, store, ended):
    address = f"/scores/{ended}/20"
    assert client.get(address).json() == []
    for sampler, step in [("mixture-10", 20), ("gaussian", 20), ("mixture-2", 19)]:
        name = str(ScoreChoice(SamplerChoice.parse(sampler), 1.0))
        store.ask_for_result(ended, name, step, 60)
        store.keep_result(ended, name, step, pack({"sampler": sampler}, {}))
    answer = client.get(address)
    assert answer.json() == [{"sampler": "gaussian"}, {"sampler": "mixture-10"}]
    assert answer.headers["Cache-Control"] == "no-store"
    store.delete(ended, "me")
    assert says(client.get(address), 404, "no run")
