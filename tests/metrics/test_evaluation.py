"""Every figure of an evaluation, of models that are simple functions, against its closed form."""

from dataclasses import fields
from types import SimpleNamespace

import numpy as np
import pytest

from ae.config import Hyperparameters
from ae.data import Split
from ae.metrics import Evaluation, bound_parts, evaluate, evaluate_each, ssim

PLAIN = Hyperparameters(latent_dim=2)
VARIATIONAL = PLAIN.replace(code="variational", loss="bce")


def split(*parts):
    """Images of one grey level each, so many of it: (level in 0 to 255, count)."""
    pixels = [np.full((count, 28, 28), level, np.uint8) for level, count in parts]
    return Split(np.concatenate(pixels), np.zeros(sum(count for _, count in parts), np.uint8))


def level(images):
    """The grey level of each image of one level, float32 (n, 1)."""
    return images[:, 0, 0]


def flat(values):
    """An image of one grey level for each of (n,)."""
    return np.broadcast_to(np.reshape(values, (-1, 1, 1, 1)), (len(values), 28, 28, 1))


class Functions:
    """An autoencoder whose parts are functions of an image's grey level, or of the code."""

    def __init__(self, hp, code=np.zeros_like, spread=np.zeros_like, image=None):
        self.hp = hp
        self._code, self._spread = code, spread
        self._image = image or (lambda codes: np.full(len(codes), 0.5))

    def encode(self, images):
        return self._code(level(images))

    def distribution(self, images):
        return self.encode(images), self._spread(level(images))

    def decode(self, codes):
        return flat(self._image(codes)).astype(np.float32)

    def reconstruct(self, images):
        return self.decode(self.encode(images))


class Gives:
    """Gives an image of one grey level for each, by its own grey level."""

    def __init__(self, function):
        self._function = function

    def reconstruct(self, images):
        return flat(self._function(level(images)[:, 0])).astype(np.float32)


def entropy(truth, chance):
    """Cross-entropy of a pixel, nats."""
    return -truth * np.log(chance) - (1 - truth) * np.log(1 - chance)


# Two chunks of unlike size, of unlike images: a mean over images is none over chunks.
UNEVEN = split((51, 2000), (204, 500))  # 0.2 and 0.8
SHARES = np.array([0.8, 0.2])


def test_errors_are_means_over_the_images_of_all_chunks():
    found = evaluate(Gives(lambda x: np.full(len(x), 0.25)), UNEVEN)
    squares = np.array([0.05**2, 0.55**2])
    assert found.mse == pytest.approx(SHARES @ squares, rel=1e-5)
    assert found.sse_per_image == pytest.approx(784 * SHARES @ squares, rel=1e-5)
    assert found.psnr == pytest.approx(SHARES @ (-10 * np.log10(squares)), rel=1e-5)
    surprise = np.array([entropy(0.2, 0.25), entropy(0.8, 0.25)])
    assert found.bce == pytest.approx(SHARES @ surprise, rel=1e-5)
    # A perfect copy of either grey has the entropy of a coin that falls so one time in five.
    assert found.bce_excess == pytest.approx(SHARES @ surprise - entropy(0.2, 0.2), rel=1e-4)
    # Of flat images, SSIM compares the means.
    alike = (2 * 0.25 * np.array([0.2, 0.8]) + 1e-4) / (0.25**2 + np.array([0.04, 0.64]) + 1e-4)
    assert found.ssim == pytest.approx(SHARES @ alike, rel=1e-4)


def test_the_error_of_each_image_comes_in_their_order_and_others_get_a_turn_between_chunks():
    turns = []
    _, errors, _ = evaluate_each(
        Gives(lambda x: np.zeros(len(x))), UNEVEN, watch=lambda: turns.append(1)
    )
    np.testing.assert_allclose(errors, np.repeat([0.04, 0.64], [2000, 500]), rtol=1e-5)
    assert len(turns) == 2


def test_what_has_no_code_has_no_figures_of_one():
    found = evaluate(Gives(lambda x: x), UNEVEN).as_dict()
    assert set(found) == {
        *("mse", "sse_per_image", "psnr", "ssim", "bce", "bce_excess", "dead_pixels")
    }
    assert set(found) < {field.name for field in fields(Evaluation)}


def test_a_pixel_is_dead_if_no_chunk_lights_it_and_counted_if_any_has_ink_there():
    pixels = np.zeros((2100, 28, 28), np.uint8)
    pixels[0, 0, :10] = 1  # ink in ten places, of which the least there is counts
    pixels[2050, 1, :10] = 255  # and in ten more, in the other chunk

    class Lights:
        def reconstruct(self, images):
            row = 0 if len(images) == 2000 else 1
            # Neither black nor less than black is lit.
            given = np.full(images.shape, -0.5 * row, np.float32)
            given[0, row, :3] = 1e-6
            return given

    found = evaluate(Lights(), Split(pixels, np.zeros(2100, np.uint8)))
    assert found.dead_pixels == 7 + 7


def test_a_code_number_is_active_above_a_variance_of_a_hundredth_and_dead_below_ten_billionths():
    # A number that is s for half of the images and -s for the others has a variance of s².
    sizes = np.array([0.1001, 0.0999, 1.1e-5, 0.9e-5, 0])
    model = Functions(PLAIN.replace(latent_dim=5), lambda x: np.sign(x - 0.5) * sizes)
    found = evaluate(model, split((0, 50), (255, 50)))
    assert (found.active_units, found.dead_units) == (1, 2)


def test_variances_are_over_all_chunks():
    model = Functions(PLAIN, lambda x: np.hstack([x > 0.5, x < 0]).astype(np.float32))
    found = evaluate(model, UNEVEN)  # the first number is 0 in one chunk and 1 in the other
    assert (found.active_units, found.dead_units) == (1, 1)


def test_a_code_number_rests_within_a_hundredth_of_the_largest_size_there_is():
    hp = PLAIN.replace(latent_dim=4)
    white, black = [0, 1, -1.01, 0.5], [-100, 3, 0, 0]
    model = Functions(hp, lambda x: np.where(x > 0.5, white, black).astype(np.float32))
    found = evaluate(model, split((255, 3), (0, 1)))
    assert found.code_at_rest == pytest.approx((3 * 3 + 2) / 16)
    assert found.kl is None
    silent = evaluate(Functions(hp, lambda x: np.zeros((len(x), 4))), split((0, 2)))
    assert silent.code_at_rest == 1


def test_kl_is_that_of_gaussians_and_reconstruction_and_bound_count_nats_an_image():
    """A code N(level, e^-1) and N(2, e^level), and a decoder that sees a quarter everywhere."""
    model = Functions(
        VARIATIONAL,
        lambda x: np.hstack([x, np.full_like(x, 2)]),
        lambda x: np.hstack([np.full_like(x, -1), x]),
        lambda codes: np.full(len(codes), 0.25),
    )
    found = evaluate(model, UNEVEN)

    def gaussian(mean, log_variance):
        return (np.exp(log_variance) + mean**2 - 1 - log_variance) / 2

    levels = np.array([0.2, 0.8])
    kl = SHARES @ (gaussian(levels, -1) + gaussian(2, levels))
    reconstruction = 784 * SHARES @ entropy(levels, 0.25)
    assert found.kl == pytest.approx(kl, rel=1e-5)
    assert found.reconstruction == pytest.approx(reconstruction, rel=1e-5)
    assert found.elbo == pytest.approx(-reconstruction - kl, rel=1e-5)
    assert found.code_at_rest is None


def test_the_bound_decodes_one_draw_of_each_code_with_numbers_that_stay_the_same():
    """A decoder that tells a draw's sign; of codes N(level, 1/4)."""
    hp = VARIATIONAL.replace(latent_dim=1)
    model = Functions(
        hp,
        lambda x: x - 0.5,
        lambda x: np.full_like(x, np.log(0.25)),
        lambda codes: np.where(codes[:, 0] > 0, 0.9, 0.1),
    )
    means = np.repeat([-0.3, 0.3], [2000, 500])
    drawn = [np.random.default_rng([start, 2]).standard_normal((count, 1), np.float32)[:, 0]
             for start, count in ((0, 2000), (2000, 500))]  # fmt: skip
    codes = means + 0.5 * np.concatenate(drawn)
    surprise = entropy(means + 0.5, np.where(codes > 0, 0.9, 0.1))
    found = evaluate(model, UNEVEN).reconstruction
    assert found == pytest.approx(784 * surprise.mean(), rel=1e-5)
    white = np.ones((10, 28, 28, 1), np.float32)
    assert bound_parts(model, white, white) == bound_parts(model, white, white, seed=0)
    # What is drawn has the spread that the code says: a share above zero of 27 % and 73 %.
    above = np.array([0.2743, 0.7257])
    levels = np.array([0.2, 0.8])
    expected = SHARES @ (above * entropy(levels, 0.9) + (1 - above) * entropy(levels, 0.1))
    assert found == pytest.approx(784 * expected, rel=0.02)


# The generalisation gap

# Of the training images the first 10,000 count, here of five grey levels; what follows does not.
LEVELS = np.arange(5) / 5
TRAINING = SimpleNamespace(train=split(*[(51 * i, 2000) for i in range(5)], (255, 2000)))
TEST = split((255, 20))


def test_the_gap_of_squared_error_is_the_test_error_less_that_of_training():
    model = Functions(PLAIN, lambda x: np.hstack([x, x]))
    found = evaluate(model, TEST, TRAINING)
    assert found.mse == 0.25
    assert found.generalisation_gap == pytest.approx(0.25 - np.mean((LEVELS - 0.5) ** 2))
    assert found.generalisation_gap > 0  # worse on what it was not trained with
    assert evaluate(model, TEST).generalisation_gap is None


def test_the_gap_of_cross_entropy_is_in_nats_a_pixel():
    hp = PLAIN.replace(loss="bce")
    model = Functions(hp, lambda x: np.hstack([x, x]), image=lambda codes: np.full(len(codes), 0.2))
    found = evaluate(model, TEST, TRAINING)
    assert found.generalisation_gap == pytest.approx(
        entropy(1, 0.2) - np.mean(entropy(LEVELS, 0.2)), rel=1e-4
    )
    assert found.generalisation_gap > 0


def test_the_gap_of_a_variational_model_is_the_bound_of_training_less_that_of_the_test():
    model = Functions(
        VARIATIONAL,
        lambda x: np.hstack([3 * x, x - x]),
        image=lambda codes: np.full(len(codes), 0.2),
    )
    found = evaluate(model, TEST, TRAINING)

    def minus_bound(x):
        return 784 * entropy(x, 0.2) + (3 * x) ** 2 / 2

    assert found.elbo == pytest.approx(-minus_bound(1), rel=1e-5)
    assert found.generalisation_gap == pytest.approx(
        minus_bound(1) - np.mean(minus_bound(LEVELS)), rel=1e-4
    )
    assert found.generalisation_gap > 0


def test_what_is_spoiled_for_a_denoiser_is_spoiled_for_every_figure_and_its_target_is_not():
    """A code that is the grey level of the first pixel: off in half of the images."""
    hp = PLAIN.replace(noise="masking", noise_level=0.5)
    model = Functions(
        hp, lambda x: np.hstack([x, x]).astype(np.float32), image=lambda codes: codes[:, 0]
    )
    white = split((255, 2000), (255, 400))
    found = evaluate(model, white, SimpleNamespace(train=split((255, 12_000))))
    assert found.mse == pytest.approx(0.5, abs=0.03)
    assert found.code_at_rest == pytest.approx(0.5, abs=0.03)
    assert abs(found.generalisation_gap) < 0.03


def test_a_binarised_model_is_measured_against_black_and_white():
    model = Functions(
        VARIATIONAL.replace(pixels="binarised"), lambda x: np.hstack([x, x]),
        image=lambda codes: np.full(len(codes), 0.5),
    )  # fmt: skip
    found = evaluate(model, split((51, 300)))
    assert found.mse == pytest.approx(0.25)  # of 0.5 to 0 and to 1, and not 0.09
    assert found.bce_excess == pytest.approx(np.log(2), rel=1e-4)
    assert found.kl == pytest.approx(0.2, abs=0.05)  # one pixel of five is 1, and both codes it


def test_ssim_is_of_pairs_in_their_order(data):
    images = data.test.images[:60]
    few = Split(data.test.pixels[:60], data.test.labels[:60])

    class Spoils:
        def reconstruct(self, seen):
            return np.clip(seen + 0.2, 0, 1)

    assert evaluate(Spoils(), few).ssim == pytest.approx(ssim(images, np.clip(images + 0.2, 0, 1)))
