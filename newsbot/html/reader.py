"""Tokens to drafts of blocks: which text stands in one line, and what the markup says of it.

Text gathers in a buffer until something breaks the line: a block-level tag, a <br>, a table cell. The loop of :func:`read_drafts` runs
some 900 times a page and decides how fast pages are read; it keeps to local names and plain tuples, and what is rare stands apart.

Missing end tags are understood as HTML's own rules say: a block closes an open paragraph, an item the item before it, a cell its row's
last cell; an end tag without its start tag only breaks the line, and none reaches out of its table cell.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from html import unescape

from newsbot.html.elements import (
    BLOCK,
    BLOCKS,
    BOLD,
    BREAK,
    CELLS,
    CENTRED,
    CLOSES,
    END,
    END_BLOCK,
    END_LINK,
    END_ROOT,
    END_SKIP,
    HEAD,
    HIDDEN,
    IMAGE,
    INLINE,
    KEEPS_P,
    LINK,
    MAX_ATTRIBUTES,
    MAX_METAS,
    MAX_NAMES,
    NO_TEXT,
    OF_TABLES,
    PREFORMATTED,
    ROOT,
    SKIP,
    TAGS,
    TIME,
    UNALIGNED,
    UNSEEN,
    AttributeReader,
    Draft,
    Drafts,
    State,
    about_page,
    image_draft,
    joined,
    runs_on,
    seams_of,
    unbroken,
    unknown_tag,
)
from newsbot.html.hidden import LETTERS_OF, hidden_by_sheet, is_tiny
from newsbot.html.tokens import Markup, attributes, tokens

MAX_HIDDEN = 20_000
"""Characters of hidden text kept; a repost farm was seen with 174,217 of them on one page."""
MAX_HIDDEN_BLOCKS = 300
MAX_TEXT = 1_000_000
"""Characters of visible text kept. The longest of 78 real pages has 60,000."""
MAX_BLOCK = 100_000
"""Characters of one block kept."""
SEAMED = 200
"""Characters of a line whose seams are kept: meta lines have less."""
MAX_LINKS = 5_000
MAX_IMAGES = 1_000
MAX_CLIMB = 100
"""Open elements among which an end tag looks for its start tag; the deepest of 78 real pages has 41."""

_SPACE = re.compile(r"[ \t\r\n\f\v]{2,}+|[\t\r\n\f\v]")
# Two ideographic blanks or four fixed ones behind the end of a sentence begin a paragraph.
_INDENT_INSIDE = re.compile(r"(?<=[。！？!?”’…）])[ \xa0]{0,4}(?:\u3000{2,9}|\xa0{4,12})(?=[^\s\u3000\xa0])")
_INDENTS = ("\u3000\u3000", "\xa0\xa0")
_IDENTITY = re.compile(r"\sid\s{0,9}=")


def read_drafts(markup: Markup) -> Drafts:
    """Read a page's tokens."""
    found = Drafts(cut=markup.cut)
    drafts, parents, links = found.drafts, found.parents, found.links
    attribute_reader = AttributeReader({f"#{name}" for name in markup.hidden} | hidden_by_sheet(markup.sheets))
    told_by, tell = attribute_reader.known, attribute_reader.tell
    tags = TAGS
    state: State = (0, "body", 0, "")
    opened: list[str] = [""]
    """Names of the open elements; beside each, in ``states``, what held before it."""
    states: list[State] = [state]
    # the buffer: what has been read since the last break, with the state and depth of its first text
    buffer: list[str] = []
    chars = linked = bold = 0
    first, first_depth = state, 0
    breaks = 99  # how many <br> stand between the last draft and the buffer; 99 behind any other break
    link: str | None = None  # the attributes of the link that is open
    label_from = 0
    waiting: list[Draft] = []
    hidden_text: list[str] = []
    hidden_state = state
    text_room, hidden_room, hidden_blocks, images = MAX_TEXT, MAX_HIDDEN, 0, 0

    def flush() -> None:
        """Make what the buffer holds into drafts, followed by what stood inside its line."""
        nonlocal chars, linked, bold, breaks, text_room, label_from
        text = buffer[0] if len(buffer) == 1 else "".join(buffer)
        label_from = 0
        if "&" in text:
            text = unescape(text)
        raw = text.strip()
        if raw:
            if len(raw) > MAX_BLOCK or len(raw) > text_room:
                room = max(min(MAX_BLOCK, text_room), 0)
                found.cut += len(raw) - room
                raw = raw[:room].rstrip()
            text_room -= len(raw)
            if not raw.isprintable() or "  " in raw:
                raw = _SPACE.sub(" ", raw)
            share = linked / chars if 0 < linked < chars else 1.0 if linked else 0.0
            looks = first[2]
            if looks & BOLD or bold:
                looks = looks | BOLD if bold * 10 >= chars * 9 else looks & ~BOLD
            indented = text[0].isspace() and text.lstrip(" \r\n\t").startswith(_INDENTS)
            if "\u3000\u3000" in raw or "\xa0\xa0\xa0\xa0" in raw:
                for line in _INDENT_INSIDE.split(raw):
                    drafts.append((line, first, first_depth, share, looks, indented, None))
                    indented = True
            elif breaks == 1 and drafts and not indented and runs_on(drafts[-1], first):
                drafts[-1] = joined(drafts[-1], raw, looks)
            elif raw:
                if len(buffer) > 1 and chars <= SEAMED and len(raw) == len(text.strip()) and (found_seams := seams_of(buffer)):
                    found.seams[len(drafts)] = found_seams
                drafts.append((raw, first, first_depth, share, looks, indented, None))
            breaks = 0
        buffer.clear()
        chars = linked = bold = 0
        if waiting:
            drafts.extend(waiting)
            waiting.clear()
            breaks = 99

    def hide() -> None:
        """Keep what a hidden element held as one draft, up to the bound."""
        nonlocal hidden_room, hidden_blocks
        raw = _SPACE.sub(" ", unescape("".join(hidden_text)).strip())
        hidden_text.clear()
        room = hidden_room if hidden_blocks < MAX_HIDDEN_BLOCKS else 0
        found.cut += max(len(raw) - room, 0)
        if raw := raw[:room].strip():
            hidden_room -= len(raw)
            hidden_blocks += 1
            later((raw, hidden_state, len(opened), 0.0, HIDDEN, False, None))

    def later(draft: Draft) -> None:
        """Keep what stands inside a line for behind the line."""
        nonlocal breaks
        if chars:
            waiting.append(draft)
        else:
            drafts.append(draft)
            breaks = 99

    def close_link() -> None:
        nonlocal link
        if link and len(links) < MAX_LINKS:
            if buffer:
                links.append((link, buffer[label_from] if len(buffer) == label_from + 1 else "".join(buffer[label_from:]), len(drafts)))
            else:  # one that held whole blocks, or an image, has their text
                links.append((link, None, max(len(drafts) - 1, 0)))
        link = None

    def pop(k: int) -> None:
        """Close the open element at ``k`` and all inside it."""
        nonlocal state
        state = states[k]
        del opened[k:], states[k:]

    def close_before(closed: AbstractSet[str], bounds: AbstractSet[str]) -> None:
        """Close what a start tag closes: the paragraph before a block, the item before an item, the cell before a cell."""
        for k in range(len(opened) - 1, max(len(opened) - MAX_CLIMB, 0), -1):
            if opened[k] in closed:
                pop(k)
                return
            if opened[k] in bounds:
                return

    def end(name: str, *, block: bool) -> None:
        """An end tag that does not close the element opened last: a block ends only inside its cell, other tags inside their block."""
        for k in range(len(opened) - 1, max(len(opened) - MAX_CLIMB, 0), -1):
            other = opened[k]
            if other == name:
                pop(k)
                return
            if (other in CELLS and name not in OF_TABLES) or (other == "table" and name in OF_TABLES) or (not block and other in BLOCKS):
                return

    def add(text: str) -> None:
        """Put text that is not only white space into the buffer."""
        nonlocal first, first_depth, chars, linked, bold, hidden_state, breaks
        looks = state[2]
        if looks & UNSEEN:
            if not looks & NO_TEXT:
                if not hidden_text:
                    hidden_state = state
                hidden_text.append(text)
                hidden_text.append("\n" if name in BLOCKS else "")
            return
        if hidden_text:
            hide()
        if not chars:
            first, first_depth = state, len(opened)
        if "\n" in text and "\n" in text.strip():
            if looks & PREFORMATTED:
                *lines, text = text.split("\n")
                for line in lines:
                    first, first_depth = state, len(opened)
                    buffer.append(line)
                    chars += len(line)
                    flush()
                    breaks += 1
                first, first_depth = state, len(opened)
            else:
                text = unbroken(text)
        buffer.append(text)
        size = len(text)
        chars += size
        if link is not None:
            linked += size
        if looks & BOLD:
            bold += size

    name = ""
    for written, attrs, other, behind, closed, tail in tokens(markup.text):
        text = behind
        if written:
            try:
                kind, name, looks = tags[written]
            except KeyError:
                kind, name, looks = tags.get(written.lower()) or unknown_tag(written.lower(), attrs)
            if kind == END_BLOCK:
                if buffer:
                    flush()
                breaks = 99
                if opened[-1] == name:
                    opened.pop()
                    state = states.pop()
                else:
                    end(name, block=True)
            elif kind == BLOCK:
                if buffer:
                    flush()
                breaks = 99
                if state[1] == "p" and name not in KEEPS_P:
                    close_before({"p"}, BLOCKS)
                if name in CLOSES:
                    close_before(*CLOSES[name])
                around, _, outer, names = before = state
                looks |= outer
                if attrs:
                    told = told_by[attrs] if attrs in told_by else tell(attrs)
                    if told is not None:
                        own, more, no_letters = told
                        looks = looks & ~CENTRED | more if more & UNALIGNED else looks | more
                        if own:
                            names = f"{own} {names}"[:MAX_NAMES]
                        if no_letters and name in LETTERS_OF:
                            looks |= HIDDEN
                    if name == "marquee" and is_tiny(*map(attributes(attrs[:MAX_ATTRIBUTES]).get, ("width", "height"))):
                        looks |= HIDDEN
                state = (len(parents), name, looks, names)
                parents.append(around)
                if closed:
                    if text and not text.isspace():
                        add(text)
                    if buffer:
                        flush()
                    breaks = 99
                    state = before
                    text = tail
                else:
                    opened.append(name)
                    states.append(before)
            elif kind == LINK:
                if link is not None:
                    close_link()
                    end("a", block=False)
                before = state
                lower = attrs.lower()
                if "href" in lower and not state[2] & NO_TEXT:
                    link = attrs
                    label_from = len(buffer)
                if _may_hide(lower) and (told := tell(attrs)) is not None:
                    names = f"{told[0]} {state[3]}"[:MAX_NAMES] if told[0] else state[3]
                    state = (state[0], state[1], state[2] | told[1] | (told[2] * HIDDEN), names)
                if closed:
                    if text and not text.isspace():
                        add(text)
                    if link is not None:
                        close_link()
                    state = before
                    text = tail
                else:
                    opened.append("a")
                    states.append(before)
            elif kind == INLINE:
                before = state
                if attrs or looks:
                    told = told_by[attrs] if attrs in told_by else tell(attrs)
                    if told is not None:
                        own, more, no_letters = told
                        if no_letters and name in LETTERS_OF:
                            more |= HIDDEN
                        state = (state[0], state[1], state[2] | more | looks, f"{own} {state[3]}"[:MAX_NAMES] if own else state[3])
                    elif looks:
                        state = (state[0], state[1], state[2] | looks, state[3])
                if closed:
                    if text:
                        if not text.isspace():
                            add(text)
                        elif chars:
                            buffer.append(text)
                    state = before
                    text = tail
                else:
                    opened.append(name)
                    states.append(before)
            elif kind == END:
                if opened[-1] == name:
                    opened.pop()
                    state = states.pop()
                else:
                    end(name, block=False)
            elif kind == END_LINK:
                if link is not None:
                    close_link()
                if opened[-1] == "a":
                    opened.pop()
                    state = states.pop()
                else:
                    end("a", block=False)
            elif kind == BREAK:
                if buffer:
                    flush()
                breaks = 99 if name == "hr" else breaks + 1
                if closed:
                    text += tail
            elif kind == IMAGE:
                if (
                    images < MAX_IMAGES
                    and not state[2] & NO_TEXT
                    and (draft := image_draft(attrs, state, len(opened), linked=link is not None))
                ):
                    images += 1
                    later(draft)
                if closed:
                    text += tail
            elif kind == SKIP:
                if closed:
                    text = tail
                else:
                    opened.append(name)
                    states.append(state)
                    state = (state[0], state[1], state[2] | NO_TEXT, state[3])
            elif kind == END_SKIP:
                end(name, block=True)
            elif kind == TIME:
                if len(found.times) < MAX_METAS and (stated := attributes(attrs[:MAX_ATTRIBUTES]).get("datetime")):
                    found.times.append((len(drafts), stated[:100]))
                if closed:
                    text += tail
                else:
                    opened.append(name)
                    states.append(state)
            elif kind == HEAD:
                about_page(found, name, attributes(attrs[:MAX_ATTRIBUTES]))
                if closed:
                    text += tail
            elif kind in {ROOT, END_ROOT}:  # text may follow </body> and </html>, so they close nothing
                if buffer:
                    flush()
                breaks = 99
                if name == "html" and kind == ROOT:
                    found.language = found.language or attributes(attrs[:MAX_ATTRIBUTES]).get("lang")
                if closed:
                    text += tail
            elif closed:  # <area></area> and the like
                text += tail
        elif not other:
            text = "<" + text
        if text:
            if not text.isspace():
                add(text)
            elif chars or not text.isascii():
                buffer.append(text)
    if buffer:
        flush()
    if hidden_text:
        hide()
    if rest := _SPACE.sub(" ", markup.rest).strip():
        drafts.append((rest, (0, "rest", 0, ""), 0, 0.0, 0, False, None))
    return found


def _may_hide(lower: str) -> bool:
    """Whether a link's attributes, in lower case, can say that it is not shown; most say nothing of that, and are read no further."""
    return "style" in lower or "hidden" in lower or ("id" in lower and _IDENTITY.search(lower) is not None)
