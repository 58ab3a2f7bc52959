"""The importance-weighted likelihood against what integration finds."""

import inspect

import numpy as np
import pytest
import tensorflow as tf

from ae.config import Hyperparameters
from ae.data import Split, as_images, noise
from ae.errors import SettingError
from ae.metrics.likelihood import negative_log_likelihood

HP = Hyperparameters(code="variational", loss="bce", pixels="binarised", latent_dim=1)


class Functions:
    """A decoder of one code number that gives all pixels one chance; codes N(mean, e^spread)."""

    def __init__(self, hp, mean, spread, slope, offset=-1.0):
        self.hp, self._mean, self._spread = hp, mean, spread
        self._slope, self._offset = slope, offset

    def distribution(self, images):
        shape = (len(images), self.hp.latent_dim)
        return np.full(shape, self._mean, np.float32), np.full(shape, self._spread, np.float32)

    def decode_tensor(self, codes):
        each = self._slope * tf.reduce_sum(codes, axis=-1, keepdims=True) + self._offset
        return tf.repeat(tf.sigmoid(each), 784, axis=-1)


def some(count=100):
    """Images of 200, 220 and 240 inked pixels or so: near what the decoder gives small codes."""
    greys = np.resize([65, 72, 78], count).astype(np.uint8)
    return Split(np.tile(greys[:, None, None], (1, 28, 28)), greys)


def inked(split):
    """Pixels that are 1 in each image, binarised as the likelihood does."""
    return noise.binarise(as_images(split.pixels)).reshape(len(split), 784).sum(axis=1)


def log_chance(ink, z, slope):
    chance = 1 / (1 + np.exp(1 - slope * z))
    return ink * np.log(chance) + (784 - ink) * np.log(1 - chance)


def test_without_a_code_it_is_the_chance_of_the_pixels():
    """The code is the prior and the decoder does not look: every draw has the same weight."""
    few = some(50)
    expected = -log_chance(inked(few), 0.0, 0.0).mean()
    model = Functions(HP.replace(latent_dim=3), 0.0, 0.0, 0.0)
    found = negative_log_likelihood(model, few, images=50, samples=200)
    assert found == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("offset", [-200.0, 200.0], ids=["white", "black"])
def test_a_pixel_that_is_wrong_and_sure_counts_sixteen_nats(offset):
    few = some(50)
    wrong = inked(few) if offset < 0 else 784 - inked(few)
    model = Functions(HP, 0.0, 0.0, 0.0, offset)
    found = negative_log_likelihood(model, few, images=50, samples=100)
    assert found == pytest.approx(-np.log(1e-7) * wrong.mean(), rel=0.02)


def test_by_default_it_takes_as_many_samples_as_the_paper():
    defaults = inspect.signature(negative_log_likelihood).parameters
    assert (defaults["images"].default, defaults["samples"].default) == (1000, 5000)


@pytest.mark.parametrize(("mean", "spread"), [(0.0, 0.0), (-0.8, -0.4), (0.3, 0.5)])
def test_it_is_the_integral_over_all_codes_whatever_distribution_they_are_drawn_from(mean, spread):
    few, slope = some(), 0.08
    z = np.linspace(-9, 9, 4001)
    prior = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    logs = log_chance(inked(few)[:, None], z, slope)
    largest = logs.max(axis=1, keepdims=True)
    integral = np.trapezoid(np.exp(logs - largest) * prior, z, axis=1)
    expected = -(largest[:, 0] + np.log(integral)).mean()
    model = Functions(HP, mean, spread, slope)
    found = negative_log_likelihood(model, few, images=100, samples=2000)
    assert found == pytest.approx(expected, abs=0.03)


def test_more_samples_tighten_the_bound():
    model = Functions(HP, 2.5, -1.0, 0.08)  # drawn far from where the weights are
    few = some(50)
    loose, tight = (negative_log_likelihood(model, few, images=50, samples=n) for n in (100, 3000))
    assert loose > tight
    assert tight == negative_log_likelihood(model, few, images=50, samples=3000)
    assert tight != negative_log_likelihood(model, few, images=50, samples=3000, seed=1)


@pytest.mark.parametrize(
    "hp", [HP.replace(pixels="grey"), Hyperparameters(pixels="binarised", loss="bce")]
)
def test_only_a_variational_model_of_binarised_pixels_has_one(hp):
    with pytest.raises(SettingError, match=r"^pixels: expected a variational model of binarised"):
        negative_log_likelihood(Functions(hp, 0.0, 0.0, 0.0), some(50), 50, 100)
