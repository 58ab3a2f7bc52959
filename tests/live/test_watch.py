"""Watching one run: what is read, when, and what a message has then."""

import base64
import threading

import numpy as np

from ae.cluster.launch import LEASE
from ae.cluster.reporting import REPORT_EVERY
from ae.live import Cursor, Watch
from ae.store import State, Store, Wanted
from tests.live.runs import IMAGES, PATIENCE, report, values


def test_viewers_who_are_level_share_one_message(store, run):
    report(store, run, 50, 50)
    watch = Watch(store, run)
    watch.read()
    assert watch.message(Cursor())[0] is watch.message(Cursor())[0]


def test_a_reading_that_changes_nothing_makes_no_message(store, run):
    watch = Watch(store, run)
    watch.read()
    before = watch.version
    watch.read()
    assert watch.version == before
    store.watch(run, 9e9)  # that somebody looks is no news to who looks
    watch.read()
    assert watch.version == before
    store.heartbeat(run, 1)
    watch.read()
    assert watch.version == before + 1


class SlowStore(Store):
    """A store whose disk can be made to hold up a reading half way."""

    def __init__(self, url):
        super().__init__(url)
        self.entered, self.go_on = threading.Event(), threading.Event()
        self.go_on.set()

    def validations(self, run, after=0):
        self.entered.set()
        assert self.go_on.wait(PATIENCE)
        return super().validations(run, after)


def test_a_viewer_who_comes_in_the_middle_of_a_reading_misses_nothing(store, run):
    slow = SlowStore(store.url)
    report(store, run, 2, 2)
    watch = Watch(slow, run)
    watch.read()
    watch.message(Cursor())  # somebody is there already
    report(store, run, 5, 3)
    slow.entered.clear()
    slow.go_on.clear()
    reading = threading.Thread(target=watch.read)
    reading.start()
    assert slow.entered.wait(PATIENCE)
    first, cursor = watch.message(Cursor())
    slow.go_on.set()
    reading.join()
    slow.close()
    both = np.concatenate([values(first), values(watch.message(cursor)[0])])
    assert both.tolist() == [1001, 1002, 1003, 1004, 1005]


def test_the_parts_of_a_loss_come_with_it(store, tiny):
    hp = tiny.replace(code="variational", loss="bce", steps=100)
    run = store.submit(hp, "me", held_by="worker").id
    store.begin(run, 1)
    watch = Watch(store, run)
    parts = np.arange(8, dtype=np.float32).reshape(4, 2)
    report(store, run, 2, 2, new_parts=parts[:2])
    watch.read()
    first, cursor = watch.message(Cursor())
    assert first["part_names"] == ("reconstruction", "kl")
    report(store, run, 4, 2, new_parts=parts[2:])
    watch.read()
    second, _ = watch.message(cursor)
    for message, expected in ((first, parts[:2]), (second, parts[2:])):
        np.testing.assert_array_equal(values(message, "parts").reshape(-1, 2), expected)


def test_a_learning_rate_that_changed_is_told(store, run):
    watch = Watch(store, run)
    store.note_rate(run, 1, 7, 0.0005)
    watch.read()
    message, _ = watch.message(Cursor())
    assert (message["rate"], message["rate_changes"]) == (0.0005, [(7, 0.0005)])


def test_a_run_is_read_most_often_while_somebody_waits_for_its_first_points(store, run, tiny):
    queued, begun = Watch(store, store.submit(tiny, "me").id), Watch(store, run)
    queued.read()
    begun.read()
    first = begun.poll_interval
    report(store, run, 500, 500)
    begun.read()
    assert first < queued.poll_interval < begun.poll_interval <= 0.5
    assert REPORT_EVERY <= 0.5  # twice a second there is something new to read
    store.want(run, Wanted.PAUSE)
    store.end(run, 1, State.PAUSED)
    begun.read()
    assert begun.poll_interval > first


def test_what_a_run_waits_for_is_news(store, tiny):
    watch = Watch(store, store.submit(tiny, "me").id)
    watch.read()
    first, cursor = watch.message(Cursor())
    assert first["waiting"].startswith("No workers yet")
    store.take_lease(LEASE, "supervisor", 100)
    watch.read()
    assert watch.version == cursor.version + 1
    assert watch.message(cursor)[0]["waiting"] == "The workers are loading TensorFlow."


def test_a_viewer_gets_each_frame_of_codes_and_the_last_one_stays(store, run):
    watch = Watch(store, run)
    report(store, run, 2, 2, images=IMAGES, codes=b"two")
    watch.read()
    first, cursor = watch.message(Cursor())
    report(store, run, 3, 1, images=IMAGES)
    watch.read()
    second, cursor = watch.message(cursor)
    late, _ = watch.message(Cursor())
    report(store, run, 4, 1, images=IMAGES, codes=b"four")
    watch.read()
    third, _ = watch.message(cursor)
    sent = [m["codes"] and base64.b64decode(m["codes"]) for m in (first, second, late, third)]
    assert sent == [b"two", None, b"two", b"four"]
