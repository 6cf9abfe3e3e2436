"""Cyclic garbage is not looked for while one page is read, and seldom where page after page is, or a ledger is settled.

A page makes thousands of objects, nearly all of them in use until its row is made, and has a bound on its tags and text: what the
collector finds among them is nothing, and each time that it looks through everything, tables of the language among it, is worth a whole
page's reading. Between two stages of a page it would look through what the page holds, and find nothing again: of 497 pages a whole crawl
leaves 1,300 objects in cycles. Settling holds what thousands of pages say, and makes as little garbage; but both go on for hours.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

SELDOM: Final = 20_000
"""New objects after which garbage is looked for, where that is seldom; usually it is 700. Settling takes a tenth less processor time, and
a replay a fifteenth."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave garbage alone inside the block; behind it, and where it raises, things are as they were before."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for garbage after `SELDOM` new objects inside the block; behind it, and where it raises, things are as they were before."""
    first, *others = gc.get_threshold()
    if 0 < first < SELDOM:
        gc.set_threshold(SELDOM, *others)
    try:
        yield
    finally:
        gc.set_threshold(first, *others)
