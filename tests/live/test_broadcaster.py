import asyncio
import base64
from contextlib import aclosing, suppress

import numpy as np
import pytest

from ae.errors import StoreError, UnknownRun
from ae.live import Broadcaster
from ae.metrics.baselines import Line, LineKind
from ae.store import State, Store, Wanted
from tests.live.runs import IMAGES, PATIENCE, report, values


class Viewer:
    """Does with messages what a browser does: puts new losses behind those it has."""

    def __init__(self, broadcaster, store, run):
        self._messages = broadcaster.messages(store, run)
        self.losses = np.empty(0, np.float32)
        self.validations = []
        self.seen = []

    async def next(self):
        async with asyncio.timeout(PATIENCE):
            message = await anext(self._messages)
        assert message["first"] <= len(self.losses)
        assert message["first_validation"] <= len(self.validations)
        self.losses = np.concatenate([self.losses[: message["first"]], values(message)])
        known = self.validations[: message["first_validation"]]
        self.validations = [*known, *message["validations"]]
        self.seen.append(message)
        return message

    async def until(self, ready):
        """Read on to the first message for which this holds."""
        while not ready(await self.next()):
            pass
        return self.seen[-1]

    async def to_the_end(self):
        with suppress(StopAsyncIteration):
            while True:
                await self.next()
        return self

    async def leave(self):
        await self._messages.aclose()


def test_the_first_message_has_everything(store, run):
    store.save_baselines(run, 1, [Line(LineKind.MEAN_IMAGE, "mean image", 0.0675)])
    report(store, run, 2, 2)
    report(store, run, 100, 98, new_validations=[(100, 0.25)], images=IMAGES)

    async def watch():
        viewer = Viewer(Broadcaster(), store, run)
        message = await viewer.next()
        await viewer.leave()
        return message

    message = asyncio.run(watch())
    np.testing.assert_array_equal(values(message), np.arange(1, 101) + 1000)
    assert base64.b64decode(message["images"]) == IMAGES
    assert message["validations"] == [(100, 0.25)]
    assert message["lines"] == [{"kind": "mean_image", "label": "mean image", "value": 0.0675}]
    expected = {
        "run": run, "state": "running", "wanted": "run", "waiting": "", "message": "",
        "step": 100, "steps": 1000, "first": 0, "train": 1100.0, "validation": 0.25,
        "ms_per_step": 2.0, "seconds_left": 1.8,
    }  # fmt: skip
    assert {name: message[name] for name in expected} == expected


def test_the_untrained_network_is_shown_before_any_step_and_stays(store, run):
    async def watch():
        viewer = Viewer(Broadcaster(), store, run)
        await viewer.next()
        report(store, run, 0, 0, new_validations=[(0, 0.5)], images=IMAGES)
        untrained = await viewer.until(lambda m: m["validations"])
        report(store, run, 2, 2)
        await viewer.until(lambda m: m["step"] == 2)
        await viewer.leave()
        return viewer, untrained

    viewer, untrained = asyncio.run(watch())
    assert (untrained["step"], untrained["validations"]) == (0, [(0, 0.5)])
    assert base64.b64decode(untrained["images"]) == IMAGES
    assert viewer.validations == [(0, 0.5)]
    assert len(viewer.losses) == 2


def test_later_messages_have_only_what_is_new(store, run):
    report(store, run, 100, 100, new_validations=[(100, 0.25)], images=IMAGES)

    async def watch():
        viewer = Viewer(Broadcaster(), store, run)
        await viewer.next()
        report(store, run, 103, 3)
        plain = await viewer.until(lambda m: m["step"] == 103)
        report(store, run, 200, 97, new_validations=[(200, 0.2)], images=IMAGES[::-1])
        full = await viewer.until(lambda m: m["step"] == 200)
        await viewer.leave()
        return plain, full

    plain, full = asyncio.run(watch())
    assert plain["first"] == 100
    assert values(plain).tolist() == [1101, 1102, 1103]
    assert (plain["images"], plain["validations"]) == (None, [])
    assert full["first"] == 103
    assert len(values(full)) == 97
    assert base64.b64decode(full["images"]) == IMAGES[::-1]
    assert full["validations"] == [(200, 0.2)]


def test_a_message_comes_for_every_change_of_what_is_wanted(store, run):
    async def watch():
        viewer = Viewer(Broadcaster(), store, run)
        await viewer.next()
        store.want(run, Wanted.PAUSE)
        await viewer.until(lambda m: m["wanted"] == "pause")
        store.end(run, 1, State.PAUSED)
        await viewer.until(lambda m: m["state"] == "paused")
        store.want(run, Wanted.RUN)
        await viewer.until(lambda m: m["state"] == "queued")
        await viewer.leave()
        return viewer

    assert [m["first"] for m in asyncio.run(watch()).seen] == [0] * 4


def test_two_viewers_see_the_same_and_a_late_one_catches_up(store, run):
    report(store, run, 50, 50)

    async def watch():
        broadcaster = Broadcaster()
        early, second = Viewer(broadcaster, store, run), Viewer(broadcaster, store, run)
        await early.next()
        await second.next()
        report(store, run, 80, 30, images=IMAGES)
        await early.until(lambda m: m["step"] == 80)
        late = Viewer(broadcaster, store, run)
        first = await late.next()
        report(store, run, 90, 10)
        store.end(run, 1, State.FINISHED)
        viewers = [early, second, late]
        await asyncio.gather(*(viewer.to_the_end() for viewer in viewers))
        return viewers, first

    viewers, first = asyncio.run(watch())
    for viewer in viewers:
        np.testing.assert_array_equal(viewer.losses, np.arange(1, 91) + 1000)
        assert viewer.seen[-1]["state"] == "finished"
    assert len(values(first)) == 80
    assert base64.b64decode(first["images"]) == IMAGES


def test_the_feed_ends_when_the_run_ends(store, run):
    report(store, run, 10, 10)

    async def watch():
        viewer = Viewer(Broadcaster(), store, run)
        await viewer.next()
        report(store, run, 12, 2)
        store.end(run, 1, State.DIVERGED, "The loss stopped being a finite number.")
        return await viewer.to_the_end()

    viewer = asyncio.run(watch())
    last = viewer.seen[-1]
    assert (last["state"], last["message"]) == (
        "diverged",
        "The loss stopped being a finite number.",
    )
    np.testing.assert_array_equal(viewer.losses, np.arange(1, 13) + 1000)


def test_a_run_that_ended_long_ago_is_one_message(store, run):
    report(store, run, 10, 10)
    metrics = {"mse": 0.0281, "sse_per_image": 22.0, "bce": 0.2, "dead_pixels": 30}
    store.end(run, 1, State.FINISHED, metrics=metrics)

    async def watch():
        return await Viewer(Broadcaster(), store, run).to_the_end()

    (message,) = asyncio.run(watch()).seen
    assert len(values(message)) == 10
    assert "0.0281" in message["message"]
    assert "30 output pixels are stuck at black" in message["message"]


def test_an_unknown_run_raises_for_each_who_asks(store):
    async def watch():
        broadcaster = Broadcaster()
        for _ in range(2):
            with pytest.raises(UnknownRun, match="There is no run 'nobody'"):
                await Viewer(broadcaster, store, "nobody").next()

    asyncio.run(watch())


def test_steps_that_were_taken_back_are_sent_again_from_the_first(store, run):
    report(store, run, 100, 100, new_validations=[(100, 0.5)], images=IMAGES)

    async def watch():
        viewer = Viewer(Broadcaster(), store, run)
        await viewer.next()
        store.requeue(run, 1, "died")
        store.claim(run, "other")
        store.begin(run, 2)
        back = await viewer.until(lambda m: m["step"] == 0)
        report(store, run, 4, 4, attempt=2)
        await viewer.until(lambda m: m["step"] == 4)
        store.end(run, 2, State.STOPPED)
        return back, await viewer.to_the_end()

    back, viewer = asyncio.run(watch())
    assert back["first"] == 0
    assert len(values(back)) == 0
    assert viewer.losses.tolist() == [2001, 2002, 2003, 2004]
    assert viewer.validations == []


def test_steps_up_to_the_checkpoint_are_sent_again_with_their_snapshot(store, run):
    report(store, run, 40, 40, images=IMAGES)
    store.save_blob(run, 1, "checkpoint", 40, b"state")
    report(store, run, 100, 60, images=IMAGES[::-1])

    async def watch():
        viewer = Viewer(Broadcaster(), store, run)
        await viewer.next()
        store.requeue(run, 1, "died")
        store.claim(run, "other")
        store.begin(run, 2)
        back = await viewer.until(lambda m: m["step"] == 40)
        await viewer.leave()
        return back

    back = asyncio.run(watch())
    assert back["first"] == 0
    np.testing.assert_array_equal(values(back), np.arange(1, 41) + 1000)
    assert base64.b64decode(back["images"]) == IMAGES


def test_nothing_is_read_any_more_once_nobody_looks(store, run):
    async def watch():
        broadcaster = Broadcaster()
        viewers = [Viewer(broadcaster, store, run) for _ in range(2)]
        for viewer in viewers:
            await viewer.next()
        during = len(asyncio.all_tasks())
        for viewer in viewers:
            await viewer.leave()
        async with asyncio.timeout(PATIENCE):
            while len(asyncio.all_tasks()) > 1:
                await asyncio.sleep(0.01)
        async with aclosing(broadcaster.messages(store, run)) as again:  # and begins anew
            assert (await anext(again))["first"] == 0
        return during

    assert asyncio.run(watch()) == 2  # this one and a single reader for both


class FailingStore(Store):
    """A store whose disk can be made to fail."""

    fails = False

    def run(self, run):
        if self.fails:
            raise StoreError("The disk is gone.")
        return super().run(run)


def test_a_store_that_fails_is_told_to_each_viewer_and_asked_again_for_a_newcomer(store, run):
    failing = FailingStore(store.url)
    report(store, run, 2, 2)

    async def watch():
        broadcaster = Broadcaster()
        first, second = (Viewer(broadcaster, failing, run) for _ in range(2))
        await first.next()
        await second.next()
        failing.fails = True
        with pytest.raises(StoreError, match="The disk is gone"):
            await first.next()
        with pytest.raises(StoreError, match="The disk is gone"):
            await Viewer(broadcaster, failing, run).next()
        failing.fails = False
        newcomer = Viewer(broadcaster, failing, run)
        await newcomer.next()
        with pytest.raises(StoreError, match="The disk is gone"):
            await second.next()
        report(store, run, 5, 3)  # the second's leaving has not ended the newcomer's reading
        await newcomer.until(lambda m: m["step"] == 5)
        await newcomer.leave()
        return newcomer

    assert asyncio.run(watch()).losses.tolist() == [1001, 1002, 1003, 1004, 1005]
    failing.close()


def test_a_viewer_who_leaves_takes_nothing_from_the_other(store, run):
    report(store, run, 2, 2)

    async def watch():
        broadcaster = Broadcaster()
        leaves, stays = (Viewer(broadcaster, store, run) for _ in range(2))
        await leaves.next()
        await stays.next()
        await leaves.leave()
        report(store, run, 5, 3)
        message = await stays.next()
        await stays.leave()
        return message

    assert asyncio.run(watch())["step"] == 5
