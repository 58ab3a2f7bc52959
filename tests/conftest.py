"""What many tests use: the data, a run store on a file, and a network that trains in no time."""

import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
# t-SNE's threads would spin where another process of the tests has the core that they wait for.
os.environ["OMP_WAIT_POLICY"] = "PASSIVE"
# Two processes of tests and their workers share two cores: a second thread each waits more than it
# works, and costs a sixth more.
os.environ["AE_THREADS"] = os.environ["TF_NUM_INTRAOP_THREADS"] = "1"
# Tests start workers dozens of times, and most are gone before they would have compiled all.
os.environ["AE_PRESETS"] = "none"

import pytest
from hypothesis import HealthCheck, settings

import ae
from ae.store import Store
from bench.app import running
from tests import groups

# How long drawing takes says how busy the machine is.
settings.register_profile(
    "unhurried", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")


def pytest_ignore_collect(collection_path, config):
    """Leaves unread what `-m fast` would only load TensorFlow for."""
    if config.option.markexpr == "fast" and groups.group_of_place(collection_path):
        return True
    return None


def pytest_xdist_make_scheduler(config, log):
    return groups.ByChain(config, log)


@pytest.hookimpl(tryfirst=True)  # before those marked otherwise are left out
def pytest_collection_modifyitems(items):
    for item in items:
        item.add_marker(groups.group_of(item))
    items.sort(key=groups.longest_first)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """A fast test in which TensorFlow is loaded fails."""
    before = "tensorflow" in sys.modules
    yield
    if item.get_closest_marker("fast") and not before:
        assert "tensorflow" not in sys.modules, "mark it as slow: it loads TensorFlow"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """What a page said when its test failed: it may not fail again."""
    report = yield
    page = getattr(item, "funcargs", {}).get("page")
    is_open = hasattr(page, "is_closed") and not page.is_closed()  # else a page without a browser
    if report.when == "call" and report.failed and is_open:
        said = f"{page.url}\n{page.locator('body').aria_snapshot()}"
        report.sections.append(("The page", said))
    return report


@pytest.fixture(scope="session")
def data():
    return ae.load_dataset("mnist")


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.delenv("AE_DATA", raising=False)
    monkeypatch.delenv("AE_SCHEDULER", raising=False)
    monkeypatch.setenv("AE_STORE", str(tmp_path / "runs.sqlite"))
    found = Store()
    yield found
    found.close()


@pytest.fixture
def tiny():
    return ae.Hyperparameters(encoder=(16,), latent_dim=4, batch_size=32, steps=12)


@pytest.fixture
def diverging(tiny):
    # Nothing in it saturates or dies, so it breaks within ten steps on any processor.
    return tiny.replace(
        encoder=(64,), activation="linear", output_activation="linear", optimizer="sgd",
        learning_rate=10.0, steps=200,
    )  # fmt: skip


@pytest.fixture(scope="session")
def app():
    """The real server with warm workers on a store of its own."""
    with running() as app:
        yield app
