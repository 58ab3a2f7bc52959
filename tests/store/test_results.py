"""What takes a worker seconds: asked for, made, kept."""

import time

import pytest

from ae.errors import UnknownResult, UnknownRun

MAP = "tsne-2-1000"


def test_a_map_is_asked_for_drawn_and_kept(store, running):
    assert store.result_share(running, MAP, 20) is None
    store.ask_for_result(running, MAP, 20, 60)
    assert store.result_share(running, MAP, 20) == 0
    assert store.report_share(running, MAP, 20, 0.25)
    assert store.result_share(running, MAP, 20) == 0.25
    with pytest.raises(UnknownResult):
        store.result(running, MAP, 20)
    store.keep_result(running, MAP, 20, b"points")
    assert store.result(running, MAP, 20) == b"points"
    store.ask_for_result(running, MAP, 20, 60)  # somebody else comes
    assert store.result(running, MAP, 20) == b"points"


def test_who_draws_is_told_that_nobody_waits_any_more(store, running):
    store.ask_for_result(running, MAP, 20, 60)
    store.call_off_result(running, MAP, 20)
    assert not store.report_share(running, MAP, 20, 0.5)
    store.ask_for_result(running, MAP, 20, 60)
    assert store.report_share(running, MAP, 20, 0.5)


def test_a_wish_that_is_not_renewed_runs_out(store, running):
    store.ask_for_result(running, MAP, 20, 0.05)
    time.sleep(0.1)
    assert not store.report_share(running, MAP, 20, 0.5)


def test_a_map_of_newer_weights_takes_the_place_of_the_older(store, running):
    store.ask_for_result(running, MAP, 20, 60)
    store.keep_result(running, MAP, 20, b"old")
    store.ask_for_result(running, MAP, 30, 60)
    assert not store.report_share(running, MAP, 20, 0.5)
    store.keep_result(running, MAP, 20, b"late")
    assert store.result_share(running, MAP, 30) == 0
    for step in (20, 30):
        with pytest.raises(UnknownResult):
            store.result(running, MAP, step)


def test_maps_of_other_kinds_and_runs_are_others(store, running, tiny):
    other = store.submit(tiny, "me").id
    store.ask_for_result(running, MAP, 20, 60)
    store.ask_for_result(running, "umap-2-1000", 20, 60)
    store.ask_for_result(other, MAP, 20, 60)
    store.keep_result(running, MAP, 20, b"points")
    assert store.result_share(running, "umap-2-1000", 20) == store.result_share(other, MAP, 20) == 0


def test_maps_go_with_their_run(store, running):
    store.ask_for_result(running, MAP, 20, 60)
    store.delete(running, "me")
    assert not store.report_share(running, MAP, 20, 0.5)
    with pytest.raises(UnknownRun):
        store.ask_for_result(running, MAP, 20, 60)


def test_all_that_is_made_of_some_weights_is_found_by_the_beginning_of_its_name(store, running):
    for name, step, content in [
        ("scores_b", 30, b"not it"), ("scores-b", 30, b"b"), ("scores-a", 30, b"a"),
        ("scores-old", 20, b"old"), (MAP, 30, b"points"), ("scores-c", 30, None),
    ]:  # fmt: skip
        store.ask_for_result(running, name, step, 60)
        if content is not None:
            store.keep_result(running, name, step, content)
    assert store.results(running, 30, "scores-") == {"scores-a": b"a", "scores-b": b"b"}
    assert store.results(running, 30, "scores_") == {"scores_b": b"not it"}
