"""Which group a test belongs to: what it needs decides, and each test is in exactly one.

`pytest -m fast` neither starts a process of ours nor loads TensorFlow, which takes five seconds
and comes with compiling: modules of other groups it does not even import.
"""

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
GROUPS = ("browser", "cluster", "slow", "fast")
# A fixture that only tests of one group use.
BY_FIXTURE = {"browser": "browser", "app": "cluster"}
# Folders and files that load TensorFlow, fit PCA or maps for seconds, or start processes.
BY_PLACE = {
    "browser": "browser",
    "cluster": "cluster",
    "training": "slow",
    "models": "slow",
    "data/test_noise.py": "slow",
    "latent/test_maps.py": "slow",
    "metrics/test_baselines.py": "slow",
    "metrics/test_metrics.py": "slow",
    "test_claims.py": "slow",
    "test_live.py": "slow",
}


def group_of_place(path: Path) -> str | None:
    """The group of all tests in a file, if it has one."""
    for place, group in BY_PLACE.items():
        if path.is_relative_to(TESTS / place):
            return group
    return None


def group_of(item: pytest.Item) -> str:
    """A test's own mark comes first, then the fixtures it uses, then where it stands."""
    for group in GROUPS:
        if item.get_closest_marker(group):
            return group
    for fixture, group in BY_FIXTURE.items():
        if fixture in item.fixturenames:
            return group
    return group_of_place(item.path) or "fast"


def process_of(item: pytest.Item) -> str:
    """Tests of one name here run in one process, one after the other: they share fixtures."""
    return "server" if "app" in item.fixturenames else str(item.path)


def longest_first(item: pytest.Item) -> tuple[bool, int]:
    """A key to sort by: what keeps one process busy longest is begun first."""
    return "app" not in item.fixturenames, GROUPS.index(group_of(item))
