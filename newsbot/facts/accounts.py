"""The account of a platform that published a report, where the page names it as one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from newsbot.data import table
from newsbot.facts.media_names import NO_NAME, looks_like_medium, tidy_source
from newsbot.lines.credits import is_name
from newsbot.lines.credits.name_forms import may_be_called
from newsbot.lines.credits.vocabulary import places
from newsbot.lines.meta_line import MetaLine
from newsbot.model import Block, Role
from newsbot.said import said
from newsbot.words import HAN_RANGE, any_of, common_words, either

_ACCOUNTS = table("meta_labels.toml")["account"]
ACCOUNT_BLOCKS: Final = 25
"""Blocks before the report in which an account is looked for."""
_ACCOUNT = re.compile(rf"([{HAN_RANGE}A-Za-z0-9·_\-]{{2,20}})")
_AFTER_ACCOUNT = any_of(_ACCOUNTS["after"])
_OFFICIAL = re.compile(rf"([{HAN_RANGE}A-Za-z0-9]{{2,16}}?)(?:{either(_ACCOUNTS['after'])})")
_BEGINS_ACCOUNT = re.compile(rf"(?=(?P<before>{either(table('meta_labels.toml')['place']['before'])})|(?P<mark>[^{HAN_RANGE}A-Za-z0-9])|^)")
_INTRODUCED = re.compile(
    rf"([{HAN_RANGE}A-Za-z0-9·_\-]{{2,20}}?)\s{{0,3}}(?:{either(_ACCOUNTS['number'])})"
    rf".{{0,40}}?(?:{either(_ACCOUNTS['introduction'])})"
)
_CARD = re.compile(rf"([{HAN_RANGE}A-Za-z0-9·_\-]{{2,20}})\s.{{0,80}}?\d{{1,6}}(?:{either(_ACCOUNTS['card'])})")
_FOLLOW = re.compile(rf"[+＋]?\s?(?:{either(_ACCOUNTS['follow'])})")


_DAYS: Final = table("time_words.toml")["days"]["back"]
_ORIGINAL = re.compile(
    rf"{_ACCOUNTS['original']}(?:[\s:：]{{1,4}}[{HAN_RANGE}·]{{2,12}}){{1,3}}\s{{1,4}}(?!\d{{2,4}}[-/.\d]|{either(_DAYS)})([{HAN_RANGE}A-Za-z0-9·_\-]{{2,20}})"
    rf"(?=\s{{1,4}}(?:\d{{4}}|(?P<day>{either(_DAYS)}))|\s{{0,4}}$)"
)
PEN_NAME_HAN: Final = range(2, 5)
MIN_ACCOUNT_CHARS: Final = 4
"""Characters of a name that an account's follows, and of that of the account, at least."""


def named_account(blocks: Sequence[Block], metas: Mapping[int, MetaLine], first: int) -> tuple[str, str] | None:
    """Return the account that a platform names as the publisher (before 官方账号, or its 功能介绍), nearest to the report, and where."""
    for n in reversed(range(max(0, first - ACCOUNT_BLOCKS), first)):
        text = metas[n].text if n in metas else blocks[n].text  # with a bar where tags alone part a time and a name
        name = _official(text) if _AFTER_ACCOUNT.search(text) else None
        if not name and (found := _INTRODUCED.match(text) or _CARD.match(text)):
            name = found[1]
        if name and (account := tidy_source(name)):
            return account, said("account in block {block}", block=n)
    return None


def account_of_original(blocks: Sequence[Block], metas: Mapping[int, MetaLine], first: int) -> tuple[str, str] | None:
    """Return the account behind 原创 and who wrote, be that an office or a medium, before the time in the same line or in the next one."""
    for n in range(max(0, first - ACCOUNT_BLOCKS), first):
        timed = any(at in metas and metas[at].times for at in (n, n + 1))
        found = _ORIGINAL.match(blocks[n].text)
        if found and (timed or found["day"]) and (account := tidy_source(found[1])):
            return account, said("account in block {block}", block=n)
    return None


def writer_and_account(metas: Sequence[tuple[int, MetaLine]]) -> tuple[str, str, int] | None:
    """Return who wrote, the account behind that name, and their block: two words before a time, and nothing else: `甲乙 青山生活圈 3月5日`.

    The first has the form of a name or pen name and is no word of its own, the second is no name.
    """
    for n, line in metas:
        if line.labels or not line.times or len(line.rest) != len(("name", "account")):
            continue
        name, account = line.rest
        if not line.text.startswith(name) or len(name) not in PEN_NAME_HAN or not (is_name(name) or may_be_called(name)):
            continue
        if name in common_words() or name in places() or looks_like_medium(name) or len(account) < MIN_ACCOUNT_CHARS or is_name(account):
            continue
        if not NO_NAME.search(account) and (medium := tidy_source(account)):
            return name, medium, n
    return None


def _official(text: str) -> str | None:
    """An account with the words after it, from a mark or the beginning on, or from where a reader is said to be: 发布于北京|X官方账号.

    The places are looked up: a pattern of three thousand takes a twentieth of a second to make.
    """
    for begin in _BEGINS_ACCOUNT.finditer(text):
        at = begin.start()
        ends = [at + 1] if begin["mark"] else []
        if before := begin["before"]:
            end = at + len(before)
            ends = [end + size for size in _place_sizes() if text[end : end + size] in places() and end + size <= len(text)] + [end]
        for end in ends if at else [*ends, 0]:
            if found := _OFFICIAL.match(text, end):
                return found[1]
    return None


@cache
def _place_sizes() -> tuple[int, ...]:
    return tuple(sorted({len(place) for place in places()}, reverse=True))


def followed_account(blocks: Sequence[Block], first: int) -> tuple[str, str] | None:
    """Return the short line before a button to follow the account, nearest to the report, and where.

    A time, and the place that it wrote from, may stand between.
    """
    for n in reversed(range(max(0, first - ACCOUNT_BLOCKS), first - 1)):
        if not _FOLLOW.fullmatch(blocks[n + 1].text):
            continue
        while n > 0 and (blocks[n].text in places() or blocks[n].role is Role.META_LINE):
            n -= 1  # noqa: PLW2901 - up to the name
        if (found := _ACCOUNT.fullmatch(blocks[n].text)) and blocks[n].role is not Role.TITLE and (account := tidy_source(found[1])):
            return account, said("account in block {block}", block=n)
    return None
