"""Maps of a run's codes: asked for, drawn, kept."""

import time

import pytest

from ae.errors import UnknownMap, UnknownRun

MAP = "tsne-2-1000"


def test_a_map_is_asked_for_drawn_and_kept(store, running):
    assert store.map_share(running, MAP, 20) is None
    store.ask_for_map(running, MAP, 20, 60)
    assert store.map_share(running, MAP, 20) == 0
    assert store.report_map(running, MAP, 20, 0.25)
    assert store.map_share(running, MAP, 20) == 0.25
    with pytest.raises(UnknownMap):
        store.map_content(running, MAP, 20)
    store.keep_map(running, MAP, 20, b"points")
    assert store.map_content(running, MAP, 20) == b"points"
    store.ask_for_map(running, MAP, 20, 60)  # somebody else comes
    assert store.map_content(running, MAP, 20) == b"points"


def test_who_draws_is_told_that_nobody_waits_any_more(store, running):
    store.ask_for_map(running, MAP, 20, 60)
    store.call_off_map(running, MAP, 20)
    assert not store.report_map(running, MAP, 20, 0.5)
    store.ask_for_map(running, MAP, 20, 60)
    assert store.report_map(running, MAP, 20, 0.5)


def test_a_wish_that_is_not_renewed_runs_out(store, running):
    store.ask_for_map(running, MAP, 20, 0.05)
    time.sleep(0.1)
    assert not store.report_map(running, MAP, 20, 0.5)


def test_a_map_of_newer_weights_takes_the_place_of_the_older(store, running):
    store.ask_for_map(running, MAP, 20, 60)
    store.keep_map(running, MAP, 20, b"old")
    store.ask_for_map(running, MAP, 30, 60)
    assert not store.report_map(running, MAP, 20, 0.5)
    store.keep_map(running, MAP, 20, b"late")
    assert store.map_share(running, MAP, 30) == 0
    for step in (20, 30):
        with pytest.raises(UnknownMap):
            store.map_content(running, MAP, step)


def test_maps_of_other_kinds_and_runs_are_others(store, running, tiny):
    other = store.submit(tiny, "me").id
    store.ask_for_map(running, MAP, 20, 60)
    store.ask_for_map(running, "umap-2-1000", 20, 60)
    store.ask_for_map(other, MAP, 20, 60)
    store.keep_map(running, MAP, 20, b"points")
    assert store.map_share(running, "umap-2-1000", 20) == store.map_share(other, MAP, 20) == 0


def test_maps_go_with_their_run(store, running):
    store.ask_for_map(running, MAP, 20, 60)
    store.delete(running, "me")
    assert not store.report_map(running, MAP, 20, 0.5)
    with pytest.raises(UnknownRun):
        store.ask_for_map(running, MAP, 20, 60)
