"""An owner's runs that have not ended, as messages: one reading for all who look."""

import asyncio

import numpy as np
import pytest

from ae.errors import StoreError
from ae.live import LiveRuns, live_runs
from ae.live.own_runs import COLUMNS, Sparkline
from ae.store import State, Wanted


@pytest.fixture(autouse=True)
def read_often(monkeypatch):
    monkeypatch.setattr("ae.live.own_runs.READ_EVERY", 0.01)


def begun(store, tiny, owner="me", step=6):
    run = store.submit(tiny, owner, held_by="worker").id
    store.begin(run, 1)
    values = np.linspace(1, 0.5, step, dtype=np.float32)
    store.report(run, 1, step=step, new_losses=values, ms_per_step=2.0)
    return run


def told(store, *acts, owner="me"):
    """The first message, and the one after each act that changes what is told."""

    async def listen():
        messages, heard = LiveRuns().messages(store, owner), []
        heard.append(await anext(messages))
        for act in acts:
            act()
            heard.append(await asyncio.wait_for(anext(messages), 5))
        await messages.aclose()
        return [message["runs"] for message in heard]

    return asyncio.run(listen())


def test_an_owner_is_told_of_the_own_runs_that_have_not_ended_the_oldest_first(store, tiny):
    first, second = begun(store, tiny), store.submit(tiny.replace(seed=1), "me").id
    begun(store, tiny, owner="you")
    ended = begun(store, tiny)
    store.end(ended, 1, State.FINISHED)
    assert [run.id for run in live_runs(store, ["me"])] == [first, second]
    (runs,) = told(store)
    assert [(run["id"], run["state"], run["step"]) for run in runs] == [
        (first, "running", 6), (second, "queued", 0),
    ]  # fmt: skip
    assert runs[0]["spark"][0] == 1.0
    assert runs[1]["spark"] == []
    assert len({run["name"] for run in runs}) == 2


def test_without_runs_there_is_nothing_to_tell(store):
    assert told(store) == [[]]


def test_a_step_a_pause_and_a_new_run_are_told(store, tiny):
    run = begun(store, tiny, step=2)
    later = []

    def report():
        store.report(run, 1, step=12, new_losses=np.full(10, 0.25, np.float32), ms_per_step=2.0)

    def pause():
        store.want(run, Wanted.PAUSE)
        store.end(run, 1, State.PAUSED)

    def submit():
        later.append(store.submit(tiny, "me").id)

    _first, stepped, paused, two = told(store, report, pause, submit)
    assert (stepped[0]["step"], stepped[0]["spark"][-1]) == (12, 0.25)
    assert paused[0]["words"] == "paused"
    assert [known["id"] for known in two] == [run, *later]


def test_an_end_is_told_for_a_while_and_a_deletion_at_once(store, tiny, monkeypatch):
    monkeypatch.setattr("ae.live.own_runs.LINGER", 0.2)
    ends, goes = begun(store, tiny), begun(store, tiny.replace(seed=1))
    _first, after, left, none = told(
        store,
        lambda: store.end(ends, 1, State.STOPPED),
        lambda: store.delete(goes, "me"),
        lambda: None,
    )
    assert [(run["id"], run["is_ended"]) for run in after] == [(ends, True), (goes, False)]
    assert [run["id"] for run in left] == [ends]
    assert none == []


def test_many_who_look_cost_one_reading(store, tiny, monkeypatch):
    begun(store, tiny)
    readings = []
    real = store.runs
    monkeypatch.setattr(
        store, "runs", lambda *a, **k: readings.append(k["owners"]) or real(*a, **k)
    )
    monkeypatch.setattr("ae.live.own_runs.READ_EVERY", 60)

    async def listen():
        live = LiveRuns()
        viewers = [live.messages(store, "me") for _ in range(20)]
        messages = await asyncio.gather(*(anext(viewer) for viewer in viewers))
        for viewer in viewers:
            await viewer.aclose()
        return messages

    messages = asyncio.run(listen())
    assert all(message == messages[0] for message in messages)
    assert len(readings) == 1


def test_nobody_who_looks_costs_nothing(store, monkeypatch):
    readings = []
    monkeypatch.setattr(store, "runs", lambda *_a, **_k: readings.append(1) or [])

    async def listen():
        messages = LiveRuns().messages(store, "me")
        await anext(messages)
        await messages.aclose()
        await asyncio.sleep(0.05)
        before = len(readings)
        await asyncio.sleep(0.1)
        return before, len(readings)

    before, after = asyncio.run(listen())
    assert before == after


def test_who_comes_after_all_have_left_is_told_nothing_old(store, tiny):
    run = begun(store, tiny)

    async def listen():
        live = LiveRuns()
        first = live.messages(store, "me")
        before = await anext(first)
        await first.aclose()
        store.delete(run, "me")
        second = live.messages(store, "me")
        after = await asyncio.wait_for(anext(second), 5)
        await second.aclose()
        return len(before["runs"]), after["runs"]

    assert asyncio.run(listen()) == (1, [])


def test_a_store_that_does_not_answer_is_told_and_asked_again_by_the_next(store, monkeypatch):
    def fail(*_args, **_named):
        raise StoreError("no answer")

    async def listen():
        live = LiveRuns()
        with monkeypatch.context() as broken:
            broken.setattr(store, "runs", fail)
            with pytest.raises(StoreError):
                await anext(live.messages(store, "me"))
        messages = live.messages(store, "me")
        message = await anext(messages)
        await messages.aclose()
        return message

    assert asyncio.run(listen()) == {"runs": []}


def test_a_sparkline_reaches_as_far_as_the_run_and_skips_what_is_no_number():
    spark = Sparkline(np.array([4.0, np.nan, 2.0, np.inf]), steps=2 * COLUMNS)
    assert spark.values() == [4.0, 2.0]
    spark.add(2 * COLUMNS, 0.123456)
    assert spark.values() == [4.0, 2.0, *[None] * (COLUMNS - 3), 0.1235]
    spark.add(0, 9.0)
    spark.add(1, None)
    assert spark.values()[0] == 4.0


def test_steps_taken_back_are_taken_from_the_curve(store, tiny):
    run = begun(store, tiny, step=12)

    def die():
        store.requeue(run, 1, "died")
        store.claim(run, "worker")
        store.begin(run, 2)

    runs = told(store, die)[-1]
    assert runs[0]["spark"] == [] or runs[0]["step"] == 12
