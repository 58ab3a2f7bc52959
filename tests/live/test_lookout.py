import asyncio
import threading
from contextlib import aclosing

from ae.errors import StoreError
from ae.live import Lookout
from ae.live.lookout import LOOK_EVERY
from tests.live.runs import PATIENCE


class Kettle:
    """A need that is met, or fails, when the test says so; counts how often it is looked after."""

    def __init__(self):
        self.says, self.error, self.looks = "cold", None, 0

    def reason_to_wait(self, backend, now):
        self.looks += 1
        if self.error:
            raise self.error
        return self.says


async def listen(lookout, need, heard):
    async with asyncio.timeout(PATIENCE), aclosing(lookout.reasons_to_wait(need)) as reasons:
        async for reason in reasons:
            heard.append(reason)
    heard.append("over")


async def until(condition):
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(0.01)


def test_each_reason_is_told_once_and_all_are_told_when_it_is_met():
    async def wait():
        kettle, lookout, heard = Kettle(), Lookout(None), ([], [], [])
        tasks = [asyncio.create_task(listen(lookout, kettle, h)) for h in heard]
        await until(lambda: all(h == ["cold"] for h in heard))
        kettle.says = "warm"
        await until(lambda: all(h == ["cold", "warm"] for h in heard))
        kettle.says = None
        await asyncio.gather(*tasks)
        return heard

    assert asyncio.run(wait()) == (["cold", "warm", "over"],) * 3


def test_thirty_who_wait_for_the_same_cost_one_look():
    async def wait():
        kettle, lookout, heard = Kettle(), Lookout(None), []
        tasks = [asyncio.create_task(listen(lookout, kettle, heard)) for _ in range(30)]
        await until(lambda: len(heard) == 30)
        assert kettle.looks <= 2
        kettle.says = None
        await asyncio.gather(*tasks)

    asyncio.run(wait())


def test_nobody_looks_once_all_have_left():
    async def wait():
        kettle, lookout, heard = Kettle(), Lookout(None), []
        task = asyncio.create_task(listen(lookout, kettle, heard))
        await until(lambda: heard)
        task.cancel()
        await asyncio.wait([task])
        looks = kettle.looks
        await asyncio.sleep(2 * LOOK_EVERY)
        assert kettle.looks <= looks + 1  # one may have been under way

    asyncio.run(wait())


def test_who_comes_after_it_was_met_is_told_at_once_what_holds_now():
    async def wait():
        kettle, lookout, heard = Kettle(), Lookout(None), []
        kettle.says = None
        await listen(lookout, kettle, heard)
        kettle.says = "cold again"
        task = asyncio.create_task(listen(lookout, kettle, heard))
        await until(lambda: heard[-1] == "cold again")
        task.cancel()
        await asyncio.wait([task])

    asyncio.run(wait())


def test_an_error_reaches_all_who_wait_and_the_next_one_looks_anew():
    async def wait():
        kettle, lookout, heard = Kettle(), Lookout(None), []
        tasks = [asyncio.create_task(listen(lookout, kettle, heard)) for _ in range(2)]
        await until(lambda: heard == ["cold", "cold"])
        kettle.error = StoreError("The store does not answer.")
        for result in await asyncio.gather(*tasks, return_exceptions=True):
            assert isinstance(result, StoreError)
        kettle.error = kettle.says = None
        await listen(lookout, kettle, heard)
        assert heard[-1] == "over"

    asyncio.run(wait())


def test_a_look_that_takes_long_holds_up_nobody_else():
    slow, go_on = Kettle(), threading.Event()

    def look(backend, now):
        go_on.wait(PATIENCE)

    slow.reason_to_wait = look

    async def wait():
        lookout, heard, quick = Lookout(None), [], Kettle()
        task = asyncio.create_task(listen(lookout, slow, []))
        quick.says = None
        await listen(lookout, quick, heard)
        assert heard == ["over"]
        go_on.set()
        await task

    asyncio.run(wait())
