"""A map of codes, and what it says of itself."""

import numpy as np
import pytest

from ae.binary import unpack
from ae.errors import SettingError
from ae.latent.faithfulness import trustworthiness
from ae.latent.latent_map import LatentMap, MapChoice, draw_map
from ae.latent.projection import project


@pytest.fixture(scope="module")
def codes():
    spread = np.array([4, 3, 2, 1, 0.5])
    return (np.random.default_rng(0).standard_normal((200, 5)) * spread).astype(np.float32)


@pytest.mark.parametrize("text", ["pca-2-1000", "tsne-3-500", "umap-2-10", "numbers-0.7.3-1000"])
def test_a_choice_is_read_as_it_is_written(text):
    assert str(MapChoice.parse(text)) == text


def test_a_choice_knows_its_parts():
    assert MapChoice.parse("numbers-4.0-50") == MapChoice("numbers", (4, 0), 50)
    assert [MapChoice.parse(f"{m}-2-50").is_slow for m in ("pca", "tsne", "umap")] == [
        False, True, True,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["", "pca", "pca-2", "pca-4-1000", "pca-2-9", "isomap-2-1000", "pca-02-1000", "pca-2-1000-1",
     "pca-2.3-1000", "numbers-1.1-1000", "numbers-1.2.3.4-1000", "numbers--1000", "pca-²-1000",
     "tsne-two-1000", "pca-2-1e3", "numbers-1.-100"],
)  # fmt: skip
def test_what_is_no_choice_is_refused(text):
    with pytest.raises(SettingError, match="map: expected a method"):
        MapChoice.parse(text)


@pytest.mark.parametrize("dimensions", [2, 3])
def test_pca_says_how_much_of_the_variance_it_shows_and_how_true_it_is(codes, dimensions):
    drawn = draw_map(codes, MapChoice("pca", (dimensions,), 150))
    expected = project(codes[:150], dimensions)
    np.testing.assert_array_equal(drawn.points, expected.points)
    assert drawn.shares == expected.shares
    assert drawn.trustworthiness == trustworthiness(codes[:150], expected.points)
    assert f"show {sum(expected.shares):.0%} of their variance" in drawn.says
    assert f"Trustworthiness {drawn.trustworthiness:.2f}" in drawn.says
    assert drawn.axes[1] == f"component 2 ({expected.shares[1]:.0%} of the variance)"


def test_numbers_of_a_code_are_shown_as_they_are(codes):
    drawn = draw_map(codes, MapChoice("numbers", (3, 0), 200))
    np.testing.assert_array_equal(drawn.points, codes[:, [3, 0]])
    variances = codes.var(axis=0)
    np.testing.assert_allclose(drawn.shares, variances[[3, 0]] / variances.sum(), rtol=1e-5)
    assert drawn.axes[0].startswith("code number 4 (")
    assert drawn.says.startswith("2 of the code's 5 numbers")


@pytest.mark.parametrize(("size", "said"), [(1, "1 number:"), (2, "2 numbers:"), (3, "3 numbers:")])
def test_a_code_with_no_more_numbers_than_axes_is_shown_whole(codes, size, said):
    drawn = draw_map(codes[:, :size], MapChoice("pca", (3,), 200))
    np.testing.assert_array_equal(drawn.points, codes[:, :size])
    assert (len(drawn.axes), drawn.trustworthiness) == (size, 1)
    assert drawn.says == f"The code has {said} this is all of it."


@pytest.mark.parametrize(
    ("choice", "said"),
    [(MapChoice("pca", (2,), 201), "at most 200 images"),
     (MapChoice("numbers", (0, 5), 100), "numbers 0 to 4 of a code, got 5")],
)  # fmt: skip
def test_what_the_codes_do_not_have_is_refused(codes, choice, said):
    with pytest.raises(SettingError, match=said):
        draw_map(codes, choice)


def test_a_file_has_all_that_the_map_says(codes):
    choice = MapChoice("pca", (2,), 100)
    drawn = draw_map(codes, choice)
    header, arrays = unpack(drawn.as_file("abc", 7, choice))
    np.testing.assert_array_equal(arrays["points"], drawn.points)
    assert header == {
        "run": "abc", "step": 7, "map": "pca-2-100", "method": "pca", "axes": list(drawn.axes),
        "shares": list(drawn.shares), "trustworthiness": drawn.trustworthiness,
        "says": drawn.says,
    }  # fmt: skip
    assert isinstance(drawn, LatentMap)
