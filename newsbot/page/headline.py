"""The headline of a page of HTML: the block that agrees best with what the page's head says of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from newsbot.addresses import canonical
from newsbot.html.page import HtmlPage
from newsbot.lines.measures import HAN, key
from newsbot.model import Block, Features
from newsbot.page.words import listed, one_of
from newsbot.words import HAN_RANGE

MAX_HEADING_CHARS: Final = 120
"""Characters of a headline on a page."""
MAX_STATED_CHARS: Final = 300
"""Characters of a title in the head that are looked at."""
MIN_STATED_CHARS: Final = 4
"""Letters of the shortest title, in the head or on the page, that can agree with the other."""
MIN_INSIDE_CHARS: Final = 6
"""Letters of a title of the head that is but a part of a line, and of a beginning that both have in common; fewer are alike by chance."""
PART_COUNTS: Final = 0.9
"""How much a letter counts where the line has more than the head's title."""
MIN_COMMON: Final = 0.6
"""Share of a line that the beginning in common must be."""
MAX_HEADLINES_TRIED: Final = 10
"""Lines that are tried as the headline."""
HEADING_COUNTS: Final[Mapping[str, float]] = {"h1": 1.5, "h2": 1.25, "h3": 1.2, "h4": 1.1, "h5": 1.1}
"""How much more a heading counts than another line, by its tag; tuned on 152 pages, like the factors below."""
NAMED_COUNTS: Final = 1.15
"""The same for a line whose class says title."""
LISTED_COUNTS: Final = 3.0
"""The same for the line that is, to the letter, what the list that named the page calls it."""
SELF_LINKED_COUNTS: Final = 2.0
"""The same for one that is a link to the page on which it stands."""
LINKED: Final = 0.7
"""Share inside links from which a line is the link to a report, not its headline."""
LINKED_COUNTS: Final = 0.6
SITE_NAME_COUNTS: Final = 0.5
"""How much less a link, and a site's own name, count."""
MIN_PIECE_CHARS: Final = 2
"""Letters of one line of a headline that is printed on several."""
LINES_APART: Final = 3
"""Blocks between two lines of one headline, images and what is hidden among them."""
MAX_LIST_HEADING_CHARS: Final = 20
"""Characters of the heading of a list of other reports."""
NEAR_NAMES_CHARS: Final = 60
"""Characters of the class and id names that are those of the nearest elements."""
STATED_NAMES: Final = ("og:title", "articletitle", "twitter:title", "title", "headline", "dc.title", "citation_title")
"""Names of the metas that state a title."""
_TITLE_NAMES = re.compile(rf"(?:^|[\s_-]){one_of('headline_names')}(?:$|[\s_-]|\d)")
_SITE_NAME = re.compile(rf"^[^，。！？：:,“”]{{2,20}}{one_of('site_endings')}$")
"""A site's own name, which a head names beside the headline; some sites print it in the first heading of every page."""
_CRUMB = re.compile(rf"^[\s]{{0,3}}{one_of('breadcrumb_starts')}")
_NO_TEXT = frozenset({"img", "option", "button", "select", "textarea", "rest"})


class HeadTitle(NamedTuple):
    """The headline of a page that prints none, from its head: cleaned, as it stands there, and whether two statements agree on it."""

    line: str
    stated: str
    agreed: bool


def stated_titles(page: HtmlPage, named: str | None = None) -> list[str]:
    """Return what the page's head says its title is, folded; the first is the <title>. ``named``: the headline that a list has of the page.

    What a link to the site's front page, or to a folder around the page, is called is the name of the site or of its section, although
    some themes have it for the title of every page.
    """
    texts = (page.title, *(page.machine.meta(name) for name in STATED_NAMES), (named or "").rstrip("….") or None)
    stated = list(dict.fromkeys(folded for text in texts if text and len(folded := key(text[:MAX_STATED_CHARS])) >= MIN_STATED_CHARS))
    around = _names_of_what_is_around(page, stated)
    return [title for title in stated if title not in around]


def _names_of_what_is_around(page: HtmlPage, titles: Sequence[str]) -> set[str]:
    """Which of the titles are those of the site or its section, by a link that leads there and is called so."""
    found: set[str] = set()
    shortest = min(map(len, titles), default=MAX_HEADING_CHARS)
    begins = {title[0] for title in titles}
    mixed = any(HAN.match(title) is None for title in titles)  # what no Han character begins may be printed in another form
    for attributes, text, block in page.raw_links if titles else ():
        shown = text if text is not None else page.blocks[block].raw if block < len(page.blocks) else ""
        if not shortest <= len(shown) <= MAX_HEADING_CHARS or (not mixed and begins.isdisjoint(shown)):
            continue  # most of a page's links, which need not be folded
        if (href := attributes.get("href")) and (title := key(shown)) in titles and title not in found:
            address = page.resolve(href.strip())
            address += "/" if address.count("/") < len("://") else ""
            if address.endswith("/") and page.url != address and page.url.startswith(address):
                found.add(title)
    return found


def title_candidates(page: HtmlPage, named: str | None = None) -> list[int]:
    """Return blocks that agree with the page's head, or with the headline that a list has of the page, the best first."""
    stated = stated_titles(page, named)
    characters = {character for title in stated for character in title}
    scored = []
    for n, block in enumerate(page.blocks):
        features, text = block.features, block.text
        if not MIN_STATED_CHARS <= len(text) <= MAX_HEADING_CHARS or features.hidden or features.tag in _NO_TEXT:
            continue
        if text[1] not in characters and text[2] not in characters and text[1:3].isalnum():  # spares most of a page's lines the folding
            continue
        score = _agreement(key(text), stated)
        if not score:
            continue
        score *= HEADING_COUNTS.get(features.tag, 1.0)
        if _TITLE_NAMES.search(features.names[:NEAR_NAMES_CHARS]):
            score *= NAMED_COUNTS
        if text == (named or ""):
            score *= LISTED_COUNTS
        if features.links > LINKED:
            score *= SELF_LINKED_COUNTS if _leads_to_itself(page, n) else LINKED_COUNTS
        if _SITE_NAME.search(text):
            score *= SITE_NAME_COUNTS
        scored.append((-score, n))
    return [n for _, n in sorted(scored)[:MAX_HEADLINES_TRIED]]


def _leads_to_itself(page: HtmlPage, n: int) -> bool:
    """Whether a line is a link to the page on which it stands, as themes print headlines."""
    own = canonical(page.url)
    return any(block == n and canonical(page.resolve((said.get("href") or "").strip())) == own for said, _, block in page.raw_links)


def _agreement(text: str, stated: Sequence[str]) -> float:
    """How many characters of ``text`` agree with the head: all of it, or a common beginning of six and more that is most of it."""
    best = 0.0
    if len(text) < MIN_STATED_CHARS:
        return best
    for head in stated:
        if text in head:
            best = max(best, float(len(text)))
        elif head in text and len(head) >= MIN_INSIDE_CHARS:
            best = max(best, len(head) * PART_COUNTS)
        else:
            common = 0
            for a, b in zip(text, head, strict=False):
                if a != b:
                    break
                common += 1
            if common >= MIN_INSIDE_CHARS and common >= MIN_COMMON * len(text):
                best = max(best, float(common))
    return best


def joined_title(page: HtmlPage, title: int, named: str | None = None) -> list[int]:
    """Return the blocks of a headline that is printed on several lines: neighbours that together agree with the page's head."""
    lines = [title]
    folded = key(page.blocks[title].text)
    for step in (-1, 1):
        n: int | None = title
        while n is not None and (n := _next_text(page.blocks, n, step)) is not None:
            other = page.blocks[n]
            piece = key(other.text)
            longer = piece + folded if step < 0 else folded + piece
            if (
                len(piece) < MIN_PIECE_CHARS
                or other.features.container != page.blocks[title].features.container
                or not any(longer in stated for stated in stated_titles(page, named))
            ):
                break
            folded = longer
            lines.append(n)
    return sorted(lines)


def _next_text(blocks: Sequence[Block], n: int, step: int) -> int | None:
    for k in range(n + step, min(max(n + (LINES_APART + 1) * step, -1), len(blocks)), step):
        if 0 <= k < len(blocks) and blocks[k].text and not blocks[k].features.hidden and blocks[k].features.tag != "img":
            return k
    return None


_LIST_HEADING = re.compile(
    rf"^[\s·•■◆▶►※>|｜【\[]{{0,4}}{one_of('list_headings')}[{HAN_RANGE}]{{0,8}}[\s:：>»】\]…]{{0,5}}{one_of('list_more')}?[\s>»]{{0,4}}$"
)
LIST_STARTS: Final = frozenset("·•■◆▶►※>|｜【[") | {word[0] for word in listed("list_headings")}
"""What such a heading begins with: most lines need no further look."""


def is_list_heading(block: Block) -> bool:
    """Return whether a line is the heading of a list of other reports."""
    return len(block.text) <= MAX_LIST_HEADING_CHARS and block.text[:1] in LIST_STARTS and _LIST_HEADING.match(block.text) is not None


def is_named_title(features: Features) -> bool:
    """Return whether a line's class or id says that it is a title."""
    return _TITLE_NAMES.search(features.names[:NEAR_NAMES_CHARS]) is not None


def is_site_name(text: str) -> bool:
    """Return whether a line is a site's own name."""
    return _SITE_NAME.search(text) is not None


def is_breadcrumb(text: str) -> bool:
    """Return whether a line begins as a breadcrumb does."""
    return _CRUMB.match(text) is not None


def is_headline(block: Block) -> bool:
    """Return whether a heading can be the headline of a report, by its length."""
    return len(block.text) <= MAX_HEADING_CHARS and HAN.search(block.text) is not None
