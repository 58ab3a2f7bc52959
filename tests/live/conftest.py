import pytest


@pytest.fixture
def run(store, tiny):
    """The id of a run that its first attempt holds."""
    run = store.submit(tiny.replace(steps=1000), "me", held_by="worker").id
    store.begin(run, 1)
    return run
