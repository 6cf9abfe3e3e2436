"""Everything that leans on the inside of Python's `re`: one thing, which halves what importing the package takes.

Before `re` compiles a class of characters it marks these in a table, one by one, to choose the shortest form of the class. Nearly every
pattern of this package has a class of Han characters, 27,000 of them, many have several, and each takes a millisecond: a third of what the
first page of a process costs. Ranges beyond U+FFFF, which do not fit into that table, `re` leaves as they are. While the package is
imported it does so with every range of thousands of characters: the class is looked through from its beginning, as it is with those, and
matches what it did.

Patterns in which letter case does not count are made as ever, and where `re` is not built as it is known here nothing is changed. Once the
package is imported, `re` is again what it was: what others compile is none of our business.
tests/test_re_internals.py asks both of the Python that is installed.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

WIDE: Final = 2_000
"""Characters of a range from which on to mark them takes longer than all else of a class."""

_Class = list[tuple[object, Any]]
_Optimise = Callable[..., tuple[_Class, bool]]


def leaving_wide_ranges(optimise: _Optimise, range_code: object) -> _Optimise:
    """Return `optimise`, which gives the shortest form of a class and whether letter case counts in it, with wide ranges kept apart."""

    def apart(charset: _Class, iscased: object = None, fixup: object = None, fixes: object = None) -> tuple[_Class, bool]:
        wide = [] if fixup else [item for item in charset if item[0] is range_code and item[1][1] - item[1][0] >= WIDE]
        if not wide:
            return optimise(charset, iscased, fixup, fixes)
        shortest, cased = optimise([item for item in charset if item not in wide], iscased, fixup, fixes)
        return shortest + wide, cased

    return apart


@contextmanager
def wide_ranges_apart() -> Iterator[bool]:
    """Let `re` compile without marking wide ranges, and give it back as it was; says whether it is the `re` that is known here."""
    compiler, codes = importlib.import_module("re._compiler"), importlib.import_module("re._constants")
    known = getattr(compiler, "_optimize_charset", None)
    if known is None or known.__code__.co_varnames[: known.__code__.co_argcount] != ("charset", "iscased", "fixup", "fixes"):
        yield False
        return
    compiler.__dict__["_optimize_charset"] = leaving_wide_ranges(known, codes.RANGE)
    try:
        yield True
    finally:
        compiler.__dict__["_optimize_charset"] = known
