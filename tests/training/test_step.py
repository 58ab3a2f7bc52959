"""The step as it stands on the board: by itself, without XLA, and beside the compiled program."""

import numpy as np
import pytest
import tensorflow as tf

from ae.models import Autoencoder, build, get_weights, initial_weights, set_weights
from ae.training import Training
from ae.training.randomness import StepRandom
from ae.training.step import Step
from tests.training.test_kinds import KINDS, SMALL

# Kinds whose losses depend on draws, for which XLA has an algorithm of its own; of these, one for
# each use of a draw: noise, dropout, the contraction, a variational code, binarised pixels.
WITHOUT_DRAWS = [
    name for name, hp in KINDS.items()
    if hp.noise == "none" and not (hp.dropout or hp.is_variational or hp.contractive)
]  # fmt: skip
WITH_DRAWS = [
    "conv, four layers, masking",
    "contractive, AdamW, clipped",
    "variational, binarised, free bits",
]


def fresh(hp):
    """A step of a fresh network."""
    encoder, decoder = build(hp)
    set_weights(encoder, decoder, initial_weights(encoder, decoder, hp.seed))
    return Step(hp, encoder, decoder)


def pixels_of(training, count):
    """The batches of a run's first steps: uint8 (count, batch_size, 28, 28, 1)."""
    return training.data.train.pixels[training._batches(count)][..., None]


def compiled_losses(hp, data):
    """Losses and their parts of a run's first three steps, and the weights after them."""
    with Training(hp.replace(steps=3), data) as training:
        batches = pixels_of(training, 3)
        rows = []
        while not training.finished:
            report = training.advance()
            rows.append(np.column_stack([report.losses, report.parts]))
        return batches, np.concatenate(rows), training.weights()


@pytest.mark.parametrize("name", WITHOUT_DRAWS)
def test_a_step_called_by_hand_computes_what_the_compiled_program_does(name, data):
    hp = KINDS[name].replace(schedule="constant", warmup=0.0)
    batches, expected, weights = compiled_losses(hp, data)
    step = fresh(hp)
    rows = [
        step(batch, StepRandom(hp.seed, i), hp.learning_rate, hp.beta, vars(hp)).numpy()
        for i, batch in enumerate(batches)
    ]
    np.testing.assert_allclose(rows, expected, rtol=1e-4)
    for key, values in get_weights(step.encoder, step.decoder).items():
        np.testing.assert_allclose(values, weights[key], rtol=1e-3, atol=2e-5, err_msg=key)


@pytest.mark.parametrize("name", WITH_DRAWS)
def test_with_the_draws_of_xla_the_plain_step_computes_what_the_program_does(name, data):
    hp = KINDS[name].replace(schedule="constant", warmup=0.0, kl_warmup=0.0)
    batches, expected, _ = compiled_losses(hp, data)
    step = fresh(hp)

    @tf.function(jit_compile=True, autograph=False)
    def plain(pixels, number):
        random = StepRandom(hp.seed, number, "threefry")
        return step(pixels, random, hp.learning_rate, hp.beta, vars(hp))

    rows = [plain(tf.constant(batch), tf.constant(i)) for i, batch in enumerate(batches)]
    np.testing.assert_allclose(rows, expected, rtol=2e-4)


def test_a_step_of_plain_sgd_takes_the_rate_times_the_gradient_from_each_weight(data):
    hp = SMALL.replace(
        encoder=(), optimizer="sgd", momentum=0.0, learning_rate=0.3, output_activation="linear",
        bias_initializer="glorot_uniform", steps=1,
    )  # fmt: skip
    batches, rows, after = compiled_losses(hp, data)
    start = initial_weights(*build(hp), hp.seed)
    # Backpropagation by hand, in double precision: code = x W + b, output = code V + c.
    x = batches[0].reshape(32, 784) / 255.0
    (w, b), (v, c) = (
        (start[f"{layer.name}/kernel"].astype(float), start[f"{layer.name}/bias"].astype(float))
        for layer in hp.layers()
    )
    code = x @ w + b
    error = code @ v + c - x
    assert rows[0, 0] == pytest.approx(np.square(error).mean(), rel=1e-5)
    by_output = 2 * error / error.size
    by_code = by_output @ v.T
    encoder, decoder = (layer.name for layer in hp.layers())
    gradients = {
        f"{decoder}/kernel": code.T @ by_output, f"{decoder}/bias": by_output.sum(0),
        f"{encoder}/kernel": x.T @ by_code, f"{encoder}/bias": by_code.sum(0),
    }  # fmt: skip
    with Training(hp, data) as training:
        training.advance()
        after = training.weights()
    assert set(gradients) == set(after)
    for name, gradient in gradients.items():
        assert np.abs(gradient).max() > 1e-4, name
        np.testing.assert_allclose(
            after[name] - start[name], -0.3 * gradient, rtol=1e-3, atol=1e-6, err_msg=name
        )


def test_a_step_lowers_the_loss_of_its_own_batch(data):
    step, pixels = fresh(SMALL), data.train.pixels[:32][..., None]
    first, *_ = step(pixels, StepRandom(0, 0), 0.01, 1.0, vars(SMALL)).numpy()
    images = data.train.images[:32]
    model = Autoencoder(SMALL, get_weights(step.encoder, step.decoder))
    assert np.square(model.reconstruct(images) - images).mean() < first


def test_the_loss_of_an_evaluation_drops_nothing(data):
    hp = SMALL.replace(dropout=0.5)
    step, images = fresh(hp), data.validation.images[:20]

    def loss(*, is_training):
        total, parts = step.loss(
            images, images, StepRandom(0, 0), 1.0, vars(hp), is_training=is_training
        )
        assert parts == []
        return float(total)

    model = Autoencoder(hp, get_weights(step.encoder, step.decoder))
    expected = np.square(model.reconstruct(images) - images).mean()
    assert loss(is_training=False) == pytest.approx(expected, rel=1e-5)
    assert loss(is_training=True) != pytest.approx(expected, rel=1e-3)


def test_a_step_has_numbers_for_a_bounded_count_of_draws():
    random = StepRandom(0, 0)
    for _ in range(31):
        random.uniform(tf.zeros(1))
    with pytest.raises(IndexError, match="31 draws"):
        random.uniform(tf.zeros(1))
