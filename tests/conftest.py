"""What many tests use: the data, a run store on a file, and a network that trains in no time."""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import pytest

import ae
from ae.store import Store
from bench.app import running


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


@pytest.fixture(scope="session")
def app():
    """The real server with warm workers on a store of its own."""
    with running() as found:
        yield found
