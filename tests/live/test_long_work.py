"""What takes long, made for whoever waits by a worker that goes on when it is let."""

import asyncio
import threading

import pytest

from ae.errors import Cancelled, NoAnswer, NoWorker, UnknownRun
from ae.live import Backend, LongWork, ResultAddress, long_work


class Worker:
    """Makes results in the store, each in steps of a quarter, which a test lets it take.

    It stands for the connection to real ones, whose pace no test could set.
    """

    def __init__(self, store):
        self.store, self.asked, self.may_go = store, [], threading.Semaphore(0)
        self.problems = []

    def ask(self, url, run, question, seconds, priority, *, step, name):
        assert (url, question) == (self.store.url, "result")
        self.asked.append(name)
        if self.problems:
            raise self.problems.pop()
        for quarter in range(1, 5):
            assert self.may_go.acquire(timeout=20)
            if not self.store.report_share(run, name, step, quarter / 4):
                raise Cancelled("The map was cancelled.")
        self.store.keep_result(run, name, step, b"points")

    def let(self, quarters):
        self.may_go.release(quarters)


@pytest.fixture
def worker(store):
    return Worker(store)


@pytest.fixture
def jobs(store, worker, monkeypatch):
    monkeypatch.setattr(long_work, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(long_work, "RETRY", 0.02)
    return LongWork(Backend(store, worker))


@pytest.fixture
def address(run):
    return ResultAddress(run, 20, "tsne-2-1000")


async def watch(jobs, address, on_progress=lambda _: None):
    """All that is said until the map is drawn."""
    said = []
    async for progress in jobs.progress(address):
        said.append(progress)
        on_progress(progress)
    return said


async def until(condition):
    while not condition():
        await asyncio.sleep(0.005)


def test_progress_rises_until_the_map_is_kept(jobs, worker, store, address):
    def let_more(progress):
        if worker.asked or not progress.reason:
            worker.let(1)

    said = asyncio.run(watch(jobs, address, let_more))
    shares = [progress.share for progress in said if not progress.reason]
    assert shares == sorted(shares)
    assert len(set(shares)) >= 3
    assert store.result(address.run, address.name, address.step) == b"points"


def test_all_who_wait_for_a_map_wait_for_one_drawing(jobs, worker, address):
    async def both():
        watching = [asyncio.create_task(watch(jobs, address)) for _ in range(2)]
        await until(lambda: worker.asked)
        worker.let(4)
        return await asyncio.gather(*watching)

    first, second = asyncio.run(both())
    assert first
    assert second
    assert worker.asked == [address.name]


def test_a_map_that_is_kept_is_not_drawn_again(jobs, worker, store, address):
    store.ask_for_result(address.run, address.name, address.step, 60)
    store.keep_result(address.run, address.name, address.step, b"points")
    asyncio.run(watch(jobs, address))
    assert worker.asked == []


def test_a_map_stays_wanted_for_as_long_as_somebody_waits(jobs, worker, address, monkeypatch):
    monkeypatch.setattr(long_work, "TELL_EVERY", 0.05)
    monkeypatch.setattr(long_work, "GOES_ON", 0.5)

    async def wait_long():
        watching = asyncio.create_task(watch(jobs, address))
        await until(lambda: worker.asked)
        await asyncio.sleep(1)
        worker.let(4)
        await watching

    asyncio.run(wait_long())
    assert worker.asked == [address.name]


def test_when_the_last_who_waits_leaves_the_worker_gives_it_up(jobs, worker, store, address):
    async def leave():
        watching = [asyncio.create_task(watch(jobs, address)) for _ in range(2)]
        await until(lambda: worker.asked)
        watching[0].cancel()
        worker.let(1)
        await until(lambda: store.result_share(address.run, address.name, address.step) == 0.25)
        watching[1].cancel()
        await asyncio.gather(*watching, return_exceptions=True)
        await until(lambda: not store.report_share(address.run, address.name, address.step, 0.25))
        worker.let(1)

    asyncio.run(leave())
    assert store.result_share(address.run, address.name, address.step) == 0.25


def test_maps_are_drawn_one_after_the_other_and_the_second_says_that_it_waits(
    jobs, worker, run, address
):
    other = ResultAddress(run, 20, "umap-2-1000")

    async def both():
        first = asyncio.create_task(watch(jobs, address))
        await until(lambda: worker.asked)
        second = asyncio.create_task(watch(jobs, other))
        await asyncio.sleep(0.1)
        assert worker.asked == [address.name]
        worker.let(8)
        await first
        return await second

    said = asyncio.run(both())
    assert "Something else that takes long is done first." in {progress.reason for progress in said}
    assert worker.asked == [address.name, other.name]


def test_while_no_worker_answers_it_says_so_and_asks_again(jobs, worker, address):
    worker.problems = [NoWorker("No workers are running yet.")]
    worker.let(4)
    said = asyncio.run(watch(jobs, address))
    assert "No workers are running yet." in {progress.reason for progress in said}
    assert worker.asked == [address.name] * 2


def test_what_goes_wrong_is_raised_to_who_waits_and_the_next_may_try_again(jobs, worker, address):
    worker.problems = [NoAnswer("The worker could not answer.")]
    with pytest.raises(NoAnswer):
        asyncio.run(watch(jobs, address))
    worker.let(4)
    asyncio.run(watch(jobs, address))
    assert len(worker.asked) == 2


def test_of_a_run_that_is_gone_that_is_said(jobs, address, store):
    store.delete(address.run, "me")
    with pytest.raises(UnknownRun):
        asyncio.run(watch(jobs, address))
