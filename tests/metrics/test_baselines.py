import tracemalloc

import numpy as np
import pytest

from ae.config import Hyperparameters
from ae.data import noise
from ae.errors import SettingError
from ae.metrics import cross_entropy, evaluate, squared_errors
from ae.metrics.baselines import (
    PCA_MSE,
    Line,
    LineKind,
    entropy_floor,
    line_names,
    lines,
    mean_image,
    pca,
    squared_error_to_beat,
)
from ae.presets import PRESETS


def test_components_are_orthonormal_and_the_largest_variance_comes_first(data):
    found = pca(data, 50)
    assert found.components.shape == (50, 784)
    np.testing.assert_allclose(found.components @ found.components.T, np.eye(50), atol=1e-5)
    assert found.variances.shape == (784,)
    assert (np.diff(found.variances) <= 0).all()
    assert found.variances[-1] >= 0


def test_codes_of_the_training_images_are_centred_with_the_variances_of_the_components(data):
    found = pca(data, 10)
    codes = found.encode(data.train.images)
    assert codes.shape == (55_000, 10)
    np.testing.assert_allclose(codes.mean(axis=0), 0, atol=1e-3)
    np.testing.assert_allclose(codes.var(axis=0, dtype=float), found.variances[:10], rtol=1e-3)
    correlations = np.corrcoef(codes, rowvar=False)
    np.testing.assert_allclose(correlations, np.eye(10), atol=1e-3)


def test_the_training_error_is_the_variance_of_the_components_left_out(data):
    found = pca(data, 20)
    left_out = found.variances[20:].sum() / 784
    assert evaluate(found, data.train).mse == pytest.approx(left_out, rel=1e-4)


def test_fewer_components_are_the_first_of_more(data):
    np.testing.assert_array_equal(pca(data, 3).components, pca(data, 30).components[:3])


def test_all_components_give_the_image_back(data):
    images = data.test.images[:100]
    np.testing.assert_allclose(pca(data, 784).reconstruct(images), images, atol=1e-4)


def test_reconstructing_is_decoding_the_code(data):
    found, images = pca(data, 5), data.test.images[:10]
    np.testing.assert_array_equal(found.reconstruct(images), found.decode(found.encode(images)))
    np.testing.assert_allclose(found.decode(np.zeros((1, 5)))[0, ..., 0].ravel(), found.mean)


@pytest.mark.parametrize(
    ("latent_dim", "got"), [(0, "0"), (-1, "-1"), (785, "785"), (5000, "5,000")]
)
def test_more_components_than_pixels_are_refused(data, latent_dim, got):
    with pytest.raises(SettingError, match=r"^latent_dim: expected 1 to 784 ") as caught:
        pca(data, latent_dim)
    assert str(caught.value).endswith(f"got {got}")


def test_the_mean_image_is_the_mean_of_the_training_images_whatever_it_sees(data):
    found = mean_image(data)
    expected = data.train.pixels.mean(axis=0, dtype=float) / 255
    np.testing.assert_allclose(found.image[..., 0], expected, atol=1e-6)
    given = found.reconstruct(data.test.images[:3])
    assert given.shape == (3, 28, 28, 1)
    assert all(np.array_equal(image, found.image) for image in given)


MSE = Hyperparameters(latent_dim=16)


def test_a_chart_of_squared_error_has_the_mean_image_and_pca(data):
    mean, linear = lines(MSE)
    assert mean == Line(
        LineKind.MEAN_IMAGE, "mean image", evaluate(mean_image(data), data.test).mse
    )
    assert linear.label == "PCA with the same code size"
    # Two sums of products, by a library whose threads need not add in the same order.
    assert linear.value == pytest.approx(evaluate(pca(data, 16), data.test).mse, rel=1e-6)


def test_a_chart_of_cross_entropy_has_the_floor_too_and_a_pca_that_is_clipped(data):
    mean, linear, floor = lines(MSE.replace(loss="bce"))
    assert mean == Line(
        LineKind.MEAN_IMAGE, "mean image", evaluate(mean_image(data), data.test).bce
    )
    assert floor == Line(LineKind.COPY, "perfect copy", entropy_floor(data.test))
    assert linear.label == "PCA with the same code size (clipped)"
    clipped = np.clip(pca(data, 16).reconstruct(data.test.images), 1 / 510, 1 - 1 / 510)
    assert linear.value == pytest.approx(cross_entropy(data.test.images, clipped), rel=1e-6)
    assert floor.value < linear.value < mean.value


def test_the_lines_never_hold_all_test_images_as_floats():
    lines(MSE)  # the spectrum, once
    tracemalloc.start()
    lines(MSE.replace(loss="bce", latent_dim=17))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000 * 784 * 4


def test_the_label_counts_one_number_in_the_singular_and_no_more_than_there_are_pixels():
    assert [line.label for line in lines(MSE.replace(latent_dim=1))] == [
        "mean image",
        "PCA with the same code size",
    ]
    assert lines(MSE.replace(latent_dim=1024))[1].label == "PCA, 784 numbers"


@pytest.mark.parametrize(
    "hp",
    [
        *(entry.hp for entry in PRESETS.values()),
        Hyperparameters(loss="bce", pixels="binarised"),
        Hyperparameters(latent_dim=900),
    ],
    ids=[*PRESETS, "binarised", "more numbers than pixels"],
)
def test_the_lines_are_named_before_they_are_computed(hp):
    assert line_names(hp) == [(line.kind, line.label) for line in lines(hp)]


def test_a_variational_chart_counts_in_nats_an_image(data):
    hp = Hyperparameters(code="variational", loss="bce", latent_dim=16)
    for nats, pixel in zip(lines(hp), lines(MSE.replace(loss="bce")), strict=True):
        assert nats.label == pixel.label
        assert nats.value == pytest.approx(784 * pixel.value)


def test_a_denoisers_chart_has_its_input_in_place_of_pca(data):
    hp = MSE.replace(noise="masking", noise_level=0.5)
    assert [line.label for line in lines(hp)] == ["mean image", "input as it is"]
    # Half of the pixels are gone: half of the images' mean square.
    expected = np.square(data.test.images).mean() / 2
    assert lines(hp)[1].value == pytest.approx(expected, rel=0.01)
    assert lines(MSE.replace(noise="masking", noise_level=0.25))[1].value < lines(hp)[1].value


def entropies(truth, chance):
    return -(truth * np.log(chance) + (1 - truth) * np.log(1 - chance)).mean(dtype=float)


def test_a_denoisers_input_as_it_is_counts_its_cross_entropy_with_greys_half_a_level_from_the_ends(
    data,
):
    hp = Hyperparameters(loss="bce", latent_dim=16, noise="salt_pepper", noise_level=0.2)
    images = data.test.images
    given = np.clip(noise.corrupt(images, "salt_pepper", 0.2), 0.5 / 255, 254.5 / 255)
    mean, spoiled, _ = lines(hp)
    assert (mean.label, spoiled.label) == ("mean image", "input as it is")
    assert spoiled.value == pytest.approx(entropies(images, given), rel=1e-4)
    nats = lines(hp.replace(code="variational"))[1]
    assert nats.value == pytest.approx(784 * spoiled.value)


def test_the_lines_of_binarised_pixels_are_measured_against_black_and_white(data):
    hp = Hyperparameters(pixels="binarised", loss="bce", latent_dim=16)
    mean, linear = lines(hp)
    truth = noise.binarise(data.test.images)
    chance = np.clip(data.train.pixels.mean(axis=0, dtype=float)[..., None] / 255, 1e-7, 1 - 1e-7)
    assert mean.value == pytest.approx(entropies(truth, chance), rel=1e-4)
    projected = np.clip(pca(data, 16).reconstruct(truth), 0.5 / 255, 254.5 / 255)
    assert linear.value == pytest.approx(entropies(truth, projected), rel=1e-4)


def test_binarised_pixels_have_no_floor_above_zero():
    hp = Hyperparameters(pixels="binarised", loss="bce", latent_dim=16)
    assert [line.label for line in lines(hp)] == [
        "mean image",
        "PCA with the same code size (clipped)",
    ]


@pytest.mark.parametrize("code", ["plain", "variational"])
def test_the_squared_error_to_beat_is_there_for_black_and_white_too(data, code):
    hp = Hyperparameters(pixels="binarised", loss="bce", latent_dim=16, code=code)
    images = noise.binarise(data.test.images)
    expected = squared_errors(images, pca(data, 16).reconstruct(images)).mean()
    assert squared_error_to_beat(hp) == {PCA_MSE: pytest.approx(float(expected), rel=1e-5)}
