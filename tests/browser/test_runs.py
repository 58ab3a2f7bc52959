"""Runs of one's own: their title, their names, pinned, deleted; and by nobody else."""

import re

import pytest
from playwright.sync_api import expect

import ae
from ae.errors import UnknownRun
from ae.store import Outcome, State, Store
from ae.web.owner import OWNER_COOKIE
from tests.waiting import wait_for

OWNER = "a-browser-of-the-tests"
MARKUP = "**b** <i>i</i> :smile: $x$"
ARTICLE = ae.preset("article")
ENDLESS = ae.Hyperparameters(encoder=(16,), latent_dim=4, batch_size=32, steps=200_000)


@pytest.fixture
def runs(app):
    store = Store(app.store_url)
    yield store
    for run in store.runs(owners=[OWNER]):
        store.delete(run.id, OWNER)
    store.close()


@pytest.fixture
def own_page(page, app):
    """A page of the browser that made the runs of these tests."""
    page.context.add_cookies([{"name": OWNER_COOKIE, "value": OWNER, "url": app.url}])
    return page


def ended(runs, hp=ARTICLE, preset="article", owner=OWNER):
    run = runs.submit(hp, owner, preset, held_by="test").id
    runs.begin(run, 1)
    runs.end(run, 1, State.STOPPED)
    return run


def title(page):
    return page.locator("h2.ae-run-title")


def listed(page, run):
    """A run's line in Home's list, which other tests' runs of the command line may share."""
    return page.locator(f"[class*=st-key-listed-run-{run}]")


def open_actions(page, name):
    page.get_by_role("button", name=f"Rename, pin or delete {name}", exact=True).click()
    return page.get_by_role("dialog")


def test_the_run_on_screen_has_its_title_whatever_stands_in_the_form(own_page, app, runs):
    run = ended(runs, ARTICLE.replace(learning_rate=10.0, latent_dim=32))
    own_page.goto(f"{app.url}/train?run={run}")
    expect(title(own_page)).to_have_text("Article, learning rate 10, code 32")
    box = own_page.get_by_role("textbox", name="Code size", exact=True)
    box.fill("8")
    box.press("Enter")
    expect(own_page.get_by_text(re.compile("parameters"))).to_be_visible()
    expect(title(own_page)).to_have_text("Article, learning rate 10, code 32")


def test_a_run_is_renamed_from_train_and_its_name_shown_as_it_was_typed(own_page, app, runs):
    run = ended(runs)
    own_page.goto(f"{app.url}/train?run={run}")
    dialog = open_actions(own_page, "Article")
    box = dialog.get_by_role("textbox", name="Name", exact=True)
    expect(box).to_have_attribute("placeholder", "Article")
    box.fill(MARKUP)
    box.press("Enter")
    expect(title(own_page)).to_have_text(MARKUP)
    expect(own_page.get_by_role("dialog")).to_have_count(0)
    own_page.goto(app.url)
    expect(listed(own_page, run).get_by_role("link")).to_have_text(unjoined(MARKUP))
    own_page.get_by_role("button", name="Rename, pin or delete").click()
    dialog = own_page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name", exact=True).fill("")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(listed(own_page, run).get_by_role("link")).to_contain_text("Article")
    assert runs.run(run).name is None


def unjoined(text):
    """A pattern that matches the text with what is unseen between its letters."""
    return re.compile("\N{WORD JOINER}?".join(map(re.escape, text)))


def test_a_pinned_run_comes_first_on_home(own_page, app, runs):
    old = ended(runs, ARTICLE.replace(seed=7))
    ended(runs)
    own_page.goto(app.url)
    links = own_page.locator("[class*=st-key-listed-run] a")
    expect(links.first).to_contain_text("Article")
    dialog = open_actions(own_page, "Article, seed 7")
    dialog.get_by_text("Pinned: first in every list").click()
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(links.first).to_contain_text("Article, seed 7")
    assert runs.run(old).pinned


def test_a_run_that_trains_is_deleted_after_one_question_and_its_worker_goes_on(
    own_page, app, runs
):
    run = runs.submit(ENDLESS, OWNER).id
    wait_for(lambda: runs.run(run).step > 20)
    own_page.goto(f"{app.url}/train?run={run}")
    watcher = own_page.context.new_page()
    watcher.goto(f"{app.url}/train?run={run}")
    expect(watcher.locator(".ae-live .badge")).to_have_text("running")
    dialog = open_actions(own_page, "Custom plain, code 4")
    dialog.get_by_role("button", name="Delete …").click()
    expect(dialog).to_contain_text("Its curve, its digits, its weights and its figures are lost")
    expect(dialog).to_contain_text("It has not ended: it is stopped first.")
    assert runs.run(run).state is State.RUNNING
    for words in ("Delete for good", "Keep it"):  # seen, not heard alone
        expect(dialog.get_by_text(words, exact=True)).to_have_css("clip-path", "none")
    dialog.get_by_role("button", name="Delete for good").click()
    expect(own_page.get_by_text("Custom plain, code 4 is deleted.")).to_be_visible()
    expect(title(own_page)).to_have_text("New run")
    assert f"run={run}" not in own_page.url
    with pytest.raises(UnknownRun):
        runs.run(run)
    expect(watcher.get_by_text("It may have been deleted")).to_be_visible()
    after = runs.submit(ENDLESS.replace(steps=20, seed=1), OWNER).id
    wait_for(lambda: runs.run(after).state is State.FINISHED)


def test_on_compare_a_deleted_run_leaves_the_others(own_page, app, runs):
    kept, gone = ended(runs), ended(runs, ARTICLE.replace(latent_dim=2))
    own_page.goto(f"{app.url}/compare?runs={kept},{gone}")
    own_page.get_by_role("button", name="Rename, pin or delete").click()
    dialog = own_page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="Run").click()
    own_page.get_by_role("option", name="Article, code 2", exact=True).click()
    box = dialog.get_by_role("textbox", name="Name", exact=True)
    expect(box).to_have_attribute("placeholder", "Article, code 2")
    dialog.get_by_role("button", name="Delete …").click()
    expect(dialog).to_contain_text("Delete Article, code 2 for good?")
    dialog.get_by_role("button", name="Delete for good").click()
    expect(own_page.get_by_text("Article, code 2 is deleted.")).to_be_visible()
    own_page.wait_for_url(re.compile(f"runs={kept}$"))
    expect(own_page.get_by_text("Not in this store")).to_have_count(0)


def test_the_dialog_stays_with_what_is_typed_when_the_page_is_drawn_again_by_itself(
    own_page, app, runs
):
    run = runs.submit(ARTICLE, OWNER, "article", held_by="test").id
    runs.begin(run, 1)
    own_page.goto(f"{app.url}/train?run={run}")
    expect(own_page.locator(".ae-live .badge")).to_have_text("running")
    dialog = open_actions(own_page, "Article")
    box = dialog.get_by_role("textbox", name="Name", exact=True)
    box.fill("Half a na")
    runs.end(run, 1, State.STOPPED)
    expect(own_page.locator(".ae-live .badge")).to_have_text("stopped")
    own_page.wait_for_timeout(1000)
    expect(box).to_have_value("Half a na")
    own_page.keyboard.press("Escape")
    expect(own_page.get_by_role("dialog")).to_have_count(0)
    open_actions(own_page, "Article")
    expect(box).to_be_visible()


def test_another_browser_may_watch_and_not_rename_pin_or_delete(page, app, runs):
    run = ended(runs)
    for address in (f"train?run={run}", f"compare?runs={run}"):
        page.goto(f"{app.url}/{address}")
        expect(page.get_by_text("Article").first).to_be_visible()
        expect(page.get_by_role("button", name="Rename, pin or delete")).to_have_count(0)


def test_what_there_is_to_remark_on_its_end_is_told_on_home(own_page, app, runs):
    run = runs.submit(ARTICLE, OWNER, "article", held_by="test").id
    runs.begin(run, 1)
    runs.end(run, 1, State.FINISHED, outcome=Outcome.BLEW_UP)
    own_page.goto(app.url)
    expect(own_page.get_by_text("blew up, just now")).to_be_visible()


def chips(page):
    return page.locator(".ae-strip li a")


def test_new_run_leaves_the_one_that_trains_in_a_strip_that_is_live_and_leads_back(
    own_page, app, runs
):
    run = runs.submit(ENDLESS, OWNER).id
    wait_for(lambda: runs.run(run).step > 20)
    own_page.goto(f"{app.url}/train?run={run}")
    expect(own_page.locator(".ae-live .badge")).to_have_text("running")
    expect(chips(own_page)).to_have_count(0)
    own_page.get_by_role("button", name="New run", exact=True).click()
    expect(title(own_page)).to_have_text("New run")
    strip = own_page.get_by_role("navigation", name="Your other runs that have not ended")
    chip = strip.get_by_role("link", name=re.compile("Custom plain, code 4 running [1-9]"))
    expect(chip).to_be_visible()
    before = chip.inner_text()
    own_page.wait_for_function(
        "text => document.querySelector('.ae-strip a').innerText !== text", arg=before
    )
    own_page.wait_for_function("document.querySelector('.ae-strip polyline').points.length > 1")
    chip.focus()
    own_page.keyboard.press("Enter")
    own_page.wait_for_url(re.compile(f"run={run}"))
    expect(title(own_page)).to_have_text("Custom plain, code 4")
    expect(chips(own_page)).to_have_count(0)
    expect(own_page.get_by_role("textbox", name="Code size", exact=True)).to_have_value("4")


def test_the_strip_stays_in_its_place_when_its_run_ends_and_comes_back_after_a_lost_connection(
    own_page, app, runs
):
    own, other = ended(runs), runs.submit(ARTICLE.replace(seed=3), OWNER, "article", held_by="t").id
    runs.begin(other, 1)
    sockets = []
    own_page.route_web_socket(re.compile("live-runs"), lambda socket: keep(sockets, socket))
    own_page.goto(f"{app.url}/train?run={own}")
    expect(chips(own_page)).to_contain_text("running")
    wait_for(lambda: own_page.wait_for_timeout(50) or sockets)
    sockets[0].close(code=1011, reason="lost")
    runs.end(other, 1, State.STOPPED)
    above = own_page.locator(".ae-live").bounding_box()
    expect(chips(own_page)).to_contain_text("stopped")
    assert len(sockets) == 2
    assert own_page.locator(".ae-live").bounding_box() == above


def keep(sockets, socket):
    """Let a websocket through, and be able to cut it."""
    socket.connect_to_server()
    sockets.append(socket)


def test_home_s_strip_leads_to_the_run_and_its_list_tells_of_the_end(own_page, app, runs):
    run = runs.submit(ARTICLE, OWNER, "article", held_by="test").id
    runs.begin(run, 1)
    own_page.goto(app.url)
    line = listed(own_page, run)
    expect(line.get_by_text("running, just now")).to_be_visible()
    runs.end(run, 1, State.STOPPED)
    expect(line.get_by_text("stopped, just now")).to_be_visible()
    other = runs.submit(ARTICLE.replace(seed=1), OWNER, "article", held_by="test").id
    expect(listed(own_page, other)).to_be_visible()
    chips(own_page).filter(has_text="seed 1").click()
    own_page.wait_for_url(re.compile(f"/train.*run={other}"))
    expect(title(own_page)).to_have_text("Article, seed 1")


def test_another_browser_sees_no_strip(page, app, runs):
    run = runs.submit(ARTICLE, OWNER, "article", held_by="test").id
    runs.begin(run, 1)
    page.goto(f"{app.url}/train")
    expect(title(page)).to_have_text("New run")
    page.wait_for_timeout(1500)
    expect(chips(page)).to_have_count(0)
