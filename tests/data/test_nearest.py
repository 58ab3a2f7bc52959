"""The training image nearest to an image."""

import numpy as np
import pytest

from ae.data import Split
from ae.data.nearest import nearest_images
from ae.latent.distances import from_all
from pages.components.generate import HELD_OUT


def test_an_image_that_is_there_is_its_own_nearest(data):
    indices = np.array([0, 4999, 5000, 54_999])
    found = nearest_images(data.train.pixels[indices].reshape(-1, 784), data.train)
    np.testing.assert_array_equal(found.indices, indices)
    np.testing.assert_array_equal(found.distances, 0)


def test_the_nearest_is_that_of_all_distances(data):
    pixels = data.test.pixels[:6000]
    values = pixels.reshape(-1, 784) / np.float32(255)
    expected = from_all(values - values.mean(0), 0, 20)[:, 20:]
    found = nearest_images(
        pixels[:20].reshape(-1, 784), Split(pixels[20:], data.test.labels[20:6000])
    )
    np.testing.assert_array_equal(found.indices, expected.argmin(axis=1))
    np.testing.assert_allclose(found.distances, np.sqrt(expected.min(axis=1)), rtol=1e-3)


def test_of_images_as_near_the_first_is_taken():
    twice = np.zeros((7000, 28, 28), np.uint8)
    twice[[3, 6000]] = 9
    found = nearest_images(np.full((1, 784), 9, np.uint8), Split(twice, np.zeros(7000, np.uint8)))
    assert found.indices.tolist() == [3]


@pytest.mark.slow
def test_how_near_test_digits_are_to_training_images_is_as_the_page_says(data):
    found = nearest_images(data.test.pixels.reshape(-1, 784), data.train)
    half, hundredth = np.quantile(found.distances, [0.5, 0.01])
    assert {
        "half": pytest.approx(half, abs=0.005),
        "hundredth": pytest.approx(hundredth, abs=0.005),
    } == HELD_OUT
