"""What a reader chose for a view, kept in the browser."""

import json

import pytest

DEFAULTS = {"axis": "linear", "smoothing": 0.6}


@pytest.fixture
def call(components):
    """Calls a function of the module with such arguments."""
    script = "async ([name, given]) => (await import('/live_view/options.js'))[name](...given)"
    return lambda name, *arguments: components.evaluate(script, [name, arguments])


@pytest.fixture
def read(call):
    return lambda key: call("readOptions", key, DEFAULTS)


def test_without_a_choice_there_are_the_defaults(read):
    assert read("live") == DEFAULTS


def test_each_view_has_its_own(call, read):
    call("keepOptions", "left", {"axis": "log", "smoothing": 0})
    call("keepOptions", "right", {"axis": "linear", "smoothing": 0.9})
    assert read("left") == {"axis": "log", "smoothing": 0}
    assert read("right") == {"axis": "linear", "smoothing": 0.9}
    assert read("live") == DEFAULTS


def test_what_the_train_page_kept_before_views_had_keys_is_still_read(components, read):
    kept = json.dumps({"axis": "log", "smoothing": 0.25})
    components.evaluate("text => localStorage.setItem('ae.live', text)", kept)
    assert read("live") == {"axis": "log", "smoothing": 0.25}


@pytest.mark.parametrize("text", ["{", "null", "3"])
def test_what_cannot_be_read_gives_the_defaults(components, read, text):
    components.evaluate("text => localStorage.setItem('ae.live', text)", text)
    assert read("live") == DEFAULTS
