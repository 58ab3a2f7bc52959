"""What Reconstruct and Latent space say when files, a run or the server go away under them."""

import pytest
from playwright.sync_api import expect

import ae
from ae.store import COMMAND_LINE, State, Store
from bench import app as bench_app
from tests.browser.test_latent import MAP_IS_THERE, VIEW
from tests.browser.test_reconstruct import trained  # noqa: F401 (a fixture)
from tests.browser.test_server import own_app  # noqa: F401 (a fixture)
from tests.waiting import wait_for

SAID = ".ae-reconstruction .said"
BAD = pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda file: file[: len(file) // 2], "The file is cut short: load the page again."),
        (
            lambda file: file[:4] + b"\x09" + file[5:],
            "The file is of version 9, and this page reads 1: load the page again.",
        ),
    ],
    ids=["cut short", "another version"],
)


@pytest.fixture
def spoilt(page):
    """Network files come through this function from now on."""

    def spoilt(spoil):
        def answer(route):
            file = route.fetch()
            route.fulfill(response=file, body=spoil(file.body()))

        page.route("**/model/**", answer)

    yield spoilt
    page.unroute_all(behavior="ignoreErrors")  # what is still on its way is for nobody


@BAD
def test_latent_space_says_what_is_wrong_with_a_network_and_shows_its_codes(
    page,
    app,
    trained,  # noqa: F811
    spoilt,
    spoil,
    sentence,
):
    spoilt(spoil)
    page.goto(f"{app.url}/latent?run={trained[0]}")
    page.wait_for_function(MAP_IS_THERE)
    expect(page.get_by_text(sentence).first).to_be_visible()


@BAD
def test_reconstruct_says_what_is_wrong_with_a_network_and_shows_digits_as_trained(
    page,
    app,
    trained,  # noqa: F811
    spoilt,
    spoil,
    sentence,
):
    spoilt(spoil)
    page.goto(f"{app.url}/reconstruct?run={trained[0]}")
    page.get_by_role("radio", name="Gaussian").check()
    expect(page.locator(SAID)).to_have_text(sentence)
    expect(page.get_by_role("radio", name="none")).to_be_checked()


@pytest.fixture
def doomed(app, trained):  # noqa: F811
    """A store, and a run in it that may be deleted."""
    store = Store(app.store_url)
    run = store.submit(store.run(trained[0]).hp, "someone", held_by="test").id
    store.save_blob(run, 1, "weights", 20, store.blob(trained[0], "weights")[1])
    store.end(run, 1, State.STOPPED)
    yield store, run
    store.close()


def test_of_a_run_deleted_while_its_map_is_open_the_map_stays_and_a_new_one_is_refused(
    page, app, doomed
):
    store, run = doomed
    page.goto(f"{app.url}/latent?run={run}")
    page.wait_for_function(MAP_IS_THERE)
    store.delete(run, "someone")
    page.get_by_label("Map", exact=True).select_option("tsne")
    expect(page.get_by_text(f"There is no run '{run}' in this store.")).to_be_visible()
    assert page.evaluate(f"{VIEW}.exploration.map.method") == "pca"


def test_of_a_run_deleted_while_its_digits_are_shown_the_page_says_so(page, app, doomed):
    store, run = doomed
    page.goto(f"{app.url}/reconstruct?run={run}")
    expect(page.locator(".ae-reconstruction li")).to_have_count(16)
    store.delete(run, "someone")
    page.get_by_role("radio", name="Gaussian").check()
    expect(page.locator(SAID)).to_have_text(f"There is no run '{run}' in this store.")


def test_a_server_that_was_started_again_is_asked_by_the_page_that_is_open(page, own_app):  # noqa: F811
    bench_app.wait_for_workers(own_app)
    store = Store(own_app.store_url)
    run = store.submit(ae.Hyperparameters(encoder=(16,), latent_dim=2, steps=20), COMMAND_LINE).id
    wait_for(lambda: store.run(run).state is State.FINISHED)
    store.close()
    page.goto(f"{own_app.url}/reconstruct?run={run}")
    expect(page.locator(".ae-reconstruction li")).to_have_count(16)
    own_app.end_server()
    page.get_by_role("radio", name="Gaussian").check()
    expect(page.locator(SAID)).to_contain_text("Trying again …")
    port = int(own_app.url.rpartition(":")[2])
    own_app.process = bench_app.start_server(own_app.store.parent, port).process
    expect(page.locator(SAID)).to_contain_text("Squared error per pixel against the clean digits")
    expect(page.get_by_role("radio", name="Gaussian")).to_be_checked()
