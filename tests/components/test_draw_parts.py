"""What the Draw page computes: spoiling, and how unlike the test digits a drawing is."""

import numpy as np
import pytest

from ae.data import noise

SPOIL = """[...spoil(new Float32Array(image), { kind, level },
  { uniform: new Float32Array(uniform), normal: new Float32Array(normal) })]"""


@pytest.fixture
def spoil(evaluate, data):
    """A test image, spoiled by the browser."""
    image = data.test.images[3]
    uniform, normal = (draws.ravel().tolist() for draws in noise.corruption_draws([0]))

    def spoil(kind, level):
        values = {"image": image.ravel().tolist(), "uniform": uniform, "normal": normal}
        found = evaluate("draw/spoiling.js", SPOIL, kind=kind, level=level, **values)
        return image[..., 0], np.array(found).reshape(28, 28)

    return spoil


@pytest.mark.parametrize("kind", ["none", "gaussian", "masking", "salt_pepper"])
def test_noise_is_that_of_the_first_test_image(spoil, data, kind):
    _, found = spoil(kind, 0.3)
    expected = noise.corrupt(data.test.images[3:4], kind, 0.3, [0])[0, ..., 0]
    np.testing.assert_allclose(found, expected, atol=1e-6)


@pytest.mark.parametrize(("level", "side"), [(0, 0), (0.25, 8), (0.5, 14), (1, 28)])
def test_a_hole_is_a_black_square_in_the_middle_and_leaves_the_rest(spoil, level, side):
    image, found = spoil("hole", level)
    first = (28 - side) // 2
    expected = image.copy()
    expected[first : first + side, first : first + side] = 0
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_a_line_goes_from_corner_to_corner_and_grows_with_its_level(spoil):
    image, found = spoil("line", 0.4)
    np.testing.assert_array_equal(np.fliplr(found).diagonal(), np.ones(28))
    np.testing.assert_allclose(found[:8, :8], image[:8, :8], atol=1e-6)
    assert (found >= image - 1e-6).all()
    sums = [spoil("line", level)[1].sum() for level in (0, 0.1, 0.5, 1)]
    assert sums == sorted(sums)
    assert sums[0] == pytest.approx(image.sum(), rel=1e-5)


ERRORS = np.sort(np.random.default_rng(1).lognormal(-4, 0.5, 10_000)).astype(np.float32)
WORDS = "inWords(error, Float32Array.from(sorted), isAsTrained)"


@pytest.mark.parametrize(
    ("rank", "share", "meaning"),
    [
        (0, "0% of the", "better than most"),
        (3, "0.1% of the", "better than most"),
        (4999, "50.0% of the", "better than most"),
        (7000, "70.0% of the", "worse than most"),
        (9500, "95.0% of the", "few digits"),
        (9998, "99.9% of the", "hardly any digit"),
        (10_000, "all", "none of them"),
    ],
)
def test_the_sentence_says_of_how_many_test_digits_the_error_is_larger(
    evaluate, rank, share, meaning
):
    error = float(ERRORS[rank]) if rank < 10_000 else 1.0
    said = evaluate(
        "draw/unlikeness.js", WORDS, error=error, sorted=ERRORS.tolist(), isAsTrained=True
    )
    assert f"is larger than that of {share} 10,000 test digits: " in said
    assert meaning in said
    assert "Theirs" not in said


def test_it_says_where_the_test_digits_were_spoiled_in_another_way(evaluate):
    said = evaluate(
        "draw/unlikeness.js", WORDS, error=0.1, sorted=ERRORS.tolist(), isAsTrained=False
    )
    assert said.endswith("Theirs are measured with the input as in the training.")


def test_the_strip_counts_every_error_once_and_places_any_error_on_it(evaluate):
    counts, places = evaluate(
        "draw/error_strip.js",
        "((scale) => [histogram(sorted, scale), "
        "[0, 1e-9, ...sorted, 5].map((one) => shareOf(one, scale))])(scaleOf(sorted))",
        sorted=ERRORS.tolist(),
    )
    assert sum(counts) == 10_000
    assert places == sorted(places)
    assert (places[0], places[-1]) == (0, 1)
    assert places[2] > 0
    assert places[-2] < 1


def test_errors_that_are_all_alike_or_nothing_have_a_strip_too(evaluate):
    for errors in ([0.02] * 5, [0.0] * 5):
        counts = evaluate("draw/error_strip.js", "histogram(one, scaleOf(one))", one=errors)
        assert sum(counts) == 5
