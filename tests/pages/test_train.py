"""The Train page by itself; what moves in it is tested in a real browser."""

import json

import numpy as np
import pytest

import ae
from ae.config import FIELDS
from ae.store import State, Wanted
from tests.pages import opening


def open_page(**query):
    return opening.open_page("train.py", **query)


def live(page):
    """What the live view was given."""
    return json.loads(page.get("bidi_component")[0].proto.json)


def buttons(page):
    """The buttons that can be pressed."""
    return {b.label for b in page.button if not b.disabled}


def button(page, label):
    return next(b for b in page.button if b.label == label)


@pytest.fixture
def started(store):
    """A run that a worker has and has reported ten steps of."""
    run = store.submit(ae.preset("article"), "someone", "article")
    store.claim(run.id, "worker")
    store.begin(run.id, 1)
    store.report(run.id, 1, step=10, new_losses=np.ones(10), ms_per_step=9.0)
    return run


def test_with_an_empty_store_the_article_is_ready_to_train(store):
    page = open_page()
    assert not page.exception
    assert buttons(page) == {"Train"}
    assert live(page)["run"] is None
    assert any("1,100,320 parameters · about" in c.value for c in page.caption)
    assert page.text_input(key="hp encoder").value == "784, 256"


def test_train_queues_the_settings_of_the_form_and_puts_the_run_in_the_address(store):
    page = open_page()
    page.text_input(key="hp steps").set_value("77").run()
    button(page, "Train").click().run()
    (run,) = store.runs()
    assert run.hp == ae.preset("article").replace(steps=77)
    assert run.state is State.QUEUED
    assert page.query_params["run"] == run.id
    assert live(page)["run"] == run.id
    assert buttons(page) == {"Pause", "Stop", "New run"}


def test_an_unchanged_preset_is_kept_with_the_run(store):
    button(open_page(), "Train").click().run()
    assert store.runs()[0].preset == "article"


def test_choosing_a_preset_fills_every_field(store):
    page = open_page()
    page.selectbox(key="form preset").set_value("deep30").run()
    button(page, "Train").click().run()
    assert store.runs()[0].hp == ae.preset("deep30")


def test_a_running_run_can_be_paused_and_stopped(store, started):
    page = open_page(run=started.id)
    assert buttons(page) == {"Pause", "Stop", "New run"}
    button(page, "Pause").click().run()
    assert store.run(started.id).wanted is Wanted.PAUSE
    button(page, "Stop").click().run()
    assert store.run(started.id).wanted is Wanted.STOP


def test_a_paused_run_can_be_resumed(store, started):
    store.want(started.id, Wanted.PAUSE)
    store.end(started.id, 1, State.PAUSED)
    page = open_page(run=started.id)
    assert buttons(page) == {"Resume", "Stop", "New run"}
    button(page, "Resume").click().run()
    assert store.run(started.id).state is State.QUEUED


def test_a_refresh_shows_the_run_and_its_settings(store):
    run = store.submit(ae.preset("linear").replace(seed=5), "someone")
    page = open_page(run=run.id)
    assert live(page)["run"] == run.id
    assert page.text_input(key="hp seed").value == "5"
    assert page.text_input(key="hp encoder").value == ""


def test_a_finished_run_can_be_followed_by_another(store, started):
    store.end(started.id, 1, State.FINISHED)
    page = open_page(run=started.id)
    assert buttons(page) == {"Train", "New run"}
    button(page, "Train").click().run()
    assert len(store.runs()) == 2


def test_new_run_leaves_the_old_one_alone(store, started):
    page = open_page(run=started.id)
    button(page, "New run").click().run()
    assert "run" not in page.query_params
    assert live(page)["run"] is None
    assert store.run(started.id).state is State.RUNNING


@pytest.mark.parametrize("state", [State.FAILED, State.DIVERGED])
def test_a_run_that_went_wrong_can_be_replaced(store, started, state):
    store.end(started.id, 1, state, "Try a smaller learning rate.")
    page = open_page(run=started.id)
    assert not page.exception
    assert buttons(page) == {"Train", "New run"}
    assert live(page)["state"] == state


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("latent_dim", "0"),
        ("latent_dim", "many"),
        ("steps", "1000000"),
        ("batch_size", "-1"),
        ("learning_rate", "nan"),
        ("encoder", "5000"),
        ("decoder", "1,2,3,4,5,6,7"),
        ("seed", "1.5"),
    ],
)
def test_a_bad_value_is_named_at_its_field_and_train_waits(store, field, text):
    page = open_page()
    page.text_input(key=f"hp {field}").set_value(text).run()
    assert not page.exception
    assert FIELDS[field].label in page.error[0].value
    assert "expected" in page.error[0].value
    assert any(c.value.startswith(":red[") for c in page.caption)
    assert "Train" not in buttons(page)
    assert page.text_input(key=f"hp {field}").value == text  # nothing typed is lost


def test_cross_entropy_without_sigmoid_is_refused_at_the_output(store):
    page = open_page()
    page.selectbox(key="hp loss").set_value("bce").run()
    assert "expected sigmoid" in page.error[0].value
    page.selectbox(key="hp output_activation").set_value("sigmoid").run()
    assert not page.error


def test_an_unknown_run_is_said_and_the_page_still_works(store):
    page = open_page(run="nonsense")
    assert "no run 'nonsense'" in page.warning[0].value
    assert buttons(page) == {"Train"}


def test_a_link_can_carry_settings(store):
    page = open_page(preset="repaired", latent_dim="7", steps="33")
    button(page, "Train").click().run()
    assert store.runs()[0].hp == ae.preset("repaired").replace(latent_dim=7, steps=33)


def test_a_link_with_bad_settings_falls_back_to_the_article(store):
    page = open_page(latent_dim="-3")
    assert "latent_dim: expected 1 to" in page.warning[0].value
    assert page.text_input(key="hp latent_dim").value == "128"
