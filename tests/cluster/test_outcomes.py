"""What is remarked on real runs: those that go wrong, each in its way, and those that go well."""

import pytest

from ae import queue
from ae.cluster.worker import work
from ae.diagnosis import verdict
from ae.metrics.baselines import INPUT_MSE, PCA_MSE
from ae.presets import PRESETS, preset
from ae.store import Outcome, State


def train(store, name, **changes):
    run = store.submit(preset(name).replace(**changes), "me", held_by="test").id
    work(store.url, run, 1)
    return store.run(run)


@pytest.mark.parametrize(
    ("name", "changes", "outcome", "words"),
    [
        ("article", {"learning_rate": 10.0}, Outcome.BLEW_UP, "RMSprop moves every weight"),
        ("article", {"learning_rate": 1.0}, Outcome.BLEW_UP, "Nearly all pixels are black since."),
        ("article", {"learning_rate": 0.1, "optimizer": "adam"}, Outcome.BLEW_UP, "Adam moves"),
        ("repaired", {"learning_rate": 1.0}, Outcome.LEARNED_NOTHING, "a learning rate of 0.001."),
        ("repaired", {"optimizer": "sgd", "learning_rate": 0.001}, Outcome.LEARNED_NOTHING,
         "hardly moved in 250 steps. Try one of 1."),
        ("repaired", {"optimizer": "sgd", "learning_rate": 10.0}, Outcome.LEARNED_NOTHING,
         "Try a learning rate of 1."),
        ("vae", {"learning_rate": 0.1}, Outcome.LEARNED_NOTHING, "Try a learning rate of 0.001."),
        ("vae", {"beta": 100.0}, Outcome.LEARNED_NOTHING, "Try a beta of 1."),
        ("sparse", {"sparsity_weight": 1.0}, Outcome.LEARNED_NOTHING, "penalty rules the loss"),
    ],
)  # fmt: skip
def test_a_run_that_learns_nothing_is_called_so_with_its_cause(
    store, name, changes, outcome, words
):
    run = train(store, name, steps=250, **changes)
    assert (run.state, run.outcome) == (State.FINISHED, outcome)
    assert run.state_in_words(0) in ("blew up", "learned nothing")
    assert words in run.message
    assert verdict(run) == run.message


@pytest.mark.parametrize("name", list(PRESETS))
def test_no_preset_is_called_so_and_each_is_held_against_what_it_should_beat(store, name):
    run = train(store, name, steps=250)
    assert (run.outcome, run.message) == (None, "")
    yardstick = INPUT_MSE if name == "denoising" else PCA_MSE
    assert run.test[yardstick] < 0.2
    assert "the error of" in verdict(run)


@pytest.mark.parametrize(
    "changes",
    [
        {"optimizer": "sgd", "learning_rate": 10.0, "output_activation": "linear"},
        {"optimizer": "adam", "learning_rate": 0.01},  # 56 times the loss at its second step
    ],
)
def test_a_high_rate_that_the_network_can_bear_is_not_called_so(store, changes):
    assert train(store, "article", steps=250, **changes).outcome is None


def test_a_run_stopped_after_a_few_steps_is_told_to_train_longer(store):
    run = train(store, "article", steps=20)
    assert run.outcome is None
    assert run.state_in_words(0) == "finished"
    assert verdict(run).endswith("Train it longer.")


def test_a_loss_that_blows_up_is_remarked_on_while_the_run_trains(store, monkeypatch):
    seen = []
    report = type(store).report

    def report_and_look(self, run, *args, **named):
        before = report(self, run, *args, **named)
        seen.append(self.run(run))
        if len(seen) == 4:
            queue.pause(self, run)
        return before

    monkeypatch.setattr(type(store), "report", report_and_look)
    run = train(store, "article", learning_rate=1.0, steps=400)
    assert seen[-1].outcome is Outcome.BLEW_UP
    assert seen[-1].state_in_words(seen[-1].heartbeat) == "running, blew up"
    assert run.state_in_words(0) == "paused, blew up"
    monkeypatch.undo()
    queue.resume(store, run.id)
    attempt = store.claim(run.id, "test")
    work(store.url, run.id, attempt)
    assert store.run(run.id).state_in_words(0) == "blew up"
    assert "Its loss rose from 0.1" in store.run(run.id).message
