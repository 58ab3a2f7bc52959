"""Draw: a digit of one's own in a real browser, held against what the library computes."""

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

import ae
from ae.data import load_dataset, noise
from ae.formatting import number
from ae.latent.projection import project
from ae.metrics import squared_errors
from ae.models import Autoencoder, from_bytes
from ae.store import COMMAND_LINE, State, Store
from tests.browser.test_reconstruct import trained  # noqa: F401 (a fixture)
from tests.components.exploring import levels_of, picture_of, saved
from tests.components.test_drawing_pad import Pen, stroke
from tests.components.test_photos import as_file, seven
from tests.waiting import wait_for

VIEW = "document.querySelector('.ae-draw').view"
COMPARES = "document.querySelector('.ae-draw')?.dataset.run"
SEVEN = [(0.25, 0.2), (0.75, 0.2), (0.45, 0.8)]
ONE = [(0.5, 0.15), (0.5, 0.85)]


@pytest.fixture
def models(app, trained):  # noqa: F811
    """The plain run's network and the noisy one's, as the library has them."""
    store = Store(app.store_url)
    found = [Autoencoder(*from_bytes(store.blob(run, "weights")[1])) for run in trained]
    store.close()
    return found


@pytest.fixture
def opened(page, app, trained):  # noqa: F811
    """Opens the page of one of the two runs until it compares with the test digits."""

    def opened(which, query=""):
        page.goto(f"{app.url}/draw?run={trained[which]}{query}")
        page.wait_for_function(COMPARES)
        return page

    return opened


def pad_of(page):
    return page.get_by_role("application", name="Drawing pad")


def draw(page, *points):
    stroke(page, pad_of(page), *points)
    wait_for_answer(page)


def wait_for_answer(page):
    """Until the network has answered to all that is drawn, and nothing is drawn any more."""
    page.wait_for_function(f"{VIEW}.attempt.isResting")


def shown(page, name):
    return levels_of(page.locator(f".ae-draw canvas[data-is={name}]"))


def levels_of_images(images):
    return np.rint(255 * np.clip(images, 0, 1)).reshape(-1, 28, 28)


def drawn(page):
    """What is drawn, as the pad gives it: float32 (1, 28, 28, 1)."""
    found = page.evaluate(f"[...{VIEW}.pad.levels]")
    return np.array(found, np.float32).reshape(1, 28, 28, 1)


def check(page, model, kind="none", level=0.0):
    """All that is shown of the drawing is what the library computes of it."""
    clean = drawn(page)
    seen = noise.corrupt(clean, kind, level, [0])
    code = model.encode(seen)
    reconstruction = model.decode(code)
    error = float(squared_errors(clean, reconstruction)[0])
    assert abs(shown(page, "input") - levels_of_images(seen)[0]).max() <= 1
    assert abs(shown(page, "reconstruction") - levels_of_images(reconstruction)[0]).max() <= 1
    said = page.locator(".ae-draw .error").inner_text()
    assert float(said.split()[3]) == pytest.approx(error, rel=2e-3)
    return code[0], error


def test_what_is_drawn_by_mouse_is_encoded_reconstructed_and_judged(opened, models):
    page = opened(0)
    draw(page, *SEVEN)
    code, error = check(page, models[0])
    test = load_dataset("mnist").test
    errors = squared_errors(test.images, models[0].reconstruct(test.images))
    share = (errors < error).mean()
    said = page.locator(".ae-draw .sentence").inner_text()
    assert f"Its error {number(error)} is larger than that of " in said
    assert float(re.search(r"([\d.]+)% of the 10,000", said)[1]) == pytest.approx(
        100 * share, abs=0.15
    )
    codes = models[0].encode(test.images)
    expect(page.locator(".ae-draw .agree").last).to_contain_text("of 10 are a")
    for way, (points, own) in enumerate(
        [(codes, code), (test.images.reshape(10_000, -1), drawn(page).ravel())]
    ):
        apart = np.linalg.norm(points - own, axis=1)
        cells = page.locator(".ae-draw .nearest ol").nth(way).locator("li")
        found = [int(cell.get_attribute("data-index")) for cell in cells.all()]
        np.testing.assert_allclose(apart[found], np.sort(apart)[:10], rtol=1e-3)
        assert (levels_of(cells.first.locator("canvas")) == test.pixels[found[0]]).all()


def test_its_place_on_the_map_is_that_of_the_librarys_pca(opened, models):
    page = opened(0)
    draw(page, *SEVEN)
    codes = models[0].encode(load_dataset("mnist").test.images[:1000])
    code, _ = check(page, models[0])
    axes = np.linalg.lstsq(codes - codes.mean(axis=0), project(codes).points, rcond=None)[0]
    expected = (code - codes.mean(axis=0)) @ axes
    place = f"{VIEW}.parts.find((part) => part.chart)"
    found = page.evaluate(f"[...{place}.point]")
    np.testing.assert_allclose(found, expected, atol=0.02 * np.abs(project(codes).points).max())
    chart = page.get_by_role("img", name="Map of the codes of 1,000 test digits")
    expect(chart).to_have_attribute("aria-label", re.compile("Your drawing lies at"))


def test_it_can_be_drawn_by_finger(opened, models):
    page = opened(0)
    hand = Pen(page, pad_of(page))
    hand.finger("Start", SEVEN[0])
    for point in SEVEN[1:]:
        hand.finger("Move", point)
    hand.finger("End")
    wait_for_answer(page)
    check(page, models[0])


def test_it_can_be_drawn_by_keys(opened, models):
    page = opened(0)
    pad_of(page).focus()
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Space")
    wait_for_answer(page)
    check(page, models[0])


def test_a_denoising_run_is_given_the_noise_of_its_training(opened, models):
    page = opened(1)
    hp = models[1].hp
    draw(page, *SEVEN)
    assert hp.noise == "gaussian"
    check(page, models[1], hp.noise, hp.noise_level)
    assert "Theirs" not in page.locator(".ae-draw .sentence").inner_text()


def test_a_run_of_black_and_white_images_is_shown_and_asked_for_such(page, app):
    hp = ae.Hyperparameters(encoder=(32,), latent_dim=2, steps=60, pixels="binarised", loss="bce")
    store = Store(app.store_url)
    run = store.submit(hp, COMMAND_LINE, None).id
    wait_for(lambda: store.run(run).state is State.FINISHED)
    model = Autoencoder(*from_bytes(store.blob(run, "weights")[1]))
    store.close()
    page.goto(f"{app.url}/draw?run={run}")
    page.wait_for_function(COMPARES)
    draw(page, *SEVEN)
    target = noise.binarise(drawn(page), [0])
    np.testing.assert_array_equal(shown(page, "input"), levels_of_images(target)[0])
    error = float(squared_errors(target, model.reconstruct(target))[0])
    said = page.locator(".ae-draw .error").inner_text()
    assert float(said.split()[3]) == pytest.approx(error, rel=2e-3)
    place = f"{VIEW}.parts.find((part) => part.chart)"
    code = model.encode(target)[0]
    np.testing.assert_allclose(page.evaluate(f"[...{place}.point]"), code, rtol=1e-3, atol=1e-4)


def test_the_input_can_be_spoiled_and_the_error_is_held_against_the_drawing(opened, models):
    page = opened(0)
    draw(page, *SEVEN)
    kinds = page.get_by_role("combobox", name="Spoil the input")
    strength = page.get_by_role("slider", name="Strength")
    expect(strength).to_be_disabled()
    for kind in ("masking", "gaussian"):
        kinds.select_option(kind)
        strength.fill("0.3")
        wait_for_answer(page)
        check(page, models[0], kind, 0.3)
    expect(page.locator(".ae-draw .sentence")).to_contain_text("Theirs are measured")
    for kind in ("hole", "line"):
        kinds.select_option(kind)
        wait_for_answer(page)
        assert abs(shown(page, "input") - levels_of_images(drawn(page))[0]).max() > 200
    kinds.select_option("none")
    wait_for_answer(page)
    check(page, models[0])


def test_the_drawing_stays_over_a_refresh_and_for_another_run(opened, page, app, trained, models):  # noqa: F811
    opened(0)
    draw(page, *SEVEN)
    draw(page, (0.4, 0.5), (0.7, 0.5))
    before = drawn(page)
    page.reload()
    page.wait_for_function(COMPARES)
    wait_for_answer(page)
    np.testing.assert_array_equal(drawn(page), before)
    check(page, models[0])
    opened(1)
    wait_for_answer(page)
    np.testing.assert_array_equal(drawn(page), before)
    check(page, models[1], models[1].hp.noise, models[1].hp.noise_level)


def test_the_menu_shows_another_run_with_the_same_drawing(page, opened, trained, models):  # noqa: F811
    opened(0)
    draw(page, *SEVEN)
    page.get_by_role("combobox", name="Run").click()
    page.get_by_role("option").filter(has_text="denoising").first.click()
    page.wait_for_function(f"{COMPARES}?.startsWith('{trained[1]}')")
    wait_for_answer(page)
    check(page, models[1], models[1].hp.noise, models[1].hp.noise_level)


@pytest.mark.parametrize("how", ["chosen", "dropped", "pasted"])
def test_a_photo_that_is_brought_is_a_digit(opened, models, how):
    page = opened(0)
    content = as_file(seven(), "JPEG")
    if how == "chosen":
        with page.expect_file_chooser() as waiting:
            page.get_by_role("button", name="Bring a photo").click()
        file = {"name": "7.jpg", "mimeType": "image/jpeg", "buffer": content}
        waiting.value.set_files(file)
    else:
        send_file(page, how, content)
    page.wait_for_function(f"{VIEW}.pad.levels")
    wait_for_answer(page)
    check(page, models[0])
    ink = drawn(page)[0, ..., 0]
    assert ink.any(axis=1).sum() == 20
    assert ink.any(axis=0).sum() == pytest.approx(12, abs=1)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Draw a digit", exact=True)).to_be_visible()


def send_file(page, how, content):
    """As dragging a file onto the pad, or pasting one, does."""
    page.evaluate(
        """([how, content]) => {
          const bytes = Uint8Array.from(atob(content), (c) => c.codePointAt(0));
          const data = new DataTransfer();
          data.items.add(new File([bytes], "7.jpg", { type: "image/jpeg" }));
          const options = { bubbles: true, dataTransfer: data, clipboardData: data };
          const [place, event] = how === "dropped"
            ? [".ae-draw .paper", new DragEvent("drop", options)]
            : ["body", new ClipboardEvent("paste", options)];
          document.querySelector(place).dispatchEvent(event);
        }""",
        [how, base64.b64encode(content).decode()],
    )


def test_what_is_no_photo_gets_a_sentence_and_leaves_the_drawing(opened, models):
    page = opened(0)
    draw(page, *SEVEN)
    before = drawn(page)
    send_file(page, "dropped", b"no picture")
    expect(page.get_by_text("This is no picture that can be read here")).to_be_visible()
    np.testing.assert_array_equal(drawn(page), before)
    draw(page, *ONE)
    expect(page.get_by_text("This is no picture")).to_be_hidden()


@pytest.mark.parametrize("name", ["A letter", "A face", "A scribble"])
def test_what_is_no_digit_is_a_tap_away(opened, models, name):
    page = opened(0)
    page.get_by_role("button", name=name).click()
    wait_for_answer(page)
    check(page, models[0])


@pytest.mark.parametrize("name", ["input", "reconstruction"])
def test_both_can_be_taken_along(opened, trained, name):  # noqa: F811
    page = opened(0)
    button = page.get_by_role("button", name=f"Download the {name} as PNG")
    expect(button).to_be_disabled()
    draw(page, *SEVEN)
    file, content = saved(page, button)
    assert file == f"{name}-{trained[0]}.png"
    assert Image.open(io.BytesIO(content)).size == (280, 280)
    np.testing.assert_array_equal(picture_of(content)[5::10, 5::10], shown(page, name))


def test_an_empty_pad_says_what_to_do_and_shows_nothing(opened):
    page = opened(0)
    draw(page, *SEVEN)
    page.get_by_role("button", name="Clear").click()
    wait_for_answer(page)
    expect(page.locator(".ae-draw .sentence")).to_contain_text("Draw a digit, or bring")
    assert shown(page, "reconstruction").max() == 0
    expect(page.locator(".ae-draw .nearest li").first).not_to_be_visible()
    expect(page.get_by_role("img", name="Nothing is drawn").first).to_be_visible()


def test_the_page_is_not_run_again_while_one_draws(opened):
    page = opened(0)
    page.evaluate(f"{VIEW}.data.isFirst = true")
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    draw(page, *SEVEN)
    draw(page, *ONE)
    assert page.evaluate(f"{VIEW}.data.isFirst")
    assert sent == []


PLACED = ".ae-draw :is(canvas, input, select, button, h2, .says)"
BOXES = """() => [...document.querySelectorAll("PLACED")]
  .filter((node) => node.checkVisibility())
  .map((node) => {
    const { x, y, width, height } = node.getBoundingClientRect();
    return [x, y, width, height].map(Math.round).join();
  })""".replace("PLACED", PLACED)


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_nothing_moves_while_one_draws_spoils_and_clears(opened, size):
    page = opened(0)
    page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    page.wait_for_timeout(400)
    places = page.evaluate(BOXES)
    assert len(places) > 40
    for act in (
        lambda: draw(page, *SEVEN),
        lambda: page.get_by_role("button", name="A scribble").click(),
        lambda: page.get_by_role("combobox", name="Spoil the input").select_option("line"),
        lambda: send_file(page, "dropped", b"no picture"),
        lambda: page.get_by_role("button", name="Clear").click(),
    ):
        act()
        page.wait_for_timeout(400)
        assert page.evaluate(BOXES) == places


def test_at_1280_by_800_pad_reconstruction_and_map_are_seen(opened):
    page = opened(0)
    names = ("canvas[data-is=reconstruction]", ".chart", ".strip canvas")
    for node in (pad_of(page), *(page.locator(f".ae-draw {name}") for name in names)):
        box = node.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 800


def test_on_a_phone_the_reconstruction_follows_the_pad_and_nothing_is_cut_off(opened):
    page = opened(0)
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(400)
    draw(page, *SEVEN)
    order = [pad_of(page), page.locator("canvas[data-is=reconstruction]"),
             page.locator(".ae-draw .chart"), page.locator(".ae-draw .nearest h2")]  # fmt: skip
    tops = [node.bounding_box()["y"] for node in order]
    assert tops == sorted(tops)
    wide = page.evaluate(
        "[...document.querySelectorAll('.ae-draw *')].filter((node) => node.checkVisibility()"
        " && node.getBoundingClientRect().right > 391).map((node) => node.outerHTML)"
    )
    assert wide == []


def test_in_presentation_mode_no_text_is_small(opened):
    page = opened(0, "&present=1")
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.wait_for_timeout(400)
    draw(page, *SEVEN)
    sizes = page.evaluate(
        "[...document.querySelectorAll('.ae-draw *')].filter((node) => node.checkVisibility() && "
        "[...node.childNodes].some((one) => one.nodeType === 3 && one.textContent.trim()))"
        ".map((node) => parseFloat(getComputedStyle(node).fontSize))"
    )
    assert min(sizes) >= 18


def test_a_network_that_can_not_run_is_said(page, app, trained):  # noqa: F811
    sentence = "The weights of this run are not finite: there is no network to run."
    page.route("**/model/**", lambda route: route.fulfill(
        status=422, content_type="text/plain", body=sentence,
    ))  # fmt: skip
    page.goto(f"{app.url}/draw?run={trained[0]}")
    page.wait_for_function(COMPARES)
    stroke(page, pad_of(page), *SEVEN)
    expect(page.get_by_text(sentence)).to_be_visible()


def test_without_the_codes_it_draws_all_the_same_and_says_why(page, app, trained, models):  # noqa: F811
    page.route("**/codes/**", lambda route: route.fulfill(
        status=503, content_type="text/plain", body="No worker answers now.",
    ))  # fmt: skip
    page.goto(f"{app.url}/draw?run={trained[0]}")
    expect(page.get_by_text("No worker answers now.")).to_be_visible()
    draw(page, *SEVEN)
    check(page, models[0])
