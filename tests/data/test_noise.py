import numpy as np
import pytest
import tensorflow as tf

from ae.config import Hyperparameters
from ae.data import noise
from ae.training import randomness

GREY = np.full((60, 28, 28, 1), 0.5, np.float32)
KINDS = ["gaussian", "masking", "salt_pepper"]


def drawn(kind, level, images=GREY, step=0):
    """What training draws at a step."""
    draws = randomness.StepRandom(tf.constant(3), tf.constant(step))
    return randomness.corrupt(draws, tf.constant(images), kind, level).numpy()


def both(kind, level, images=GREY):
    return noise.corrupt(images, kind, level), drawn(kind, level, images)


@pytest.mark.parametrize("which", [0, 1], ids=["fixed", "drawn"])
def test_gaussian_noise_has_the_level_as_its_standard_deviation(which):
    spoiled = both("gaussian", 0.1)[which]
    assert spoiled.mean() == pytest.approx(0.5, abs=0.002)
    assert spoiled.std() == pytest.approx(0.1, rel=0.02)


@pytest.mark.parametrize("which", [0, 1], ids=["fixed", "drawn"])
def test_gaussian_noise_stays_between_black_and_white(which):
    spoiled = both("gaussian", 1.0)[which]
    assert (spoiled.min(), spoiled.max()) == (0, 1)


@pytest.mark.parametrize("which", [0, 1], ids=["fixed", "drawn"])
def test_masking_turns_a_share_of_the_pixels_off_and_leaves_the_others(which):
    spoiled = both("masking", 0.3)[which]
    assert set(np.unique(spoiled)) == {0.0, 0.5}
    assert (spoiled == 0).mean() == pytest.approx(0.3, abs=0.01)


@pytest.mark.parametrize("which", [0, 1], ids=["fixed", "drawn"])
def test_salt_and_pepper_are_even(which):
    spoiled = both("salt_pepper", 0.4)[which]
    assert (spoiled == 0).mean() == pytest.approx(0.2, abs=0.01)
    assert (spoiled == 1).mean() == pytest.approx(0.2, abs=0.01)
    assert (spoiled == 0.5).mean() == pytest.approx(0.6, abs=0.01)


@pytest.mark.parametrize("kind", KINDS)
def test_no_noise_changes_nothing(kind):
    for spoiled in both(kind, 0.0):
        np.testing.assert_array_equal(spoiled, GREY)


@pytest.mark.parametrize("kind", KINDS)
def test_an_images_noise_depends_on_its_index_alone(kind):
    whole = noise.corrupt(GREY, kind, 0.4)
    np.testing.assert_array_equal(noise.corrupt(GREY[[7, 3]], kind, 0.4, [7, 3]), whole[[7, 3]])
    assert not np.array_equal(whole[0], whole[1])


def test_what_an_image_draws_stays_the_same_from_release_to_release():
    """Figures of runs compare only if the same noise lay on the same image."""
    for index in (0, 41):
        even = np.random.default_rng([2, index]).random((28, 28, 1), np.float32)
        normal = np.random.default_rng([2, index]).standard_normal((28, 28, 1), np.float32)
        expected = {
            "masking": np.where(even < 0.4, 0, 0.5),
            "salt_pepper": np.select([even < 0.2, even < 0.4], [1, 0], 0.5),
            "gaussian": np.clip(0.5 + 0.4 * normal, 0, 1),
        }
        for kind, image in expected.items():
            found = noise.corrupt(GREY[:1], kind, 0.4, [index])
            np.testing.assert_allclose(found[0], image, atol=1e-6)
            if not index:
                np.testing.assert_array_equal(noise.corrupt(GREY[:1], kind, 0.4), found)
        chance = np.random.default_rng([1, index]).random((28, 28, 1), np.float32)
        np.testing.assert_array_equal(noise.binarise(GREY[:1], [index])[0], chance < 0.5)


def test_no_images_are_none_binarised():
    assert noise.binarise(GREY[:0]).shape == noise.corrupt(GREY[:0], "masking", 0.4).shape
    assert noise.binarise(GREY[:0]).shape == (0, 28, 28, 1)


@pytest.mark.parametrize("kind", KINDS)
def test_training_draws_noise_anew_at_each_step_and_the_same_at_the_same_step(kind):
    first = drawn(kind, 0.4, step=1)
    np.testing.assert_array_equal(first, drawn(kind, 0.4, step=1))
    assert not np.array_equal(first, drawn(kind, 0.4, step=2))


def test_binarised_pixels_are_white_as_often_as_they_are_grey():
    grey = np.full((200, 28, 28, 1), 0.3, np.float32)
    again = randomness.binarise(
        randomness.StepRandom(tf.constant(0), tf.constant(0)), tf.constant(grey)
    ).numpy()
    for binarised in (noise.binarise(grey), again):
        assert set(np.unique(binarised)) == {0.0, 1.0}
        assert binarised.mean() == pytest.approx(0.3, abs=0.005)


def test_a_denoiser_is_shown_noise_and_asked_for_the_clean_image():
    hp = Hyperparameters(noise="masking", noise_level=0.5)
    assert noise.network_target(hp, GREY) is GREY
    assert (noise.network_input(hp, GREY) == 0).mean() == pytest.approx(0.5, abs=0.01)


def test_noise_on_binarised_pixels_spoils_what_is_asked_for():
    hp = Hyperparameters(pixels="binarised", loss="bce", noise="masking", noise_level=0.5)
    target, shown = noise.network_target(hp, GREY), noise.network_input(hp, GREY)
    assert set(np.unique(target)) == {0.0, 1.0}
    assert (shown <= target).all()
    assert shown.sum() == pytest.approx(target.sum() / 2, rel=0.02)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"noise": "gaussian"},
        {"pixels": "binarised", "loss": "bce"},
        {"pixels": "binarised", "loss": "bce", "noise": "salt_pepper"},
    ],
    ids=str,
)
def test_input_and_target_are_a_pair_of_the_same_images(values):
    hp = Hyperparameters(**values)
    shown, target = noise.input_and_target(hp, GREY[:4], [9, 2, 7, 5])
    np.testing.assert_array_equal(target, noise.network_target(hp, GREY[:4], [9, 2, 7, 5]))
    np.testing.assert_array_equal(
        shown, noise.corrupt(target, hp.noise, hp.noise_level, [9, 2, 7, 5])
    )
    np.testing.assert_array_equal(shown, noise.network_input(hp, GREY[:4], [9, 2, 7, 5]))
    assert noise.changes_input(hp) == bool(values)
    assert np.array_equal(shown, GREY[:4]) != bool(values)


@pytest.mark.parametrize("algorithm", ["philox"])
def test_each_draw_of_a_step_has_numbers_of_its_own(algorithm):
    draws = randomness.StepRandom(tf.constant(0), tf.constant(0), algorithm)
    like = tf.zeros((4, 5))
    first, second, third = draws.uniform(like), draws.uniform(like), draws.normal(like)
    assert not np.allclose(first, second)
    assert not np.allclose(second, third)
    other_seed = randomness.StepRandom(tf.constant(1), tf.constant(0), algorithm).uniform(like)
    assert not np.allclose(first, other_seed)


def test_dropout_drops_its_share_and_keeps_the_mean():
    values = tf.ones((200, 200))
    kept = randomness.drop(
        randomness.StepRandom(tf.constant(0), tf.constant(0)), values, 0.25
    ).numpy()
    assert (kept == 0).mean() == pytest.approx(0.25, abs=0.01)
    assert kept.mean() == pytest.approx(1, abs=0.02)


def test_the_numbers_behind_the_noise_are_those_it_is_made_of():
    uniform, normal = noise.corruption_draws([5, 7])
    images = GREY[:2]
    np.testing.assert_array_equal(
        noise.corrupt(images, "masking", 0.3, [5, 7]),
        np.where(uniform < np.float32(0.3), 0, images),
    )
    np.testing.assert_array_equal(
        noise.corrupt(images, "gaussian", 0.3, [5, 7]),
        np.clip(images + np.float32(0.3) * normal, 0, 1),
    )
