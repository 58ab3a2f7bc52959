"""Which group a test belongs to: what it needs decides, and each test is in exactly one.

`pytest -m fast` neither starts a process of ours nor loads TensorFlow, which takes five seconds
and comes with compiling: modules of other groups it does not even import.
"""

from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

TESTS = Path(__file__).parent
GROUPS = ("browser", "cluster", "slow", "fast")
# A fixture that only tests of one group use.
BY_FIXTURE = {"browser": "browser", "app": "cluster"}
# Folders and files that load TensorFlow, fit PCA or maps for seconds, or start processes.
BY_PLACE = {
    "browser": "browser",
    "cluster": "cluster",
    "components/test_code_map.py": "browser",
    "components/test_code_parts.py": "browser",
    "components/test_drawing_pad.py": "browser",
    "components/test_engine.py": "browser",
    "training": "slow",
    "models": "slow",
    "config/test_new_field.py": "slow",
    "data/test_noise.py": "slow",
    "latent/test_maps.py": "slow",
    "live/test_watch.py": "slow",
    "metrics": "slow",
    "store/test_upgrade.py": "slow",
    "test_claims.py": "slow",
    "test_command_line.py": "slow",
    "test_exports.py": "slow",
}
# Folders and files that share what takes long to start, the longest first: the server and the runs
# that it has trained, a browser, PostgreSQL.
CHAINS = {
    "app": (
        "tests/browser",
        "tests/pages/test_compare.py",
        "tests/pages/test_reconstruct_and_latent.py",
    ),
    "components": ("tests/components",),
    "store": ("tests/store",),
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


def chain_of(place: str) -> str:
    """Files of one chain run in one process, one after the other; most are a chain of their own.

    Args:
        place: the file, from the folder of this project.
    """
    return next((chain for chain, places in CHAINS.items() if place.startswith(places)), place)


def longest_first(item: pytest.Item) -> tuple[bool, int]:
    """A key to sort by: the chain that takes longest is begun first, then slow files, then fast."""
    place = item.path.relative_to(TESTS.parent).as_posix()
    return chain_of(place) != "app", GROUPS.index(group_of(item))


class ByChain(LoadScopeScheduling):
    """Gives each process whole chains, in the order of collection.

    Not by `--dist loadgroup`: pytest-xdist 3.8 leaves its groups out with pytest 9.2.
    """

    def __init__(self, config: pytest.Config, log: Any):
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        return chain_of(nodeid.partition("::")[0])
