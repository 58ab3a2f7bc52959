"""A worker's function, run in this process on a real store."""

import numpy as np
import pytest

from ae import jobs
from ae.cluster.work import work
from ae.store import State


def train(store, hp):
    """Submit, train to the end; the run as it was left."""
    run = store.submit(hp, "me", held_by="test").id
    work(store.url, run, 1)
    return store.run(run)


@pytest.mark.parametrize(
    ("change", "advice"),
    [
        ({"optimizer": "sgd", "learning_rate": 10.0, "output_activation": "linear"},
         "Try a learning rate ten times smaller (1)."),
        ({"code": "variational", "loss": "bce", "optimizer": "sgd", "learning_rate": 0.5},
         "Try Adam, or a learning rate ten times smaller (0.05)"),
        ({"sparsity": "l1", "sparsity_weight": 100.0, "optimizer": "sgd", "learning_rate": 1.0,
          "activation": "linear", "output_activation": "linear"},
         "Try a smaller sparsity weight: the penalty ruled the loss."),
    ],
    ids=["rate", "SGD on nats", "penalty"],
)  # fmt: skip
def test_settings_that_diverge_end_with_advice_fit_to_the_cause(store, tiny, change, advice):
    run = train(store, tiny.replace(steps=400, **change))
    assert run.state is State.DIVERGED
    assert f"stopped being a finite number at step {run.step}." in run.message
    assert advice in run.message
    losses = store.losses(run.id)
    assert len(losses) == run.step
    assert np.isfinite(losses[:-1]).all()


def test_a_run_that_stops_early_is_finished_and_says_so(store, tiny):
    hp = tiny.replace(
        optimizer="adamw", weight_decay=1.0, learning_rate=0.01, steps=5000, early_stopping=2
    )
    run = train(store, hp)
    assert run.state is State.FINISHED
    assert run.step < hp.steps
    assert run.message.startswith("Stopped early: the weights kept are those of step ")
    assert run.test["mse"] > 0


def test_a_variational_run_keeps_its_parts_and_its_bound(store, tiny):
    run = train(store, tiny.replace(code="variational", loss="bce", kl_warmup=0.5))
    parts = store.parts(run.id, 2)
    assert parts.shape == (run.steps, 2)
    np.testing.assert_allclose(store.losses(run.id)[0], parts[0, 0], rtol=1e-5)  # no KL yet
    assert run.test["elbo"] == pytest.approx(-(run.test["reconstruction"] + run.test["kl"]))


def test_a_learning_rate_asked_for_takes_effect_at_a_step_that_is_noted(store, tiny):
    run = store.submit(tiny.replace(steps=300), "me", held_by="test")
    jobs.change_learning_rate(store, run.id, 1e-7)
    work(store.url, run.id, 1)
    losses = store.losses(run.id)
    assert np.ptp(losses) < 0.02  # it hardly learns
    assert store.run(run.id).hp.learning_rate == run.hp.learning_rate
