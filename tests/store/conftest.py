"""The store's tests run over both databases that it can lie in."""

import pytest

from ae.store import Store
from tests.store.postgres import running_postgres


@pytest.fixture(scope="session")
def postgres():
    with running_postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database(request):
    """What kind of database the test uses."""
    return request.param


@pytest.fixture
def empty_database(database, request, tmp_path):
    """The URL of a database without a table; of a file that is not there yet."""
    if database == "sqlite":
        return f"sqlite:///{tmp_path}/new.sqlite"
    return request.getfixturevalue("postgres").new_database()


@pytest.fixture
def store(database, request, tmp_path, monkeypatch):
    """An empty store, which `AE_STORE` names, too."""
    if database == "sqlite":
        url = f"sqlite:///{tmp_path}/runs.sqlite"
    else:
        url = request.getfixturevalue("postgres").empty_store()
    monkeypatch.setenv("AE_STORE", url)
    store = Store()
    yield store
    store.close()


@pytest.fixture
def queued(store, tiny):
    return store.submit(tiny.replace(steps=1000), "me").id


@pytest.fixture
def running(store, queued):
    """A run that its first attempt holds."""
    assert store.claim(queued, "worker") == 1
    store.begin(queued, 1)
    return queued
