import asyncio
import threading

import pytest

from newsbot.exceptions import TakesTooLongError
from newsbot.run.worker import LARGE_PAGE_BYTES, MAX_READING_SECONDS, Allowance, Worker, takes_long


@pytest.fixture
def worker():
    worker = Worker()
    yield worker
    worker.close()


def endless():
    while True:
        pass


def test_what_comes_of_the_work_comes_back(worker):
    async def both():
        return await worker.do(Allowance(), max, 1, 2), await worker.do(Allowance(), int, "x")

    with pytest.raises(ValueError, match="invalid literal"):
        asyncio.run(both())


def test_the_event_loop_goes_on_while_work_is_done(worker):
    told = threading.Event()

    async def tell():
        told.set()

    async def both():
        return await asyncio.gather(worker.do(Allowance(), told.wait, 60), tell())

    assert asyncio.run(both()) == [True, None]


def test_work_that_never_ends_is_given_up_and_the_next_is_done(worker):
    async def both():
        with pytest.raises(TakesTooLongError):
            await worker.do(Allowance(0.01), endless)
        return [await worker.do(Allowance(), number.__add__, 1) for number in range(1000)]

    assert asyncio.run(both()) == list(range(1, 1001))


def test_a_page_has_one_allowance_for_all_that_is_done_with_it(worker):
    allowance = Allowance()

    async def twice():
        await worker.do(allowance, sum, range(100_000))
        left = allowance.left
        await worker.do(allowance, sum, range(100_000))
        return left

    assert MAX_READING_SECONDS > asyncio.run(twice()) > allowance.left
    allowance.left = -1.0
    with pytest.raises(TakesTooLongError):
        asyncio.run(worker.do(allowance, endless))


def test_an_error_that_came_too_late_does_not_hit_the_next_page(worker):
    async def many():
        for number in range(200):
            allowance = Allowance(0.0)
            try:
                await worker.do(allowance, sum, range(number * 100))
            except TakesTooLongError:
                continue
        return await worker.do(Allowance(), sum, range(10))

    assert asyncio.run(many()) == 45


def test_small_pages_stay_in_the_loop_and_packed_ones_do_not():
    assert not takes_long(b"x" * (LARGE_PAGE_BYTES - 1))
    assert takes_long(b"x" * LARGE_PAGE_BYTES)
    assert takes_long(b"\x1f\x8b")


def test_a_worker_that_is_let_go_leaves_nothing_behind(worker):
    begun = threading.Event()

    def begin():
        begun.set()
        endless()

    async def leave():
        doing = asyncio.ensure_future(worker.do(Allowance(), begin))
        await asyncio.to_thread(begun.wait)
        worker.close()
        with pytest.raises(TakesTooLongError):
            await doing

    asyncio.run(leave())
