"""The digit classifier that comes with the program, and how it is trained."""

import numpy as np

from ae.metrics.digit_classifier import ACCURACY, FEATURES, WEIGHTS, read
from ae.metrics.train_digit_classifier import (
    BATCH,
    NO_DIGITS,
    SHIFT,
    ShiftedImages,
    no_digits,
)


def test_it_reads_as_many_test_images_right_as_is_stated(data):
    right = (read(data.test.pixels).labels == data.test.labels).mean()
    assert ACCURACY >= 0.99
    # Another processor may round a handful of doubtful digits the other way.
    assert abs(right - ACCURACY) <= 0.0005


def test_its_weights_are_small_enough_to_ship():
    assert WEIGHTS.stat().st_size <= 1_000_000


def test_it_gives_features_and_probabilities_of_any_number_of_images(data):
    reading = read(data.test.images[:501])
    assert reading.features.shape == (501, FEATURES)
    assert reading.probabilities.shape == (501, 10)
    np.testing.assert_allclose(reading.probabilities.sum(axis=1), 1, atol=1e-5)
    of_pixels = read(data.test.pixels[:501])
    np.testing.assert_allclose(of_pixels.features, reading.features, atol=1e-5)
    np.testing.assert_allclose(of_pixels.probabilities, reading.probabilities, atol=1e-5)


def test_it_is_sure_of_digits_and_not_of_noise_or_of_digits_in_disorder(data):
    def sure(images):
        return (read(images).probabilities.max(axis=1) >= 0.9).mean()

    random = np.random.default_rng(0)
    pixels = data.test.pixels[:500]
    assert sure(pixels) > 0.95
    assert sure(random.random((500, 28, 28, 1), np.float32)) < 0.05
    assert sure(random.permuted(pixels.reshape(500, -1), axis=1).reshape(pixels.shape)) < 0.05
    # What training has not shown it: stripes, and the lower half of each digit above its upper.
    assert sure(np.tile(np.uint8([0, 0, 255, 255]), (500, 28, 7))) < 0.05
    assert sure(np.concatenate([pixels[:, 14:], pixels[:, :14]], axis=1)) < 0.5


def test_in_each_pass_images_come_in_another_order_moved_by_up_to_two_pixels(data):
    pixels, labels = data.train.pixels[: 8 * BATCH], data.train.labels[: 8 * BATCH]
    batches = ShiftedImages(pixels, labels)
    assert len(batches) == 8
    first = seen(batches, pixels, labels)
    batches.on_epoch_end()
    assert first != seen(batches, pixels, labels)
    moves = {(down, right) for _, down, right in first}
    assert len(moves) == (2 * SHIFT + 1) ** 2


def seen(batches, pixels, labels):
    """Index and move of each digit of a pass, in the order in which they come; none comes twice."""
    moved = {}
    reach = range(-SHIFT, SHIFT + 1)
    for index, image in enumerate(np.pad(pixels, ((0, 0), (SHIFT, SHIFT), (SHIFT, SHIFT)))):
        for down in reach:
            for right in reach:
                rows, columns = SHIFT - down, SHIFT - right
                part = image[rows : rows + 28, columns : columns + 28]
                moved[part.tobytes()] = index, down, right
    found = []
    for batch in range(len(batches)):
        images, said = batches[batch]
        assert images.shape == (BATCH, 28, 28, 1)
        digits = np.rint(images[NO_DIGITS:, ..., 0] * 255).astype(np.uint8)
        some = [moved[image.tobytes()] for image in digits]
        np.testing.assert_array_equal(said[:NO_DIGITS], np.float32(0.1))
        expected = labels[[index for index, _, _ in some]]
        np.testing.assert_array_equal(said[NO_DIGITS:], np.eye(10)[expected])
        found += some
    assert len({index for index, _, _ in found}) == len(found) == 8 * (BATCH - NO_DIGITS)
    return found


def test_what_is_no_digit_is_of_three_kinds_made_of_a_digits_ink_or_of_noise(data):
    pixels = data.train.pixels[:30]
    before = pixels.copy()
    spoiled = no_digits(pixels, np.random.default_rng(0))
    np.testing.assert_array_equal(pixels, before)
    for kind in (0, 1):  # the same grey levels elsewhere
        theirs, ours = spoiled[kind::3].reshape(10, -1), pixels[kind::3].reshape(10, -1)
        np.testing.assert_array_equal(np.sort(theirs, axis=1), np.sort(ours, axis=1))
        assert (theirs != ours).any(axis=1).all()
    squares = spoiled[1].reshape(4, 7, 4, 7).swapaxes(1, 2).reshape(16, -1)
    own = pixels[1].reshape(4, 7, 4, 7).swapaxes(1, 2).reshape(16, -1)
    assert sorted(map(bytes, squares)) == sorted(map(bytes, own))
    assert np.corrcoef(spoiled[2][:, :-1].ravel(), spoiled[2][:, 1:].ravel())[0, 1] < 0.15
