"""Sentences at the end of a text that say who made it: `作者简介：王某某，现为…`, `本文由记者王某某采写，摄影记者李某拍摄。`."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from newsbot.data import table
from newsbot.lines.credits.name_forms import LONG_NAME_CHARS, is_name, is_sounded, may_stand
from newsbot.words import HAN_RANGE, common_words, either

MAX_NOTE_CHARS: Final = 200
"""Characters of a paragraph that says what an author is."""
MAX_SENTENCE_CHARS: Final = 50
"""Characters of a sentence that says who made a report."""

_LEADS, _DATA = table("author_leads.toml"), table("credits.toml")
_ABOUT = re.compile(
    rf"[\s【\[(（]{{0,3}}(?:{either(_LEADS['about'])})[\s】\])）]{{0,3}}[:：]?\s{{0,3}}([{HAN_RANGE}·]{{2,12}})(?=\s{{0,2}}[,，(（。:：]|\s{{0,2}}$)"
)
_AUTHOR_IS = re.compile(
    rf"[\s—-]{{0,3}}[(（]?(?:{either(_LEADS['of_this'])})([{HAN_RANGE}]{{2,4}}?)\s{{0,2}}[,，]\s?(?:{either(_LEADS['being'])})"
)
_PEN_NAME: Final[str] = _LEADS["pen_name"]
_MADE_BY = re.compile(
    rf"(?:[{HAN_RANGE}]{{2,4}}[:：]\s?)?(?:{either(_DATA['units']['whose'])})[{HAN_RANGE}]{{0,4}}(?:{either(_DATA['units']['from'])}).{{2,{MAX_SENTENCE_CHARS}}}"
    rf"(?:{either(_LEADS['made'])})[。.]?"
)


class Note(NamedTuple):
    """What a sentence says of who made a text: the person whom it describes, and whether it says by whom text or pictures were made."""

    described: str | None
    says_by_whom: bool


def note_of_author(paragraph: str) -> Note:
    """Return what a paragraph says of who made the text above it.

    >>> note_of_author("作者简介：阮明珠，女，现为区文联副主席。")
    Note(described='阮明珠', says_by_whom=False)
    """
    return Note(_person_described(paragraph), len(paragraph) <= MAX_SENTENCE_CHARS and _MADE_BY.fullmatch(paragraph) is not None)


def _person_described(paragraph: str) -> str | None:
    """Who is described as the author of a text; None where the paragraph describes nobody, or somebody with a pen name besides."""
    about = (_ABOUT.match(paragraph) or _AUTHOR_IS.match(paragraph)) if len(paragraph) <= MAX_NOTE_CHARS else None
    if about is None or _PEN_NAME in paragraph:
        return None
    short = len(about[1]) <= LONG_NAME_CHARS and about[1] not in common_words() and may_stand(about[1])
    return about[1] if short or is_name(about[1]) or is_sounded(about[1]) else None
