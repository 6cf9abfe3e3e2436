"""Who wrote a report, by the markup of its page: links and elements that publishing engines mark as naming the author.

``rel=author`` is HTML's own, an avatar stands beside the name that it is of, ``author`` and ``byline`` among class names are those of
hCard and of the themes of WordPress, Pelican and others. They count where the page credits nobody in words, and only if all of them name
the same person: a list names the authors of other posts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from newsbot.data import table
from newsbot.facts.media_names import lone_words
from newsbot.html.walk import RawLink
from newsbot.lines.credits import is_name
from newsbot.lines.credits.vocabulary import NOBODY, UNIT, places
from newsbot.lines.measures import han
from newsbot.lines.meta_line import MAX_META_CHARS, MetaLine
from newsbot.model import MOSTLY_LINKS, Block, Role
from newsbot.words import HAN_RANGE, any_of, either

MAX_LINE_CHARS: Final = 40
"""Characters of an element that names an author and says little else."""
REMEMBERED_OF_AUTHORS: Final = 1024
"""Class and id names for which it is remembered whether they are an author's."""
NAMES_CHARS: Final = 60
"""Characters of the class and id names that are those of the nearest elements."""
MIN_COLUMNS: Final = 2
"""Linked headlines with a name in a bracket behind each that show that a page's columns are headed so."""
_MARKED: Final = re.compile(r"(?:^|[\s_-])(?:author|byline)(?:[_-]{0,2}name)?(?:$|\s)")
_OF_READERS: Final = re.compile(r"comment|reply|review|respond|guest|visitor")
"""Class and id names of what readers write: their faces stand beside their names too."""
_BETWEEN: Final = re.compile(r"[\s|·•/,，、()（）]+")
_BY: Final = re.compile(
    rf"\b(?i:{either(table('author_leads.toml')['english'])})(?:\s{{1,3}}|\s{{0,2}}[:：]\s{{0,2}})([{HAN_RANGE}·]{{2,12}})(?=$|[\s,，|·•/])"
)
_OF_A_MEDIUM: Final = any_of([*table("credits.toml")["media"]["endings"], *table("meta_labels.toml")["account"]["after"]])
"""What the accounts of media and of offices have somewhere: 环球时报新媒体, 青山发布."""
_BRACKET_BEHIND: Final = re.compile(rf"[{HAN_RANGE}！？」』”…][（(]([{HAN_RANGE}·]{{2,8}})[)）]$")
_OF_AUTHOR: Final = re.compile(rf"^[（(]?(?:{either(table('author_leads.toml')['of_author'])})")
_TEXTS: Final = frozenset({Role.BODY, Role.SUBHEAD, Role.TAIL})
_CALLED: Final = re.compile(rf"[{HAN_RANGE}]{{2,8}}")
_SIZES: Final = frozenset(table("meta_labels.toml")["count"]["sizes"])
"""Sizes of letters among which the reader may choose, beside the author's name: 小中大."""
_LEAD: Final = re.compile(rf"^(?:{either(table('author_leads.toml')['leads'])})\s{{0,3}}[:：]?\s{{0,3}}", re.IGNORECASE)


def author_by_markup(blocks: Sequence[Block], links: Sequence[RawLink]) -> str | None:
    """Return the one name that the page's markup calls its author; None where there is none, or there are several."""
    said = (*_linked(blocks, links), *_marked(blocks), *_said(blocks), *_behind_headline(blocks))
    names = {name for text in said if (name := _name_in(text)) is not None}
    return names.pop() if len(names) == 1 else None


def account_by_markup(blocks: Sequence[Block], metas: Mapping[int, MetaLine], title: int | None, first: int) -> str | None:
    """Return who is marked as the author between headline and text, whatever he calls himself, where that is no medium and no office.

    A platform's account has no surname: `八卦大相公`. Beside it the line may hold a time.
    """
    named: set[str] = set()
    for n in range(first if title is None else title + 1, first):
        if not _names_author(blocks[n].features.names[:NAMES_CHARS]) or len(blocks[n].text) > MAX_LINE_CHARS:
            continue
        for word in lone_words(metas[n]) if n in metas else [_LEAD.sub("", blocks[n].text.strip()).strip()]:
            if _CALLED.fullmatch(word) and not (
                _SIZES.issuperset(word) or _OF_A_MEDIUM.search(word) or UNIT.search(word) or word in NOBODY or word in places()
            ):
                named.add(word)
    return named.pop() if len(named) == 1 else None


def _name_in(text: str) -> str | None:
    """The name that a text is; beside it, a number or a badge in other letters may stand (王某 Lv4)."""
    text = _LEAD.sub("", text.strip()).strip()
    if _SIZES.issuperset(text):
        return None
    if is_name(text):
        return text
    words = [word for word in _BETWEEN.split(text) if word]
    chinese = [word for word in words if han(word)]
    return chinese[0] if len(words) > 1 and len(chinese) == 1 and is_name(chinese[0]) else None


def _said(blocks: Sequence[Block]) -> Iterator[str]:
    """What a line under the headline says in English, as themes do that nobody translated: `written by 王某 on 2026-11-25`."""
    for block in blocks:
        if block.role is Role.META_LINE and len(block.text) <= MAX_META_CHARS and (found := _BY.search(block.text)):
            yield found[1]


def _behind_headline(blocks: Sequence[Block]) -> Iterator[str]:
    """The name in a bracket behind the headline, as columns print it: where a line says what its author is, or others have one, too.

    `再谈垃圾分类（王某）`, and below the text `作者为某某大学教授`, or a list of `路灯为谁而亮（李某）` and `一座城的早晨（张某）`.
    """
    headline = next((block.text for block in blocks if block.role is Role.TITLE), "")
    if (named := _BRACKET_BEHIND.search(headline)) and is_name(named[1]):
        told = any(block.role in _TEXTS and _OF_AUTHOR.match(block.text) for block in blocks)
        listed = (_BRACKET_BEHIND.search(block.text) for block in blocks if block.features.links >= MOSTLY_LINKS)
        if told or len({other[1] for other in listed if other and is_name(other[1])} - {named[1]}) >= MIN_COLUMNS:
            yield named[1]


def _linked(blocks: Sequence[Block], links: Sequence[RawLink]) -> Iterator[str]:
    for attributes, text, block in links:
        if "author" in (attributes.get("rel") or "").lower().split():
            shown = text if text is not None else blocks[block].text if block < len(blocks) else ""
            yield shown[:MAX_LINE_CHARS]


def _marked(blocks: Sequence[Block]) -> Iterator[str]:
    for before, block in pairwise((Block(""), *(block for block in blocks if not block.features.hidden))):
        features = block.features
        if len(block.text) > MAX_LINE_CHARS:
            continue
        beside_face = "avatar" in (before.features.target or "") and not _OF_READERS.search(features.names)
        if beside_face or _names_author(features.names[:NAMES_CHARS]):
            yield block.text


@lru_cache(maxsize=REMEMBERED_OF_AUTHORS)
def _names_author(names: str) -> bool:
    """Whether class and id names are those of an author; the lines of a page, and of its site, have the same ones."""
    return _MARKED.search(names) is not None
