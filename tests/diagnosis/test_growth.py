import numpy as np
import pytest

from ae.diagnosis import GrowthWatch


def blow_up(*stretches):
    watch = GrowthWatch()
    for losses in stretches:
        watch.add(np.array(losses, np.float32))
    return watch.blow_up


def test_a_loss_that_grows_a_thousandfold_has_blown_up():
    found = blow_up([0.1, 0.05, 0.2, 51, 40])
    assert (found.step, found.least) == (4, pytest.approx(0.05))
    assert found.highest == pytest.approx(51)
    assert found.in_words == "Its loss rose from 0.05000 to 51.00 by step 4."


def test_what_comes_in_stretches_is_seen_as_one():
    assert blow_up([0.1, 0.05], [0.2, 51]) == blow_up([0.1, 0.05, 0.2, 51])


def test_the_first_time_is_kept():
    found = blow_up([0.1, 500], [0.1, 1e9])
    assert (found.step, found.highest) == (2, 500)


@pytest.mark.parametrize(
    "losses",
    [
        [579, 245, 80],  # a variational run falls far
        [0.103, 5.7, 0.3, 0.03],  # Adam at 0.01, which comes back
        [0.1, 0.1, np.nan],  # that one diverges, which is told elsewhere
        [],
    ],
)
def test_other_losses_have_not(losses):
    assert blow_up(losses) is None
    assert blow_up(losses, losses) is None


def test_a_loss_that_was_not_finite_hides_no_later_growth():
    assert blow_up([0.1, np.inf], [1e9]).step == 3
