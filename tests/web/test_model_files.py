"""A run's network over HTTP, as the browser's engine loads it."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

import ae
from ae.binary import pack, unpack
from ae.models.files import to_bytes
from ae.store import State
from ae.store.blobs import put_blob
from ae.web.addresses import Addresses
from ae.web.routes import make_routes

KERNELS = {
    "dense": lambda layer: (layer.inputs, layer.units * (1 + layer.is_variational)),
    "conv": lambda layer: (3, 3, layer.before[-1], layer.after[-1]),
    "transpose": lambda layer: (3, 3, layer.after[-1], layer.before[-1]),
}


def random_weights(hp):
    """Weights as Keras names them and lays them out."""
    random, shapes = np.random.default_rng(0), {}
    for layer in hp.layers():
        kernel = KERNELS[layer.kind](layer)
        width = layer.after[-1] if layer.kind != "dense" else kernel[-1]
        shapes |= {f"{layer.name}/kernel": kernel, f"{layer.name}/bias": (width,)}
        if layer.is_normalized:
            shapes |= {f"{layer.name}_norm/{name}": (width,) for name in ("gamma", "beta")}
    return {name: random.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


def submitted(store, hp, weights=None, step=12, kind="weights"):
    """A run that a worker holds, with these weights."""
    run = store.submit(hp, "someone", held_by="worker")
    if weights is not None:
        store.save_blob(run.id, 1, kind, step, to_bytes(hp, weights))
    return run.id


@pytest.fixture
def client(store):
    routes = make_routes(Addresses(), lambda: SimpleNamespace(store=store), Path(__file__).parent)
    with TestClient(Starlette(routes=routes)) as client:
        yield client


def address(run, step, part):
    return f"{Addresses().model}/{run}/{step}/{part}"


@pytest.mark.parametrize("preset", ["article", "deep30", "conv", "vae"])
def test_both_parts_hold_their_layers_and_weights(client, store, preset):
    hp = ae.preset(preset)
    weights = random_weights(hp)
    run = submitted(store, hp, weights)
    found = {}
    for part in ("decoder", "encoder"):
        header, arrays = unpack(client.get(address(run, 12, part)).content)
        layers = [layer for layer in hp.layers() if layer.part == part]
        assert [layer["name"] for layer in header["layers"]] == [layer.name for layer in layers]
        assert [layer["after"] for layer in header["layers"]] == [list(x.after) for x in layers]
        assert header["code"] == {"size": hp.latent_dim, "is_variational": hp.is_variational}
        assert (header["run"], header["step"], header["part"]) == (run, 12, part)
        found |= arrays
    assert set(found) == set(weights)
    for name, values in weights.items():
        np.testing.assert_array_equal(found[name], values)


def test_a_checkpoint_answers_without_the_optimisers_slots(client, store, tiny):
    weights = random_weights(tiny)
    slots = {"optimizer/m": np.ones(3, np.float32), "best/code/kernel": np.ones(3, np.float32)}
    run = submitted(store, tiny, weights | slots, 7, "checkpoint")
    answers = [client.get(address(run, 7, part)) for part in ("decoder", "encoder")]
    assert set().union(*(unpack(answer.content)[1] for answer in answers)) == set(weights)
    assert answers[0].headers["Cache-Control"] == "private, max-age=60"


def test_an_ended_run_with_its_codes_says_all_and_is_kept_for_ever(client, store, tiny):
    run = submitted(store, tiny, random_weights(tiny))
    before = unpack(client.get(address(run, 12, "decoder")).content)[0]
    assert (before["mean"], before["spread"], before["test"]) == (None, None, None)
    codes = pack({"mean": [0.5] * 4, "spread": [1.0] * 4}, {})
    store.save_blob(run, 1, "codes", 12, codes)
    store.end(run, 1, State.FINISHED, metrics={"mse": 0.03, "psnr": float("inf")})
    answer = client.get(address(run, 12, "decoder"))
    header = unpack(answer.content)[0]
    assert (header["mean"], header["spread"]) == ([0.5] * 4, [1.0] * 4)
    assert header["test"] == {"mse": 0.03, "psnr": None}
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_codes_of_other_weights_say_nothing_of_these(client, store, tiny):
    run = submitted(store, tiny, random_weights(tiny))
    store.save_blob(run, 1, "codes", 11, pack({"mean": [0.5] * 4, "spread": [1.0] * 4}, {}))
    assert unpack(client.get(address(run, 12, "decoder")).content)[0]["mean"] is None


def test_what_there_is_not_is_said_plainly(client, store, tiny):
    run, bare = submitted(store, tiny, random_weights(tiny)), submitted(store, tiny)
    for path, sentence in [
        (address("nobody", 12, "decoder"), "There is no run 'nobody' in this store."),
        (address(bare, 12, "decoder"), "This run has no weights to show."),
        (address(run, 13, "decoder"), "This run has other weights by now: load the page again."),
        (address(run, -1, "decoder"), "A network has two files: its encoder and its decoder."),
        (address(run, 12, "middle"), "A network has two files: its encoder and its decoder."),
        (address(run, 12, "decoder/../x"), "A network has two files: its encoder and its decoder."),
    ]:
        answer = client.get(path)
        assert (answer.status_code, answer.text) == (404, sentence)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_weights_that_are_not_finite_are_no_network(client, store, tiny, value):
    weights = random_weights(tiny)
    weights["output/bias"][5] = value
    run = submitted(store, tiny, weights)
    answer = client.get(address(run, 12, "decoder"))
    assert answer.status_code == 422
    assert answer.text == "The weights of this run are not finite: there is no network to run."


def test_weights_of_another_network_and_damaged_ones_are_not_sent(client, store, tiny):
    weights = random_weights(tiny)
    run = submitted(store, tiny.replace(latent_dim=5), weights)
    answer = client.get(address(run, 12, "decoder"))
    assert answer.status_code == 500
    assert answer.text == "The weights are not of this network: decoder_1/kernel differs."
    with store.writing() as connection:
        put_blob(connection, run, "weights", 13, b"cut short")
    answer = client.get(address(run, 13, "decoder"))
    assert answer.status_code == 500
    assert answer.text == "This is no model saved by AE Lab, or a damaged one: it is no .npz"


def test_a_deleted_run_is_gone_at_once(client, store, tiny):
    run = submitted(store, tiny, random_weights(tiny))
    assert client.get(address(run, 12, "decoder")).status_code == 200
    store.end(run, 1, State.FINISHED)
    store.delete(run, "someone")
    assert client.get(address(run, 12, "decoder")).status_code == 404
