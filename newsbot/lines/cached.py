"""What a single line is by its printed form, remembered.

The rules of one page ask of the same line several times, and the pages of one site print the same lines around every report.
"""

from __future__ import annotations

import re
from functools import lru_cache

from newsbot.data import table
from newsbot.lines import forms
from newsbot.lines.credits import MAX_CREDIT_CHARS, Credit, credit_line
from newsbot.lines.forms import Form
from newsbot.lines.meta_line import MAX_META_CHARS, MetaLine, parse_meta_line
from newsbot.words import any_of

_REMEMBERED = 8192
"""Lines of at most 600 characters: some megabytes."""
_HINT = table("meta_labels.toml")["hint"]
_MAY_BE_META = (re.compile(rf"[\d:：{_HINT['numerals']}]"), any_of([*_HINT["words"], *_HINT["credit"]]))


def form_of(line: str) -> Form | None:
    """See :func:`newsbot.lines.forms.read_form`."""
    return _form(line) if len(line) <= forms.MAX_FORM_CHARS else None


def meta_line(line: str) -> MetaLine | None:
    """See :func:`newsbot.lines.meta_line.parse_meta_line`; relative times are not understood, so this only tells whether it is one."""
    return _meta(line) if len(line) <= MAX_META_CHARS and may_be_meta(line) else None


def may_be_meta(line: str) -> bool:
    """Return whether a line has any of the characters without which it is no meta line."""
    marks, words = _MAY_BE_META
    return marks.search(line, 0, MAX_META_CHARS) is not None or words.search(line, 0, MAX_META_CHARS) is not None


def credit(line: str, *, bare: bool = False) -> Credit | None:
    """See :func:`newsbot.lines.credits.credit_line`."""
    return _credit(line, bare=bare) if len(line) <= MAX_CREDIT_CHARS else None


@lru_cache(maxsize=_REMEMBERED)
def _form(line: str) -> Form | None:
    return forms.read_form(line)


@lru_cache(maxsize=_REMEMBERED)
def _meta(line: str) -> MetaLine | None:
    return parse_meta_line(line, None)


@lru_cache(maxsize=_REMEMBERED)
def _credit(line: str, *, bare: bool) -> Credit | None:
    return credit_line(line, bare=bare)
