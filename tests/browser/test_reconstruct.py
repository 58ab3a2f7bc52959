"""The panels of Reconstruct: of one size, crisp, and in their places."""

import pytest
from playwright.sync_api import expect

import ae
from ae.store import COMMAND_LINE, State, Store
from tests.waiting import wait_for

NAMES = ("original", "input", "reconstructed", "error")


@pytest.fixture(scope="module")
def trained(app):
    """A plain run and one whose input is noisy, both with weights."""
    store = Store(app.store_url)
    ids = []
    for name in ("article", "denoising"):
        run = store.submit(ae.preset(name).replace(steps=20), COMMAND_LINE, name)
        wait_for(lambda run=run: store.run(run.id).state is State.FINISHED)
        ids.append(run.id)
    store.close()
    return ids


@pytest.fixture(params=[0, 1], ids=["plain", "noisy"])
def shown(request, page, app, trained):
    page.goto(f"{app.url}/reconstruct?run={trained[request.param]}")
    expect(page.locator(".ae-reconstruction li")).to_have_count(16)
    return page


def boxes(page):
    """The boxes of the panels that are shown, by name."""
    found = {
        name: page.locator(f".ae-reconstruction canvas[data-is={name}]").bounding_box()
        for name in NAMES
    }
    found["numbers"] = page.locator(".ae-reconstruction ol").bounding_box()
    return {name: box for name, box in found.items() if box}


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_the_panels_have_one_size_stand_in_one_row_and_no_number_is_on_them(shown, size):
    shown.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    shown.wait_for_timeout(500)
    *panels, numbers = boxes(shown).values()
    for panel in panels:
        assert panel["width"] == pytest.approx(panels[0]["width"], abs=1)
        assert panel["height"] == pytest.approx(panel["width"], abs=1)
        assert panel["y"] == pytest.approx(panels[0]["y"], abs=1)
        assert panel["x"] + panel["width"] < numbers["x"]
    assert numbers["height"] == pytest.approx(panels[0]["height"], abs=2)
    assert numbers["x"] + numbers["width"] > 0.7 * size[0]  # the room is taken
    assert panels[0]["y"] + panels[0]["height"] <= size[1]  # and they are seen whole


def test_on_a_phone_original_and_reconstruction_stand_side_by_side(shown):
    shown.set_viewport_size({"width": 390, "height": 844})
    shown.wait_for_timeout(500)
    found = boxes(shown)
    original, reconstructed = found["original"], found["reconstructed"]
    assert original["y"] == pytest.approx(reconstructed["y"], abs=1)
    assert original["x"] + original["width"] < reconstructed["x"]
    assert reconstructed["x"] + reconstructed["width"] <= 390
    assert shown.evaluate("document.documentElement.scrollWidth") <= 390


def test_pixels_are_crisp(shown):
    style = "getComputedStyle(document.querySelector('.ae-reconstruction canvas')).imageRendering"
    assert shown.evaluate(style) == "pixelated"


@pytest.mark.parametrize("width", [390, 1280])
def test_others_are_drawn_without_a_jump(page, app, trained, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{app.url}/reconstruct?run={trained[0]}")
    page.get_by_role("combobox", name="Show").click()
    page.get_by_role("option", name="Sixteen at random").click()
    labels = ".ae-reconstruction canvas[data-is=original]"
    expect(page.locator(labels)).to_be_visible()
    page.wait_for_timeout(1000)
    page.evaluate("""() => {
      const panel = document.querySelector(".ae-reconstruction");
      window.places = new Set();
      const look = () => {
        const { x, y, width, height } = panel.getBoundingClientRect();
        window.places.add([x, y, width, height].map(Math.round).join());
        requestAnimationFrame(look);
      };
      look();
    }""")
    before = page.locator(labels).get_attribute("aria-label")
    page.get_by_role("button", name="Draw others").click()
    page.wait_for_function(
        f"before => document.querySelector('{labels}').ariaLabel !== before", arg=before
    )
    page.wait_for_timeout(500)
    assert page.evaluate("window.places.size") == 1
