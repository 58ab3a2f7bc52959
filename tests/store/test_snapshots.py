"""The shown digits."""

from sqlalchemy import select

from ae.store.schema import snapshots
from ae.store.snapshots import is_kept
from tests.store.writing import IMAGES, report


def test_the_newest_snapshot_comes_back_if_it_is_newer(store, running):
    report(store, running, 2, 2, images=IMAGES)
    report(store, running, 10, 8, images=b"\x07" * len(IMAGES))
    newest = store.snapshot(running)
    assert (newest.step, newest.images) == (10, b"\x07" * len(IMAGES))
    assert store.snapshot(running, after=9) == newest
    assert store.snapshot(running, after=10) is None


def test_snapshots_are_thinned_to_about_four_for_every_doubling_and_the_newest(store, running):
    for step in range(1, 1001):
        report(store, running, step, 1, images=IMAGES)
    with store.reading() as connection:
        kept = sorted(connection.execute(select(snapshots.c.step)).scalars())
    assert kept[-1] == 1000
    assert kept[:4] == [1, 2, 3, 4]
    for low in (8, 16, 32, 64, 128, 256):
        assert sum(low <= step < 2 * low for step in kept) == 4
    assert len(kept) < 40


def test_the_newest_frame_of_codes_comes_back_also_where_newer_digits_have_none(store, running):
    assert store.codes_frame(running) is None
    report(store, running, 2, 2, images=IMAGES, codes=b"two")
    report(store, running, 4, 2, images=IMAGES, codes=b"four")
    report(store, running, 5, 1, images=IMAGES)
    assert store.codes_frame(running) == (4, b"four")
    assert store.codes_frame(running, after=3) == (4, b"four")
    assert store.codes_frame(running, after=4) is None
    assert store.snapshot(running).step == 5


def test_what_is_kept_of_many_is_what_was_said_to_be(store, running):
    last, said = None, []
    for step in range(1, 200, 3):
        report(store, running, step, 3 if step > 1 else 1, images=IMAGES)
        if is_kept(step, last):
            said.append(step)
        last = step
    with store.reading() as connection:
        kept = connection.execute(select(snapshots.c.step).where(snapshots.c.kept)).scalars()
        assert sorted(kept) == said


def test_frames_of_steps_that_are_taken_back_are_forgotten(store, running):
    report(store, running, 2, 2, images=IMAGES, codes=b"two")
    store.save_blob(running, 1, "checkpoint", 2, b"state")
    report(store, running, 4, 2, images=IMAGES, codes=b"four")
    store.requeue(running, 1, "its worker is gone")
    store.begin(running, store.claim(running, "another"))
    assert store.codes_frame(running) == (2, b"two")
