"""A page of HTML as blocks in reading order.

Reading never raises and takes time in proportion to the page's length, whatever is in it. Text and links come out as in a browser: every
visible character of the page is in exactly one block, and what a reader never sees (hidden nodes) is in blocks of its own, up to a bound.
Scripts, styles and the like are not text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from newsbot.html.carried import carried_in, is_running_text
from newsbot.html.drafts import Draft
from newsbot.html.links import Link, Resolver, absolute
from newsbot.html.looks import BOLD, CENTRED, HIDDEN
from newsbot.html.machine import MachineData
from newsbot.html.tags import PARAGRAPHS
from newsbot.html.tree import Tree, parse
from newsbot.html.walk import RawLink, Walk
from newsbot.html.wrapped import MIN_BROKEN_LINES, rejoin
from newsbot.model import Block, Features
from newsbot.uncollected import uncollected

MAX_HEAD_TITLE_CHARS: Final = 1_000
"""Characters of the head's title."""
MAX_SHOWN_CHARS: Final = 100
"""Characters outside of links that a page shows which keeps its text hidden, or in scripts, until they have run."""
MAX_LINKS_WITHOUT_SCRIPT: Final = 5
"""Links that such a page has without its scripts, at most; one with more leads on, whatever it shows."""
MIN_HIDDEN_CHARS: Final = 200
"""Characters that such a page hides, at least: a short report has more."""


@dataclass
class HtmlPage:
    """What the markup of one page says.

    ``title`` is that of the head. ``machine`` is what the page says to machines. ``parents[n]`` is the block-level element in which the
    block-level element n stands (0 is the root and its own parent); :attr:`Features.container` and :attr:`Features.element` are such
    numbers. ``seams`` are the places, by block index, where tags alone part the words of a short line. ``cut`` counts the characters left
    out by a bound. ``tree`` gives any element by a CSS selector.
    """

    url: str
    tree: Tree
    blocks: list[Block]
    title: str | None = None
    machine: MachineData = field(default_factory=MachineData)
    seams: dict[int, tuple[int, ...]] = field(default_factory=dict)
    parents: list[int] = field(default_factory=list)
    cut: int = 0
    raw_links: list[RawLink] = field(default_factory=list)
    """As the walk had them; see :attr:`links`."""
    shown_by_script: bool = False
    """Whether its style sheets hide nearly all of its text, which was read all the same: a reader sees it after a script, if at all."""
    needs_script: bool = False
    """Whether it shows next to no text, and has scripts that would write it."""
    holds_tags: bool = False
    """Whether a quotation mark that nobody closed takes some of its text into an attribute."""
    carrier: str | None = None
    """What carries its text, which the page itself does not print: `element`, `data`, `hidden`; see :func:`read_carried`."""

    @cached_property
    def base(self) -> str:
        """The address from which relative ones count."""
        return absolute(self.url, self.machine.base) if self.machine.base else self.url

    @cached_property
    def resolve(self) -> Resolver:
        """Makes an address of the page absolute."""
        return Resolver(self.base)

    @cached_property
    def canonical(self) -> str | None:
        """The absolute address that the page claims for itself (``rel=canonical``); None where it claims none."""
        return self.resolve(self.machine.canonical) if self.machine.canonical else None

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every link of the page, in its order, those to scripts and to places of the page itself among them.

        Made when they are first asked for: reading a report needs none of them.
        """
        return tuple(self._link(raw) for raw in self.raw_links)

    @cached_property
    def outlinks(self) -> tuple[Link, ...]:
        """Every link that leads to another page."""
        return tuple(link for link in self.links if link.leads_away)

    def let_tree_go(self) -> None:
        """Free the tree, which takes many times the page's bytes: when what a page offers is known, reading it needs the blocks alone."""
        self.tree = parse("")

    def _link(self, raw: RawLink) -> Link:
        attributes, text, block = raw
        if text is None:
            text = self.blocks[block].raw if block < len(self.blocks) else ""
        return Link({name: value or "" for name, value in attributes.items()}, text, block, self.resolve)


def read_html(text: str, url: str, in_utf8: bytes | None = None, *, hides: bool = True) -> HtmlPage:
    """Read a page of HTML, already decoded. ``url`` is the address it was fetched from; relative addresses count from it.

    ``in_utf8`` is the same text as bytes, where somebody has them; without ``hides`` all that the page hides counts as shown.
    """
    with uncollected():
        tree = parse(text, in_utf8)
        walk = Walk(tree, hides=hides)
        if left_open := walk.doubtful_links and _leaves_links_open(tree.source):
            walk = Walk(tree, hides=hides, left_open=True)
        shown, hidden = _amounts(walk.drafts)
        late = shown <= MAX_SHOWN_CHARS and hidden >= MIN_HIDDEN_CHARS
        if late:  # what a script shows once it has run, not what nobody is to see
            walk = Walk(tree, sheets=False, left_open=left_open)
            late = _amounts(walk.drafts)[0] > MAX_SHOWN_CHARS
        if len(walk.after_break) + len(walk.pieces) >= MIN_BROKEN_LINES:
            rejoin(walk.drafts, walk.after_break, walk.pieces)
        title = None if walk.title is None else " ".join(walk.title.split())[:MAX_HEAD_TITLE_CHARS]
        page = HtmlPage(url, tree, [], title, walk.machine, walk.seams, walk.parents, walk.cut, walk.links)
        page.shown_by_script, page.holds_tags = late, walk.reader.holds_tags
        page.blocks = _blocks(walk.drafts, walk.parents, page.resolve)
        if shown <= MAX_SHOWN_CHARS and hidden < MIN_HIDDEN_CHARS and len(walk.links) <= MAX_LINKS_WITHOUT_SCRIPT:
            page.needs_script = _needs_script(tree, shown)
    return page


def read_carried(page: HtmlPage, text: str) -> Iterator[HtmlPage]:
    """Yield the page as it would be with what it carries printed: in its elements, in the data of its scripts, and what it hides.

    ``text`` is the page as decoded. Each is made when it is asked for; nothing comes of a page that carries no running text.
    """
    for markup, carrier in carried_in(text):
        with uncollected():
            other = read_html(markup, page.url)
        other.carrier = carrier
        yield other
    if any(block.features.hidden and is_running_text(block.raw) for block in page.blocks):
        other = read_html(text, page.url, hides=False)
        other.carrier = "hidden"
        yield other


_LINK_OPENS, _LINK_CLOSES = (re.compile(rb"<" + slash + rb"[aA](?=[ \t\r\n\f/>])") for slash in (b"", b"/"))


def _leaves_links_open(source: bytes) -> bool:
    """Tell whether a page has more start tags of links than end tags; asked where its links look so, for it takes as long as much else."""
    if source.count(b"</a>") >= (source.count(b"<a ") or source.count(b"<A ")):
        return False
    return len(_LINK_OPENS.findall(source)) > len(_LINK_CLOSES.findall(source))


def _amounts(drafts: list[Draft]) -> tuple[int, int]:
    """Count the characters that a page shows outside of its links, and those that it hides. It ends where it shows enough."""
    shown = hidden = 0
    for raw, (_, tag, _, _), _, links, looks, _, _ in drafts:
        if looks & HIDDEN:
            hidden += len(raw)
        elif links < 1 and tag != "img":
            shown += len(raw)
            if shown > MAX_SHOWN_CHARS:
                break
    return shown, hidden


def _needs_script(tree: Tree, shown: int) -> bool:
    """Tell whether scripts are there to write what a page does not show.

    They do where it shows nothing at all, where an element waits for it empty, and where it says so to readers without scripts.
    """
    waits = shown == 0 or tree.select("body [id]:empty:not(script)", 1) or tree.select("noscript", 1)
    return bool(waits and tree.select("script", 1))


_new = tuple.__new__  # a NamedTuple's own constructor takes three times as long


def _blocks(drafts: list[Draft], parents: list[int], resolve: Resolver) -> list[Block]:
    """Make the drafts into blocks, now that every element's content is known."""
    texts = [0] * len(parents)
    for draft in drafts:
        element, tag, _, _ = draft[1]
        if tag != "img" and not draft[4] & HIDDEN:
            texts[element] += 1
    for number in range(len(parents) - 1, 0, -1):
        if texts[number]:
            texts[parents[number]] += texts[number]
    holder = [0] * len(parents)  # the nearest element from here outward that holds several texts
    for number in range(1, len(parents)):
        holder[number] = number if texts[number] > 1 else holder[parents[number]]
    blocks = []
    for raw, (element, tag, _, names), depth, links, looks, indented, target in drafts:
        features = (
            tag,
            depth,
            links,
            looks & HIDDEN != 0,
            holder[parents[element] if tag in PARAGRAPHS else element],
            names,
            resolve(target) if target else None,
            looks & BOLD != 0,
            element,
            indented,
            looks & CENTRED != 0,
        )
        blocks.append(Block(raw, "", _new(Features, features)))
    return blocks
