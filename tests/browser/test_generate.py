"""Generate: digits out of a network, held against what the library computes of the same weights."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

import ae
from ae.data import load_dataset
from ae.data.nearest import nearest_images
from ae.latent.sampling import Sampler
from ae.models import Autoencoder, from_bytes, to_bytes
from ae.store import COMMAND_LINE, State, Store
from tests.browser.test_latent import levels
from tests.components.exploring import levels_of, picture_of, saved
from tests.waiting import wait_for

PLAIN = ae.Hyperparameters(encoder=(32,), latent_dim=4, loss="bce", steps=80)
VIEW = "document.querySelector('.ae-generate').view"
CODES = f"""async () => {{
  const [script] = performance.getEntriesByType("resource").filter(({{ name }}) =>
    name.endsWith("/generate/sampler.js"));
  const {{ drawNumbers, placeCodes }} = await import(script.name);
  const {{ sampler, settings: {{ seed, temperature }} }} = {VIEW};
  return [...placeCodes(sampler, drawNumbers(seed, 16, sampler.size), temperature)];
}}"""
# The button that scores is as wide as what it says: of the scores' part only its place counts.
BOXES = """() => [
  ...document.querySelectorAll(".ae-generate .main :is(canvas, input, button, .says)"),
  document.querySelector(".ae-generate [data-part=scores]"),
]
  .filter((node) => node.checkVisibility() && !node.closest(".progress"))
  .map((node) => {
    const { x, y, width, height } = node.getBoundingClientRect();
    return [x, y, width, height].map(Math.round).join();
  })"""


@pytest.fixture(scope="module")
def runs(app):
    store = Store(app.store_url)
    yield store
    store.close()


@pytest.fixture(scope="module")
def pair(runs):
    """A plain and a variational run that differ in the kind of code alone."""
    ids = [runs.submit(hp, COMMAND_LINE).id for hp in (PLAIN, PLAIN.replace(code="variational"))]
    wait_for(lambda: all(runs.run(run).state is State.FINISHED for run in ids))
    return ids


def spoilt(runs, of, values):
    """A run with the weights of another, changed."""
    hp, arrays = from_bytes(runs.blob(of, "weights")[1])
    content = to_bytes(hp, {name: values(name, array) for name, array in arrays.items()})
    run = runs.submit(hp, "someone", held_by="test").id
    runs.save_blob(run, 1, "weights", 5, content)
    runs.end(run, 1, State.STOPPED)
    return run


def model_of(runs, run):
    return Autoencoder(*from_bytes(runs.blob(run, "weights")[1]))


@pytest.fixture
def open_sheet(page, app):
    """Opens the page of a run until its digits are there; `query` follows in the address."""

    def open_sheet(run, query=""):
        page.goto(f"{app.url}/generate?run={run}{query}")
        page.wait_for_selector(".ae-generate[data-shown]", timeout=60_000)
        return page

    return open_sheet


def samples(page):
    """The grey levels of the sixteen digits, (16, 28, 28)."""
    canvases = page.locator(".ae-generate li canvas:first-child").all()
    return np.stack([levels_of(canvas) for canvas in canvases])


def wait_for_sheet(page, name):
    page.wait_for_selector(f".ae-generate[data-shown^='{name}']", timeout=60_000)


def wait_for_nearest(page):
    expect(page.locator(".ae-generate li:is(.is-stale, .is-unknown)")).to_have_count(0)


def decoded(page, model):
    """What the library decodes of the codes that the page draws."""
    codes = np.array(page.evaluate(CODES), np.float32).reshape(16, -1)
    return levels(model.decode(codes))


def test_from_the_prior_come_digits_that_the_library_decodes_of_the_same_codes(
    open_sheet, runs, pair
):
    page = open_sheet(pair[1])
    wait_for_sheet(page, "prior 1 ")
    codes = np.array(page.evaluate(CODES))
    assert 0.6 < codes.std() < 1.4
    np.testing.assert_allclose(samples(page), decoded(page, model_of(runs, pair[1])), atol=1)
    expect(page.get_by_text("Drawn from the standard normal")).to_be_visible()


def test_a_mixture_is_fitted_by_a_worker_kept_and_drawn_from(open_sheet, runs, pair):
    page = open_sheet(pair[0])
    wait_for_sheet(page, "gaussian 1 ")
    page.get_by_role("radio", name="A mixture of Gaussians").check()
    wait_for_sheet(page, "mixture-10 1 ")
    kept = Sampler.from_file(runs.result(pair[0], "mixture-10", 80))
    means = page.evaluate(f"[...{VIEW}.sampler.means]")
    np.testing.assert_array_equal(np.reshape(means, kept.means.shape), kept.means)
    np.testing.assert_allclose(samples(page), decoded(page, model_of(runs, pair[0])), atol=1)
    expect(page.get_by_text(kept.says)).to_be_visible()


def test_each_digit_stands_beside_its_nearest_training_image(open_sheet, pair):
    page = open_sheet(pair[1])
    wait_for_nearest(page)
    training = load_dataset("mnist").train
    found = nearest_images(samples(page).reshape(16, 784).astype(np.uint8), training)
    for i, cell in enumerate(page.locator(".ae-generate li").all()):
        index, apart = found.indices[i], found.distances[i]
        near = cell.locator("canvas").nth(1)
        np.testing.assert_array_equal(levels_of(near), training.pixels[index])
        expect(cell).to_contain_text(f"a {training.labels[index]}, {apart:.2f} away")
        expect(near).to_have_attribute(
            "aria-label",
            f"The training image nearest to digit {i + 1}: number {index:,}, "
            f"a {training.labels[index]}, at distance {apart:.2f}",
        )
    expect(page.get_by_text(f"{found.distances.min():.2f} to {found.distances.max():.2f} away"))


def test_new_draws_others_by_key_too_and_a_seed_brings_them_back(open_sheet, pair):
    page = open_sheet(pair[1], "&seed=12")
    first = samples(page)
    seed = page.get_by_role("spinbutton", name="Seed")
    expect(seed).to_have_value("12")
    page.get_by_role("button", name="New digits").focus()
    for key in ("Enter", "Space"):
        before = page.locator(".ae-generate").get_attribute("data-shown")
        page.keyboard.press(key)
        page.wait_for_function(
            f"document.querySelector('.ae-generate').dataset.shown !== '{before}'"
        )
    assert np.abs(samples(page) - first).max() > 20
    seed.fill("12")
    seed.press("Enter")
    wait_for_sheet(page, "prior 1 12")
    np.testing.assert_array_equal(samples(page), first)


def test_without_temperature_there_are_only_the_means(open_sheet, runs, pair):
    page = open_sheet(pair[0], "&from=mixture-3&temperature=0")
    wait_for_sheet(page, "mixture-3 0 ")
    kept = Sampler.from_file(runs.result(pair[0], "mixture-3", 80))
    expected = levels(model_of(runs, pair[0]).decode(kept.means))
    for shown in samples(page):
        assert min(np.abs(shown - mean).max() for mean in expected) <= 1
    page.get_by_role("slider", name="Temperature").press("ArrowRight")
    wait_for_sheet(page, "mixture-3 0.05 ")


def test_a_link_makes_the_same_sheet_and_the_address_follows(page, open_sheet, pair):
    open_sheet(pair[1], "&from=gaussian&temperature=0.5&seed=77")
    wait_for_sheet(page, "gaussian 0.5 77")
    shown = samples(page)
    page.get_by_role("slider", name="Temperature").press("ArrowRight")
    page.wait_for_url(re.compile(r"temperature=0\.55"))
    page.get_by_role("slider", name="Temperature").press("ArrowLeft")
    page.wait_for_url(re.compile(r"temperature=0\.5&"))
    page.reload()
    wait_for_sheet(page, "gaussian 0.5 77")
    np.testing.assert_array_equal(samples(page), shown)


@pytest.mark.parametrize("query", ["&from=mixture-99", "&temperature=hot&seed=-4", "&from=prior"])
def test_a_link_that_asks_for_what_there_is_not_opens_with_what_there_is(open_sheet, pair, query):
    page = open_sheet(pair[0], query)
    wait_for_sheet(page, "gaussian 1 ")


def test_a_plain_run_has_no_prior_and_the_page_says_why(open_sheet, pair):
    page = open_sheet(pair[0])
    expect(page.get_by_role("radio", name="The prior")).to_be_disabled()
    expect(page.get_by_text("A plain code has no prior")).to_be_visible()


def test_codes_that_are_all_equal_are_said_and_nothing_is_drawn(page, app, runs, pair):
    run = spoilt(
        runs, pair[0], lambda name, values: values * 0 if name == "code/kernel" else values
    )
    page.goto(f"{app.url}/generate?run={run}")
    expect(page.get_by_text("images are equal: whatever is drawn")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="New digits").click()
    page.get_by_role("button", name="Save as PNG").click()
    expect(page.locator(".ae-generate")).to_have_class(re.compile("is-empty"))
    runs.delete(run, "someone")


def test_a_network_whose_numbers_are_not_finite_is_said(page, app, runs, pair):
    for of in pair:
        run = spoilt(runs, of, lambda _, values: np.full_like(values, np.nan))
        page.goto(f"{app.url}/generate?run={run}")
        expect(page.locator(".ae-generate").get_by_text("not finite")).to_be_visible(timeout=60_000)
        runs.delete(run, "someone")


def test_the_sheet_is_taken_along_with_its_settings_in_the_name(open_sheet, pair):
    page = open_sheet(pair[1], "&temperature=0.8&seed=5")
    wait_for_nearest(page)
    name, content = saved(page, page.get_by_role("button", name="Save as PNG"))
    assert name == f"generated-{pair[1]}-prior-temperature-0.8-seed-5.png"
    picture = picture_of(content)
    small = picture[:112, : 8 * 112][::4, ::4]
    np.testing.assert_array_equal(small, np.concatenate(samples(page)[:8], axis=1))


def test_a_server_that_does_not_answer_is_said_and_the_digits_stay(page, open_sheet, pair):
    page.route("**/nearest/**", lambda route: route.abort())
    open_sheet(pair[1])
    expect(page.get_by_text("The server does not answer: which training images")).to_be_visible()
    assert samples(page).max() > 0


def test_nothing_moves_and_the_page_is_not_run_again_while_one_draws(open_sheet, pair):
    page = open_sheet(pair[1])
    wait_for_nearest(page)
    page.evaluate(f"{VIEW}.data.isFirst = true")
    places = page.evaluate(BOXES)
    assert len(places) > 36
    page.get_by_role("button", name="New digits").click()
    assert page.evaluate(BOXES) == places
    wait_for_nearest(page)
    page.get_by_role("radio", name="One Gaussian").check()
    wait_for_sheet(page, "gaussian")
    wait_for_nearest(page)
    assert page.evaluate(BOXES) == places
    assert page.evaluate(f"{VIEW}.data.isFirst")


@pytest.mark.parametrize("size", [(390, 844), (1280, 800)])
def test_all_fits_its_width(page, open_sheet, pair, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_sheet(pair[0])
    main = page.locator("[data-testid=stMain]")  # what is scrolled
    assert main.evaluate("(main) => main.scrollWidth") <= size[0]
    wide = page.evaluate(
        "(most) => [...document.querySelectorAll('.ae-generate *, .ae-holes *')].filter((node) =>"
        " node.checkVisibility() && node.getBoundingClientRect().right > most)"
        ".map((node) => node.outerHTML)",
        size[0] + 1,
    )
    assert wide == []


def test_at_1280_by_800_the_controls_and_all_sixteen_digits_are_in_view(open_sheet, pair):
    page = open_sheet(pair[0])
    for shown in (
        page.get_by_role("button", name="New digits"),
        page.get_by_role("button", name="Save as PNG"),
        page.locator(".ae-generate li").last,
    ):
        box = shown.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 800


def test_drift_walks_to_the_next_seeds_sheet_and_stops_there(page, open_sheet, runs, pair):
    open_sheet(pair[1], "&seed=5")
    wait_for_nearest(page)
    first, asked = samples(page), []
    page.on("request", lambda request: asked.append(request.url))
    drift = page.get_by_role("button", name="Drift")
    drift.click()
    expect(drift).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(1000)
    on_the_way = samples(page)
    assert np.abs(on_the_way - first).max() > 5
    assert not [url for url in asked if "/nearest/" in url]
    drift.click()
    expect(drift).to_have_attribute("aria-pressed", "false")
    wait_for_sheet(page, "prior 1 6")
    wait_for_nearest(page)
    np.testing.assert_allclose(samples(page), decoded(page, model_of(runs, pair[1])), atol=1)


def test_who_asks_for_less_motion_is_offered_none(page, open_sheet, pair):
    page.emulate_media(reduced_motion="reduce")
    open_sheet(pair[1])
    expect(page.get_by_role("button", name="New digits")).to_be_visible()
    expect(page.get_by_role("button", name="Drift")).to_be_hidden()
