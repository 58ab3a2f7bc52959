"""What the browser loads of a run's codes from the real server and its workers."""

import numpy as np
import pytest

import ae
from ae.binary import unpack
from ae.data import load_dataset
from ae.latent.faithfulness import trustworthiness
from ae.latent.projection import project
from ae.models import Autoencoder, from_bytes
from ae.store import COMMAND_LINE, State, Store, Wanted
from pages.components.addresses import MODULES
from pages.components.latent_map.addresses import data_addresses
from tests.waiting import wait_for

# The functions under test, by name, on a page of the server.
IMPORT = f"""async () => {{
  const modules = ["data.js", "maps.js"].map((file) => import(`{MODULES}/latent_map/${{file}}`));
  Object.assign(window, ...(await Promise.all(modules)));
}}"""
LOAD_CODES = """async (address) => {
  const { codes, errors, count, size } = await loadCodes(address);
  return { codes: [...codes], errors: [...errors], count, size };
}"""
# `giveUp` is the share at which the map is called off.
LOAD_MAP = """async ([addresses, choice, giveUp]) => {
  const leaving = new AbortController();
  const shares = [];
  const onProgress = ({ share }) => {
    shares.push(share);
    if (giveUp !== null && share >= giveUp) leaving.abort("given up");
  };
  try {
    const map = await loadMap(addresses, { ...choice, onProgress, signal: leaving.signal });
    return { ...map, points: [...map.points], shares };
  } catch (error) {
    return { error: error.message ?? error, shares };
  }
}"""


@pytest.fixture(scope="module")
def store(app):
    found = Store(app.store_url)
    yield found
    found.close()


@pytest.fixture(scope="module")
def run(store):
    """A run that the server's workers have trained to its end."""
    run = store.submit(
        ae.preset("article").replace(steps=60, latent_dim=12), COMMAND_LINE, "article"
    )
    return wait_for(lambda: (r := store.run(run.id)).state is State.FINISHED and r)


@pytest.fixture(scope="module")
def codes(store, run):
    """What the library makes of the test images with the run's weights."""
    model = Autoencoder(*from_bytes(store.blob(run.id, "weights")[1]))
    return model.encode(load_dataset("mnist").test.images)


@pytest.fixture
def opened(page, app):
    """A page of the server, with the modules."""
    page.goto(app.url)
    page.evaluate(IMPORT)
    return page


def addresses(run):
    return data_addresses(run.id, run.step, "mnist")


def shaped(values, *shape):
    return np.reshape(np.array(values, np.float32), shape)


def test_the_codes_of_a_finished_run_are_what_the_library_computes(opened, run, codes):
    found = opened.evaluate(LOAD_CODES, addresses(run)["codes"])
    assert (found["count"], found["size"]) == codes.shape
    np.testing.assert_allclose(shaped(found["codes"], *codes.shape), codes, rtol=1e-3, atol=1e-4)
    assert np.mean(found["errors"]) == pytest.approx(run.test["mse"], rel=1e-4)


def test_a_run_that_still_trains_has_its_codes_from_a_worker(opened, store):
    hp = ae.preset("vae2").replace(steps=50_000)
    run = store.submit(hp, COMMAND_LINE, "vae2")
    step = wait_for(lambda: store.weights_step(run.id))
    store.want(run.id, Wanted.PAUSE)
    wait_for(lambda: store.run(run.id).state is State.PAUSED)
    step = store.weights_step(run.id)
    found = opened.evaluate(LOAD_CODES, data_addresses(run.id, step, "mnist")["codes"])
    hp, state = from_bytes(store.blob(run.id, "checkpoint")[1])
    model = Autoencoder(hp, {k: v for k, v in state.items() if not k.startswith("optimizer/")})
    expected = model.encode(load_dataset("mnist").test.images[:500])
    codes = shaped(found["codes"], 10_000, 2)[:500]
    np.testing.assert_allclose(codes, expected, rtol=1e-3, atol=1e-4)


def test_pca_is_that_of_the_library(opened, store, run):
    choice = {"method": "pca", "dimensions": 3, "count": 2000}
    found = opened.evaluate(LOAD_MAP, [addresses(run), choice, None])
    expected = project(unpack(store.blob(run.id, "codes")[1])[1]["codes"][:2000], 3)
    scale = np.abs(expected.points).max()
    np.testing.assert_allclose(shaped(found["points"], 2000, 3), expected.points, atol=1e-4 * scale)
    assert found["says"].startswith("PCA of codes of 12 numbers: these 3 axes show ")


def test_a_worker_draws_a_map_tells_how_far_it_is_and_keeps_it(opened, store, run, codes):
    choice = {"method": "tsne", "dimensions": 2, "count": 1000}
    found = opened.evaluate(LOAD_MAP, [addresses(run), choice, None])
    points = shaped(found["points"], 1000, 2)
    assert found["shares"] == sorted(found["shares"])
    assert any(0 < share < 1 for share in found["shares"])
    assert found["trustworthiness"] > 0.9
    assert trustworthiness(codes[:1000], points) == pytest.approx(
        found["trustworthiness"], abs=2e-3
    )
    assert store.result(run.id, "tsne-2-1000", run.step)
    again = opened.evaluate(LOAD_MAP, [addresses(run), choice, None])
    np.testing.assert_array_equal(shaped(again["points"], 1000, 2), points)


def test_a_map_that_is_called_off_leaves_the_worker_free_for_the_next(opened, store, run):
    choice = {"method": "tsne", "dimensions": 3, "count": 10_000}
    found = opened.evaluate(LOAD_MAP, [addresses(run), choice, 0.01])
    assert found["error"] == "given up"
    name = "tsne-3-10000"
    wait_for(lambda: not store.report_share(run.id, name, run.step, found["shares"][-1]), 5)
    choice = {"method": "umap", "dimensions": 3, "count": 500}
    found = opened.evaluate(LOAD_MAP, [addresses(run), choice, None])
    assert len(found["points"]) == 1500
    assert store.result_share(run.id, name, run.step) < 0.9
