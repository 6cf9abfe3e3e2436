"""What a single line is by its printed form, remembered.

The rules of one page ask of the same line several times, and the pages of one site print the same lines around every report.
"""

from __future__ import annotations

import re
from functools import lru_cache

from newsbot.lines import forms
from newsbot.lines.credits import LONGEST_LINE, Credit, credit_line
from newsbot.lines.forms import Form
from newsbot.lines.meta_line import LONGEST, MetaLine, parse_meta_line

_REMEMBERED = 8192
"""Lines of at most 600 characters: some megabytes."""
_MAY_BE_META = re.compile(r"[\d:：〇一二三四五六七八九十]|昨|今|前|刚|来源|编|作者|记者")


def form_of(line: str) -> Form | None:
    """See :func:`newsbot.lines.forms.read_form`."""
    return _form(line) if len(line) <= forms.MAX_FORM_CHARS else None


def meta_line(line: str) -> MetaLine | None:
    """See :func:`newsbot.lines.meta_line.parse_meta_line`; relative times are not understood, so this only tells whether it is one."""
    return _meta(line) if len(line) <= LONGEST and may_be_meta(line) else None


def may_be_meta(line: str) -> bool:
    """Whether a line has any of the characters without which it is no meta line."""
    return _MAY_BE_META.search(line[:LONGEST]) is not None


def credit(line: str) -> Credit | None:
    """See :func:`newsbot.lines.credits.credit_line`."""
    return _credit(line) if len(line) <= LONGEST_LINE + 20 else None


@lru_cache(maxsize=_REMEMBERED)
def _form(line: str) -> Form | None:
    return forms.read_form(line)


@lru_cache(maxsize=_REMEMBERED)
def _meta(line: str) -> MetaLine | None:
    return parse_meta_line(line, None)


@lru_cache(maxsize=_REMEMBERED)
def _credit(line: str) -> Credit | None:
    return credit_line(line)
