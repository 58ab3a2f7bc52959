"""Ways between codes in the browser are the library's."""

import numpy as np
import pytest

from ae.latent import walks

PATHS = "latent_map/paths.js"
SHARES = [0, 0.1, 0.5, 0.9, 1]
PAIRS = {
    "large": np.random.default_rng(0).normal(size=(2, 30)),
    "of different lengths": np.array([[3, 0, 4], [0, 0.5, 0]]),
    "in one direction": np.array([[1, 2], [2, 4]]),
    "opposite": np.array([[1, 2], [-1, -2]]),
    "from zero": np.array([[0, 0], [1, 1]]),
    "of one number": np.array([[1], [-3]]),
}


@pytest.mark.parametrize("way", ["straight", "spherical"])
@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_a_way_is_the_librarys(evaluate, way, pair):
    start, end = pair.astype(np.float32)
    shown = evaluate(
        PATHS,
        f"shares.map((share) => [...{way}(Float32Array.from(from), Float32Array.from(to), share)])",
        shares=SHARES,
        **{"from": start.tolist(), "to": end.tolist()},
    )
    expected = getattr(walks, way)(start, end, SHARES)
    np.testing.assert_allclose(shown, expected, atol=1e-6)


@pytest.mark.parametrize(
    ("share", "leg", "rest"),
    [(0, 0, 0), (0.25, 0, 0.5), (0.5, 1, 0), (1, 1, 1), (7, 1, 1), (-1, 0, 0)],
)
def test_a_walk_over_three_stops_has_two_legs(evaluate, share, leg, rest):
    found = evaluate(PATHS, "legAt(3, share)", share=share)
    assert found == {"leg": leg, "share": pytest.approx(rest)}
