"""Renaming, pinning and deleting: by a run's owner and nobody else."""

import pytest
from sqlalchemy import select

from ae.errors import NotYours, SettingError, UnknownRun
from ae.store import COMMAND_LINE, NAME_LENGTH, NOBODY, may_change
from ae.store.schema import metadata
from tests.store.writing import IMAGES, report


def test_its_owner_names_a_run_and_takes_the_name_back(store, queued):
    assert store.rename(queued, "me", "  The one\nwith \t dots ").name == "The one with dots"
    assert store.run(queued).name == "The one with dots"
    assert store.rename(queued, "me", " \n").name is None


@pytest.mark.parametrize("name", ["**bold** <b>:smile:</b>", "Größe 32 🎉", "👩‍🔬", "العربية"])
def test_a_name_is_kept_as_it_was_typed(store, queued, name):
    assert store.rename(queued, "me", name).name == name


def test_a_name_has_nothing_that_cannot_be_seen_or_turns_what_follows_it_round(store, queued):
    assert store.rename(queued, "me", "a\x00b\x1b\u202ec\ud800d\u2028e").name == "a b c d e"


def test_a_name_has_a_sensible_length(store, queued):
    assert store.rename(queued, "me", "é" * NAME_LENGTH).name == "é" * NAME_LENGTH
    with pytest.raises(SettingError, match="name: expected at most 60 letters, got 61"):
        store.rename(queued, "me", "é" * (NAME_LENGTH + 1))
    assert store.run(queued).name == "é" * NAME_LENGTH


def test_its_owner_pins_a_run_and_lets_it_go(store, queued):
    other = store.submit(store.run(queued).hp, "me").id
    assert store.pin(queued, "me", True).pinned
    assert [run.id for run in store.runs(pinned=True)] == [queued]
    assert [run.id for run in store.runs(pinned=False)] == [other]
    assert not store.pin(queued, "me", False).pinned


def changes(store, run, owner):
    return [
        lambda: store.rename(run, owner, "mine"),
        lambda: store.pin(run, owner, True),
        lambda: store.delete(run, owner),
    ]


@pytest.mark.parametrize("owner", ["you", "", "ME", COMMAND_LINE, NOBODY])
def test_nobody_else_changes_a_run(store, queued, owner):
    before = store.run(queued)
    assert not may_change(before, owner)
    for change in changes(store, queued, owner):
        with pytest.raises(NotYours, match="Only the browser that made a run"):
            change()
    assert store.run(queued) == before


@pytest.mark.parametrize("owner", [COMMAND_LINE, NOBODY])
def test_a_name_that_several_share_changes_nothing_not_even_of_its_own(store, tiny, owner):
    """A browser may call itself what it likes in its cookie."""
    run = store.submit(tiny, owner)
    for change in changes(store, run.id, owner):
        with pytest.raises(NotYours):
            change()
    assert store.run(run.id) == run


def test_nothing_of_a_deleted_run_stays_and_nothing_of_another_goes(store, running):
    other = store.submit(store.run(running).hp, "me", held_by="worker").id
    store.begin(other, 1)
    for run in (running, other):
        report(store, run, 2, 2, new_validations=[(2, 0.5)], images=IMAGES)
        store.save_blob(run, 1, "checkpoint", 2, b"weights")
    store.delete(running, "me")
    with store.reading() as connection:
        for table in ("losses", "validations", "snapshots", "blobs"):
            column = metadata.tables[table].c.run
            assert set(connection.execute(select(column)).scalars()) == {other}
    with pytest.raises(UnknownRun):
        store.run(running)


def test_a_deleted_run_s_worker_and_its_owner_are_told_that_it_is_gone(store, running):
    store.delete(running, "me")
    for call in (
        lambda: report(store, running, 1, 1),
        lambda: store.heartbeat(running, 1),
        *changes(store, running, "me"),
    ):
        with pytest.raises(UnknownRun):
            call()
