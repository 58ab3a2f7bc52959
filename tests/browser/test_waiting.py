"""A page that waits says so, and goes on by itself."""

import re

import psutil
import pytest
from playwright.sync_api import expect

import ae
from ae import queue
from ae.cluster.launch import LEASE
from ae.store import COMMAND_LINE, State, Store
from bench.app import end, free_port, start_server, wait_for_server
from tests.browser.test_latent import MAP_IS_THERE
from tests.waiting import wait_for


@pytest.fixture(scope="module")
def runs(app):
    store = Store(app.store_url)
    yield store
    store.close()


@pytest.fixture(scope="module")
def trained(runs):
    """A run that the server's own workers trained."""
    run = runs.submit(ae.preset("article").replace(steps=40), COMMAND_LINE, "article").id
    wait_for(lambda: runs.run(run).state is State.FINISHED)
    return run


@pytest.fixture
def cold(tmp_path, runs, trained):
    """A server that has only just been started, with a run that has weights; and its store."""
    store = Store(f"sqlite:///{tmp_path / 'runs.sqlite'}")
    run = store.submit(runs.run(trained).hp, COMMAND_LINE, held_by="test").id
    store.save_blob(run, 1, "weights", *runs.blob(trained, "weights"))
    store.end(run, 1, State.STOPPED, metrics={"mse": 0.1})
    app = start_server(tmp_path, free_port())
    wait_for_server(app)
    yield app, store
    end(app)
    store.close()


def sign(page):
    """The sign of a page that waits."""
    return page.locator(".ae-wait").locator("visible=true")


def panels(page):
    return page.locator(".ae-reconstruction li")


def choose_digits(page, choice):
    page.get_by_role("combobox", name="Show").click()
    page.get_by_role("option", name=choice).click()


def worker_of(store):
    """The process of a server's one worker: of the supervisor's children the largest."""
    supervisor = psutil.Process(int(store.lease(LEASE).split(":")[1]))
    children = supervisor.children(recursive=True)
    return max(children, key=lambda child: child.memory_info().rss)


@pytest.mark.timeout(400)
def test_pages_opened_before_the_workers_are_up_say_so_and_go_on_by_themselves(page, cold):
    app, store = cold
    wait_for(lambda: store.lease(LEASE))
    supervisor = psutil.Process(int(store.lease(LEASE).split(":")[1]))
    latent, compare = page.context.new_page(), page.context.new_page()
    supervisor.suspend()  # else the workers may be up before the last page is open
    try:
        for tab, path in ((page, "reconstruct"), (latent, "latent"), (compare, "compare")):
            tab.goto(f"{app.url}/{path}")
            reason = tab.get_by_text("loading TensorFlow, about 20 s on a first start")
            expect(reason.locator("visible=true").first).to_be_visible()
    finally:
        supervisor.resume()
    expect(panels(page)).to_have_count(16, timeout=120_000)
    latent.wait_for_function(MAP_IS_THERE, timeout=60_000)
    assert latent.evaluate(f"{MAP_IS_THERE}.points.length") == 2 * 1_000
    expect(sign(compare)).to_have_count(0, timeout=60_000)
    expect(compare.get_by_role("button", name=re.compile("again", re.IGNORECASE))).to_have_count(0)
    # One that hangs is waited for as one that starts; the question of one that dies goes on.
    worker = worker_of(store)
    first = panels(page).first.inner_text()
    worker.suspend()
    choose_digits(page, "Sixteen at random")
    expect(sign(page).first).to_be_visible(timeout=60_000)
    worker.resume()
    expect(panels(page).first).not_to_have_text(first, timeout=60_000)
    expect(sign(page)).to_have_count(0)
    second = panels(page).first.inner_text()
    worker_of(store).kill()
    choose_digits(page, "The best reconstructed")
    expect(panels(page).first).not_to_have_text(second, timeout=120_000)
    expect(sign(page)).to_have_count(0)


def test_first_weights_newer_ones_and_the_end_come_by_themselves(page, app, runs):
    run = runs.submit(ae.preset("article").replace(steps=100_000), COMMAND_LINE, "article").id
    page.goto(f"{app.url}/reconstruct?run={run}")
    expect(sign(page).first).to_be_visible()
    expect(panels(page)).to_have_count(16)
    caption = page.get_by_text("newer weights come by themselves")
    expect(caption).to_be_visible()
    page.evaluate("window.kept = document.querySelector('.ae-reconstruction canvas')")
    first = caption.inner_text()
    expect(page.get_by_text(first)).to_have_count(0, timeout=60_000)
    expect(caption).to_be_visible()
    queue.stop(runs, run)
    expect(caption).to_have_count(0)
    wait_for(lambda: runs.run(run).state is State.STOPPED)
    step = runs.weights_step(run)
    expect(page.get_by_text(f"Weights after {step:,} steps.")).to_be_visible()
    assert page.evaluate("window.kept.isConnected")


def test_stop_after_pause_ends_with_weights_and_figures_as_stop_does(page, app, runs):
    page.goto(f"{app.url}/train?steps=20000")
    page.get_by_role("button", name="Train", exact=True).click()
    page.wait_for_url(re.compile("run="))
    run = page.url.split("run=")[1]
    wait_for(lambda: runs.run(run).step > 5)
    badge = page.locator(".ae-live .badge")
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(badge).to_have_text("paused")
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(badge).to_have_text("stopped")
    expect(page.get_by_text("Weights kept")).to_be_visible()
    stopped = runs.run(run)
    assert stopped.test["mse"] > 0
    assert runs.weights_step(run, "weights") == stopped.step
