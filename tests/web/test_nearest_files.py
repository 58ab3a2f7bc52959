"""Training images nearest to posted ones, by their route."""

import numpy as np
import pytest

from ae.binary import unpack
from ae.web.addresses import Addresses
from ae.web.nearest_files import MOST_IMAGES
from tests.web.test_data_files import client, ended, says  # noqa: F401 (fixtures)


def post_images(client, images, dataset="mnist", headers=None):  # noqa: F811
    address = f"{Addresses().nearest}/{dataset}"
    return client.post(address, content=images.tobytes(), headers=headers)


def test_posted_images_get_their_nearest_training_images(client, data):  # noqa: F811
    images = data.train.pixels[[7, 54_000]]
    answer = post_images(client, images)
    _, arrays = unpack(answer.content)
    np.testing.assert_array_equal(arrays["indices"], [7, 54_000])
    np.testing.assert_array_equal(arrays["distances"], 0)
    np.testing.assert_array_equal(arrays["labels"], data.train.labels[[7, 54_000]])
    np.testing.assert_array_equal(arrays["pixels"], images.reshape(2, 784))
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("size", [0, 783, (MOST_IMAGES + 1) * 784])
def test_what_is_not_whole_images_or_too_many_is_said(client, size):  # noqa: F811
    answer = post_images(client, np.zeros(size, np.uint8))
    assert says(answer, 422, f"Expected 1 to {MOST_IMAGES} whole images of 784 grey levels.")


def test_images_of_another_dataset_and_from_elsewhere_are_refused(client):  # noqa: F811
    one = np.zeros(784, np.uint8)
    assert says(post_images(client, one, "cats"), 404, "expected mnist")
    assert post_images(client, one, headers={"Origin": "http://elsewhere"}).status_code == 403


def test_digits_that_no_worker_can_read_now_are_tried_again_and_too_many_refused(
    client,  # noqa: F811
    ended,  # noqa: F811
):
    address = f"{Addresses().reading}/{ended}"
    one = client.post(address, content=bytes(784))
    assert says(one, 503, "The workers are loading TensorFlow")
    assert says(client.post(address, content=bytes(513 * 784)), 422, "Expected 1 to 512 whole")
    assert says(client.post(f"{address}x", content=bytes(784)), 404, "no run")
