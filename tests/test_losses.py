import numpy as np
import pytest

from ae.config import LOSSES as NAMED
from ae.losses import LOSSES, bce, mse
from ae.metrics import cross_entropy, squared_errors


def images(*values):
    """One image of each grey level."""
    return np.stack([np.full((28, 28, 1), v, np.float32) for v in values])


def test_every_loss_with_a_name_exists():
    assert set(LOSSES) == set(NAMED)


def test_squared_error_is_a_mean_over_pixels_and_images():
    assert float(mse(images(0, 1), images(0.5, 1))) == pytest.approx(0.125)
    assert float(mse(images(0.3), images(0.3))) == 0


def test_cross_entropy_is_a_mean_over_pixels_and_images_in_nats():
    assert float(bce(images(0, 1), images(0.5, 0.5))) == pytest.approx(np.log(2))
    assert float(bce(images(1), images(0.25))) == pytest.approx(np.log(4))
    entropy = -0.3 * np.log(0.3) - 0.7 * np.log(0.7)
    assert float(bce(images(0.3), images(0.3))) == pytest.approx(entropy)


def test_cross_entropy_of_a_wrong_pixel_that_is_sure_of_itself_is_finite():
    assert float(bce(images(1), images(0))) == pytest.approx(-np.log(1e-7), rel=1e-3)


def test_training_and_evaluation_measure_the_same():
    random = np.random.default_rng(0)
    truth, found = random.random((2, 5, 28, 28, 1), np.float32)
    assert float(mse(truth, found)) == pytest.approx(squared_errors(truth, found).mean(), rel=1e-5)
    assert float(bce(truth, found)) == pytest.approx(cross_entropy(truth, found), rel=1e-5)
