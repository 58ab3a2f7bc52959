import numpy as np
import pytest

from ae.diagnosis import BlowUp, conclude, find_cause, is_no_better_than_the_mean_image
from ae.presets import preset
from ae.store import Outcome, State
from tests.diagnosis.runs import ended

FLAT = np.full(1000, 0.07, np.float32)
FALLING = np.linspace(0.2, 0.07, 1000, dtype=np.float32)
BLOWN = BlowUp(9, 0.1027, 9.7e27)
ALL_BLACK = {"mse": 0.114, "dead_pixels": 668}


def outcome(run, losses=FLAT, blow_up=None):
    return conclude(run, losses, blow_up)[0]


def said(run, losses=FLAT, blow_up=None):
    return conclude(run, losses, blow_up)[1]


def test_a_run_that_learned_is_not_remarked_on():
    assert conclude(ended({"mse": 0.028, "dead_pixels": 31}), FLAT, None) == (None, "")


def test_a_run_no_better_than_the_mean_image_learned_nothing():
    run = ended({"mse": 0.0671, "dead_pixels": 0})
    assert outcome(run) is Outcome.LEARNED_NOTHING
    assert said(run).startswith(
        "It is no better than always showing the mean image: a squared error of 0.06710 per pixel "
        "against 0.06750."
    )


@pytest.mark.parametrize("error", [float("nan"), float("inf"), 1e22])
def test_an_error_beyond_all_bounds_is_no_better_either(error):
    assert is_no_better_than_the_mean_image(ended({"mse": error}))


def test_a_run_without_the_line_of_the_mean_image_is_not_judged():
    assert outcome(ended({"mse": 0.1}, baselines=None)) is None


@pytest.mark.parametrize(
    ("kl", "reconstruction", "learned"), [(150.0, 120.0, True), (0.01, 206.0, False)]
)
def test_of_a_variational_run_the_reconstruction_is_held_against_the_mean_image(
    kl, reconstruction, learned
):
    """Not the bound: what the code costs, the mean image does not pay."""
    test = {"reconstruction": reconstruction, "kl": kl, "elbo": -kl - reconstruction, "mse": 0.05}
    run = ended(test, preset("vae").replace(beta=0.0), mean=206.3)
    assert (outcome(run) is None) == learned


def test_a_loss_that_blew_up_is_said_with_its_figures_and_what_the_optimiser_did():
    run = ended(ALL_BLACK, preset("article").replace(learning_rate=10.0))
    assert outcome(run, blow_up=BLOWN) is Outcome.BLEW_UP
    text = said(run, blow_up=BLOWN)
    assert text.startswith("Its loss rose from 0.1027 to 9.700e27 by step 9.")
    assert "RMSprop moves every weight by about the learning rate" in text
    assert "at 10 that flings them all away" in text
    assert "Nearly all pixels are black since." in text
    assert text.endswith("Try a learning rate of 0.001.")


def test_a_loss_that_blew_up_and_came_back_is_said_to_have_done_so():
    run = ended({"mse": 0.03, "dead_pixels": 0}, preset("article").replace(learning_rate=0.1))
    assert outcome(run, blow_up=BLOWN) is Outcome.BLEW_UP
    assert "It came back, and ended at 0.03000." in said(run, blow_up=BLOWN)


@pytest.mark.parametrize("state", [State.STOPPED, State.FINISHED])
def test_a_short_run_is_not_held_to_it(state):
    run = ended({"mse": 0.08, "dead_pixels": 200}, step=60, state=state)
    assert outcome(run) is None


def test_a_run_stopped_while_its_loss_still_fell_is_not_held_to_it():
    run = ended({"mse": 0.07, "dead_pixels": 0}, step=500, state=State.STOPPED)
    assert outcome(run, FALLING[:500]) is None
    assert outcome(run, FLAT[:500]) is Outcome.LEARNED_NOTHING


def test_a_short_run_that_more_steps_will_not_help_is_held_to_it():
    fast = preset("repaired").replace(learning_rate=1.0)
    run = ended({"bce": 2.1, "mse": 0.113, "dead_pixels": 650}, fast, mean=0.26, step=20)
    assert outcome(run) is Outcome.LEARNED_NOTHING


ARTICLE, REPAIRED, VAE = preset("article"), preset("repaired"), preset("vae")
NO_BETTER = {"mse": 0.1, "bce": 0.3, "reconstruction": 210.0, "kl": 5.0}


@pytest.mark.parametrize(
    ("hp", "test", "said", "changes"),
    [
        (REPAIRED.replace(learning_rate=1.0), {}, "Adam moves every weight",
         {"learning_rate": 0.001}),
        (REPAIRED.replace(optimizer="sgd", learning_rate=10.0), {}, "its gradient times",
         {"learning_rate": 1.0}),
        (ARTICLE, ALL_BLACK, "Nearly all pixels are black", {"output_activation": "sigmoid"}),
        (VAE.replace(beta=50.0), {"kl": 0.01}, "KL divergence is nearly zero", {"beta": 1.0}),
        (VAE, {"kl": 0.01}, "KL divergence is nearly zero", {"kl_warmup": 0.2}),
        (preset("sparse").replace(sparsity_weight=100.0), {"code_at_rest": 1.0},
         "The penalty rules the loss", {"sparsity_weight": 1.0}),
        (ARTICLE, {"dead_units": 128}, "same for every image", {"code_activation": "linear"}),
        (ARTICLE.replace(learning_rate=1e-6), {}, "hardly moved in 1,000 steps",
         {"learning_rate": 0.001}),
        (ARTICLE.replace(optimizer="sgd"), {}, "At a learning rate of 0.001", {"learning_rate": 1}),
        (ARTICLE.replace(dropout=0.9), {}, "Dropout", {"dropout": 0.1}),
        (REPAIRED.replace(noise="masking", noise_level=1.0), {}, "so much noise",
         {"noise_level": 0.4}),
        (REPAIRED.replace(activation="sigmoid"), {}, "Through sigmoid layers",
         {"activation": "relu"}),
        (ARTICLE.replace(optimizer="sgd", learning_rate=1.0), {}, "nearly the same image",
         {"optimizer": "adam", "learning_rate": 0.001}),
        (ARTICLE, {}, "nearly the same image", {"steps": 10_000}),
    ],
)  # fmt: skip
def test_the_cause_is_found_in_settings_and_figures(hp, test, said, changes):
    run = ended(NO_BETTER | test, hp, outcome=Outcome.LEARNED_NOTHING)
    cause = find_cause(run)
    assert said in cause.reason
    assert cause.changes == changes
    assert hp.replace(**cause.changes) != hp


def test_the_rate_set_while_it_trained_is_the_one_to_blame():
    run = ended(ALL_BLACK, rates="[[100, 1.0]]", outcome=Outcome.BLEW_UP)
    assert "at 1 that flings" in find_cause(run).reason
