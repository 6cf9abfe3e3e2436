"""What leans on the inside of `re`: the Python that is installed is the one that is known, and patterns match what they did."""

from __future__ import annotations

import importlib
import re
import sys

import pytest

from newsbot.re_internals import leaving_wide_ranges, wide_ranges_apart
from newsbot.words import HAN_PLANES, HAN_RANGE

COMPILER = importlib.import_module("re._compiler")
_EDGES = [0x3400, 0x4DC0, 0x4E00, 0xA000, 0x10000, 0x20000, 0x2FA20]
_CODES = {*range(0x3000), *range(0x3000, 0xD800, 13), *range(0xE000, 0x30000, 97), *_EDGES, *(edge - 1 for edge in _EDGES)}
SOME = "".join(map(chr, sorted(_CODES)))
"""All characters up to the Han, then every thirteenth, and the first and last of each range."""


@pytest.mark.parametrize(
    "inside",
    [
        HAN_RANGE, f"^{HAN_RANGE}", HAN_PLANES, f"{HAN_RANGE}A-Za-z0-9·", f"^{HAN_RANGE}a-z\\s", f"\\w{HAN_RANGE}", f"。，{HAN_RANGE}！\\d",
        "\u4e00-\u9fff", "^\0-\uffff", "\0-\u33ff", "\ua000-\U0001ffff", f"^，{HAN_RANGE}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("flags", [re.NOFLAG, re.IGNORECASE, re.ASCII], ids=str)
def test_a_class_matches_what_it_did(inside: str, flags: re.RegexFlag) -> None:
    forms = [f"[{inside}]", f"(?:[{inside}]|x)y?", f"(?<=[{inside}])."]
    with wide_ranges_apart():
        ours = _found(forms, flags)
    assert ours == _found(forms, flags)


def _found(forms: list[str], flags: re.RegexFlag) -> list[list[str]]:
    re.purge()
    return [re.compile(form, flags).findall(SOME) for form in forms]


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="another one is left as it is")
def test_the_python_that_is_installed_is_the_one_that_is_known() -> None:
    with wide_ranges_apart() as known:
        assert known
        assert COMPILER.__dict__["_optimize_charset"].__module__ == "newsbot.re_internals"


def test_re_is_given_back_as_it_was_also_after_an_error() -> None:
    with pytest.raises(re.error), wide_ranges_apart():
        re.compile("[")
    assert COMPILER.__dict__["_optimize_charset"].__module__ == "re._compiler"


def test_wide_ranges_are_not_marked_one_by_one() -> None:
    seen: list[object] = []

    def optimise(charset: list[tuple[object, object]], *_: object) -> tuple[list[tuple[object, object]], bool]:
        seen.extend(charset)
        return charset, False

    apart = leaving_wide_ranges(optimise, "range")
    charset = [("negate", None), ("range", (0x4E00, 0x9FFF)), ("range", (97, 122))]
    assert apart(charset) == ([("negate", None), ("range", (97, 122)), ("range", (0x4E00, 0x9FFF))], False)
    assert seen == [("negate", None), ("range", (97, 122))]
    assert apart(charset, None, str.lower) == (charset, False)
