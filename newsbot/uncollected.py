"""Cyclic garbage is not looked for while one page is read.

A page makes thousands of objects, nearly all of them in use until its row is made, and has a bound on its tags and text: what the
collector finds among them is nothing, and each time that it looks through everything, tables of the language among it, is worth a whole
page's reading.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
