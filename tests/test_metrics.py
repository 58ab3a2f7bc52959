import json
from dataclasses import FrozenInstanceError

import numpy as np
import pytest

import ae
from ae.baselines import entropy_floor, mean_image
from ae.data import Split
from ae.metrics import cross_entropy, evaluate, evaluate_each, squared_errors


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
    found, errors = evaluate_each(mean_image(data), data.test, watch=lambda: beats.append(1))
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
