"""Two forms, two sets of buttons, two runs on one page: neither knows of the other."""

import json
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import ae
from ae.store import State, Wanted

SCRIPT = Path(__file__).parent / "two_panels.py"


@pytest.fixture
def page(store):
    opened = AppTest.from_file(str(SCRIPT), default_timeout=60).run()
    assert not opened.exception
    return opened


def button(page, key, name):
    return page.button(key=f"{key} button {name}")


def enabled(page, key):
    names = ("train", "pause", "resume", "stop", "new run")
    return {name for name in names if not button(page, key, name).disabled}


def field(page, key, name):
    return page.text_input(key=f"{key} form field {name}")


def shown_runs(page):
    """The runs of the two live views, left to right."""
    given = [json.loads(component.proto.json) for component in page.get("bidi_component")]
    return [data["run"] for data in given if "originals" in data]


def change_learning_rate(page, place, text):
    """Type a rate into the popover of the left (0) or the right (1) panel, and press Set."""
    [i for i in page.text_input if i.label == "Learning rate from now on"][place].set_value(text)
    [b for b in page.button if b.label == "Set"][place].click().run()


@pytest.fixture
def trained_side_by_side(page, store):
    """The page with a run in each panel that a worker has begun; and the two runs."""
    runs = {}
    for key in ("left", "right"):
        button(page, key, "train").click().run()
        run = store.runs(limit=1)[0]
        store.claim(run.id, "worker")
        store.begin(run.id, 1)
        store.report(run.id, 1, step=10, new_losses=np.ones(10), ms_per_step=9.0)
        runs[key] = run
    return page.run(), runs["left"], runs["right"]


def test_each_form_begins_with_its_own_preset_and_keeps_what_is_typed_in_it(page):
    assert field(page, "left", "latent_dim").value == "128"
    assert field(page, "right", "latent_dim").value == "16"
    field(page, "left", "steps").set_value("77").run()
    assert field(page, "left", "steps").value == "77"
    assert field(page, "right", "steps").value == "3000"
    assert [b.key for b in page.button if b.label == "Back to the preset"] == ["left form reset"]
    page.selectbox(key="right form preset").set_value("vae").run()
    assert field(page, "right", "latent_dim").value == "20"
    assert field(page, "left", "steps").value == "77"
    page.button(key="left form reset").click().run()
    assert field(page, "left", "steps").value == "1000"
    assert field(page, "right", "latent_dim").value == "20"


def test_an_error_in_one_form_does_not_keep_the_other_from_training(page, store):
    field(page, "left", "latent_dim").set_value("0").run()
    assert enabled(page, "left") == set()
    assert enabled(page, "right") == {"train"}
    button(page, "right", "train").click().run()
    assert [run.hp for run in store.runs()] == [ae.preset("linear")]


def test_each_panel_trains_its_own_settings_and_is_about_its_own_run(trained_side_by_side):
    page, left, right = trained_side_by_side
    assert not page.exception
    assert (left.hp, left.preset) == (ae.preset("article"), "article")
    assert (right.hp, right.preset) == (ae.preset("linear"), "linear")
    assert shown_runs(page) == [left.id, right.id]
    assert "run" not in page.query_params


def test_a_press_reaches_the_run_of_its_own_panel_alone(trained_side_by_side, store):
    page, left, right = trained_side_by_side
    button(page, "left", "pause").click().run()
    assert (store.run(left.id).wanted, store.run(right.id).wanted) == (Wanted.PAUSE, Wanted.RUN)
    button(page, "right", "stop").click().run()
    assert (store.run(left.id).wanted, store.run(right.id).wanted) == (Wanted.PAUSE, Wanted.STOP)
    button(page, "right", "new run").click().run()
    assert shown_runs(page) == [left.id, None]
    assert enabled(page, "left") == {"pause", "stop", "new run"}
    assert enabled(page, "right") == {"train"}


def test_a_learning_rate_is_changed_for_the_run_of_its_own_panel_alone(trained_side_by_side, store):
    page, left, right = trained_side_by_side
    change_learning_rate(page, 1, "0.05")
    assert not page.exception
    assert store.run(left.id).learning_rate == left.hp.learning_rate
    assert store.run(right.id).learning_rate == 0.05
    change_learning_rate(page, 0, "0.01")
    assert store.run(left.id).learning_rate == 0.01
    assert store.run(right.id).learning_rate == 0.05


def test_two_runs_that_ended_have_an_evaluation_each(trained_side_by_side, store):
    page, left, right = trained_side_by_side
    for run, error in ((left, 0.025), (right, 0.0125)):
        store.end(run.id, 1, State.FINISHED, metrics={"mse": error})
    page.run()
    assert not page.exception
    assert [metric.value for metric in page.metric] == [
        *("0.02500", "0.02500"),  # what matters first, and among all figures
        *("0.01250", "0.01250"),
    ]
    assert enabled(page, "left") == enabled(page, "right") == {"train", "new run"}


def test_two_panels_can_be_about_the_same_run(trained_side_by_side, store):
    page, left, _ = trained_side_by_side
    page.session_state["right run"] = left.id
    page.run()
    assert not page.exception
    assert shown_runs(page) == [left.id, left.id]
    change_learning_rate(page, 1, "0.02")
    assert store.run(left.id).learning_rate == 0.02
