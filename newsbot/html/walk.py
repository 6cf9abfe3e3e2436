"""One walk over the tree of a page: each tag has a handler, and what the handlers know is in a :class:`Walk`.

A handler is called when its element is entered and says whether to go into it (OWN_LINE: as into a line of its own); what held before comes
back by itself when it is left.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from selectolax.lexbor import LexborNode

from newsbot.html.drafts import ELSEWHERE, MAX_OPEN_LABEL_CHARS, Draft, Drafting, plain_spaces_in
from newsbot.html.hidden import LETTERS_OF, id_hidden_by_script, is_tiny, read_style
from newsbot.html.looks import (
    BOLD,
    CENTRED,
    HIDDEN,
    MAX_NAMES_CHARS,
    NO_TEXT,
    OWN_LINE,
    PREFORMATTED,
    UNALIGNED,
    UNSEEN,
    AttributeReader,
    Attributes,
    names_within,
    own_names,
)
from newsbot.html.machine import MAX_READING_CHARS, MAX_URL_CHARS, MAX_VALUE_CHARS, STATES_MOMENT, MachineData
from newsbot.html.tags import BLOCKS, BOLD_TAGS, PREFORMATTED_TAGS, TEXTLESS
from newsbot.html.tree import Tree, inner_text, tag_number

MAX_PARAGRAPHS_LINKED: Final = 2
"""Paragraphs that one link may hold: an abstract, and a line below it. A site that links a whole report to its app means no link."""
MAX_LINKS: Final = 5_000
MAX_IMAGE_DRAFTS: Final = 1_000
MAX_ALT_CHARS: Final = 300
"""Characters of an image's alternative text."""
MAX_TITLE_CHARS: Final = 2_000
"""Characters of a <title> with its white space."""
MAX_SHEETS_CHARS: Final = 20_000
"""Characters of all style sheets that are read."""

_LAZY_SOURCES = ("data-original", "data-src", "data-lazy-src", "data-echo", "original", "zoomfile", "file", "_src")
"""Where lazy loading keeps the real address of an image, in the order in which they are believed (of 78 pages, data-src is on 9,
data-original on 6, original on 2, Discuz' file on 1)."""
_LAZY = frozenset(_LAZY_SOURCES)
_MAY_HIDE_LINK = frozenset({"style", "hidden", "id"})
"""Attributes of a link that can say that it is not shown; its class alone is not read."""

_LOOKS = dict.fromkeys(BOLD_TAGS, BOLD) | dict.fromkeys(PREFORMATTED_TAGS, PREFORMATTED) | {"center": CENTRED}


# A look at the source costs a tenth of asking the tree, which goes through all of its elements.
_STYLE = re.compile(rb"<[sS][tT][yY][lL][eE]")
_HIDES_BY_SCRIPT = re.compile(rb"\.style\.display\s{0,3}=\s{0,3}[\"'](?i:none)")


RawLink = tuple[Attributes, str | None, int]
"""A link as it was read: attributes, text (None: that of the block), index of the block."""


class Walk(Drafting):
    """The state of one walk; without ``sheets`` what style sheets hide counts as shown, without ``hides`` all that is hidden.

    ``left_open``: whether links are not closed. The parser opens such a one anew in each block that follows, which nobody meant.
    """

    def __init__(self, tree: Tree, *, sheets: bool = True, hides: bool = True, left_open: bool = False) -> None:
        super().__init__()
        self.parents = [0]
        """For each block-level element the one around it; 0 is the root."""
        self.links: list[RawLink] = []
        self.machine = MachineData()
        self.title: str | None = None
        self.reader = AttributeReader(_sheets(tree) if sheets else "", _ids_hidden(tree), hides=hides)
        self._read = self.reader.read
        self._link: Attributes | None = None
        self._left_open = left_open
        self.doubtful_links = False
        """Whether links say the same, hold blocks or are long: so it looks where they are left open."""
        self._last_link: Attributes | None = None
        self.longest_label = MAX_OPEN_LABEL_CHARS if left_open else self.longest_label
        self._before_link: Draft | None = None
        self._hidden_from = self._link_from = 0
        """The last draft, and how many pieces of hidden text there were, when the link was opened."""
        self._images = self._rubies = 0
        if tree.root is not None:
            self._run(tree.root)
        self.end(tree.rest)
        self.cut += tree.cut

    def _run(self, node: LexborNode) -> None:
        """Go through the tree in its order, without recursion."""
        opened, buffer, add, handler_of = self.opened, self.buffer, self.add, _HANDLERS.get
        while True:
            entry = handler_of(node.tag_id, _OTHER)
            if entry is None:
                text = node.text_content or ""
                if not text.isspace():
                    add(text)
                elif self.chars or not text.isascii():
                    buffer.append(text)
            else:
                enter, leave, tag = entry
                before = self.state
                if into := enter(self, node, tag):
                    if into is not True:
                        leave = Walk.break_line
                    if (child := node.first_child) is not None:
                        opened.append((node, leave, before))
                        node = child
                        continue
                    if leave is not None:
                        leave(self)
                    self.state = before
            while (after := node.next) is None:
                if not opened:
                    return
                node, leave, before = opened.pop()
                if leave is not None:
                    leave(self)
                self.state = before
            node = after

    # -------------------------------------------------------------------------------------------------- elements with text

    def enter_block(self, node: LexborNode, tag: str) -> bool:
        """Begin a line, in a new block-level element."""
        if self.buffer or self.hidden:
            if self.linking and len(self.buffer) > self.label_from:
                self.doubtful_links = True
                if self._left_open:
                    self.leave_link()  # one that was never closed ends with its label
            self.break_line()
        self.broken = ELSEWHERE
        around, _, looks, names = self.state
        if tag in _LOOKS:
            looks |= _LOOKS[tag]
        if attributes := node.attributes:
            own, more, no_letters = self._read(attributes)
            more &= ~OWN_LINE
            if tag == "table" and "align" in attributes:
                more &= ~(CENTRED | UNALIGNED)  # says where the table stands, not its text
            if more:
                looks = (looks & ~CENTRED if more & UNALIGNED else looks) | more
            if own:
                names = f"{own} {names}"[:MAX_NAMES_CHARS]
            if (no_letters and tag in LETTERS_OF) or (tag == "marquee" and is_tiny(attributes.get("width"), attributes.get("height"))):
                looks |= HIDDEN
            if "itemprop" in attributes:
                self._item(node, attributes)
        self.state = (len(self.parents), tag, looks, names)
        self.parents.append(around)
        return True

    def enter_inline(self, node: LexborNode, tag: str) -> bool | int:
        """Add what the element says of its text; one whose style gives it a line of its own is entered as :meth:`enter_block` enters."""
        looks, own = _LOOKS.get(tag, 0), ""
        if attributes := node.attributes:
            own, more, no_letters = self._read(attributes)
            if more & OWN_LINE and node.first_child is not None:
                self.enter_block(node, tag)
                return OWN_LINE
            looks |= more & ~OWN_LINE
            if no_letters and tag in LETTERS_OF:
                looks |= HIDDEN
            if "itemprop" in attributes:
                self._item(node, attributes)
        if own or looks:
            element, around, outer, names = self.state
            self.state = (element, around, outer | looks, names_within(own, names))
        return True

    def enter_root(self, node: LexborNode, tag: str) -> bool:
        """Begin a line; text may follow </body> and </html>, so that they end nothing."""
        self.break_line()
        if tag == "html":
            self.machine.language = node.attributes.get("lang")
        return True

    def enter_br(self, _node: LexborNode, tag: str) -> bool:
        """End a line: a <br> alone may only break it."""
        if tag == "hr":
            self.break_line()
        else:
            if self.buffer:
                self.flush()
            self.broken += 1
        return False

    def skip(self, _node: LexborNode, _tag: str) -> bool:
        """Step over an element."""
        return False

    def glue(self, node: LexborNode, _tag: str) -> bool:
        """Step over a comment or script: the text before and after it is one piece, not two with a seam between."""
        if self.buffer and not self.state[2] & UNSEEN:
            before, after = node.prev, node.next
            if before is not None and after is not None and before.tag_id == after.tag_id == _TEXT:
                self.glued = not (after.text_content or " ").isspace()
        return False

    # -------------------------------------------------------------------------------------------------------------- links

    def enter_link(self, node: LexborNode, _tag: str) -> bool:
        """Open a link, which ends one that is open."""
        attributes = node.attributes
        if self.linking:
            self.leave_link()
        if attributes == self._last_link:
            self.doubtful_links = True
            if self._left_open:
                return True  # the parser's copy
        self._last_link = attributes
        if "href" in attributes:
            self._link, self.linking = attributes, True
            self.label_from = len(self.buffer)
            self._link_from = len(self.drafts)
            self._before_link, self._hidden_from = self.drafts[-1] if self.drafts else None, len(self.hidden)
        if not _MAY_HIDE_LINK.isdisjoint(attributes):
            own, more, no_letters = self._read(attributes)
            element, around, outer, names = self.state
            self.state = (element, around, outer | (more & ~OWN_LINE) | (no_letters * HIDDEN), names_within(own, names))
        return True

    def leave_link(self) -> None:
        """Keep the open link with its text; one around several paragraphs is no link of theirs."""
        if len(self.drafts) - self._link_from > MAX_PARAGRAPHS_LINKED and self._link is not None:
            inside = range(self._link_from, len(self.drafts))
            if sum(self.drafts[n].text.endswith(("。", "。”")) for n in inside) > MAX_PARAGRAPHS_LINKED:
                for n in inside:
                    self.drafts[n] = self.drafts[n]._replace(links=0.0)
        if self._link is not None and len(self.links) < MAX_LINKS:
            if self.buffer:
                self.links.append((self._link, label := "".join(self.buffer[self.label_from :]), len(self.drafts)))
                self.doubtful_links = self.doubtful_links or len(label) > MAX_OPEN_LABEL_CHARS
            elif len(self.hidden) > self._hidden_from:
                self.links.append((self._link, "".join(self.hidden[self._hidden_from :]), len(self.drafts)))
            else:  # one that held whole blocks, or an image, has their text; one that held nothing has none
                held = self.drafts and self.drafts[-1] is not self._before_link
                self.links.append((self._link, None if held else "", max(len(self.drafts) - 1, 0)))
        self._link, self.linking = None, False

    def enter_map(self, _node: LexborNode, _tag: str) -> bool:
        """Go into a map of areas: they are links, and its text is none."""
        element, around, outer, names = self.state
        self.state = (element, around, outer | NO_TEXT, names)
        return True

    def enter_area(self, node: LexborNode, _tag: str) -> bool:
        """Keep an area of a map as a link."""
        attributes = node.attributes
        if "href" in attributes and len(self.links) < MAX_LINKS:
            label = attributes.get("alt") or attributes.get("title") or ""
            self.links.append((attributes, label, max(len(self.drafts) - 1, 0)))
        return False

    # ------------------------------------------------------------------------------------------------------------- images

    def enter_image(self, node: LexborNode, _tag: str) -> bool:
        """Keep an image, unless it only counts visits, as a draft of its own."""
        attributes = node.attributes
        shown = not self.state[2] & NO_TEXT and not is_tiny(attributes.get("width"), attributes.get("height"))
        if shown and self._images < MAX_IMAGE_DRAFTS:
            self._images += 1
            self.keep(self._image(attributes))
        return False

    def _image(self, attributes: Attributes) -> Draft:
        get = attributes.get
        source = get("src")
        if not _LAZY.isdisjoint(attributes):
            source = next(filter(_is_address, map(get, _LAZY_SOURCES)), source)
        element, _, looks, names = self.state
        if "class" in attributes or "id" in attributes:
            names = names_within(own_names(get("class"), get("id")), names)
        if (style := get("style")) and read_style(style).hidden:
            looks |= HIDDEN
        alt = get("alt") or get("title")
        text = plain_spaces_in(alt[:MAX_ALT_CHARS]) if alt else ""
        share = 1.0 if self.linking else 0.0
        target = source.strip() if source is not None and _is_address(source) else None
        return Draft(text, (element, "img", looks, names), len(self.opened) - 1, share, looks, indented=False, target=target)

    # ------------------------------------------------------------------------------------------ what it says to machines

    def enter_meta(self, node: LexborNode, _tag: str) -> bool:
        """Keep a <meta>."""
        self.machine.add_meta(len(self.drafts), node.attributes)
        return False

    def enter_link_element(self, node: LexborNode, _tag: str) -> bool:
        """Keep a <link>."""
        self.machine.add_link(len(self.drafts), node.attributes)
        return False

    def enter_base(self, node: LexborNode, _tag: str) -> bool:
        """Keep a <base>."""
        self.machine.add_base(node.attributes)
        return False

    def enter_title(self, node: LexborNode, _tag: str) -> bool:
        """Keep the title of the head."""
        if self.title is None:
            self.title = inner_text(node, MAX_TITLE_CHARS)
        return False

    def enter_script(self, node: LexborNode, tag: str) -> bool:
        """Keep JSON-LD."""
        if "ld+json" in (node.attributes.get("type") or "").lower():
            self.machine.add_json_ld(len(self.drafts), node.text())
        return self.glue(node, tag)

    def enter_time(self, node: LexborNode, tag: str) -> bool | int:
        """Keep the time that a <time> states."""
        self.machine.add_time(len(self.drafts), node.attributes.get("datetime"))
        return self.enter_inline(node, tag)

    def enter_abbr(self, node: LexborNode, tag: str) -> bool | int:
        """Keep the time that the title of an <abbr> states, as older themes have it (microformats)."""
        if STATES_MOMENT.match(stated := node.attributes.get("title") or ""):
            self.machine.add_time(len(self.drafts), stated)
        return self.enter_inline(node, tag)

    def _item(self, node: LexborNode, attributes: Attributes) -> None:
        self.machine.add_item(len(self.drafts), attributes, inner_text(node, MAX_VALUE_CHARS))

    def enter_ruby(self, node: LexborNode, tag: str) -> bool | int:
        """Count the <ruby> elements that are open."""
        self._rubies += 1
        return self.enter_inline(node, tag)

    def leave_ruby(self) -> None:
        """Count the <ruby> elements that are open."""
        self._rubies -= 1

    def enter_reading(self, node: LexborNode, tag: str) -> bool | int:
        """Keep <rt> as an annotation; outside of <ruby> it is text."""
        if not self._rubies:
            return self.enter_inline(node, tag)
        if tag != "rp":
            self.machine.add_reading(len(self.drafts), inner_text(node, MAX_READING_CHARS))
        return False


Enter = Callable[[Walk, LexborNode, str], bool | int]
Leave = Callable[[Walk], None]

_BY_TAG: dict[str, tuple[Enter, Leave | None]] = {
    **dict.fromkeys(LETTERS_OF | BOLD_TAGS, (Walk.enter_inline, None)),  # of others the name says nothing
    **dict.fromkeys(BLOCKS, (Walk.enter_block, Walk.break_line)),
    **dict.fromkeys(("html", "body"), (Walk.enter_root, None)),
    **dict.fromkeys(("br", "hr"), (Walk.enter_br, None)),
    **dict.fromkeys(TEXTLESS, (Walk.skip, None)),
    **dict.fromkeys(("rt", "rp", "rtc"), (Walk.enter_reading, None)),
    "ruby": (Walk.enter_ruby, Walk.leave_ruby),
    "a": (Walk.enter_link, Walk.leave_link),
    "area": (Walk.enter_area, None),
    "map": (Walk.enter_map, None),
    "img": (Walk.enter_image, None),
    "base": (Walk.enter_base, None),
    "link": (Walk.enter_link_element, None),
    "meta": (Walk.enter_meta, None),
    "script": (Walk.enter_script, None),
    "style": (Walk.glue, None),
    "time": (Walk.enter_time, None),
    "abbr": (Walk.enter_abbr, None),
    "title": (Walk.enter_title, None),
    "-comment": (Walk.glue, None),
    "-doctype": (Walk.skip, None),
}
_TEXT = tag_number("-text")
_HANDLERS: dict[int, tuple[Enter, Leave | None, str] | None] = {tag_number(tag): (*handlers, tag) for tag, handlers in _BY_TAG.items()}
_HANDLERS[_TEXT] = None
_OTHER: tuple[Enter, Leave | None, str] = (Walk.enter_inline, None, "-other")


def _sheets(tree: Tree) -> str:
    """Return the page's style sheets, up to the bound."""
    if not tree.mentions(_STYLE):
        return ""
    sheets = [sheet for sheet in tree.select("style") if "print" not in sheet.attributes.get("media", "")]
    return "\n".join(sheet.text(MAX_SHEETS_CHARS) for sheet in sheets)[:MAX_SHEETS_CHARS]


def _ids_hidden(tree: Tree) -> frozenset[str]:
    """Return the ids that scripts of one statement hide."""
    if not tree.mentions(_HIDES_BY_SCRIPT):
        return frozenset()
    scripts = (script.text(MAX_SHEETS_CHARS) for script in tree.select("script:not([src])"))
    return frozenset(filter(None, map(id_hidden_by_script, scripts)))


def _is_address(value: str | None) -> bool:
    """Tell whether an attribute's value can be the address of an image: not empty, not endless, not the image itself (``data:``)."""
    return value is not None and 0 < len(value) <= MAX_URL_CHARS and not value.lstrip().startswith("data:")
