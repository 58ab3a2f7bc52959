"""A worker's function, run in this process on a real store."""

import threading
import time

import numpy as np
import pytest

from ae import queue, step_times
from ae.cluster import code_frames
from ae.cluster.worker import TURNS, compile_presets, is_ready, work
from ae.errors import UnknownRun
from ae.presets import preset
from ae.store import State, Store
from ae.training import Training
from ae.training.xla import pool


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


def test_a_learning_rate_asked_for_before_the_start_is_the_one_it_starts_with(store, tiny):
    run = store.submit(tiny.replace(steps=300), "me", held_by="test")
    queue.change_learning_rate(store, run.id, 1e-7)
    work(store.url, run.id, 1)
    losses = store.losses(run.id)
    assert np.ptp(losses) < 0.02  # it hardly learns
    ended = store.run(run.id)
    assert ended.hp.learning_rate == run.hp.learning_rate
    assert ended.rate_changes == []


def test_a_learning_rate_changed_meanwhile_takes_effect_at_a_step_that_is_noted(
    store, tiny, monkeypatch
):
    run = store.submit(tiny.replace(steps=300), "me", held_by="test")
    report = Store.report

    def report_and_change(self, *args, step, **named):
        row = report(self, *args, step=step, **named)
        if step == 2:  # what the next report says
            queue.change_learning_rate(store, run.id, 1e-7)
        return row

    monkeypatch.setattr(Store, "report", report_and_change)
    work(store.url, run.id, 1)
    assert store.run(run.id).rate_changes == [(10, 1e-7)]
    undisturbed = train(store, run.hp)
    changed, losses = store.losses(run.id), store.losses(undisturbed.id)
    np.testing.assert_array_equal(changed[:11], losses[:11])
    assert changed[-1] > losses[-1] + 0.01


@pytest.mark.parametrize("leave", [queue.stop, queue.pause])
def test_a_run_left_between_two_pictures_has_those_of_its_last_step(
    store, tiny, monkeypatch, leave
):
    run = store.submit(tiny.replace(steps=100_000), "me", held_by="test").id
    report = Store.report

    def report_and_leave(self, *args, step, **named):
        row = report(self, *args, step=step, **named)
        if step > 100:
            leave(store, run)
        return row

    monkeypatch.setattr(code_frames, "SHARE", 1e-9)  # after the first none is due
    monkeypatch.setattr(code_frames, "is_kept", lambda step, _last: step == 0)
    monkeypatch.setattr(Store, "report", report_and_leave)
    work(store.url, run, 1)
    step = store.run(run).step
    assert 100 < step < 100_000
    assert store.snapshot(run).step == store.codes_frame(run)[0] == step
    assert len(store.losses(run)) == step


@pytest.mark.parametrize("moment", ["before it begins", "report", "save_baselines", "save_blob"])
def test_a_run_deleted_under_its_worker_ends_there_without_an_error(
    store, tiny, monkeypatch, moment, caplog
):
    run = store.submit(tiny, "me", held_by="test").id

    def delete_first(self, *args, **named):
        store.delete(run, "me")
        return write(self, *args, **named)

    if moment == "before it begins":
        store.delete(run, "me")
    else:
        write = getattr(Store, moment)
        monkeypatch.setattr(Store, moment, delete_first)
    assert work(store.url, run, 1) == "deleted"
    with pytest.raises(UnknownRun):
        store.run(run)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_a_run_that_fails_after_it_was_deleted_ends_without_an_error_of_the_store(
    store, tiny, monkeypatch
):
    run = store.submit(tiny, "me", held_by="test").id

    def fail(*_args, **_named):
        store.delete(run, "me")
        raise MemoryError

    monkeypatch.setattr(Store, "report", fail)
    assert work(store.url, run, 1) == "deleted"


@pytest.mark.parametrize(("steps", "is_noted"), [(120, True), (99, False)])
def test_what_a_step_took_is_kept_once_there_were_enough_of_them(store, tiny, steps, is_noted):
    run = train(store, tiny.replace(steps=steps))
    assert step_times.is_noted(store, run.hp) == is_noted
    if is_noted:
        seconds = steps * run.ms_per_step / 1000
        assert step_times.estimate(store, run.hp).seconds == pytest.approx(seconds)


def test_presets_are_compiled_and_timed_while_nothing_trains_and_then_kept(
    monkeypatch, data, store
):
    monkeypatch.setattr("ae.cluster.worker._presets_compiled", threading.Event())
    built = []

    class Counted(pool.Program):
        def __init__(self, hp, data):
            built.append(hp.latent_dim)
            super().__init__(hp, data)

    monkeypatch.setattr(pool, "Program", Counted)
    monkeypatch.setattr(pool, "_programs", [])
    few = ("linear", "sparse")
    monkeypatch.setenv("AE_PRESETS", "linear,sparse")
    monkeypatch.setattr("ae.cluster.worker.COMPILE_EVERY", 0.01)
    thread = threading.Thread(target=compile_presets, args=(store.url,))
    with TURNS:
        thread.start()
        time.sleep(0.3)
        assert not built
    assert not is_ready()
    thread.join(60)
    assert is_ready()
    assert len(built) == 2
    estimates = [step_times.estimate(store, preset(name)) for name in few]
    assert all(estimate.is_measured and estimate.seconds > 0 for estimate in estimates)
    for name in few:
        with Training(preset(name), data) as training:
            training.advance()
    assert len(built) == 2
