import gc
import json
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest
from tensorflow.python.framework.func_graph import FuncGraph

import ae
from ae.config import OPTIMIZERS
from ae.metrics.baselines import mean_image
from ae.models import build, from_bytes, initial_weights, set_weights, to_bytes
from ae.training import Training
from ae.training.loop import validate_every
from ae.training.xla.inputs import VALIDATION_IMAGES, RunInputs
from ae.training.xla.pool import ProgramSlot
from ae.training.xla.program import Program

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def epochs():
    """More than one pass over the training images: 13 batches of 4,096 are one."""
    return ae.Hyperparameters(encoder=(8,), latent_dim=4, batch_size=4096, steps=20)


def reports(hp, data, seconds=0.2):
    with Training(hp, data) as training:
        found = []
        while not training.finished:
            found.append(training.advance(seconds))
        return found


def losses(hp, data, seconds=0.2):
    return np.concatenate([report.losses for report in reports(hp, data, seconds)])


def test_the_same_seed_gives_the_same_losses_to_the_bit(tiny, data):
    first = losses(tiny, data)
    assert (first.dtype, first.shape) == (np.float32, (12,))
    np.testing.assert_array_equal(losses(tiny, data), first)
    assert not np.array_equal(losses(tiny.replace(seed=1), data), first)


def test_how_steps_are_cut_into_slices_changes_no_result(epochs, data):
    one_by_one, many = reports(epochs, data, seconds=0), reports(epochs, data, seconds=60)
    assert [len(r.losses) for r in one_by_one] == [2, 8] + [1] * 10
    assert [len(r.losses) for r in many] == [2, 8, 10]
    np.testing.assert_array_equal(
        np.concatenate([r.losses for r in one_by_one]), np.concatenate([r.losses for r in many])
    )
    np.testing.assert_array_equal(one_by_one[-1].shown, many[-1].shown)
    assert one_by_one[-1].validation == many[-1].validation


def test_every_step_has_one_loss(tiny, data):
    hp = tiny.replace(steps=230)
    found = reports(hp, data)
    done = 0
    for report in found:
        done += len(report.losses)
        assert report.step == done
    assert done == 230
    assert max(len(report.losses) for report in found) <= 64


@pytest.mark.parametrize(
    ("steps", "every"),
    [(1, 100), (3999, 100), (4000, 200), (6000, 300), (8000, 400), (500_000, 400)],
)
def test_long_runs_are_validated_about_twenty_times_and_once_in_400_steps_at_least(
    tiny, steps, every
):
    assert validate_every(tiny.replace(steps=steps)) == every


def test_validation_comes_every_hundred_steps_and_at_the_end(tiny, data):
    found = reports(tiny.replace(steps=230), data)
    assert [r.step for r in found if r.validation is not None] == [100, 200, 230]
    assert all(r.validation > 0 for r in found if r.validation is not None)


def test_before_the_first_step_loss_and_digits_are_those_of_the_untrained_network(tiny, data):
    with Training(tiny, data) as training:
        model = ae.Autoencoder(tiny, training.weights())
        report = training.untrained()
        assert (report.step, len(report.losses), report.diverged) == (0, 0, False)
        assert report.parts.shape == (0, len(tiny.parts))
        after = [training.advance().losses for _ in range(2)]
    images = data.validation.images[:VALIDATION_IMAGES]
    expected = np.square(model.reconstruct(images) - images).mean()
    assert report.validation == pytest.approx(expected, rel=1e-4)
    shown = model.reconstruct(data.test.images[:16])[..., 0] * 255
    np.testing.assert_allclose(report.shown, shown, atol=0.51)
    np.testing.assert_array_equal(np.concatenate(after), losses(tiny, data)[:10])


def test_validation_is_the_loss_on_the_first_validation_images(tiny, data):
    with Training(tiny, data) as training:
        while not training.finished:
            report = training.advance()
        model = ae.Autoencoder(tiny, training.weights())
    images = data.validation.images[:VALIDATION_IMAGES]
    expected = np.square(model.reconstruct(images) - images).mean()
    assert report.validation == pytest.approx(expected, rel=1e-4)


def test_a_report_shows_the_first_sixteen_test_digits_as_the_network_gives_them_back(tiny, data):
    with Training(tiny, data) as training:
        while not training.finished:
            report = training.advance()
        model = ae.Autoencoder(tiny, training.weights())
    assert (report.shown.dtype, report.shown.shape) == (np.uint8, (16, 28, 28))
    expected = model.reconstruct(data.test.images[:16])[..., 0] * 255
    np.testing.assert_allclose(report.shown, expected, atol=0.51)


def test_codes_are_those_of_the_first_five_hundred_test_digits_at_any_step(tiny, data):
    with Training(tiny, data) as training:
        for _ in range(2):
            codes = training.codes()
            model = ae.Autoencoder(tiny, training.weights())
            assert (codes.dtype, codes.shape) == (np.float32, (500, 4))
            expected = model.encode(data.test.images[:500])
            np.testing.assert_allclose(codes, expected, rtol=1e-4, atol=1e-5)
            training.advance()


@pytest.mark.parametrize("optimizer", ["adam", "sgd"])
def test_a_look_at_the_codes_changes_no_loss_and_no_weight(optimizer, tiny, data):
    hp = tiny.replace(optimizer=optimizer, code="variational", loss="bce", noise="masking")
    kept = []
    for looks in (False, True):
        with Training(hp, data) as training:
            losses = []
            while not training.finished:
                if looks:
                    training.codes()
                losses.append(training.advance().losses)
            kept.append((np.concatenate(losses), training.state()))
    (plain, plain_state), (looked_at, looked_at_state) = kept
    np.testing.assert_array_equal(looked_at, plain)
    for name, values in plain_state.items():
        np.testing.assert_array_equal(looked_at_state[name], values)


def test_the_first_loss_is_that_of_the_fresh_network_on_the_first_batch(tiny, data):
    with Training(tiny, data) as training:
        model = ae.Autoencoder(tiny, training.weights())
        first = training.advance().losses[0]
    batch = np.random.default_rng([tiny.seed, 0]).permutation(55_000)[:32]
    images = data.train.images[batch]
    assert first == pytest.approx(np.square(model.reconstruct(images) - images).mean(), rel=1e-4)


def test_an_epoch_sees_every_image_at_most_once_and_each_in_another_order(epochs, data):
    with Training(epochs, data) as training:
        batches = training._batches(26)
    first, second = batches[:13].ravel(), batches[13:].ravel()
    for epoch in (first, second):
        assert len(set(epoch.tolist())) == 13 * 4096
    assert not np.array_equal(first, second)


@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
def test_a_resumed_training_equals_an_undisturbed_one(optimizer, epochs, data):
    hp = epochs.replace(optimizer=optimizer, learning_rate=0.01)
    undisturbed = losses(hp, data)
    with Training(hp, data) as training:
        first = [training.advance().losses, training.advance().losses]
        step, saved = training.step, to_bytes(hp, training.state())
    assert step == 10  # the first epoch is not over
    losses(hp.replace(seed=5), data)  # meanwhile another run uses the compiled program
    with Training(hp, data, from_bytes(saved)[1], step) as training:
        rest = []
        while not training.finished:
            rest.append(training.advance(seconds=0.01).losses)
    np.testing.assert_allclose(np.concatenate(first + rest), undisturbed, rtol=1e-6)


def test_two_processes_give_the_same_losses(tiny, data):
    script = f"""
import json
import ae

kept = []
hp = ae.Hyperparameters.from_json({tiny.to_json()!r})
ae.train(hp, callbacks=[lambda _, report: kept.extend(map(float, report.losses))])
print(json.dumps(kept))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=200
    )
    assert done.returncode == 0, done.stderr
    other = np.array(json.loads(done.stdout.splitlines()[-1]))
    np.testing.assert_allclose(other, losses(tiny, data), rtol=1e-9)


def test_learning_rate_seed_steps_and_initialisers_reuse_the_compiled_program(tiny, data):
    tiny = tiny.replace(latent_dim=6)  # a network that no other test has a program of
    losses(tiny, data)
    with ProgramSlot(tiny, data, None).program() as first:
        compiled = first._compiled
    changed = tiny.replace(
        learning_rate=0.02, seed=9, steps=40,
        kernel_initializer="he_normal", bias_initializer="glorot_uniform",
    )  # fmt: skip
    losses(changed, data)
    with ProgramSlot(changed, data, None).program() as second:
        assert second is first
    assert second._compiled is compiled


def test_another_network_or_batch_size_has_a_program_of_its_own(tiny, data):
    with ProgramSlot(tiny, data, None).program() as first:
        pass
    for other in (tiny.replace(latent_dim=5), tiny.replace(batch_size=31)):
        with ProgramSlot(other, data, None).program() as second:
            assert second is not first


def test_two_trainings_at_once_do_not_share_a_program(tiny, data):
    alone = losses(tiny, data), losses(tiny.replace(seed=1), data)
    with Training(tiny, data) as one, Training(tiny.replace(seed=1), data) as two:
        found = [], []
        while not one.finished:
            found[0].append(one.advance().losses)
            found[1].append(two.advance().losses)
    for expected, slices in zip(alone, found, strict=True):
        np.testing.assert_array_equal(np.concatenate(slices), expected)


def test_each_setting_of_a_step_changes_the_losses(tiny, data):
    first = losses(tiny, data)
    for change in (
        {"learning_rate": 0.05},
        {"kernel_initializer": "he_normal"},
        {"bias_initializer": "glorot_uniform"},
        {"optimizer": "sgd"},
        {"loss": "bce"},
    ):
        other = losses(tiny.replace(**change), data)
        assert not np.allclose(other[1:], first[1:], rtol=1e-4), change


def test_more_steps_begin_with_the_same_losses(tiny, data):
    np.testing.assert_array_equal(losses(tiny.replace(steps=30), data)[:12], losses(tiny, data))


def test_settings_that_diverge_end_the_training_with_its_curve_kept(diverging, data):
    with Training(diverging, data) as training:
        kept = []
        while not training.finished:
            report = training.advance()
            kept.append(report.losses)
        assert training.diverged
        assert training.step < 200
    assert report.diverged
    assert report.validation is None
    curve = np.concatenate(kept)
    assert len(curve) == report.step
    assert np.isfinite(curve[:-1]).all()
    assert not np.isfinite(curve[-1])


def test_a_network_whose_last_update_broke_it_has_diverged(diverging, data):
    broken_at = reports(diverging, data)[-1].step
    last = reports(diverging.replace(steps=broken_at - 1), data)[-1]
    assert np.isfinite(last.losses).all()
    assert last.diverged


def test_a_program_that_diverged_trains_the_next_run_as_a_fresh_one_would(diverging, data):
    hp = diverging.replace(learning_rate=0.01, steps=12)
    expected = losses(hp, data)
    assert not np.isfinite(losses(diverging, data)[-1])
    np.testing.assert_array_equal(losses(hp, data), expected)


def test_a_callback_that_returns_false_ends_the_training(tiny, data):
    steps = []

    def enough(training, report):
        steps.append((training.step, report.step))
        return report.step < 10

    model = ae.train(tiny.replace(steps=100_000), data, [enough])
    assert steps == [(2, 2), (10, 10)]
    assert model.encode(data.test.images[:3]).shape == (3, 4)


def test_a_callback_that_returns_nothing_lets_it_go_on_and_all_are_called(tiny, data):
    first, second = [], []
    ae.train(tiny, data, [lambda _, r: first.append(r.step), lambda _, r: second.append(r.step)])
    assert first == second
    assert first[-1] == 12


def test_a_trained_model_has_the_weights_of_the_last_step(tiny, data):
    kept = {}
    model = ae.train(tiny, data, [lambda training, _: kept.update(training.weights())])
    for name, values in model.weights.items():
        np.testing.assert_array_equal(values, kept[name])


def test_the_time_a_step_takes_is_known_after_the_first_slice(tiny, data):
    with Training(tiny, data) as training:
        assert training.ms_per_step == 0
        training.advance()
        assert training.ms_per_step > 0


@pytest.mark.parametrize(
    "changes",
    [{"optimizer": "rmsprop"}, {"optimizer": "sgd"}, {"loss": "bce"}],
    ids=["rmsprop", "sgd", "adam and cross-entropy"],
)
def test_training_computes_what_keras_computes_batch_by_batch(changes, tiny, data):
    hp = tiny.replace(**changes)
    encoder, decoder = build(hp)
    set_weights(encoder, decoder, initial_weights(encoder, decoder, hp.seed))
    model = keras.Sequential([encoder, decoder])
    optimizer = {
        "rmsprop": keras.optimizers.RMSprop(0.001),
        "sgd": keras.optimizers.SGD(0.001, momentum=0.9),
        "adam": keras.optimizers.Adam(0.001),
    }[hp.optimizer]
    model.compile(optimizer, {"mse": "mse", "bce": "binary_crossentropy"}[hp.loss])
    order = np.random.default_rng([hp.seed, 0]).permutation(55_000)
    expected = []
    for batch in order[: 12 * 32].reshape(12, 32):
        images = data.train.images[batch]
        model.reset_metrics()
        expected.append(float(model.train_on_batch(images, images)))
    np.testing.assert_allclose(losses(hp, data), expected, rtol=1e-4)


def test_the_article_leaves_the_mean_image_behind_within_250_steps(data):
    curve = []
    hp = ae.preset("article").replace(steps=250)
    model = ae.train(hp, data, [lambda _, report: curve.extend(report.losses)])
    mean = ae.evaluate(mean_image(data), data.test).mse
    assert len(curve) == 250
    assert curve[0] > 1.3 * mean
    assert np.mean(curve[-10:]) < 0.9 * mean
    assert ae.evaluate(model, data.test).mse < 0.9 * mean


def graphs():
    gc.collect()
    return {id(found) for found in gc.get_objects() if issubclass(type(found), FuncGraph)}


@pytest.mark.parametrize("name", ["article", "conv"])
def test_a_network_that_is_dropped_leaves_no_graph_behind(data, name):
    hp = ae.preset(name).replace(batch_size=16)
    before = graphs()
    program = Program(hp, data)
    program.bind(RunInputs(hp, data))
    program.start()
    none = np.zeros(1, np.float32)
    program.advance(np.zeros((1, 16), np.int32), none, none, 0)
    assert not graphs() - before, "of the compiled step only its definition is kept"
    program.validate()
    assert graphs() - before
    del program
    assert not graphs() - before
