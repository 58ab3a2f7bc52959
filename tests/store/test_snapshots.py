"""The shown digits."""

from sqlalchemy import select

from ae.store.schema import snapshots
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
