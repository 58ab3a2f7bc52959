"""The pages that show what a run's network makes of digits: with weights, and with none."""

import base64
import json

import numpy as np
import pytest

import ae
from ae.data import noise
from ae.store import COMMAND_LINE, NO_WEIGHTS, State, Store, Wanted
from tests.pages.opening import open_page, reasons_to_wait
from tests.waiting import wait_for

ALL = pytest.mark.parametrize("name", ["reconstruct.py", "latent.py", "draw.py"])


@pytest.fixture(scope="module")
def finished(app):
    """A run that the server's own workers trained."""
    store = Store(app.store_url)
    run = store.submit(ae.preset("article").replace(steps=120), "someone", "article")
    wait_for(lambda: store.run(run.id).state.is_ended)
    assert store.run(run.id).state is State.FINISHED
    return run


@pytest.fixture
def served(app, monkeypatch):
    """This process looks at the store of the running server."""
    monkeypatch.setenv("AE_STORE", str(app.store))


@ALL
def test_with_an_empty_store_it_points_to_train(store, name):
    page = open_page(name)
    assert not page.exception
    assert "No run has weights" in page.info[0].value


@ALL
def test_a_run_without_weights_yet_says_when_there_will_be_some(store, name):
    run = store.submit(ae.preset("article"), "someone")
    page = open_page(name, run=run.id)
    assert not page.exception
    assert "no weights yet" in reasons_to_wait(page)[0]


@ALL
def test_a_run_stopped_before_it_had_weights_says_so(store, name):
    run = store.submit(ae.preset("article"), "someone")
    store.want(run.id, Wanted.STOP)
    page = open_page(name, run=run.id)
    assert not page.exception
    assert [info.value for info in page.info] == [NO_WEIGHTS]


@ALL
def test_a_diverged_run_says_why_there_is_nothing(store, name):
    run = store.submit(ae.preset("article"), "someone", held_by="test")
    store.end(run.id, 1, State.DIVERGED, "The loss stopped being a finite number at step 3.")
    page = open_page(name, run=run.id)
    assert not page.exception
    assert "at step 3" in page.error[0].value


def test_without_workers_reconstruct_says_so_plainly(store):
    run = store.submit(ae.preset("article"), "someone", held_by="test")
    store.save_blob(run.id, 1, "weights", 10, b"not asked for")
    store.end(run.id, 1, State.STOPPED)
    page = open_page("reconstruct.py", run=run.id)
    assert not page.exception
    assert "The workers are loading TensorFlow" in reasons_to_wait(page)[0]


def test_reconstruct_shows_digits_and_the_errors_of_sixteen_and_of_all(served, finished):
    page = open_page("reconstruct.py", run=finished.id)
    assert not page.exception
    caption = next(c.value for c in page.caption if "These sixteen" in c.value)
    assert "Weights after 120 steps" in caption
    assert len(page.get("download_button")) == 2
    (panels,) = [c.proto for c in page.get("bidi_component") if "reconstruction" in c.proto.id]
    shown = json.loads(panels.json)
    assert shown["labels"] == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9, 0, 6, 9, 0, 1, 5]
    assert shown["errors"] == page.table[0].value["squared error per pixel"].tolist()
    assert max(shown["shares"]) == 1


def test_the_worst_reconstructed_are_worse_than_the_best(served, finished):
    page = open_page("reconstruct.py", run=finished.id)

    def error(choice):
        page.selectbox[1].set_value(choice).run()
        text = next(c.value for c in page.caption if "These sixteen" in c.value)
        return float(text.split("error ")[1].split(" ")[0])

    assert error("best") < 0.5 * error("first") < 0.5 * error("worst")


def test_one_digit_shows_only_that_digit_and_others_at_a_press(served, finished):
    page = open_page("reconstruct.py", run=finished.id)
    page.selectbox[1].set_value("digit").run()
    page.selectbox[2].set_value(7).run()

    def rows():
        return page.table[0].value

    before = rows()
    assert set(before["digit"].astype(int)) == {7}
    next(b for b in page.button if b.label == "Draw others").click().run()
    assert not np.array_equal(before["test image"], rows()["test image"])


def test_latent_space_tells_the_browser_where_codes_digits_maps_and_the_network_are(
    served, finished
):
    page = open_page("latent.py", run=finished.id, point="17")
    assert not page.exception
    (found,) = [c.proto for c in page.get("bidi_component") if "latent map" in c.proto.id]
    shown = json.loads(found.json)
    assert shown["addresses"]["codes"] == f"/codes/{finished.id}/120"
    assert shown["addresses"]["digits"] == "/digits/mnist"
    assert shown["network"]["decoder"] == f"/model/{finished.id}/120/decoder"
    assert page.query_params == {"run": finished.id, "point": "17"}


@pytest.mark.parametrize("pixels", ["grey", "binarised"])
def test_draw_tells_the_browser_how_the_network_is_shown_an_image(store, pixels):
    hp = ae.preset("denoising").replace(pixels=pixels)
    run = store.submit(hp, "someone", held_by="test")
    store.save_blob(run.id, 1, "weights", 10, b"for the browser to ask for")
    store.end(run.id, 1, State.STOPPED)
    page = open_page("draw.py", run=run.id)
    assert not page.exception
    (found,) = [c.proto for c in page.get("bidi_component") if "draw" in c.proto.id]
    shown = json.loads(found.json)
    assert shown["network"]["encoder"] == f"/model/{run.id}/10/encoder"
    assert shown["noise"] == {"kind": "gaussian", "level": 0.4}
    assert list(shown["noise_names"])[-2:] == ["hole", "line"]
    draws = np.frombuffer(base64.b64decode(shown["uniform"]), np.float32)
    np.testing.assert_array_equal(draws, noise.corruption_draws([0])[0].ravel())
    assert ("binarisation" in shown) == (pixels == "binarised")


def test_of_two_runs_that_read_alike_the_chosen_one_is_shown(store):
    runs = [store.submit(ae.preset("article"), COMMAND_LINE, "article") for _ in range(3)]
    page = open_page("latent.py", run=runs[2].id)
    page.selectbox[0].set_value(runs[1].id).run()
    assert page.selectbox[0].value == runs[1].id
    assert page.query_params["run"] == runs[1].id


def test_a_choice_counts_also_when_the_runs_have_aged_meanwhile(store, monkeypatch):
    runs = [store.submit(ae.preset(name), COMMAND_LINE, name) for name in ("article", "linear")]
    page = open_page("latent.py", run=runs[0].id)
    monkeypatch.setattr("pages.ui.run_menu.time_ago", lambda seconds: "2 minutes ago")
    page.selectbox[0].set_value(runs[1].id).run()
    assert page.query_params["run"] == runs[1].id


@ALL
def test_an_unknown_run_is_said(store, name):
    page = open_page(name, run="nonsense")
    assert not page.exception
    assert "no run 'nonsense'" in page.warning[0].value
