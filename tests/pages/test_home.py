"""Home, with and without runs, and the router around it."""

import numpy as np

import ae
from ae.store import COMMAND_LINE, State
from tests.pages.opening import open_page


def links(page):
    """What the links to runs read."""
    return [link.proto.label for link in page.get("page_link") if link.proto.query_string]


def test_with_an_empty_store_it_says_where_to_start(store):
    page = open_page("home.py")
    assert not page.exception
    assert "None yet" in page.info[0].value


def test_runs_of_this_browser_and_of_the_command_line_are_listed_with_their_error(store):
    run = store.submit(ae.preset("article"), COMMAND_LINE, "article", held_by="test")
    store.begin(run.id, 1)
    store.report(run.id, 1, step=1000, new_losses=np.ones(1000), ms_per_step=9.0)
    store.end(run.id, 1, State.FINISHED, metrics={"mse": 0.0281})
    store.submit(ae.preset("linear"), "another browser", "linear")
    page = open_page("home.py")
    texts = [m.value for m in page.markdown]
    assert "test MSE 0.02810" in texts
    assert links(page) == ["**Article**"]


def test_a_run_whose_worker_is_gone_does_not_claim_to_be_running(store, monkeypatch):
    run = store.submit(ae.preset("article"), COMMAND_LINE, held_by="test")
    store.begin(run.id, 1)
    texts = [m.value for m in open_page("home.py").markdown]
    assert any(text.startswith("running, ") for text in texts)
    monkeypatch.setattr("ae.store.records.STALE_AFTER", -1.0)
    texts = [m.value for m in open_page("home.py").markdown]
    assert any(text.startswith("interrupted, ") for text in texts)


def test_a_store_that_can_not_be_opened_is_one_sentence_and_no_traceback(tmp_path, monkeypatch):
    (tmp_path / "runs.sqlite").write_bytes(b"this is no database" * 100)
    monkeypatch.setenv("AE_STORE", str(tmp_path / "runs.sqlite"))
    page = open_page("home.py")
    assert not page.exception
    assert "can't be opened: file is not a database" in page.error[0].value
