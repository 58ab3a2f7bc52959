"""What the numbers of codes are like."""

import numpy as np
import pytest

NUMBERS = "latent_map/code_numbers.js"


@pytest.fixture
def codes():
    return np.random.default_rng(0).normal(3, [1, 5, 0.1, 2], (200, 4)).astype(np.float32)


def test_mean_spread_and_range_of_each_number(evaluate, codes):
    found = evaluate(
        NUMBERS,
        "Object.fromEntries(Object.entries(describeNumbers(Float32Array.from(codes), 4))"
        ".map(([name, values]) => [name, [...values]]))",
        codes=codes.ravel().tolist(),
    )
    for name, expected in {
        "mean": codes.mean(axis=0, dtype=float),
        "spread": codes.std(axis=0, dtype=float),
        "least": codes.min(axis=0),
        "largest": codes.max(axis=0),
    }.items():
        np.testing.assert_allclose(found[name], expected, rtol=1e-5)


def test_the_mean_of_a_group_is_that_of_its_codes(evaluate, codes):
    indices = [3, 17, 150]
    found = evaluate(
        NUMBERS,
        "[...meanCode(Float32Array.from(codes), 4, indices)]",
        codes=codes.ravel().tolist(),
        indices=indices,
    )
    np.testing.assert_allclose(found, codes[indices].mean(axis=0), rtol=1e-5)


def test_the_numbers_that_vary_most_keep_their_order(evaluate):
    spread = [0.5, 3, 0, 2, 3]
    assert evaluate(NUMBERS, "mostVarying(spread, 3)", spread=spread) == [1, 3, 4]
    assert evaluate(NUMBERS, "mostVarying(spread, 12)", spread=spread) == [0, 1, 2, 3, 4]


def test_drawn_numbers_are_normal(evaluate):
    drawn = np.array(evaluate(NUMBERS, "Array.from({ length: 20000 }, () => drawNormal())"))
    assert abs(drawn.mean()) < 0.04
    assert drawn.std() == pytest.approx(1, abs=0.03)
    assert np.mean(np.abs(drawn) < 1) == pytest.approx(0.683, abs=0.02)


@pytest.mark.parametrize(
    ("number", "fixed", "signed"),
    [
        (0.534, "0.53", "+0.53"),
        (-1.2, "−1.20", "−1.20"),
        (-0.001, "0.00", "+0.00"),
        (0, "0.00", "+0.00"),
    ],
)
def test_a_number_has_a_true_minus_and_zero_none(evaluate, number, fixed, signed):
    file = "latent_map/formatting.js"
    assert evaluate(file, "[fixed(number), signed(number)]", number=number) == [fixed, signed]
