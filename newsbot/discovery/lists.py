"""Headline lists: the reports that a page of links offers, each with its headline, its address and the day printed beside it.

No selectors: a headline is a link whose text is long enough to be one, and a list is where such links stand one after the other.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime

from newsbot.addresses import canonical, site
from newsbot.discovery.leads import Lead, best, looks_like_article, scored, why_no_page
from newsbot.model import Block
from newsbot.page.html import HtmlPage, Link
from newsbot.page.measures import han, is_paragraph
from newsbot.page.times import find_times

HEADLINE = 6
"""Han characters of a headline, at least: sections have 2 to 5 (社会, 图片新闻), headlines 8 to 30."""
SHORT = 4
"""Han characters of a headline whose address is that of an article."""
ENOUGH = 5
"""Headlines that make a list."""
STRETCH = 150
"""Han characters of running text, no headline between them, from which a page is an article with links around it: a list's abstracts
stand one by one between its headlines. On 78 real pages 5 of 6 without a report are lists by this, and 9 of 72 reports, which have
less text than that between 10 and 172 headlines."""
NEAR = 4
"""Blocks behind a headline among which its date may stand: abstract, source, date."""
MOST_SCANNED = 3_000
"""Links of one page that are looked at at all; the reader of HTML has a bound of its own."""

_MONTH_DAY = re.compile(r"(?<![\d.:/-])(1[0-2]|0?[1-9])(?:[-/.]|月)(3[01]|[12]\d|0?[1-9])日?(?![\d:.])")
_MORE = re.compile(r"^(?:更多|more|>{1,3}|»|\[?(?:详细|全文|详情|阅读全文|查看|点击|进入)\]?.{0,6})$", re.IGNORECASE)


def is_list(page: HtmlPage) -> bool:
    """Whether the page is a list of headlines rather than an article: many links of a headline's length, little running text.

    Links whose addresses are those of articles count whatever their length; on a page without any running text one is enough.
    """
    headlines, stretch, longest = 0, 0, 0
    for block in page.blocks:
        features, text = block.features, block.text or block.raw
        if features.hidden or not text:
            continue
        length = han(text[:400])
        if features.links >= 0.5:
            if length >= HEADLINE:
                headlines += 1
                stretch = 0
        elif is_paragraph(text):
            stretch += length
            longest = max(longest, stretch)
    if longest >= STRETCH:
        return False
    articles = len({link.url for link in page.links[:MOST_SCANNED] if looks_like_article(link.url) and not why_no_page(link.url)})
    return headlines >= ENOUGH or articles >= (ENOUGH if longest else 1)


def read_list(page: HtmlPage, clock: datetime | None) -> list[Lead]:
    """Return the headlines of the page, scored, in its order, at most 300.

    ``clock`` is when it was fetched: days without a year count from it. Links to other sites count too (portals link to their
    partners); links to files, traps and the page itself do not.
    """
    own = canonical(page.url)
    links = [link for link in page.links[:MOST_SCANNED] if not why_no_page(link.url) and canonical(link.url) != own]
    lines = Counter(link.block for link in links)
    leads = []
    for link in links:
        text = _headline(page, link, lines[link.block])
        if han(text) < HEADLINE and not (
            looks_like_article(link.url) and (han(text) >= SHORT or not text or _MORE.match(text)) and site(link.url) == site(page.url)
        ):
            continue
        leads.append(Lead(link.url, "" if _MORE.match(text) else text, _stated(page.blocks, link, clock)))
    return best(scored(leads, section=_section(page)))


def _section(page: HtmlPage) -> str:
    """What the list is called: the head's title, its last part (the site's name) left out."""
    parts = re.split(r"[-_|—–·>]{1,3}", (page.title or "")[:200])
    return " ".join(parts[:-1] if len(parts) > 1 else parts)


def _headline(page: HtmlPage, link: Link, others: int) -> str:
    """The text of the link, without a bullet and the date that stands inside some links."""
    text = link.text.strip(" \u3000·•●■◆★▪-—>»")
    if others == 1 and not text and link.block < len(page.blocks):
        text = page.blocks[link.block].raw[:100]
    times = find_times(text, None)
    for time in reversed(times):
        if time.start <= 2 or time.end >= len(text) - 2:
            text = text[: time.start] + text[time.end :]
    return text.strip(" \u3000·•()（）[]【】") if times else text


def _stated(blocks: list[Block], link: Link, clock: datetime | None) -> str | None:
    """The day or time printed beside the headline: in its own block, or right behind it before the next headline."""
    for number in range(link.block, min(link.block + NEAR, len(blocks))):
        block = blocks[number]
        if block.features.hidden:
            continue
        if number > link.block and block.features.links >= 0.5 and han(block.raw[:200]) >= HEADLINE:
            break
        line = block.raw[:300]
        if number > link.block and (is_paragraph(line) or len(line) > 60):
            continue
        beside = line.replace(link.text, " ", 1) if number == link.block else line
        for text in (beside, line):
            if when := _time(text, clock):
                return when
    return None


def _time(text: str, clock: datetime | None) -> str | None:
    times = find_times(text, clock)
    if times:
        return times[-1].iso
    if clock is None or not (found := _MONTH_DAY.search(text)):
        return None
    for year in (clock.year, clock.year - 1):
        try:
            day = clock.replace(year=year, month=int(found[1]), day=int(found[2]))
        except ValueError:
            continue
        if day.date() <= clock.date():
            return day.date().isoformat()
    return None
