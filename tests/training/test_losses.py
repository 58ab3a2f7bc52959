import numpy as np
import pytest

from ae.config import LOSSES as NAMED
from ae.metrics import cross_entropy, squared_errors
from ae.training import losses
from ae.training.losses import LOSSES, bce, mse


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


def test_kl_of_gaussians_is_the_closed_form():
    # KL(N(1, e^2) || N(0, 1)) = (e^2 + 1 - 1 - 2) / 2, and nothing for the standard normal.
    mean, log_variance = np.array([[1.0, 0.0]]), np.array([[2.0, 0.0]])
    found = np.asarray(losses.kl(mean, log_variance))
    np.testing.assert_allclose(found, [(np.e**2 - 2) / 2, 0], atol=1e-6)


def test_kl_of_gaussians_is_what_sampling_finds():
    random = np.random.default_rng(0)
    mean, log_variance = 0.7, -0.8
    z = mean + np.exp(log_variance / 2) * random.standard_normal(400_000)
    log_q = -0.5 * ((z - mean) ** 2 / np.exp(log_variance) + log_variance)
    sampled = np.mean(log_q + 0.5 * z**2)
    found = np.asarray(losses.kl(np.array([[mean]]), np.array([[log_variance]])))[0]
    assert found == pytest.approx(sampled, abs=0.005)


def test_kl_is_a_mean_over_images_and_nats_a_sum_over_pixels():
    each = losses.kl(np.array([[2.0], [0.0]]), np.zeros((2, 1)))
    assert float(each[0]) == pytest.approx(1.0)
    assert float(losses.nats(images(0, 1), images(0.5, 0.5))) == pytest.approx(784 * np.log(2))


def test_l1_sums_sizes_over_the_code():
    assert float(losses.l1(np.array([[1.0, -2.0], [0.0, 5.0], [4.0, 0.0]]))) == pytest.approx(4.0)


def test_activity_kl_is_that_of_two_coins_and_nothing_at_the_target():
    codes = np.array([[0.0, 0.1], [1.0, 0.1]])  # mean activities 0.5 and 0.1
    expected = 0.1 * np.log(0.1 / 0.5) + 0.9 * np.log(0.9 / 0.5)
    assert float(losses.activity_kl(codes, 0.1)) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("activity", [0.0, 1.0])
def test_a_code_number_that_is_always_off_or_on_counts_as_a_millionth_from_it(activity):
    near = abs(activity - 1e-6)
    each = 0.1 * np.log(0.1 / near) + 0.9 * np.log(0.9 / (1 - near))
    found = losses.activity_kl(np.full((2, 3), activity, np.float32), 0.1)
    assert float(found) == pytest.approx(3 * each, rel=0.01)


def test_half_squares_sum_over_all_kernels():
    assert float(losses.half_squares([np.full((2, 2), 3.0), np.ones(2)])) == pytest.approx(19.0)


def test_the_contraction_of_a_linear_code_is_its_weights_squares():
    random = np.random.default_rng(1)
    weights = random.standard_normal((784, 5)).astype(np.float32)
    aims = random.standard_normal((20_000, 5)).astype(np.float32)
    gradients = (aims @ weights.T).reshape(-1, 28, 28, 1)  # of the code times v, over the pixels
    assert float(losses.contraction(gradients)) == pytest.approx(np.square(weights).sum(), rel=0.03)
