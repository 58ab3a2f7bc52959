"""Every kind of autoencoder is built, trained, saved and taken up again."""

import io

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from ae.config import FIELDS, Hyperparameters
from ae.data.noise import network_input
from ae.metrics import METRICS, evaluate
from ae.models import Autoencoder, build, from_bytes, initial_weights, to_bytes
from ae.training import Training
from ae.training.loop import validate_every
from ae.training.schedules import kl_weights
from tests.strategies import hyperparameters

SMALL = Hyperparameters(encoder=(12,), latent_dim=3, batch_size=32, steps=14)
CONV = SMALL.replace(architecture="conv", encoder=(4, 6), loss="bce")
VARIATIONAL = SMALL.replace(code="variational", loss="bce")
KINDS = {
    "dense, dropout, normalised": SMALL.replace(dropout=0.2, normalization="layer"),
    "conv, four layers, masking": CONV.replace(encoder=(2, 3, 4, 5), noise="masking"),
    "conv, dropout, normalised": CONV.replace(dropout=0.2, normalization="layer"),
    "conv, variational, decoder apart": CONV.replace(code="variational", decoder=(5,)),
    "denoising": SMALL.replace(noise="gaussian", loss="bce", activation="gelu"),
    "salt and pepper, KL sparsity": SMALL.replace(
        noise="salt_pepper", sparsity="kl", code_activation="sigmoid", sparsity_weight=0.01
    ),
    "L1, weight decay in the loss": SMALL.replace(
        sparsity="l1", sparsity_weight=0.001, weight_decay=0.01, activation="elu"
    ),
    "contractive, AdamW, clipped": SMALL.replace(
        contractive=0.01, activation="tanh", optimizer="adamw", weight_decay=0.1, clip_norm=1.0
    ),
    "variational, warm-up, SGD": VARIATIONAL.replace(
        kl_warmup=0.5, beta=2.0, optimizer="sgd", learning_rate=1e-5, weight_decay=0.001
    ),
    "variational, binarised, free bits": VARIATIONAL.replace(
        pixels="binarised", free_bits=0.2, schedule="cosine", warmup=0.2, dropout=0.1
    ),
    "linear, step schedule": SMALL.replace(
        encoder=(), output_activation="linear", optimizer="rmsprop", schedule="step"
    ),
}
each_kind = pytest.mark.parametrize("hp", KINDS.values(), ids=list(KINDS))


def run(hp, data, state=None, step=0, until=None, seconds=0.2):
    """Losses and parts of the steps, and the state at the end."""
    losses, parts = [], []
    with Training(hp, data, state, step) as training:
        while not training.finished and training.step < (until or hp.steps):
            report = training.advance(seconds)
            losses.append(report.losses)
            parts.append(report.parts)
        return np.concatenate(losses), np.concatenate(parts), training.state(), training.step


def test_the_kinds_cover_every_choice():
    used = {(name, getattr(hp, name)) for hp in KINDS.values() for name in FIELDS}
    for name in ("architecture", "noise", "pixels", "code", "sparsity", "loss", "optimizer",
                 "schedule", "normalization"):  # fmt: skip
        for choice in FIELDS[name].choices:
            assert (name, choice) in used, (name, choice)


@each_kind
def test_a_run_cut_in_slices_paused_and_resumed_is_the_same_to_the_bit(hp, data):
    whole, whole_parts, end, _ = run(hp, data, seconds=60)
    first, first_parts, state, step = run(hp, data, until=6, seconds=0)
    assert 0 < step < hp.steps
    kept = from_bytes(to_bytes(hp, state))[1]
    rest, rest_parts, resumed, _ = run(hp, data, kept, step, seconds=0)
    np.testing.assert_array_equal(np.concatenate([first, rest]), whole)
    np.testing.assert_array_equal(np.concatenate([first_parts, rest_parts]), whole_parts)
    for name, values in end.items():
        np.testing.assert_array_equal(resumed[name], values)


@each_kind
def test_the_parts_of_a_loss_add_up(hp, data):
    losses, parts, _, _ = run(hp, data)
    assert np.isfinite(losses).all()
    assert parts.shape == (hp.steps, len(hp.parts))
    if not hp.parts or hp.free_bits:
        return
    named = dict(zip(hp.parts, parts.T, strict=True))
    total = named["reconstruction"] + named.get("regularisation", 0)
    total = total + kl_weights(hp, np.arange(hp.steps)) * named.get("kl", 0)
    np.testing.assert_allclose(losses, total, rtol=1e-5)


@each_kind
def test_codes_are_of_digits_as_the_network_is_shown_them(hp, data):
    with Training(hp, data) as training:
        codes = training.codes()
        model = Autoencoder(hp, training.weights())
    expected = model.encode(network_input(hp, data.test.images[:500]))
    np.testing.assert_allclose(codes, expected, rtol=1e-3, atol=1e-4)


@each_kind
def test_a_model_saved_and_loaded_reconstructs_the_same(hp, data, tmp_path):
    model = Autoencoder(hp, initial_weights(*build(hp), seed=1))
    images = data.test.images[:20]
    codes, expected = model.encode(images), model.reconstruct(images)
    assert (codes.dtype, codes.shape) == (np.float32, (20, hp.latent_dim))
    assert (expected.dtype, expected.shape) == (np.float32, (20, 28, 28, 1))
    model.save(tmp_path / "model.npz")
    loaded = Autoencoder.load(tmp_path / "model.npz")
    assert loaded.hp == hp
    np.testing.assert_array_equal(loaded.reconstruct(images), expected)


@settings(max_examples=10, deadline=None, derandomize=True,
          suppress_health_check=list(HealthCheck))  # fmt: skip
@given(hp=hyperparameters())
def test_whatever_is_accepted_is_built_with_the_shapes_and_parameters_it_says(hp, data):
    encoder, decoder = build(hp)
    weights = initial_weights(encoder, decoder, hp.seed)
    assert sum(w.size for w in weights.values()) == sum(x.parameters for x in hp.layers())
    model = Autoencoder(hp, weights)
    codes = model.encode(data.test.images[:3])
    assert codes.shape == (3, hp.latent_dim)
    assert model.decode(codes).shape == (3, 28, 28, 1)
    again = Autoencoder(*from_bytes(io.BytesIO(to_bytes(hp, weights)).getvalue()))
    np.testing.assert_array_equal(again.encode(data.test.images[:3]), codes)


def test_two_models_of_one_network_keep_apart(data):
    images = data.test.images[:4]
    one, two = (Autoencoder(SMALL, initial_weights(*build(SMALL), seed)) for seed in (1, 2))
    first = one.encode(images)
    assert not np.allclose(two.encode(images), first)
    np.testing.assert_array_equal(one.encode(images), first)


def test_beta_noise_and_penalties_share_one_compiled_graph_and_change_the_losses(data):
    hp = VARIATIONAL.replace(noise="gaussian", weight_decay=0.01)
    first = run(hp, data)[0]
    for change in ({"beta": 3.0}, {"noise_level": 0.9}, {"weight_decay": 0.5}):
        assert not np.allclose(run(hp.replace(**change), data)[0], first, rtol=1e-3), change


def test_weight_decay_with_adamw_shrinks_weights_by_its_share_of_the_rate_and_no_biases(data):
    # No gradient reaches the weights of a network that clipping lets nothing through.
    hp = SMALL.replace(
        optimizer="adamw", weight_decay=0.5, learning_rate=0.01, clip_norm=1e-30, steps=2,
        bias_initializer="glorot_uniform",
    )  # fmt: skip
    start = initial_weights(*build(hp), hp.seed)
    _, _, state, _ = run(hp, data)
    for name, before in start.items():
        factor = (1 - 0.01 * 0.5) ** 2 if name.endswith("kernel") else 1
        np.testing.assert_allclose(state[name], before * factor, rtol=1e-4, atol=1e-6)


def test_weight_decay_in_the_loss_is_half_the_squares_of_the_weights(data):
    hp = SMALL.replace(weight_decay=0.1)
    start = initial_weights(*build(hp), hp.seed)
    squares = sum(np.square(w).sum() for name, w in start.items() if name.endswith("kernel"))
    _, parts, _, _ = run(hp, data)
    assert parts[0][1] == pytest.approx(0.05 * squares, rel=1e-5)


def test_clipping_limits_what_one_step_moves(data):
    hp = SMALL.replace(optimizer="sgd", momentum=0.0, learning_rate=1.0, clip_norm=0.001, steps=2)
    start = initial_weights(*build(hp), hp.seed)
    _, _, state, _ = run(hp, data)
    moved = np.sqrt(sum(np.square(state[name] - before).sum() for name, before in start.items()))
    assert 0 < moved <= 2 * 0.001 * 1.001


def test_the_learning_rate_can_change_between_slices(data):
    hp = SMALL.replace(optimizer="sgd", momentum=0.0, steps=20)
    with Training(hp, data) as training:
        training.advance(0)
        training.learning_rate = 1e-12
        before = training.weights()
        training.advance(0)
        after = training.weights()
    for name, values in before.items():
        np.testing.assert_allclose(after[name], values, atol=1e-8)


def test_early_stopping_ends_after_its_patience_and_keeps_the_best_weights(data):
    # Decay takes the weights away faster than the loss can build them: it soon gets worse.
    hp = SMALL.replace(
        optimizer="adamw", weight_decay=1.0, learning_rate=0.01, steps=5000, early_stopping=2
    )  # fmt: skip
    validations = {}
    with Training(hp, data) as training:
        while not training.finished:
            report = training.advance()
            if report.validation is not None:
                validations[report.step] = report.validation
                state = training.state()
        best = min(validations, key=validations.get)
        assert training.stopped_early
        assert training.step == best + 2 * validate_every(hp) < hp.steps
        assert training.best.step == best
        kept = training.weights()
    # What is best so far is part of a checkpoint.
    with Training(hp, data, from_bytes(to_bytes(hp, state))[1], training.step) as resumed:
        assert resumed.best.step == best
        for name, values in kept.items():
            np.testing.assert_array_equal(resumed.weights()[name], values)


@pytest.mark.parametrize("name", ["denoising", "variational, binarised, free bits"])
def test_a_trained_model_has_every_figure_that_its_kind_has(name, data):
    hp = KINDS[name]
    model = Autoencoder(hp, initial_weights(*build(hp), seed=1))
    small = type(data.test)(data.test.pixels[:300], data.test.labels[:300])
    found = evaluate(model, small, data).as_dict()
    assert set(found) <= set(METRICS)
    assert ("elbo" in found) == hp.is_variational
    assert ("code_at_rest" in found) != hp.is_variational
    if hp.is_variational:
        assert found["elbo"] == pytest.approx(-(found["reconstruction"] + found["kl"]))
        assert found["bce_excess"] == pytest.approx(found["bce"], abs=1e-5)
    # An untrained network has learnt nothing by heart.
    unit = abs(found["elbo"]) if hp.is_variational else found[hp.loss]
    assert abs(found["generalisation_gap"]) < 0.1 * unit


def test_every_figure_has_one_sentence_of_help():
    for metric in METRICS.values():
        assert metric.help.endswith(".")
        assert metric.help.count(". ") == 0
