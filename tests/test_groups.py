"""The groups of tests keep what they promise."""

import subprocess
import sys
from itertools import chain

import pytest

from tests.groups import BY_PLACE, CHAINS, GROUPS, TESTS, group_of_place

IMPORT = """
import importlib, sys

for module in sys.argv[1:]:
    importlib.import_module(module)
    if "tensorflow" in sys.modules:
        sys.exit(f"{module} loads TensorFlow: it is not fast")
"""


def test_every_test_is_in_exactly_one_group(request):
    for item in request.session.items:
        marks = {mark.name for mark in item.iter_markers()} & set(GROUPS)
        assert len(marks) == 1, (item.nodeid, marks)


PLACES = [*(f"tests/{place}" for place in BY_PLACE), *chain.from_iterable(CHAINS.values())]


@pytest.mark.parametrize("place", PLACES)
def test_every_place_with_a_group_or_a_chain_of_its_own_is_there(place):
    assert (TESTS.parent / place).exists()


def test_tests_that_use_the_shared_server_are_in_one_chain(request):
    for item in request.session.items:
        assert "app" not in item.fixturenames or item.nodeid.startswith(CHAINS["app"]), item.nodeid


@pytest.mark.slow
def test_modules_of_fast_tests_load_no_tensorflow():
    paths = [p for p in TESTS.rglob("test_*.py") if group_of_place(p) is None]
    names = [".".join(p.relative_to(TESTS.parent).with_suffix("").parts) for p in sorted(paths)]
    assert "tests.test_groups" in names
    done = subprocess.run(
        [sys.executable, "-c", IMPORT, *names], cwd=TESTS.parent, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
