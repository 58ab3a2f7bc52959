"""The main job as a person does it: train, watch, refresh, stop, explore."""

import re
import sqlite3
from itertools import pairwise

import pytest
from playwright.sync_api import expect

import ae
from ae.store import State, Store
from pages.components.addresses import MODULES
from tests.browser.page_menu import follow
from tests.browser.test_form import choose, open_train
from tests.waiting import wait_for

POINTS = "(document.querySelector('.ae-live .chart')?.data?.[0].x.at(-1) ?? 0)"
PIXELS = "document.querySelector('.ae-live canvas[data-is={}]').toDataURL()"


@pytest.fixture
def runs(app):
    store = Store(app.store_url)
    yield store
    store.close()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def field(page, label, text):
    box = page.get_by_role("textbox", name=label, exact=True)
    box.fill(text)
    box.press("Enter")


def start(page, app, steps):
    """Open Train, set the steps, press Train; returns the run's id."""
    page.goto(f"{app.url}/train")
    field(page, "Steps", str(steps))
    expect(page.get_by_text(re.compile("parameters · about"))).to_be_visible()
    press(page, "Train")
    page.wait_for_url(re.compile("run="))
    return page.url.split("run=")[1]


def badge(page):
    return page.locator(".ae-live .badge")


def test_the_curve_moves_and_the_digits_change_through_a_refresh_until_stop(page, app, runs):
    run = start(page, app, 20_000)
    page.wait_for_function(f"{POINTS} > 5", timeout=30_000)
    early, digits = page.evaluate(POINTS), page.evaluate(PIXELS.format("reconstructed"))
    page.wait_for_function(f"{POINTS} > {early} + 100", timeout=30_000)
    # They come at an interval of their own.
    page.wait_for_function(
        f"before => {PIXELS.format('reconstructed')} !== before", arg=digits, timeout=30_000
    )
    expect(badge(page)).to_have_text("running")

    page.reload()
    page.wait_for_function(f"{POINTS} > {early} + 100", timeout=30_000)
    assert page.url.endswith(f"run={run}")
    expect(page.get_by_role("textbox", name="Code size")).to_have_value("128")

    press(page, "Stop")
    expect(badge(page)).to_have_text("stopped", timeout=30_000)
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_enabled()
    stopped = runs.run(run)
    assert stopped.state is State.STOPPED
    assert len(runs.losses(run)) == stopped.step < 20_000
    assert (
        page.evaluate("document.querySelector('.ae-live').view.state.losses.length") == stopped.step
    )


def test_pressing_train_twice_begins_one_run(page, app, runs):
    before = {run.id for run in runs.runs()}
    page.goto(f"{app.url}/train?steps=150")
    page.get_by_role("button", name="Train", exact=True).dblclick()
    expect(badge(page)).to_have_text("finished", timeout=60_000)
    (run,) = {run.id for run in runs.runs()} - before
    assert page.url.endswith(f"run={run}")


def test_a_press_of_train_or_stop_does_not_draw_the_form_again(page, app):
    drawn = []

    def listen(socket):
        if "_stcore" in socket.url:
            socket.on("framereceived", lambda frame: drawn.append(frame))

    page.on("websocket", listen)
    page.goto(f"{app.url}/train?steps=20000")
    expect(page.get_by_text(re.compile("parameters · about"))).to_be_visible()
    page.wait_for_function("window.Plotly !== undefined")
    page.wait_for_timeout(1000)
    assert any(b"form field seed" in frame for frame in drawn)
    for button, after in (("Train", "running"), ("Stop", "stopped")):
        drawn.clear()
        press(page, button)
        expect(badge(page)).to_have_text(after, timeout=30_000)
        page.wait_for_timeout(1000)
        assert len(drawn) > 5
        assert not any(b"form field seed" in frame for frame in drawn)


def test_a_new_network_shows_itself_untrained_before_it_is_compiled(page, app, runs):
    page.goto(f"{app.url}/train?encoder=300,40,20&latent_dim=9&steps=20000")
    page.wait_for_function("window.Plotly !== undefined")
    press(page, "Train")
    page.wait_for_function(
        "document.querySelector('.ae-live .chart')?.data?.[2].x[0] === 0", timeout=30_000
    )
    untrained = page.evaluate(PIXELS.format("reconstructed"))
    page.wait_for_function(f"{POINTS} > 20", timeout=30_000)
    run = page.url.split("run=")[1]
    assert runs.validations(run)[0][0] == 0
    first_step = runs.losses(run)[0]
    assert runs.validations(run)[0][1] == pytest.approx(first_step, rel=0.2)
    page.wait_for_function(f"{PIXELS.format('reconstructed')} !== {untrained!r}", timeout=30_000)
    press(page, "Stop")
    expect(badge(page)).to_have_text("stopped", timeout=30_000)


def test_a_dot_marks_the_head_of_the_curve_also_of_a_thinned_one(page, app):
    start(page, app, 20_000)
    for steps in (20, 700):
        page.wait_for_function(f"{POINTS} > {steps}", timeout=60_000)
        now, smooth, drawn = page.evaluate("""() => {
          const [, smooth, , now] = document.querySelector(".ae-live .chart").data;
          return [[now.name, now.x, now.y], [smooth.x.at(-1), smooth.y.at(-1)], smooth.x.length];
        }""")
        assert now == ["now", [smooth[0]], [smooth[1]]]
    assert drawn < smooth[0] / 2  # thinned
    press(page, "Stop")
    expect(badge(page)).to_have_text("stopped", timeout=30_000)


def test_chart_and_canvases_are_never_made_anew_while_it_trains(page, app):
    page.goto(f"{app.url}/train")
    page.wait_for_function("document.querySelector('.ae-live .chart .xaxislayer-above')")
    page.evaluate("""() => {
      const root = document.querySelector(".ae-live");
      window.kept = [...root.querySelectorAll(
        "canvas, .chart, .main-svg, progress, .cartesianlayer, .xaxislayer-above, .yaxislayer-above"
      )];
      window.blank = 0;
      const paint = () => {
        const [before, now] = [window.lit, root.querySelector("canvas[data-is=reconstructed]")];
        const data = now.getContext("2d").getImageData(0, 0, 112, 112).data;
        window.lit = data.some((v, i) => i % 4 < 3 && v > 0);
        if (before && !window.lit) window.blank++;
        requestAnimationFrame(paint);
      };
      paint();
    }""")
    field(page, "Steps", "300")
    press(page, "Train")
    expect(badge(page)).to_have_text("finished", timeout=60_000)
    # 4 canvases, chart, its layers, its two axes, progress
    assert page.evaluate("window.kept.length") >= 10
    assert page.evaluate("window.kept.every((node) => node.isConnected)")
    assert page.evaluate("window.lit") is True
    assert page.evaluate("window.blank") == 0


def test_the_view_is_brought_up_to_date_again_and_again_by_what_is_new(page, app):
    start(page, app, 20_000)
    page.wait_for_function(f"{POINTS} > 50", timeout=30_000)
    updates = page.evaluate("""() => new Promise((resolve) => {
      const live = document.querySelector(".ae-live").view, receive = live.receive, updates = [];
      live.receive = (state, message) => {
        receive.call(live, state, message);
        updates.push([message.first, message.step, state.losses.length]);
        if (updates.length === 8) resolve(updates);
      };
    })""")
    press(page, "Stop")
    expect(badge(page)).to_have_text("stopped", timeout=30_000)
    # Each begins where the one before ended; how often they come is measured by bench.viewers.
    for (_, step, known), (first, _, _) in pairwise(updates):
        assert first == known == step
    assert len({step for _, step, _ in updates}) > 4  # one may bring a validation alone


def test_a_call_that_comes_late_and_its_cleanup_change_nothing(page, app):
    run = start(page, app, 20)
    expect(badge(page)).to_have_text("finished", timeout=60_000)
    page.evaluate(
        """async (address) => {
          const root = document.querySelector(".ae-live"), { data } = root.view;
          const module = await import(address);
          const older = { ...data, run: null, state: null, since: data.since - 0.1 };
          const clean = module.default({ parentElement: root.parentElement, data: older });
          clean();
          window.view = root.view;
        }""",
        f"{MODULES}/live_view/live_view.js",
    )
    expect(badge(page)).to_have_text("finished")
    assert page.evaluate("[window.view.run, window.view.state.losses.length]") == [run, 20]
    # Who leaves the page does close it.
    page.evaluate("window.view.close = function () { this.isClosed = true; }")
    page.get_by_role("link", name="Home").click()
    page.wait_for_function("window.view.isClosed")


def test_the_charts_axis_is_in_the_unit_of_the_loss_in_the_form(page, app):
    open_train(page, app, "?preset=repaired")
    unit = page.locator(".ae-live .unit")
    expect(unit).to_have_text("cross-entropy per pixel (nats)")
    choose(page, "Loss", "Mean squared error")
    expect(unit).to_have_text("mean squared error per pixel")


def test_between_plotlys_redraws_the_curve_moves_on_and_is_the_same(page, app):
    start(page, app, 20_000)
    page.wait_for_function(f"{POINTS} > 500", timeout=60_000)  # the axes grow often at first
    redraws, paths = page.evaluate("""() => new Promise((resolve) => {
      const react = window.Plotly.react, paths = new Set();
      let redraws = 0;
      window.Plotly.react = (...given) => { redraws++; return react(...given); };
      const look = () => paths.add(document.querySelector(".traceeach .js-line").getAttribute("d"));
      const looking = setInterval(() => {
        look();
        if (paths.size < 16) return;
        clearInterval(looking);
        window.Plotly.react = react;
        resolve([redraws, paths.size]);
      }, 50);
    })""")
    assert 2 * redraws <= paths  # of four, one is Plotly's; of two at most on a slow machine
    light, whole = page.evaluate("""() => new Promise((resolve) => {
      const { chart } = document.querySelector(".ae-live").view;
      const boxes = () => [".traceeach .js-line", ".tracesmoothed .js-line", ".tracenow .point"]
        .map((name) => document.querySelector(name))
        .flatMap((path) => {
          const box = path.getBBox(), at = path.getCTM();
          return [box.x + at.e, box.y + at.f, box.width, box.height];
        });
      chart.draw();
      setTimeout(() => {
        if (!chart.moveOn()) throw new Error("a whole redraw was asked for");
        const light = boxes();
        chart.draw();
        resolve([light, boxes()]);
      }, 1200);
    })""")
    press(page, "Stop")
    expect(badge(page)).to_have_text("stopped", timeout=30_000)
    assert light == pytest.approx(whole, abs=0.6)  # pixels


def test_pause_keeps_the_step_and_resume_goes_on(page, app, runs):
    run = start(page, app, 20_000)
    page.wait_for_function(f"{POINTS} > 20", timeout=30_000)
    press(page, "Pause")
    expect(badge(page)).to_have_text("paused", timeout=30_000)
    held = runs.run(run).step
    press(page, "Resume")
    page.wait_for_function(f"{POINTS} > {held}", timeout=30_000)
    press(page, "Stop")
    expect(badge(page)).to_have_text("stopped", timeout=30_000)
    assert len(runs.losses(run)) == runs.run(run).step


def test_another_browser_sees_the_run_and_closing_the_first_does_not_stop_it(
    page, app, runs, browser
):
    run = start(page, app, 400)
    page.wait_for_function(f"{POINTS} > 5", timeout=30_000)
    other = browser.new_context().new_page()
    other.goto(page.url)
    page.close()
    expect(badge(other)).to_have_text("finished", timeout=60_000)
    assert other.evaluate(POINTS) == 400
    assert runs.run(run).state is State.FINISHED
    other.context.close()


def test_a_finished_run_opens_in_reconstruct_and_latent_space(page, app, runs):
    run = runs.submit(ae.preset("article").replace(steps=150), "someone", "article")
    wait_for(lambda: runs.run(run.id).state.is_ended)
    page.goto(f"{app.url}/train?run={run.id}")
    expect(badge(page)).to_have_text("finished")
    follow(page, "Reconstruct")
    expect(page.get_by_text("These sixteen")).to_be_visible(timeout=30_000)
    assert f"run={run.id}" in page.url
    with page.expect_download() as png:
        press(page, "Download PNG")
    assert png.value.path().read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as svg:
        press(page, "Download SVG")
    assert b"<svg" in svg.value.path().read_bytes()

    follow(page, "Latent space")
    expect(page.get_by_role("application", name="1,000 test digits")).to_be_visible()
    expect(page.get_by_role("heading", name="Test image 0: a 7")).to_be_visible()
    expect(page.get_by_text("Its code")).to_be_visible()
    assert f"run={run.id}" in page.url


def test_a_deep_link_works_as_a_visitors_first_request(page, app):
    page.goto(f"{app.url}/latent")
    expect(page.get_by_text("Latent space").first).to_be_visible()
    expect(page.get_by_role("link", name="Home")).to_be_visible()
    expect(page).to_have_title("Latent space · AE Lab")


def test_at_1280_by_800_all_of_train_is_in_view(page, app):
    page.goto(f"{app.url}/train")
    page.wait_for_function("document.querySelector('.ae-live .chart .xaxislayer-above')")
    for shown in (
        page.get_by_role("combobox", name="Preset"),
        page.get_by_role("textbox", name="Encoder layers"),
        page.get_by_alt_text("Network:"),
        page.get_by_role("button", name="Train", exact=True),
        page.get_by_role("button", name="Stop"),
        page.locator(".ae-live .chart"),
        page.locator(".ae-live canvas").last,
    ):
        box = shown.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 800


def test_nothing_overflows_a_phone(page, app):
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("", "train", "reconstruct", "latent", "draw", "generate"):
        page.goto(f"{app.url}/{path}")
        main = page.locator("[data-testid=stMain]")  # what is scrolled
        expect(main.locator("h1").first).to_be_visible()
        assert main.evaluate("(main) => main.scrollWidth") <= 390


def test_a_store_that_does_not_answer_is_told_and_train_can_be_pressed_again(page, app):
    page.goto(f"{app.url}/train?steps=20")
    expect(page.get_by_text(re.compile("parameters · about"))).to_be_visible()
    other = sqlite3.connect(app.store, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    press(page, "Train")
    told = page.get_by_role("alert").filter(has_text="The run store does not answer")
    expect(told).to_be_visible(timeout=60_000)  # the store is patient for a quarter of a minute
    other.execute("ROLLBACK")
    other.close()
    expect(page.get_by_role("textbox", name="Steps")).to_have_value("20")
    press(page, "Train")
    expect(badge(page)).to_have_text("finished", timeout=60_000)
    expect(told).to_be_hidden()


def test_a_bad_value_is_named_and_nothing_typed_is_lost(page, app):
    page.goto(f"{app.url}/train")
    field(page, "Code size", "0")
    expect(page.get_by_text("Code size must be 1 to 1,024")).to_be_visible()
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_disabled()
    expect(page.get_by_role("textbox", name="Code size")).to_have_value("0")
