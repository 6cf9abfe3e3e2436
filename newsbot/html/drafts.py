"""Lines of text on their way to becoming blocks.

Text gathers in a buffer until something breaks the line: a block-level element, a <br>, a table cell. What stands inside a line without
being of it (an image, hidden text) waits until the line is done. The methods run some thousand times a page and decide how fast pages
are read; they keep to plain tuples.
"""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from newsbot.html.looks import BOLD, HIDDEN, NO_TEXT, PREFORMATTED, UNSEEN
from newsbot.html.tags import HEADINGS

MAX_HIDDEN_CHARS: Final = 20_000
"""Characters of hidden text kept; a repost farm was seen with 174,217 of them on one page."""
MAX_HIDDEN_BLOCKS: Final = 300
"""Blocks of hidden text kept; of 497 real pages one has nearly so many."""
MAX_TEXT_CHARS: Final = 1_000_000
"""Characters of visible text kept. The longest of 497 real pages has 21,121."""
MAX_BLOCK_CHARS: Final = 100_000
"""Characters of one block kept."""
MAX_SEAMED_CHARS: Final = 200
"""Characters of a line whose seams are kept: meta lines have less."""
BOLD_SHARE: Final = 0.9
"""Share of a line's characters that are bold where the line is."""
MAX_OPEN_LABEL_CHARS: Final = 40
"""Characters of a piece of text that is a link's on a page that leaves links open; a longer one is what stands behind such a link."""
RUNNING_LINE: Final = 15
"""Characters of a line that is running text: it goes on after a comma at its end, and the line breaks of its source mean nothing."""

_SPACE = re.compile(r"[ \t\r\n\f\v](?:[ \t\r\n\f\v]++|(?<! ))")
"""White space that is no single blank. A class comes first, so that `re` skips to white space."""
# Two ideographic blanks or four fixed ones after the end of a sentence begin a paragraph.
_INDENT_INSIDE = re.compile(r"(?<=[。！？!?”’…）])[ \xa0]{0,4}(?:\u3000{2,9}|\xa0{4,12})(?=[^\s\u3000\xa0])")
_INDENTS = ("\u3000\u3000", "\xa0\xa0")
_WIDE = re.compile(rf"[\u2014\u2018-\u201d\u2026\u3001-\u9fff\uff01-\uffef]{{{RUNNING_LINE}}}\Z")
_COMMAS = ("，", "、")
_STAMP = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|(?:19|20)\d\d\D\d{1,2}\D\d{1,2}\D{1,5}\d{1,2}:\d\d|\d{1,2}:\d\d:\d\d")
STAMP_CHARS: Final = 60
"""Characters of the second line of a heading in which a day or a clock is looked for."""
ELSEWHERE: Final = 99
"""Line breaks since the last draft, where something else than <br> parted the lines."""


State = tuple[int, str, int, str]
"""What holds for text at one place of the page: number and name of the nearest block-level element, looks (see
:mod:`newsbot.html.looks`), class and id names from here outward. A plain tuple, for a page makes hundreds."""


class Draft(NamedTuple):
    """A block before its container is known. ``looks``: of the whole text; ``target``: the address of the image that it is."""

    text: str
    state: State
    depth: int
    links: float
    looks: int
    indented: bool
    target: str | None


_new = tuple.__new__  # a NamedTuple's own constructor takes three times as long


class Drafting:
    """Text gathered into drafts. Whoever walks the page keeps :attr:`state`, :attr:`opened` and :attr:`linking` and hands over the text."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.seams: dict[int, tuple[int, ...]] = {}
        """By index of the draft: see :func:`seams_of`."""
        self.after_break: list[int] = []
        self.pieces: dict[int, list[str]] = {}
        """Drafts that a single <br> parts from the one before; of those that were joined over one, the lines they were printed on."""
        self.cut = 0
        """Characters left out by a bound."""
        self.state: State = (0, "body", 0, "")
        self.opened: list[Any] = []
        """The open elements, outermost first."""
        self.linking = False
        """Whether a link is open."""
        self.longest_label = MAX_BLOCK_CHARS
        """Characters of a piece of text that is a link's, where the page closes its links."""
        self.glued = False
        """Whether the text to come belongs to the last piece of text, with only a comment or script between them."""
        self.buffer: list[str] = []
        """Pieces of text since the last break."""
        self.broken: int = ELSEWHERE
        """How many <br> stand between the last draft and the buffer."""
        self.label_from = 0
        """Where in the buffer the text of the open link begins."""
        self.chars = 0
        """Characters in the buffer, white space between pieces left out."""
        self._linked = self._bold = 0
        self._first = self.state
        self._first_depth = 0
        self._waiting: list[Draft] = []
        self.hidden: list[str] = []
        self._hidden_state = self.state
        self._text_room, self._hidden_room, self._hidden_left = MAX_TEXT_CHARS, MAX_HIDDEN_CHARS, MAX_HIDDEN_BLOCKS

    @property
    def depth(self) -> int:
        """Open elements around the text, <html> left out."""
        return len(self.opened) - 1

    def break_line(self) -> None:
        """End the line: what follows is another block."""
        if self.buffer:
            self.flush()
        if self.hidden:
            self.hidden.append("\n")
        self.broken = ELSEWHERE

    def add(self, text: str) -> None:
        """Take a piece of text that is not only white space."""
        looks = self.state[2]
        if looks & UNSEEN:
            if not looks & NO_TEXT:
                self._add_hidden(text)
            return
        if self.hidden:
            self._hide()
        if not self.chars:
            self._first, self._first_depth = self.state, len(self.opened) - 1  # the property itself costs a call for each line
        if "\n" in text and "\n" in text.strip():
            text = self._add_lines(text) if looks & PREFORMATTED else unbroken(text)
        if self.glued:
            self.glued = False
            self.buffer[-1] += text
        else:
            self.buffer.append(text)
        size = len(text)
        self.chars += size
        if self.linking and size <= self.longest_label:
            self._linked += size
        if looks & BOLD:
            self._bold += size

    def _add_lines(self, text: str) -> str:
        """Take all lines of preformatted text but the last, which is returned."""
        *lines, last = text.split("\n")
        for line in lines:
            self._first, self._first_depth = self.state, self.depth
            self.buffer.append(line)
            self.chars += len(line)
            self.flush()
            self.broken += 1
        self._first, self._first_depth = self.state, self.depth
        return last

    def flush(self) -> None:
        """Make what the buffer holds into drafts, followed by what stood inside its line."""
        buffer = self.buffer
        text = buffer[0] if len(buffer) == 1 else "".join(buffer)
        self.label_from = 0
        self.glued = False
        if line := text.strip():
            self._draft(text, line)
            self.broken = 0
        buffer.clear()
        self.chars = self._linked = self._bold = 0
        if self._waiting:
            self.drafts.extend(self._waiting)
            self._waiting.clear()
            self.broken = ELSEWHERE

    def _draft(self, text: str, line: str) -> None:
        """Make a line, ``text`` with the white space around it, into drafts."""
        size, chars, linked, first, drafts = len(line), self.chars, self._linked, self._first, self.drafts
        if size > MAX_BLOCK_CHARS or size > self._text_room:
            room = min(MAX_BLOCK_CHARS, self._text_room)
            self.cut += size - room
            line = line[:room].rstrip()
        self._text_room -= len(line)
        odd = not line.isprintable()  # as all white space is but single blanks
        if odd or "  " in line:
            line = _SPACE.sub(" ", line)
        share = (linked / chars if linked < chars else 1.0) if linked else 0.0
        looks = first[2]
        if looks & BOLD or self._bold:
            looks = looks | BOLD if self._bold >= chars * BOLD_SHARE else looks & ~BOLD
        indented = text[0].isspace() and text.lstrip(" \r\n\t").startswith(_INDENTS)
        if odd and ("\u3000\u3000" in line or "\xa0\xa0\xa0\xa0" in line):
            for part in _INDENT_INSIDE.split(line):
                drafts.append(Draft(part, first, self._first_depth, share, looks, indented, None))
                indented = True
        elif self.broken == 1 and drafts and not indented and _runs_on(drafts[-1], first, line):
            self.pieces.setdefault(len(drafts) - 1, [drafts[-1].text]).append(line)
            drafts[-1] = _joined(drafts[-1], line, looks)
        elif line:
            if len(self.buffer) > 1 and chars <= MAX_SEAMED_CHARS and len(line) == size and (seams := seams_of(self.buffer)):
                self.seams[len(drafts)] = seams
            if self.broken == 1:
                self.after_break.append(len(drafts))
            drafts.append(_new(Draft, (line, first, self._first_depth, share, looks, indented, None)))

    def _add_hidden(self, text: str) -> None:
        if not self.hidden:
            self._hidden_state = self.state
        self.hidden.append(text)

    def _hide(self) -> None:
        """Keep what a hidden element held as one draft, up to the bound."""
        text = _SPACE.sub(" ", "".join(self.hidden).strip())
        self.hidden.clear()
        room = self._hidden_room if self._hidden_left else 0
        self.cut += max(len(text) - room, 0)
        if text := text[:room].strip():
            self._hidden_room -= len(text)
            self._hidden_left -= 1
            self.keep(Draft(text, self._hidden_state, self.depth, 0.0, HIDDEN, indented=False, target=None))

    def keep(self, draft: Draft) -> None:
        """Keep what stands inside a line for after the line."""
        if self.chars:
            self._waiting.append(draft)
        else:
            self.drafts.append(draft)
            self.broken = ELSEWHERE

    def end(self, rest: str) -> None:
        """End the page; ``rest`` is text that was cut off it."""
        if self.buffer:
            self.flush()
        if self.hidden:
            self._hide()
        if rest := _SPACE.sub(" ", rest).strip():
            self.drafts.append(Draft(rest, (0, "rest", 0, ""), 0, 0.0, 0, indented=False, target=None))


def plain_spaces_in(text: str) -> str:
    """Return text without white space around it, and with single blanks for what stands in it."""
    return _SPACE.sub(" ", text.strip())


def unbroken(text: str) -> str:
    """Return text without the line breaks of its source: in running Chinese text a browser shows nothing there.

    After a short line the blank stays, for it may part two facts.
    """
    *lines, last = text.split("\n")
    kept = []
    for line in lines:
        bare = line.rstrip(" \t\r")
        kept.append(bare if _WIDE.search(bare[-RUNNING_LINE:]) else line + "\n")
    return "".join(part.lstrip(" \t\r") if number else part for number, part in enumerate((*kept, last)))


def seams_of(pieces: list[str]) -> tuple[int, ...]:
    """Return where in a line, white space around it left out, a tag parts two characters with no white space between them.

    A style sheet may show a gap there: `来源：<b>人民网</b><b>王帆</b>`.
    """
    ends: list[int] = []
    end, before = 0, " "
    for piece in filter(None, pieces):
        if not before.isspace() and not piece[0].isspace():
            ends.append(end)
        end += len(piece)
        before = piece[-1]
    if not ends:
        return ()
    text = "".join(pieces)
    start = len(text) - len(text.lstrip())
    return tuple(end - start for end in ends)


def _runs_on(above: Draft, below: State, text: str) -> bool:
    """Tell whether a single <br> between two lines is only a broken line: inside a heading, or after a comma.

    Of 204 single <br> on 78 pages none else stood inside a sentence. Below a headline some templates print in the same heading when it
    was published: with a day or a clock in digits the second line is one of its own.
    """
    element, tag, _, _ = above.state
    if element != below[0] or above.looks & HIDDEN or tag == "img":
        return False
    if tag in HEADINGS:
        return _STAMP.search(text, 0, STAMP_CHARS) is None
    return len(above.text) >= RUNNING_LINE and above.text.endswith(_COMMAS)


def _joined(above: Draft, text: str, looks: int) -> Draft:
    """Return a line and the one that runs on from it, as one draft."""
    blank = " " if above.state[1] in HEADINGS else ""
    return above._replace(text=f"{above.text}{blank}{text}", looks=above.looks & looks)
