"""Noise in the browser, held against the library's with the same random numbers."""

import numpy as np
import pytest

from ae.data import noise

NOISE = "reconstruction/noise.js"
INDICES = [3, 9999]
CORRUPT = """[...corrupt(new Float32Array(images), { kind, level },
  { uniform: new Float32Array(uniform), normal: new Float32Array(normal) })]"""


@pytest.fixture(scope="module")
def images(data):
    return data.test.images[INDICES]


@pytest.fixture
def corrupt(evaluate, images):
    """The test's images with noise, as the browser puts it on them."""
    uniform, normal = (draws.ravel().tolist() for draws in noise.corruption_draws(INDICES))

    def corrupt(kind, level):
        values = {"images": images.ravel().tolist(), "uniform": uniform, "normal": normal}
        found = evaluate(NOISE, CORRUPT, kind=kind, level=level, **values)
        return np.array(found, np.float32).reshape(images.shape)

    return corrupt


@pytest.mark.parametrize("kind", ["none", "gaussian", "masking", "salt_pepper"])
@pytest.mark.parametrize("level", [0, 0.07, 0.4, 0.71, 1])
def test_it_is_the_noise_of_the_library(corrupt, images, kind, level):
    expected = noise.corrupt(images, kind, level, INDICES)
    np.testing.assert_allclose(corrupt(kind, level), expected, rtol=0, atol=1e-6)


def test_what_is_off_at_a_low_strength_is_off_at_every_higher_one(corrupt, images):
    off = [corrupt("masking", level)[images > 0] == 0 for level in (0.1, 0.3, 0.8)]
    assert 0 < off[0].sum() < off[1].sum() < off[2].sum()
    assert not (off[0] & ~off[1]).any()
    assert not (off[1] & ~off[2]).any()


ASK = """async () => {
  const { newestFirst } = await import("/engine/newest.js");
  const shown = [], failed = [];
  const request = newestFirst(async (question) => {
    await null;
    if (question < 0) throw new Error(`no ${question}`);
    return 10 * question;
  }, (answer, question) => shown.push([question, answer]));
  for (const question of [-1, 2, 3]) request(question);
  await request(4);
  await request(-5).catch(({ message }) => failed.push(message));
  await request(6);
  return { shown, failed };
}"""


def test_a_question_that_failed_does_not_keep_the_newest_from_being_asked(shared_page):
    found = shared_page.evaluate(ASK)
    assert found["shown"] == [[4, 40], [6, 60]]
    assert found["failed"] == ["no -5"]
