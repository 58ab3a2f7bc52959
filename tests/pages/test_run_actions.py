"""What a run's owner is offered on Home and Train, and nobody else."""

import time

import pytest

import ae
from ae.store import COMMAND_LINE, State
from pages.ui.run_menu import menu_titles, visible_runs
from tests.pages.opening import open_page

ARTICLE = ae.preset("article")


@pytest.fixture(autouse=True)
def this_browser(monkeypatch):
    """The pages' visitor has a name, as one with a cookie has."""
    monkeypatch.setattr("pages.ui.backend.NOBODY", "me")


def ended(store, owner, hp=ARTICLE):
    run = store.submit(hp, owner, "article", held_by="test").id
    store.begin(run, 1)
    store.end(run, 1, State.STOPPED)
    return run


def actions(page):
    return [button for button in page.button if button.label.startswith("Rename, pin or delete")]


@pytest.mark.parametrize("page", ["home.py", "train.py"])
@pytest.mark.parametrize("owner", ["me", "you", COMMAND_LINE])
def test_only_the_browser_that_made_a_run_is_offered_to_change_it(store, page, owner):
    run = ended(store, owner)
    drawn = open_page(page, run=run)
    assert not drawn.exception
    assert len(actions(drawn)) == (owner == "me")


def test_a_page_that_shows_a_deleted_run_says_so(store):
    page = open_page("train.py", run="gone")
    assert "There is no run 'gone' in this store. It may have been deleted" in page.warning[0].value


def test_pinned_runs_come_first_and_never_fall_off_the_end(store):
    first = ended(store, "me")
    newer = [ended(store, "me", ARTICLE.replace(seed=seed)) for seed in range(1, 4)]
    store.pin(first, "me", True)
    assert [run.id for run in visible_runs(limit=2)] == [first, newer[2], newer[1]]


def test_six_of_a_kind_are_told_apart_in_a_menu(store):
    runs = [store.run(ended(store, "me")) for _ in range(6)]
    titles = menu_titles(runs)
    assert len(set(titles.values())) == 6
    assert all(title.startswith("Article, started ") for title in titles.values())


def test_a_menu_says_what_a_run_is_called_and_how_it_is(store, tiny):
    store.rename(run := ended(store, "me"), "me", "Mine")
    other = store.submit(ARTICLE.replace(latent_dim=8), "me", "article").id
    store.pin(other, "me", True)
    titles = menu_titles([store.run(run), store.run(other)])
    assert titles[run] == "Mine · stopped · just now"
    assert titles[other] == "Article, code 8 · pinned · queued · just now"
    assert time.time() - store.run(run).created < 60
