"""What the Train page shows of a run that has ended, and the card of its preset."""

import json

import numpy as np
import pytest

import ae
from ae.config import FIELDS
from ae.metrics.baselines import PCA_MSE, Line, LineKind
from ae.presets import PRESETS
from ae.store import Outcome, State
from tests.pages.opening import open_page

GOOD = {"mse": 0.028, "sse_per_image": 21.95, "ssim": 0.8, "bce": 0.2, "dead_pixels": 31,
        PCA_MSE: 0.007}  # fmt: skip


@pytest.fixture
def ended(store):
    """Ends a run of some settings with figures, as a worker does."""

    def end(hp, test=GOOD, outcome=None, preset="article"):
        run = store.submit(hp, "nobody", preset, held_by="test").id
        store.save_baselines(run, 1, [Line(LineKind.MEAN_IMAGE, "mean image", 0.0675)])
        store.report(run, 1, step=hp.steps, new_losses=np.ones(hp.steps), ms_per_step=1.0)
        store.end(run, 1, State.FINISHED, "", test, outcome)
        return run

    return end


def links(page):
    """Label and query of the links on the page."""
    return [(x.proto.label, x.proto.query_string) for x in page.get("page_link")]


def types(page):
    return {b.label: b.proto.type for b in page.button}


def test_an_ended_run_has_three_figures_and_three_ways_on_and_train_is_not_the_loudest(ended):
    run = ended(ae.preset("article"))
    page = open_page("train.py", run=run)
    assert [(m.label, m.value) for m in page.metric][:3] == [
        ("Squared error (per pixel)", "0.02800"),
        ("PCA with the same code size", "0.007000"),
        ("Output pixels stuck at black", "31"),
    ]
    assert links(page) == [
        ("See the digits", f"run={run}"),
        ("Explore the code", f"run={run}"),
        ("Compare with PCA", f"runs={run}"),
    ]
    assert types(page)["Train"] == "secondary"


def test_a_changed_form_makes_train_the_loudest_again(ended):
    page = open_page("train.py", run=ended(ae.preset("article")))
    page.text_input(key="form field steps").set_value("77").run()
    assert types(page)["Train"] == "primary"


def test_a_run_is_compared_with_its_next_experiment_where_there_is_one(ended):
    repaired = ended(ae.preset("repaired"), preset="repaired")
    run = ended(ae.preset("article"))
    label, query = links(open_page("train.py", run=run))[2]
    assert label == "Compare with PCA and Repaired"
    assert set(query.removeprefix("runs=").replace("%2C", ",").split(",")) == {run, repaired}


def test_what_would_help_a_run_that_blew_up_is_one_press_away(ended):
    hp = ae.preset("article").replace(learning_rate=10.0)
    run = ended(hp, GOOD | {"mse": 1e22, "dead_pixels": 651}, Outcome.BLEW_UP)
    page = open_page("train.py", run=run)
    assert [m.value for m in page.metric][:3] == ["1.000e22", "0.06750", "651"]
    assert "Explore the code" not in dict(links(page))
    mend = next(b for b in page.button if b.label == "Try a learning rate of 0.001")
    assert mend.proto.type == "primary"
    mend.click().run()
    assert page.text_input(key="form field learning_rate").value == "0.001"
    assert types(page)["Train"] == "primary"


def test_before_its_end_a_run_has_neither(store):
    run = store.submit(ae.preset("article"), "nobody", "article", held_by="test").id
    page = open_page("train.py", run=run)
    assert not page.metric
    assert links(page) == []


def test_the_card_says_what_a_preset_shows_and_its_button_fills_in_the_next_experiment(store):
    page = open_page("train.py", preset="vae")
    vae = PRESETS["vae"]
    assert any(vae.about in m.value and vae.question in m.value for m in page.markdown)
    next(b for b in page.button if b.label == vae.next.label).click().run()
    assert page.text_input(key="form field beta").value == "0"
    assert page.selectbox(key="form preset").value == "vae"
    next(b for b in page.button if b.label == "Train").click().run()
    assert store.runs()[0].hp == vae.next.hp


def test_the_help_of_the_learning_rate_is_that_of_the_optimiser(store):
    page = open_page("train.py")
    field = "form field learning_rate"
    assert "With RMSprop about how far" in page.text_input(key=field).help
    page.selectbox(key="form field optimizer").set_value("sgd").run()
    assert "With SGD a step is" in page.text_input(key=field).help
    assert FIELDS["learning_rate"].help in page.text_input(key=field).help


def test_the_figures_of_an_ended_run_hold_no_key_that_a_page_does_not_know(ended, store):
    page = open_page("train.py", run=ended(ae.preset("article")))
    assert json.loads(store.runs()[0].metrics)[PCA_MSE] == 0.007
    assert "pca_mse" not in " ".join(m.label for m in page.metric)
