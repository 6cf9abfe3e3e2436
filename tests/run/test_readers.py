"""Processes that read pages beside the one that crawls."""

import asyncio
import atexit
import os
import signal

import pytest

from newsbot.exceptions import ReaderDiedError, TakesTooLongError
from newsbot.run.readers import InOrder, Readers
from newsbot.uncollected import SELDOM
from tests.run.reader_work import work

pytestmark = pytest.mark.slow


@pytest.fixture
def readers():
    made = Readers(1, work, silence=20)
    yield made
    made.close()


def read(readers, *given):
    return asyncio.run(readers.read(*given))


def test_pages_are_read_in_another_process_and_it_is_kept(readers):
    word, process = read(readers, "a page")
    assert word == "a page"
    assert process != os.getpid()
    assert read(readers, "another") == ("another", process)


def test_what_is_done_at_the_end_of_the_process_grows_with_readers_and_not_with_pages(readers):
    read(readers, "the first starts a reader")
    before = atexit._ncallbacks()
    for page in ("one", "two", "three"):
        read(readers, page)
    assert atexit._ncallbacks() == before


def test_a_reader_looks_for_garbage_seldom(readers):
    assert read(readers, "how seldom")[0] == SELDOM


def test_a_reader_that_dies_costs_one_page(readers):
    _, process = read(readers, "a page")
    with pytest.raises(ReaderDiedError):
        read(readers, "die")
    assert read(readers, "another")[1] != process


def test_a_reader_that_hangs_is_killed(readers):
    _, process = read(readers, "a page")
    readers._silence = 0.2
    with pytest.raises(TakesTooLongError):
        read(readers, "hang")
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    readers._silence = 20
    assert read(readers, "another")[0] == "another"


def test_what_the_work_raises_comes_back_as_words_and_so_does_an_answer_that_cannot_travel(readers):
    _, process = read(readers, "a page")
    with pytest.raises(RuntimeError, match="ValueError: no such thing"):
        read(readers, "raise", "no such thing")
    with pytest.raises(RuntimeError, match="pickle"):
        read(readers, "a thread's lock")
    assert read(readers, "another")[1] == process


def test_a_signal_to_the_whole_group_is_for_the_process_that_crawls(readers):
    _, process = read(readers, "a page")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        os.kill(process, number)
    assert read(readers, "another")[1] == process


def test_readers_that_are_let_go_leave_no_process_behind():
    readers = Readers(2, work)

    async def both():
        return await asyncio.gather(readers.read("one"), readers.read("two"))

    processes = {process for _, process in asyncio.run(both())}
    readers.close()
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_who_waits_less_goes_on_no_earlier():
    order, went = InOrder(), []

    async def go(name, pause, error=None):
        async def waiting():
            await asyncio.sleep(pause)
            if error:
                raise error
            return name

        async with order.turn(waiting()) as came:
            await asyncio.sleep(0)
            went.append(came)

    async def all_of_them():
        return await asyncio.gather(go("slow", 0.05), go("broken", 0, OSError("gone")), go("fast", 0), return_exceptions=True)

    ends = asyncio.run(all_of_them())
    assert went == ["slow", "fast"]
    assert isinstance(ends[1], OSError)
