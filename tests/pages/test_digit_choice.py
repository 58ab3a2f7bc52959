"""Which sixteen digits the Reconstruct page shows."""

import numpy as np
import pytest

from pages.ui.digit_choice import DigitChoice

RNG = np.random.default_rng(0)
ERRORS = RNG.permutation(200).astype(np.float32)  # each error once: the order is known
LABELS = np.repeat(np.arange(10), 20).astype(np.uint8)


def indices(kind, digit=0, seed=0):
    return DigitChoice(kind, digit, seed).indices(ERRORS, LABELS)


def test_the_best_and_the_worst_come_in_the_order_of_their_errors():
    assert ERRORS[indices("best")].tolist() == list(range(16))
    assert ERRORS[indices("worst")].tolist() == list(range(199, 183, -1))


def test_of_equal_errors_the_first_image_comes_first_among_the_best():
    assert DigitChoice("best", 0, 0).indices(np.zeros(200), LABELS) == list(range(16))


def test_the_first_sixteen_are_the_first_sixteen():
    assert indices("first") == list(range(16))


@pytest.mark.parametrize("digit", [0, 7])
def test_one_digit_is_sixteen_different_images_of_it(digit):
    chosen = indices("digit", digit)
    assert len(set(chosen)) == 16
    assert set(LABELS[chosen]) == {digit}
    assert chosen == sorted(chosen)


def test_at_random_any_image_can_come_and_another_seed_draws_others():
    chosen = indices("random", seed=1)
    assert len(set(chosen)) == 16
    assert chosen == sorted(chosen)
    assert chosen == indices("random", seed=1) != indices("random", seed=2)
    drawn = {i for seed in range(200) for i in indices("random", seed=seed)}
    assert drawn == set(range(200))
