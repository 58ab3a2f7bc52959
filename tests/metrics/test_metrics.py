import json
from dataclasses import FrozenInstanceError

import numpy as np
import pytest

import ae
from ae.config import Hyperparameters
from ae.data import Split
from ae.metrics import cross_entropy, evaluate, evaluate_each, psnr, squared_errors, ssim
from ae.metrics.baselines import entropy_floor, mean_image
from ae.models import Autoencoder, build, initial_weights
from ae.training import Training


def grey(*values):
    return np.stack([np.full((28, 28, 1), v, np.float32) for v in values])


class Constant:
    """Gives the same image whatever it sees."""

    def __init__(self, image):
        self.image = image

    def reconstruct(self, images):
        return np.broadcast_to(self.image, images.shape)


def test_squared_error_is_a_mean_over_the_pixels_of_each_image():
    found = squared_errors(grey(0, 1, 0.5), grey(0.5, 1, 1))
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, [0.25, 0, 0.25])


def test_cross_entropy_is_in_nats_a_pixel():
    assert cross_entropy(grey(0, 1), grey(0.5, 0.5)) == pytest.approx(np.log(2))
    assert cross_entropy(grey(1, 0), grey(0.25, 0.25)) == pytest.approx(
        (np.log(4) - np.log(0.75)) / 2
    )


def test_cross_entropy_of_zero_or_one_is_finite():
    assert cross_entropy(grey(1), grey(0)) == pytest.approx(-np.log(1e-7))
    assert cross_entropy(grey(0, 1), grey(0, 1)) == pytest.approx(0, abs=1e-6)


def test_an_evaluation_has_every_error_in_its_unit():
    pixels = np.array([[[255] * 28] * 28, [[0] * 28] * 28, [[0] * 28] * 28], np.uint8)
    found = evaluate(Constant(0.5), Split(pixels, np.zeros(3, np.uint8)))
    assert found.mse == pytest.approx(0.25)
    assert found.sse_per_image == pytest.approx(0.25 * 784)
    assert found.bce == pytest.approx(np.log(2))
    assert found.dead_pixels == 0


def test_a_dead_pixel_is_never_lit_although_some_image_has_ink_there():
    pixels = np.zeros((2, 28, 28), np.uint8)
    pixels[0, 0, :5] = pixels[1, 0, 3:8] = 9  # ink in eight places
    image = np.zeros((28, 28, 1), np.float32)
    image[0, :2] = 0.1  # two of them are lit
    assert evaluate(Constant(image), Split(pixels, np.zeros(2, np.uint8))).dead_pixels == 6


def test_a_model_that_lights_a_pixel_once_keeps_it_alive(data):
    class Copy:
        def reconstruct(self, images):
            return images

    assert evaluate(Copy(), data.test).dead_pixels == 0
    assert evaluate(Constant(0.0), data.test).dead_pixels == int(
        (data.test.pixels > 0).any(0).sum()
    )


def test_an_evaluation_is_the_mean_of_the_errors_of_each_image(data):
    beats = []
    mean = mean_image(data)
    found, errors, codes = evaluate_each(mean, data.test, watch=lambda: beats.append(1))
    assert codes is None
    assert (errors.dtype, errors.shape) == (np.float32, (10_000,))
    np.testing.assert_allclose(
        errors[4990:5010],
        squared_errors(data.test.images[4990:5010], mean_image(data).image[None]),
        rtol=1e-5,
    )
    assert found.mse == pytest.approx(errors.mean(dtype=float))
    assert len(beats) > 1
    assert found == evaluate(mean_image(data), data.test)


def test_an_uneven_rest_counts_for_its_images_only(data):
    split = Split(data.test.pixels[:2500], data.test.labels[:2500])
    found = evaluate(Constant(0.2), split)
    assert found.mse == pytest.approx(float(np.square(split.images - 0.2).mean()), rel=1e-5)
    assert found.bce == pytest.approx(cross_entropy(split.images, np.float32(0.2)), rel=1e-5)


def test_an_evaluation_is_frozen_and_goes_into_json(data):
    found = evaluate(Constant(0.0), data.test)
    assert json.loads(json.dumps(found.as_dict())) == found.as_dict()
    assert set(found.as_dict()) >= {"mse", "sse_per_image", "bce", "dead_pixels"}
    with pytest.raises(FrozenInstanceError):
        found.mse = 0


def test_the_mean_image_has_its_published_errors(data):
    found = evaluate(mean_image(data), data.test)
    # 0.0675 with the mean of the 55,000 training images, 0.0674 with that of the test images.
    assert found.mse == pytest.approx(0.0674, abs=1e-4)
    assert round(found.bce, 3) == 0.262


def test_no_model_gets_below_the_published_entropy_of_grey_pixels(data):
    floor = entropy_floor(data.test)
    assert round(floor, 4) == 0.0581
    assert round(floor * 784, 1) == 45.5


@pytest.mark.parametrize(
    ("latent_dim", "mse"),
    [
        (2, 0.0557), (3, 0.0516), (8, 0.0374), (16, 0.0269),
        (30, 0.0177), (32, 0.0168), (64, 0.0090), (128, 0.0042),
    ],
)  # fmt: skip
def test_pca_has_its_published_test_error(data, latent_dim, mse):
    assert round(ae.evaluate(ae.pca(data, latent_dim), data.test).mse, 4) == mse


def test_pca_of_30_components_has_the_squared_error_of_the_2006_paper(data):
    # 13.87 with the components of all 60,000 images, 13.86 with those of the 55,000 of training.
    found = ae.evaluate(ae.pca(data, 30), data.test).sse_per_image
    assert found == pytest.approx(13.87, abs=0.01)


def test_psnr_is_twenty_decibels_for_an_error_of_a_tenth():
    assert psnr(np.array([0.01])) == pytest.approx(20)
    assert psnr(np.array([0.01, 0.0001])) == pytest.approx(30)  # a mean over images
    assert np.isfinite(psnr(np.zeros(2)))


def test_ssim_is_one_for_a_copy_and_less_for_anything_else(data):
    images = data.test.images[:20]
    assert ssim(images, images) == pytest.approx(1)
    shifted = np.roll(images, 1, axis=2)
    assert ssim(images, np.zeros_like(images)) < ssim(images, shifted) < 0.9


def test_a_perfect_copy_has_no_excess(data):
    class Copy:
        def reconstruct(self, images):
            return images

    found = evaluate(Copy(), data.test)
    assert found.bce_excess == pytest.approx(0, abs=1e-9)
    assert found.bce == pytest.approx(entropy_floor(data.test))
    assert (found.mse, found.ssim) == (0, pytest.approx(1))


@pytest.fixture
def few(data):
    return Split(data.test.pixels[:200], data.test.labels[:200])


def fresh(hp, change=lambda weights: None):
    """A network that was never trained, with its weights changed by hand."""
    weights = {name: w.copy() for name, w in initial_weights(*build(hp), 0).items()}
    change(weights)
    return Autoencoder(hp, weights)


def test_code_numbers_that_never_change_are_dead_and_those_that_move_active(few):
    hp = Hyperparameters(encoder=(), latent_dim=3)

    def still(weights):
        weights["code/kernel"][:, 0] = 0
        weights["code/kernel"][:, 1] *= 1e-3

    found = evaluate(fresh(hp, still), few)
    assert (found.dead_units, found.active_units) == (1, 1)


def test_a_code_at_rest_is_counted(few):
    hp = Hyperparameters(encoder=(), latent_dim=4, code_activation="relu")

    def silence(weights):
        weights["code/kernel"][:, 1:] = 0
        weights["code/kernel"][:, 0] = 1

    assert evaluate(fresh(hp, silence), few).code_at_rest == pytest.approx(0.75)


def test_the_bound_of_a_code_that_says_nothing_is_the_reconstruction_alone(few):
    hp = Hyperparameters(encoder=(), latent_dim=2, code="variational", loss="bce")

    def standard(weights):
        for name in ("code/kernel", "code/bias", "output/kernel", "output/bias"):
            weights[name][:] = 0

    found = evaluate(fresh(hp, standard), few)
    assert found.kl == pytest.approx(0, abs=1e-6)
    assert found.reconstruction == pytest.approx(784 * np.log(2), rel=1e-6)  # grey everywhere
    assert found.elbo == pytest.approx(-found.reconstruction)


def test_a_denoiser_is_measured_from_noise_against_the_clean_image(few):
    """A network that copies its input errs by the noise."""
    hp = Hyperparameters(encoder=(), latent_dim=784, output_activation="linear")

    def copy(weights):
        weights["code/kernel"][:] = np.eye(784)
        weights["output/kernel"][:] = np.eye(784)

    assert evaluate(fresh(hp, copy), few).mse == pytest.approx(0, abs=1e-12)
    noisy = evaluate(fresh(hp.replace(noise="masking", noise_level=0.5), copy), few)
    assert noisy.mse == pytest.approx(np.square(few.images).mean() / 2, rel=0.03)


def test_what_was_learnt_by_heart_is_a_gap_above_zero(data):
    """A model of ten images, shown them as the training images and others as the test images."""
    hp = Hyperparameters(encoder=(64,), latent_dim=32, steps=300, batch_size=10)
    ten = ae.data.Dataset("ten", lambda key: _ten(data, key))
    with Training(hp, ten) as training:
        while not training.finished:
            training.advance()
        model = Autoencoder(hp, training.weights())
    small = Split(data.test.pixels[:200], data.test.labels[:200])
    assert evaluate(model, small, ten).generalisation_gap > 0.01


def _ten(data, key):
    """Ten training images a thousand times, and five thousand to validate."""
    split, images = key.split("_")
    part = data.train if split == "train" else data.test
    values = part.pixels if images == "images" else part.labels
    return np.concatenate([np.tile(values[:10], (1000, 1, 1) if values.ndim == 3 else 1000),
                           values[:5000]])  # fmt: skip
