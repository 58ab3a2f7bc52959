"""How long a run takes: by what was measured on this machine, and by its speed before that."""

import pytest

from ae import step_times
from ae.config import Hyperparameters
from ae.presets import PRESETS, preset

CONV, ARTICLE = preset("conv"), preset("article")


def estimate(store, hp):
    found = step_times.estimate(store, hp)
    return found.seconds, found.is_measured


def test_before_anything_was_measured_a_speed_is_assumed_and_the_estimate_says_so(store):
    seconds = ARTICLE.work / 50e9 + 1000 * 0.0003
    assert estimate(store, ARTICLE) == (pytest.approx(seconds), False)
    store.set_setting(step_times.SPEED_SETTING, 100.0)
    assert estimate(store, ARTICLE) == (pytest.approx(ARTICLE.work / 100e9 + 0.3), False)


def test_convolutions_are_assumed_to_get_less_out_of_the_processor(store):
    store.set_setting(step_times.SPEED_SETTING, 100.0)
    calls = CONV.steps * 0.0003
    assert estimate(store, CONV) == (pytest.approx(CONV.work / 40e9 + calls), False)


@pytest.mark.parametrize("name", PRESETS)
def test_a_network_that_was_measured_takes_what_it_took(store, name):
    hp = preset(name)
    step_times.note(store, hp, 7.5)
    assert estimate(store, hp) == (pytest.approx(hp.steps * 0.0075), True)
    assert estimate(store, hp.replace(steps=200, seed=3)) == (pytest.approx(1.5), True)


def test_the_newest_measurement_of_a_step_counts(store):
    step_times.note(store, CONV, 40.0)
    step_times.note(store, CONV, 14.0)
    assert estimate(store, CONV)[0] == pytest.approx(CONV.steps * 0.014)
    assert len(store.settings("step time ")) == 1


def test_of_several_that_were_measured_the_one_most_alike_counts(store):
    for name, ms in (("article", 5.0), ("conv", 14.0), ("deep30", 9.0), ("vae2", 3.0)):
        step_times.note(store, preset(name), ms)
    # The same network with a code of 2 instead of 128: 0.3 ms of calls, the rest by its products.
    small = ARTICLE.replace(latent_dim=2, steps=1000)
    share = (small.work / small.steps) / (ARTICLE.work / ARTICLE.steps)
    assert estimate(store, small) == (pytest.approx(0.3 + 4.7 * share), True)
    assert estimate(store, preset("vae"))[0] == pytest.approx(8580 * 0.003, rel=0.05)
    # A convolution is never judged by dense layers.
    wider = CONV.replace(encoder=(48, 96))
    share = wider.work / CONV.work
    assert estimate(store, wider)[0] == pytest.approx(CONV.steps * (0.0003 + 0.0137 * share))


def test_what_is_little_alike_is_judged_by_the_nearest_and_is_no_measurement(store):
    step_times.note(store, preset("linear"), 0.6)
    _, is_measured = estimate(store, preset("deep30"))
    assert not is_measured


def test_a_step_faster_than_its_calls_are_thought_to_be_is_believed(store):
    hp = Hyperparameters(encoder=(), latent_dim=1, batch_size=1)
    step_times.note(store, hp, 0.1)
    assert estimate(store, hp) == (pytest.approx(hp.steps * 0.0001), True)


def test_what_is_noted_is_known(store):
    assert not step_times.is_noted(store, CONV)
    step_times.note(store, CONV, 14.0)
    assert step_times.is_noted(store, CONV)
    assert step_times.is_noted(store, CONV.replace(steps=5, learning_rate=0.1))
    assert not step_times.is_noted(store, CONV.replace(batch_size=512))
