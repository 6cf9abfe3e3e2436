"""The headline of a page that prints none, from what its head states: what names the site and its sections is parted from it.

Where the page prints its headline, that says where the <title> ends. Here the text has to: a part at either end that a separator parts is
the site's where it ends as media, offices and sites are called, or where it is short and the text has no word of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from newsbot.html.page import HtmlPage
from newsbot.lines.credits.vocabulary import MEDIUM_ENDING, UNIT
from newsbot.lines.headlines import MAX_CUTS, MIN_HEADLINE_HAN, clean_headline
from newsbot.lines.measures import han, letter_pairs
from newsbot.model import Role
from newsbot.page.glue import without_glue
from newsbot.page.headline import MAX_HEADING_CHARS, STATED_NAMES, HeadTitle, is_breadcrumb, is_site_name
from newsbot.page.headline_choice import MAX_PARAGRAPH_CHARS, MAX_PARAGRAPHS_READ, MIN_STATED_HAN, SHARED_BY_TITLE
from newsbot.words import BARS

SHARED_BY_META: Final = 0.1
"""Share of the pairs of a headline that the text has, where a meta states it."""
SHARED_BY_SITE: Final = 0.6
"""Share of the pairs of a part that the text has, from which it is none of the site: a report may speak of the office that prints it."""
MAX_SITE_CHARS: Final = 24
"""Characters of a part that only the separator and the text tell from the headline."""
MAX_SECTION_CHARS: Final = 4
"""Characters of a section of a site, behind a mark that parts a headline from its second line, too."""
_SEPARATOR = re.compile(rf"\s{{0,3}}(?:[_{BARS}›»>·@]{{1,3}}|[-–—]{{1,3}}|::)\s{{0,3}}|\s{{1,3}}")
_SUBTITLE = re.compile(r"\s{0,3}[-–—]{2,3}\s{0,3}")
"""What parts a headline from its second line, too."""
_IN_BRACKETS = re.compile(r"【([^【】]{4,80})】|\[([^\[\]]{4,80})\]")


def headline_of_head(page: HtmlPage, text: Sequence[str]) -> HeadTitle | None:
    """Return the headline that the head of a page alone states; None where it states none.

    ``text``: the report's paragraphs. What they share no words with is the name of a site or of a section. The headline is agreed where
    the <title> and a meta state it alike.
    """
    words = frozenset[int]().union(*(letter_pairs(line[:MAX_PARAGRAPH_CHARS]) for line in text[:MAX_PARAGRAPHS_READ]))
    metas = [(page.machine.meta(name), SHARED_BY_META) for name in STATED_NAMES]
    found: HeadTitle | None = None
    for stated, least in (*metas, (page.title, SHARED_BY_TITLE)):
        if not stated or len(stated) > MAX_HEADING_CHARS:
            continue
        line = clean_headline(without_glue(_without_site(stated.strip(), words), words))
        if han(line) < MIN_STATED_HAN or _share(line, words) < least or is_site_name(line):
            continue
        if found is None:
            found = HeadTitle(line, stated, agreed=False)
        elif line == found.line:
            return HeadTitle(line, found.stated, agreed=stated != found.stated)
    return found


def part_from_crumbs(page: HtmlPage, title: Sequence[int], members: Sequence[int]) -> None:
    """Label what leads to the page in one line with its headline, where the head states that alone: `首页 > 社区动态` before it."""
    if len(title) != 1 or not is_breadcrumb((line := page.blocks[title[0]]).text):
        return
    stated = headline_of_head(page, [page.blocks[n].text for n in members])
    if stated is not None and line.text.endswith(stated.line):
        line.carve(0, len(line.text) - len(stated.line), Role.BREADCRUMB, "title.behind the crumbs")


def _without_site(title: str, words: Collection[int]) -> str:
    """A title without the parts at its ends that name a site, its sections or the program that prints it."""
    line = title.strip(" :：")
    for _ in range(MAX_CUTS):
        marks = list(_SEPARATOR.finditer(line))
        if marks and _is_of_site(line[marks[-1].end() :], line[: marks[-1].start()], marks[-1][0], words):
            line = line[: marks[-1].start()].strip(" :：")
        elif marks and _is_of_site(line[: marks[0].end()].rstrip(marks[0][0]), line[marks[0].end() :], marks[0][0], words, first=True):
            line = line[marks[0].end() :].strip(" :：")
        else:
            break
    whole = _IN_BRACKETS.fullmatch(line)
    return (whole[1] or whole[2]) if whole else line


def _is_of_site(part: str, rest: str, mark: str, words: Collection[int], *, first: bool = False) -> bool:
    """Whether the part of a title that a mark parts from the rest is none of its headline; ``first``: it stands before it."""
    if han(rest) < MIN_HEADLINE_HAN or not part:
        return False
    shared = _share(part, words)
    if is_site_name(part) or MEDIUM_ENDING.search(part) or UNIT.search(part):
        return shared < SHARED_BY_SITE and _share(rest, words) >= shared
    if not mark.strip() or (_SUBTITLE.fullmatch(mark) and len(part) > MAX_SECTION_CHARS) or (first and any(bar in mark for bar in BARS)):
        return False  # a column of the report stands before a bar
    return not shared and len(part) <= MAX_SITE_CHARS


def _share(line: str, words: Collection[int]) -> float:
    pairs = letter_pairs(line)
    return sum(pair in words for pair in pairs) / len(pairs) if pairs else 0.0
