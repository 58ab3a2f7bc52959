"""Codes and digits as the browser loads them, from files as the server packs them."""

import numpy as np
import pytest

from ae.latent.code_file import code_file
from ae.web.digit_files import digit_file
from tests.components.conftest import serving

LOAD_CODES = """async (address) => {
  const { loadCodes } = await import("/latent_map/data.js");
  const codes = await loadCodes(address, { onWait: (reason) => (window.told ??= []).push(reason) });
  for (const name of ["codes", "errors", "clusters"]) codes[name] = [...codes[name]];
  return codes;
}"""
FAILS = f"""async (address) => {{
  try {{ await ({LOAD_CODES})(address); return "loaded"; }}
  catch ({{ name, message }}) {{ return `${{name}}: ${{message}}`; }}
}}"""
OPEN_DIGITS = """async (count) => {
  const { Digits } = await import("/latent_map/data.js");
  window.digits = new Digits("/digits/mnist");
  await digits.load(count);
}"""
DIGIT = "(i) => ({ pixels: digits.pixels(i) && [...digits.pixels(i)], label: digits.label(i) })"


@pytest.fixture
def site(page):
    """A page beside which the components lie, and files that a test puts there."""
    with serving() as (address, files):
        page.goto(address)
        yield page, files
        page.goto("about:blank")  # what it still waits for is not asked of the next server


@pytest.fixture
def codes():
    random = np.random.default_rng(0)
    return random.normal(2, 1, (40, 3)).astype(np.float32), random.random(40, np.float32)


def test_codes_errors_and_groups_are_those_of_the_file(site, codes):
    page, files = site
    values, errors = codes
    files["/codes/abc/7"] = code_file("abc", 7, values, errors)
    found = page.evaluate(LOAD_CODES, "/codes/abc/7")
    assert (found["run"], found["step"], found["count"], found["size"]) == ("abc", 7, 40, 3)
    np.testing.assert_array_equal(np.reshape(found["codes"], (40, 3)), values)
    np.testing.assert_array_equal(found["errors"], errors)
    assert set(found["clusters"]) == set(range(10))
    np.testing.assert_allclose(found["mean"], values.mean(axis=0), rtol=1e-5)
    np.testing.assert_allclose(found["spread"], values.std(axis=0), rtol=1e-5)


def test_while_no_worker_answers_it_says_why_and_tries_again_until_one_does(site, codes):
    page, files = site
    files["/codes/abc/7"] = 503, "No workers are running yet."
    page.evaluate(
        f"(address) => void ({LOAD_CODES})(address).then((codes) => (window.found = codes))",
        "/codes/abc/7",
    )
    page.wait_for_function("window.told?.length >= 2")
    assert set(page.evaluate("told")) == {"No workers are running yet."}
    assert page.evaluate("window.found") is None
    files["/codes/abc/7"] = code_file("abc", 7, *codes)
    page.wait_for_function("window.found")
    assert page.evaluate("found.count") == 40


@pytest.mark.parametrize(("status", "said"), [(404, "This run is gone."), (422, "Not finite.")])
def test_what_another_try_will_not_mend_is_said_at_once(site, status, said):
    page, files = site
    files["/codes/abc/7"] = status, said
    assert page.evaluate(FAILS, "/codes/abc/7") == f"FileError: {said}"


def test_a_file_cut_short_is_said(site, codes):
    page, files = site
    files["/codes/abc/7"] = code_file("abc", 7, *codes)[:-300]
    assert "cut short" in page.evaluate(FAILS, "/codes/abc/7")


def test_who_leaves_while_it_waits_is_not_told_any_more(site):
    page, files = site
    files["/codes/abc/7"] = 503, "Not yet."
    ended = page.evaluate("""async () => {
      const { loadCodes } = await import("/latent_map/data.js");
      const leaving = new AbortController();
      let told = 0;
      const options = { signal: leaving.signal, onWait: () => { told++; leaving.abort("left"); } };
      return loadCodes("/codes/abc/7", options).catch((reason) => [reason, told]);
    }""")
    assert ended == ["left", 1]


def test_digits_come_by_the_thousand_when_they_are_needed(site, data):
    page, files = site
    for start in range(0, 10_000, 1000):
        files[f"/digits/mnist/{start}"] = digit_file("mnist", start)
    asked = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.evaluate(OPEN_DIGITS, 1500)
    for index in (0, 999, 1000, 1999):
        found = page.evaluate(DIGIT, index)
        np.testing.assert_array_equal(found["pixels"], data.test.pixels[index].ravel())
        assert found["label"] == data.test.labels[index]
    assert page.evaluate(DIGIT, 2000) == {"pixels": None, "label": None}
    page.evaluate("digits.loadEach([9999, 12])")
    found = page.evaluate(DIGIT, 9999)
    np.testing.assert_array_equal(found["pixels"], data.test.pixels[9999].ravel())
    page.evaluate("digits.load(20000)")
    assert page.evaluate("[...digits.labels]") == data.test.labels.tolist()
    files = [name for name in asked if name.isdecimal()]
    assert sorted(files) == sorted(map(str, range(0, 10_000, 1000)))


def test_digits_that_could_not_be_loaded_are_asked_for_again(site):
    page, files = site
    files["/digits/mnist/0"] = 404, "Not here."
    assert page.evaluate(f"({OPEN_DIGITS})(10).catch(({{ message }}) => message)") == "Not here."
    files["/digits/mnist/0"] = digit_file("mnist", 0)
    page.evaluate("digits.load(10)")
    assert page.evaluate(DIGIT, 3)["label"] == 0
