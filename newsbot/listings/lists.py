"""Headline lists: the reports that a page of links offers, each with its headline, its address and the day printed beside it.

No selectors: a headline is a link whose text is long enough to be one, and a list is where such links stand one after the other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from newsbot.addresses import canonical, site
from newsbot.data import table
from newsbot.html.links import Link
from newsbot.html.page import HtmlPage
from newsbot.html.tags import HEADINGS
from newsbot.lines.measures import han, is_paragraph, key
from newsbot.listings.links import MAX_LINK_NAME_CHARS, MIN_LISTED_HAN, Lead, best, looks_like_article, scored, why_no_page, without_date
from newsbot.listings.list_dates import NEAR, ListDates
from newsbot.listings.scripted import leads_in_attributes, leads_in_scripts, titles_of_links
from newsbot.model import MOSTLY_LINKS, Block
from newsbot.words import either

SHORT = 4
"""Han characters of a headline whose address is that of an article."""
ENOUGH_HEADLINES = 5
"""Headlines that make a list, on a page that has some running text too."""
STRETCH = 150
"""Han characters of running text, no headline between them, from which a page is an article with links around it: a list's abstracts
stand one by one between its headlines. On 78 real pages 5 of 6 without a report are lists by this, and 9 of 72 reports, which have
less text than that between 10 and 172 headlines."""
MAX_CARD_CHARS: Final = 100
"""Characters of a heading in a card, or over a link called 阅读全文."""
MOST_SCANNED = 3_000
"""Links of one page that are looked at at all; the reader of HTML has a bound of its own."""

_CUT = ("…", "...", "．．", "。。")
"""How a headline ends that the list has cut short."""
_WORDS = table("link_terms.toml")
_MORE = re.compile(rf"^(?:{either(_WORDS['more'])}|>{{1,3}}|»|\[?(?:{either(_WORDS['whole'])})\]?.{{0,6}})$", re.IGNORECASE)


def is_list(page: HtmlPage) -> bool:
    """Return whether the page is a list of headlines rather than an article: many links of a headline's length, little running text.

    Links whose addresses are those of articles count whatever their length; on a page without any running text one is enough.
    """
    headlines, longest = _counted(page)
    if longest >= STRETCH:
        return False
    articles = len({link.url for link in page.outlinks[:MOST_SCANNED] if looks_like_article(link.url) and not why_no_page(link.url)})
    return max(headlines, articles) >= (ENOUGH_HEADLINES if longest else 1)


def may_be_article(page: HtmlPage) -> bool:
    """Return whether the page has as much running text as an article."""
    return _counted(page)[1] >= STRETCH


def _counted(page: HtmlPage) -> tuple[int, int]:
    """Links of a headline's length, and the Han characters of the longest running text without one between."""
    headlines, stretch, longest = 0, 0, 0
    for block in page.blocks:
        features, text = block.features, block.text or block.raw
        if features.hidden or not text:
            continue
        length = han(text[:400])
        if features.links >= MOSTLY_LINKS:
            if length >= MIN_LISTED_HAN or _MORE.match(text.strip()):
                headlines += length >= MIN_LISTED_HAN
                stretch = 0
        elif is_paragraph(text):
            stretch += length
            longest = max(longest, stretch)
    return headlines, longest


def read_list(page: HtmlPage, clock: datetime | None) -> list[Lead]:
    """Return the headlines of the page, scored, in its order, at most 300.

    ``clock`` is when it was fetched: days without a year count from it. Links to other sites count too (portals link to their
    partners); links to files, traps and the page itself do not. What stands in attributes counts too, and what stands in
    scripts where links alone are no list.
    """
    own = canonical(page.url)
    every = page.outlinks[:MOST_SCANNED]
    links = [link for link in every if not why_no_page(link.url) and canonical(link.url) != own]
    lines = Counter(link.block for link in links)
    last = _blocks_before(every)
    titles = titles_of_links(page)
    kept: list[tuple[Link, str]] = []
    for link in links:
        headline = _headline(page, link, lines[link.block], last[id(link)])
        if (han(headline) < MIN_LISTED_HAN or headline.endswith(_CUT)) and han(titles.get(link.url, "")) > han(headline):
            headline = titles[link.url]
        if han(headline) < MIN_LISTED_HAN and not (
            looks_like_article(link.url)
            and (han(headline) >= SHORT or not headline or _MORE.match(headline))
            and site(link.url) == site(page.url)
        ):
            continue
        kept.append((link, "" if _MORE.match(headline) else headline))
    dates = ListDates(page.blocks, [link for link, _ in kept], clock)
    leads = [Lead(link.url, title, dates.of(link), about=_abstract(page.blocks, link)) for link, title in kept]
    leads += leads_in_attributes(page)
    leads += [] if sum(bool(lead.title) for lead in leads) >= ENOUGH_HEADLINES else leads_in_scripts(page)
    return best(scored(leads, section=_section(page)))


def _blocks_before(links: Sequence[Link]) -> dict[int, int]:
    """By a link's identity the block of the one before it, whatever that leads to; -1 for the first."""
    return {id(link): links[number - 1].block if number else -1 for number, link in enumerate(links)}


def _section(page: HtmlPage) -> str:
    """Return what the list is called: the head's title, its last part (the site's name) left out."""
    parts = re.split(r"[-_|—–·>]{1,3}", (page.title or "")[:200])
    return " ".join(parts[:-1] if len(parts) > 1 else parts)


def _headline(page: HtmlPage, link: Link, others: int, before: int) -> str:
    """Return the text of the link, without a bullet and the date that stands inside some links.

    A link around several blocks (a card) has the heading among them, else the first that is long enough; one called 阅读全文 has the
    heading that stands over it, one without words that which its label names. ``before`` is the block of the link before this one,
    ``others`` the number of links in this block.
    """
    blocks = page.blocks
    card = [n for n in range(max(before + 1, link.block - NEAR), link.block) if _may_be_headline(blocks[n], linked=True)]
    if label := _label(link):
        near = range(max(before + 1, link.block - NEAR), min(link.block + NEAR + 1, len(blocks)))
        named = (raw for n in near if han(raw := blocks[n].raw[:MAX_CARD_CHARS].strip()) >= MIN_LISTED_HAN and key(raw) in key(label))
        if (headline := next(named, None)) is not None:
            return headline
    if label or _MORE.match(link.text.strip()):
        over = [n for n in range(max(before + 1, link.block - NEAR), link.block + 1) if _may_be_headline(blocks[n], linked=False)]
        heads = [n for n in over if blocks[n].features.tag in HEADINGS]
        return blocks[heads[-1]].raw.strip() if heads else link.text.strip()
    if card:
        heads = [n for n in card if blocks[n].features.tag in HEADINGS]
        return blocks[heads[0] if heads else card[0]].raw.strip()
    text = link.text.strip(" \u3000·•●■◆★▪-—>»")
    if others == 1 and not text and link.block < len(blocks):
        text = blocks[link.block].raw[:100]
    return without_date(text)


def _label(link: Link) -> str:
    """Return what a link says that has no words but a label, as those that lie over a card; empty for any other."""
    return "" if link.text.strip() else link.attributes.get("aria-label", "")[:MAX_LINK_NAME_CHARS]


def _may_be_headline(block: Block, *, linked: bool) -> bool:
    features = block.features
    return (
        not features.hidden
        and (features.links >= MOSTLY_LINKS) == linked
        and len(block.raw) <= MAX_CARD_CHARS
        and han(block.raw) >= MIN_LISTED_HAN
    )


def _abstract(blocks: list[Block], link: Link) -> str:
    """Return the running text right after the headline, before the next one."""
    for number in range(link.block + 1, min(link.block + NEAR, len(blocks))):
        block = blocks[number]
        if block.features.links >= MOSTLY_LINKS and han(block.raw[:200]) >= MIN_LISTED_HAN:
            break
        if not block.features.hidden and is_paragraph(block.raw):
            return block.raw[:300]
    return ""
