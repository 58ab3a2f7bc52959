import numpy as np
import pytest

from ae.config import Hyperparameters
from ae.training.schedules import kl_weights, rate_factors

STEPS = np.arange(1000)


def rates(**settings):
    return rate_factors(Hyperparameters(steps=1000, **settings), STEPS)


def test_a_constant_rate_stays():
    assert (rates() == 1).all()


def test_a_cosine_falls_from_one_through_a_half_to_nothing():
    found = rates(schedule="cosine")
    assert found[0] == 1
    assert found[500] == pytest.approx(0.5)
    assert 0 < found[-1] < 1e-5
    assert (np.diff(found) <= 0).all()


def test_steps_fall_to_a_tenth_at_a_half_and_at_three_quarters():
    found = rates(schedule="step")
    assert [found[i] for i in (0, 499, 500, 749, 750, 999)] == pytest.approx(
        [1, 1, 0.1, 0.1, 0.01, 0.01]
    )


def test_a_warm_up_rises_evenly_from_the_first_step():
    found = rates(warmup=0.1)
    np.testing.assert_allclose(found[:100], np.arange(1, 101) / 100, rtol=1e-6)
    assert (found[100:] == 1).all()


def test_a_warm_up_multiplies_the_schedule():
    both = rates(schedule="cosine", warmup=0.5)
    np.testing.assert_allclose(both, rates(schedule="cosine") * rates(warmup=0.5), rtol=1e-6)


def test_a_slice_has_the_factors_of_its_steps():
    hp = Hyperparameters(steps=1000, schedule="cosine", warmup=0.3)
    np.testing.assert_array_equal(
        rate_factors(hp, STEPS[200:210]), rate_factors(hp, STEPS)[200:210]
    )


def test_the_kl_counts_beta_from_the_start_without_a_warm_up():
    assert (kl_weights(Hyperparameters(beta=4.0), STEPS) == 4).all()


def test_the_kl_rises_from_nothing_to_beta():
    found = kl_weights(Hyperparameters(beta=2.0, kl_warmup=0.25, steps=1000), STEPS)
    assert found[0] == 0
    assert found[125] == pytest.approx(1)
    assert (found[250:] == 2).all()
