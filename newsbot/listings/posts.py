"""Posts one under the other: home pages, categories and archives that show each of their posts with its text, or a part of it.

Such a page has as much running text as an article. What tells them apart is whose text it is: on a list it stands under headlines that
lead to other pages of the site, on an article under a headline that leads nowhere, or to the page itself. Words do not count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from newsbot.addresses import canonical, parts_of, site
from newsbot.html.page import HtmlPage
from newsbot.html.tags import HEADINGS
from newsbot.lines.measures import han, is_paragraph, key
from newsbot.lines.times import find_times
from newsbot.listings.links import MAX_LINK_NAME_CHARS, MIN_LISTED_HAN, why_no_page
from newsbot.model import MOSTLY_LINKS, Block

LEAST_POSTS: Final = 2
"""Headlines of one form with text under them that make a list. One alone does where the page has no text but its."""
MOST_TEXT: Final = 0.6
"""Share of the page's running text that stands under the headlines of a list. Articles with the abstracts of six others below them have
up to a half of it there."""
ALL_TEXT: Final = 0.85
"""The same where one headline alone leads away."""
OWN_HAN: Final = 60
"""Han characters of running text under a headline of the page's own from which it is an article: the description of a category, which
stands there too, has fewer, or fewer than half of what the posts have."""
SOME_LINKS: Final = 0.2
"""Share of a line inside links from which it may be a headline with a date and more, as lists of content management systems print it."""
OF_THE_LINE: Final = 0.5
"""Share of such a line's Han characters that the headline's own link has, at least."""
MAX_POST_TITLE_CHARS: Final = 100
MAX_DATED_HEADLINE_CHARS: Final = 200
"""Characters of a line with a headline, a date and more."""
MOST_TEXT_CHARS: Final = 400
"""Characters of one paragraph that are counted."""
LEAST_OWN_HAN: Final = 4
"""Han characters of a heading that may be the page's own."""
_LOWEST: Final = 9
"""Level of a headline that is no heading, below those of all headings."""
MOST_LABELS: Final = 100
"""Links without words of one page that are looked at."""


@dataclass(slots=True)
class _Post:
    """A headline and what stands under it. ``own``: the page's own headline, not a link to another page."""

    form: str
    """What posts of one list have in common: the tag of a heading, else the names of the element that have no number or sign in them."""
    level: int
    address: str | None
    title: str
    text: int = 0

    @property
    def own(self) -> bool:
        return self.address is None


def shows_posts(page: HtmlPage) -> bool:
    """Return whether the page shows posts that stand in full on other pages of the site, and nothing of its own."""
    return _weigh(page, *_posts(page, None)) and _weigh(page, *_posts(page, _linked(page)))  # links are made only where it matters


def _weigh(page: HtmlPage, posts: list[_Post], loose: int) -> bool:
    """Return whether enough of the text stands under headlines that lead away."""
    total = loose + sum(post.text for post in posts)
    if not total:
        return False
    titled = key(page.title or "")
    own = max((post.text for post in posts if post.own and post.title in titled), default=0)
    forms: dict[str, list[_Post]] = {}
    for post in posts:
        if not post.own:
            forms.setdefault(post.form, []).append(post)
    covered = shown = 0
    for alike in forms.values():
        if (different := len({post.address for post in alike if post.text})) >= LEAST_POSTS:
            covered += sum(post.text for post in alike)
            shown += different
    if covered:
        return covered >= total * MOST_TEXT and own < max(OWN_HAN, covered / shown / 2)
    single = max((post for post in posts if not post.own), key=lambda post: post.text, default=None)
    return single is not None and not own and single.level < _LOWEST and single.text >= total * ALL_TEXT and single.title not in titled


def _posts(page: HtmlPage, linked: Mapping[int, tuple[str, str]] | None) -> tuple[list[_Post], int]:
    """Return the headlines of a page with the Han characters of running text under each, and those under none.

    ``linked``: see `_linked`; None takes every block of links for a headline that leads to another page.
    """
    named, titled = _labels(page), key(page.title or "")
    posts: list[_Post] = []
    open_post: _Post | None = None
    loose = 0
    for number, block in enumerate(page.blocks):
        if block.features.hidden or not block.raw:
            continue
        post = _headline(block, (str(number), "") if linked is None else linked.get(number), named, titled)
        if post is not None:
            # a subhead of the post that is open
            if post.own and open_post is not None and not open_post.own and post.level > open_post.level:
                continue
            open_post = post
            posts.append(post)
        elif block.features.links < MOSTLY_LINKS and is_paragraph(block.raw):
            length = han(block.raw[:MOST_TEXT_CHARS])
            if open_post is None:
                loose += length
            else:
                open_post.text += length
    return posts, loose


def _headline(block: Block, leads: tuple[str, str] | None, labels: Mapping[str, str], titled: str) -> _Post | None:
    """The headline that a block is: a link to another page of the site, a heading, or what the page's head has for its title (``titled``).

    None where it is none of these. ``leads``: the address of the block's link and what it is called; empty where that is not known yet.
    """
    features, raw = block.features, block.raw
    heading = features.tag in HEADINGS
    if leads is not None and not heading and SOME_LINKS <= features.links < MOSTLY_LINKS and _is_dated_headline(raw, leads[1]):
        return _Post(_form(block), _LOWEST, leads[0], key(leads[1]))
    if len(raw) > MAX_POST_TITLE_CHARS:
        return None
    if not heading and features.links < MOSTLY_LINKS:
        return _Post(features.tag, _LOWEST, None, title) if han(raw) >= MIN_LISTED_HAN and (title := key(raw)) in titled else None
    length, form = han(raw), _form(block)
    level = int(features.tag[1]) if heading else _LOWEST
    if leads is not None and features.links >= MOSTLY_LINKS and length >= MIN_LISTED_HAN:
        return _Post(form, level, leads[0], key(raw))
    if not heading or length < LEAST_OWN_HAN:
        return None
    title = key(raw)
    labelled = (where for label, where in labels.items() if title in label) if length >= MIN_LISTED_HAN else ()
    return _Post(form, level, next(iter(labelled), None), title)


def _form(block: Block) -> str:
    features = block.features
    return features.tag if features.tag in HEADINGS else " ".join(name for name in features.names.split() if name.isalpha())


def _is_dated_headline(line: str, link: str) -> bool:
    """Return whether a line is a headline with its date and more beside it. ``link``: what its link is called; empty: not known yet."""
    if len(line) > MAX_DATED_HEADLINE_CHARS or is_paragraph(line) or not find_times(line, None):
        return False
    if not link:
        return True
    before, found, _ = line.partition(link)
    own, labelled = han(link), before.rstrip().endswith((":", "："))
    return bool(found) and not labelled and own >= max(MIN_LISTED_HAN, OF_THE_LINE * han(line))


def _linked(page: HtmlPage) -> dict[int, tuple[str, str]]:
    """By block, where the first headline, or link, in it leads, and its text, of those to other pages of the site not above this one."""
    own, home, here = canonical(page.url), site(page.url), parts_of(page.url).path
    found: dict[int, tuple[str, str]] = {}
    for link in page.outlinks:
        above = here.startswith(parts_of(link.url).path.rstrip("/") + "/")
        if not above and site(link.url) == home and (address := canonical(link.url)) != own and not why_no_page(link.url):
            text = link.text.strip()
            if link.block not in found or (han(found[link.block][1]) < MIN_LISTED_HAN <= han(text)):
                found[link.block] = address, text
    return found


def _labels(page: HtmlPage) -> dict[str, str]:
    """Return what links without words say to screen readers, such as lie over a whole card, with the address they have."""
    found: dict[str, str] = {}
    for attributes, text, _ in page.raw_links:
        label, href = attributes.get("aria-label"), attributes.get("href")
        if label and href and text is not None and not text.strip() and len(found) < MOST_LABELS:
            found.setdefault(key(label[:MAX_LINK_NAME_CHARS]), href)
    return found
