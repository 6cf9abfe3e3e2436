"""Where credits stand in a text: a line of their own, after the dateline, at the end of a paragraph, in a caption.

Every stretch is read again from its own characters by :func:`authors_of_credit`, so that a label on a piece of a page carries all that
was found: a stretch whose names would not be read again is left in the text. Where they stand, counted on 77 credited news pages: a
labelled author in the meta line 13, without a label there 21, a line of their own 16, a bracket after the dateline 14, a bracket at the
end of the last paragraph 10. `记者从…获悉`, `告诉记者`, `百名记者` are no credits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from newsbot.data import table
from newsbot.lines.credits.author_notes import note_of_author
from newsbot.lines.credits.grammar import TokenKind
from newsbot.lines.credits.name_forms import names_in_row
from newsbot.lines.credits.reader import FILLER, MARKS, SENTENCE, CreditReading, as_photographers, is_all_credit, read_credits
from newsbot.lines.credits.signs import Position
from newsbot.lines.credits.unit_credits import CREDIT_BLANKS, GIVEN_BY, ISSUED, OFFICE, is_own_work, is_unit_credit, unit_at_end
from newsbot.lines.credits.vocabulary import MEDIUM, REPORTED, ROLES, TAKEN, folded_marks, is_staff_of, may_have_role, places, role_words
from newsbot.row import Author
from newsbot.words import HAN_RANGE, any_of, either

CREDIT_LINE: Final = "credit.line"
OWN_DATELINE: Final = "credit.own dateline"
OPENING: Final = "credit.opening"
CLOSING: Final = "credit.closing"
CLOSING_NAMES: Final = "credit.closing names"
"""Names without a role word: a credit only at the very end of a report."""
PICTURE: Final = "credit.of a picture"
UNIT_CREDIT: Final = "credit.unit"
NAMES_AFTER_DATELINE: Final = "credit.dateline names"
"""`新华社北京5月19日电（刘艺、杨吉）`: without a role word the bracket belongs to the agency's dateline, and stays with it in the text."""
OPENING_PARAGRAPHS: Final = 4
"""Paragraphs in which the opening dateline is looked for: captions and notices may stand before the first."""

MAX_CREDIT_CHARS: Final = 110
"""Characters of a credit line; twenty names fit in, eight with their media."""
MAX_DATELINE_CHARS: Final = 45
"""Characters before the bracket of an opening credit, or before its first name."""
MAX_CLOSING_CHARS: Final = 80
"""Characters in a bracket at the end."""
MAX_CLOSING_WORDS: Final = 40
"""Characters of names after the last full stop."""
MAX_BARE_CHARS: Final = 30
"""Characters of names alone."""
MIN_BARE_PROBABILITY: Final = 0.85
"""Of names alone in a line: short lines of other words are many."""
MIN_MARKED_PROBABILITY: Final = 0.6
"""The same behind a mark with which papers and accounts begin the line of who wrote: ●, □, ——."""
MAX_LED_CHARS: Final = 8
"""Characters between the last name and 报道 (a place, 综合)."""


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit at ``start:end`` of a text, and the rule that saw it. ``authors`` is empty where only a unit or a medium is credited."""

    start: int
    end: int
    authors: tuple[Author, ...]
    rule: str


_DATA = table("credits.toml")
_MEDIA, _UNITS, _PEOPLE = _DATA["media"], _DATA["units"], _DATA["people"]
_TOLD = re.compile(REPORTED)
_LONG_RUN = re.compile(rf"[{HAN_RANGE}]{{16}}")
"""Han characters without a role word or a medium between: names run together have fewer, sentences more."""
_ROLE_OR_MEDIUM = any_of([*ROLES, *_MEDIA["endings"], *_PEOPLE["filler"]])
_NAME_AND_MEDIUM = re.compile(
    rf"[^/]{{2,20}}/[^/]{{1,14}}(?:{either(_MEDIA['endings'])})"
    rf"|[(\[]?[^/()\[\]]{{1,12}}(?:{either(_MEDIA['endings'])})(?<!{_MEDIA['section']})/[^/]{{2,4}}[)\]]?"
)
_BOX = re.compile(rf"\s{{0,6}}(?:[●○■□◆◇◎▲△▍▌▎★☆✎✍※]|{_MEDIA['box']}(?=[{HAN_RANGE} ]{{2,20}}$))\s{{0,4}}")
_BULLET = re.compile(rf"{_BOX.pattern}|\s{{0,6}}[—─-]{{2}}\s{{0,4}}")
_OWN = (
    rf"(?:(?:{either(_MEDIA['own'])})(?P<place>[{HAN_RANGE}]{{2,4}}?)?(?:{either(_MEDIA['dateline'])})"
    rf"|(?:{either(_MEDIA['kinds'])})(?:{either(_MEDIA['dateline'])}))"
)
_OWN_DATELINE = re.compile(rf"[\s\u3000]{{0,6}}[\[【(（]?{_OWN}[\]】)）]?[\s\u3000:：,，]{{0,4}}")
_BRACKET = re.compile(r"[(（【〔\[［]\s{0,3}([^()（）【】〔〕\[\]［］]{2,80}?)\s{0,3}[)）】〕\]］]")
_CLOSING_BRACKET = re.compile(
    rf"[(（【〔\[［]\s{{0,3}}([^()（）【】〔〕\[\]［］]{{2,{MAX_CLOSING_CHARS}}}?)\s{{0,3}}[)）】〕\]］]\s{{0,3}}(?:[|｜■□●◆。]|\d{{7}})?\s{{0,3}}$"
)
"""The bracket at the end; a full stop, a closing mark or the number of an agency (the day by the calendar of Taiwan) may follow."""
_AGENCY_END = re.compile(rf"(?:{either(_MEDIA['agency'])})[\]】)）〕]?\s{{0,3}}[:：]?\s{{0,3}}$")
_MEDIUM_DATELINE = re.compile(rf"[{HAN_RANGE}]{{2,12}}(?:{either(_MEDIA['dateline'])})\s{{1,4}}(?=\S)")
_OWN_BEFORE = re.compile(rf"(?:{either(_MEDIA['own'])})\Z")
"""本报, 本台 right before the role word of their own people."""
_STOP = re.compile(r"[。！？”]")
_BOTH_AFTER = rf"(?:(?:{either(_DATA['roles']['both'])})[ \u3000:：])?"
_TOLD_AFTER = re.compile(rf"[^。，！？:：]{{0,{MAX_LED_CHARS}}}?{REPORTED}\s{{0,3}}[:：,，]?|\s{{0,3}}[:：]|[ \u3000]{_BOTH_AFTER}")
_LED = re.compile(rf"{REPORTED}|[:： \u3000“]")
"""What :data:`_TOLD_AFTER` has, or may have after a quote."""
_CAPTION_BREAKS = "。！？；;，, \u3000|"


def authors_of_credit(text: str, rule: str) -> tuple[Author, ...]:
    """Return the persons of a stretch that ``rule`` found, read from its own characters."""
    if rule in {UNIT_CREDIT, OWN_DATELINE}:
        return ()
    if rule == CREDIT_LINE:
        found = credit_line(text, bare=True)
        return found.authors if found else ()
    position = {PICTURE: Position.CAPTION, OPENING: Position.LEAD}.get(rule, Position.END)
    text = text[box.end() if (box := _BOX.match(text)) else 0 :].strip()
    authors = read_credits(_without_agency(text) if position is Position.CAPTION else text, position).authors
    return as_photographers(authors) if position is Position.CAPTION and not GIVEN_BY.search(folded_marks(text)) else authors


# ------------------------------------------------------------------------------------------------------------- a line of its own


def credit_line(line: str, *, bare: bool = False) -> Credit | None:
    """Read a line that is nothing but a credit: `极目新闻记者 陈倩`, `□记者 A 文/图`, `责编:张三`, `(图片由通讯员提供)`.

    ``bare``: names alone are one too (`(罗森)`, `方龄`), where they are likely ones; so at the head and at the end of a report.
    """
    note = note_of_author(line)
    if note.described or (note.says_by_whom and (made := read_credits(line, Position.END).authors)):
        return Credit(0, len(line), (Author(note.described, "author"),) if note.described else made, CREDIT_LINE)
    bullet = _BULLET.match(line)
    text = line[bullet.end() if bullet else 0 :].strip()
    if not text or len(text) > MAX_CREDIT_CHARS or "。" in text.rstrip("。 "):
        return None
    plain = folded_marks(text)
    words = list(role_words(plain))
    roles = bool(words) or _TOLD.search(text) is not None or _NAME_AND_MEDIUM.fullmatch(plain) is not None
    if (roles or (bare and len(text) <= MAX_BARE_CHARS)) and _may_be_whole(plain):
        reading = read_credits(text, Position.LEAD)
        if is_all_credit(reading) and (roles or reading.certainty >= (MIN_MARKED_PROBABILITY if bullet else MIN_BARE_PROBABILITY)):
            return Credit(0, len(line), reading.authors, CREDIT_LINE)
    inner = _BRACKET.fullmatch(text)
    empty = _is_empty(plain, [(word.start, word.end) for word in words])
    signed = is_unit_credit(inner[1] if inner else text) or (inner and OFFICE.fullmatch(inner[1]))
    return Credit(0, len(line), (), UNIT_CREDIT) if empty or signed else None


def _may_be_whole(plain: str) -> bool:
    """Whether a folded line can be a credit and nothing else; asked first, for finding its names costs much more."""
    return not SENTENCE.search(plain.rstrip("。 ")) and not _LONG_RUN.search(_ROLE_OR_MEDIUM.sub(" ", plain))


def _is_empty(plain: str, words: Sequence[tuple[int, int]]) -> bool:
    """Whether a folded line has role words, which stand there, with a colon, and nothing after them: `责编： 校对：`."""
    left = plain
    for start, end in reversed(words):
        left = left[:start] + left[end:]
    return bool(words) and ":" in plain and not MARKS.sub("", left)


# -------------------------------------------------------------------------------------------------------------------- in a text


def opening_credits(paragraph: str) -> list[Credit]:
    """Find the credits at the head of a report's first paragraph: 本报讯 itself, and what stands after it or after another dateline."""
    own = _OWN_DATELINE.match(paragraph)
    own = None if own and own["place"] and own["place"] not in places() else own
    found = [Credit(own.start(), own.end(), (), OWN_DATELINE)] if own else []
    start = own.end() if own else 0
    if office := _office_after_dateline(paragraph, start):
        return [*found, office]
    if not _may_open(paragraph, start):
        return found
    reading = read_credits(paragraph, Position.LEAD)
    credit = _bracketed(paragraph, start, reading) or (_unbracketed(paragraph, start, reading) if reading.names else None)
    while credit:
        found.append(credit)
        further = paragraph[credit.end : credit.end + 1] in {*"（(【["} and credit.rule == OPENING  # （记者 X）（通讯员 Y）
        credit = _bracketed(paragraph, credit.end, reading) if further and len(found) <= OPENING_PARAGRAPHS else None
    return found


def _may_open(paragraph: str, start: int) -> bool:
    """Whether a role word or a bracket stands where it may belong to a dateline; asked first, for finding names costs much more.

    The bracket must name somebody when it is read by itself: every credit is read again from its own characters.
    """
    head = paragraph[:MAX_CREDIT_CHARS]
    mark = SENTENCE.search(head, start)
    sentence = head[: mark.start() if mark else len(head)]
    words = [word for word in role_words(folded_marks(sentence)) if start <= word.start < start + MAX_DATELINE_CHARS]
    if words and (mark is None or _LED.search(head, words[0].end, mark.end())):
        return True
    for bracket in _BRACKET.finditer(head):
        if _is_dateline(head[start : bracket.start()]):
            alone = paragraph[bracket.start() : _end_of_opening(paragraph, bracket.end())]
            if authors_of_credit(alone, OPENING) or read_credits(bracket[0], Position.END).authors:
                return True
    return False


def _office_after_dateline(paragraph: str, start: int) -> Credit | None:
    """The bracket after a dateline in which an office is named and nobody else: `本报讯（通讯员 宣教科）`."""
    bracket = _BRACKET.search(paragraph, start, MAX_CREDIT_CHARS)
    if bracket is None or not OFFICE.fullmatch(bracket[1]):
        return None
    dateline = paragraph[: bracket.start()].strip() and _is_dateline(paragraph[start : bracket.start()])
    return Credit(bracket.start(), _end_of_opening(paragraph, bracket.end()), (), UNIT_CREDIT) if dateline else None


def _is_dateline(before: str) -> bool:
    """Whether what stands before a bracket lets it be a credit: nothing, or the dateline of an agency."""
    if len(before) > MAX_DATELINE_CHARS or SENTENCE.search(before):
        return False
    return not before.strip() or _AGENCY_END.search(before) is not None or MEDIUM.fullmatch(before.strip("【】[]（）() ")) is not None


def _bracketed(paragraph: str, start: int, reading: CreditReading) -> Credit | None:
    """The first bracket that holds names, where nothing but a dateline stands before it."""
    for match in _BRACKET.finditer(paragraph, 0, MAX_CREDIT_CHARS):
        before = paragraph[start : match.start()]
        if not reading.names and (start or before.strip()) and _is_dateline(before):
            # names alone are read better without a long sentence beside them
            reading = read_credits(paragraph[: match.end()], Position.END)
        if match.end() <= start or not _names_inside(reading, match.start(), match.end()):
            continue
        if not _is_dateline(before):
            return None
        if before.strip() and not any(role_words(folded_marks(match[1]))):
            authors = read_credits(match[0], Position.END).authors
            return Credit(match.start(), match.end(), authors, NAMES_AFTER_DATELINE) if authors else None
        return _read_again(paragraph, match.start(), match.end(), OPENING, reading)
    return None


def _unbracketed(paragraph: str, start: int, reading: CreditReading) -> Credit | None:
    """Names with their role words after the dateline, up to 报道, a colon or a blank: `本报讯 记者X 通讯员Y报道：`."""
    first, last = reading.names[0], reading.names[-1]
    words = [word for word in role_words(folded_marks(paragraph[:MAX_CREDIT_CHARS])) if start <= word.start < first[0]]
    if first[0] > MAX_DATELINE_CHARS or not words or SENTENCE.search(paragraph, start, last[1]):
        return None
    after = _TOLD_AFTER.match(paragraph, last[1])
    if after is None:
        return None
    begin = words[0].start
    medium = next((span for span in reading.media if span[1] == begin), None)
    if medium:
        begin = medium[0]
    if own := _OWN_BEFORE.search(paragraph, start, begin):
        begin = own.start()
    if start == 0 and (dateline := _MEDIUM_DATELINE.match(paragraph, 0, begin)):
        start = dateline.end()  # the dateline of a medium stays: 青山网讯 青山晚报 青山新闻记者 X
    before = paragraph[start:begin].strip()
    marked = len(before) == 1 and not before.isalnum()  # □ 本报记者 X
    posted = before and is_staff_of(folded_marks(paragraph), paragraph.find(before, start), words[0])
    if marked or posted or _are_media(before):  # the people of a medium: 东方网记者X5月13日报道
        begin, before = start, ""
    if before and not _AGENCY_END.search(before):
        return None
    return _read_again(paragraph, begin, after.end(), OPENING, reading)


def _are_media(before: str) -> bool:
    """Whether what stands before a role word are the names of media, a mark of papers before them: `◆青山晚报/青山新闻`."""
    return all(MEDIUM.fullmatch(name) for name in re.split(r"[/\s]+", _BULLET.sub("", before)))


def closing_credit(paragraph: str) -> Credit | None:
    """Find what credits somebody at the very end of a paragraph: `(刘奕男)`, `(记者 A B)`, `(文/图 C)`, `(单位供图)`, `。记者 张三`."""
    bracket = _CLOSING_BRACKET.search(paragraph)
    stop = max((match.end() for match in _STOP.finditer(paragraph)), default=0)
    if bracket is None and not (stop and 0 < len(paragraph) - stop <= MAX_CLOSING_WORDS):
        return None
    if bracket:
        return _closing_bracket(paragraph, bracket)
    if is_own_work(paragraph[stop:].strip()):
        return Credit(stop, len(paragraph), (), UNIT_CREDIT)
    if not _may_be_whole(folded_marks(paragraph[stop:])):
        return None
    box = _BOX.match(paragraph[stop:])
    alone = read_credits(paragraph[stop + box.end() if box else stop :].strip(), Position.END)  # few words, which are read in no time
    if not is_all_credit(alone):
        return None
    roles = any(role_words(folded_marks(paragraph[stop:])))
    if roles and not alone.authors:
        return Credit(stop, len(paragraph), (), UNIT_CREDIT)  # 初审：王某 终审：李某
    reading = read_credits(paragraph, Position.END)
    hidden = not reading.names or reading.names[0][0] < stop  # the sentence before hides who wrote, or names somebody else
    found = _read_again(paragraph, stop, len(paragraph), CLOSING if roles else CLOSING_NAMES, alone if hidden else reading)
    return found if box or roles or not hidden else None


def _closing_bracket(paragraph: str, bracket: re.Match[str]) -> Credit | None:
    start, end = bracket.start(), len(paragraph)
    alone = read_credits(paragraph[start:].strip(), Position.END)
    ended = _STOP.search(paragraph[:start].rstrip()[-1:]) is not None
    if ended and OFFICE.fullmatch(bracket[1]):
        return Credit(start, end, (), CLOSING_NAMES)
    if not alone.authors and not is_unit_credit(bracket[1]):
        if ended and (row := names_in_row(bracket[1])):
            return Credit(start, end, tuple(Author(name, "author") for name in row), CLOSING_NAMES)
        # whatever is read of the sentence before: a credit is read again from its own characters
        return Credit(start, end, (), UNIT_CREDIT) if alone.names and is_all_credit(alone, 0) else None
    reading = read_credits(paragraph, Position.END)
    inside = _names_inside(reading, start, end)
    roles = any(role_words(folded_marks(bracket[1]))) or FILLER.search(bracket[1]) is not None
    if not reading.names and (roles or "·" in (plain := folded_marks(bracket[1])) or MEDIUM.match(plain)):
        # a bracket with a role word, a medium, or a name with a dot, is read better without a long sentence beside it
        reading, inside = alone, bool(alone.names)
    elif reading.names and reading.names[0][0] < start and not ended:
        inside = False  # another name, and no end of a sentence between: who is spoken of
    if inside and (credit := _read_again(paragraph, start, end, CLOSING if roles else CLOSING_NAMES, reading)):
        return credit
    if ended and not roles and (names_in_row(bracket[1]) or (alone.certainty >= MIN_BARE_PROBABILITY and is_all_credit(alone, 0))):
        # the sentence before hides names that stand alone in their bracket
        return _read_again(paragraph, start, end, CLOSING_NAMES, alone)
    return Credit(start, end, (), UNIT_CREDIT) if is_unit_credit(bracket[1]) else None


def caption_credit(caption: str) -> Credit | None:
    """Find who took the picture, at the end of its caption: `王某 摄`, `(陈晓芬 摄)`, `(单位供图)`, `。成广聚 摄`."""
    bracket = _CLOSING_BRACKET.search(caption)
    unit = unit_at_end(caption, MAX_CLOSING_WORDS)
    if unit is None and not (bracket and bracket.start()) and not may_have_role(folded_marks(caption)):
        return None  # names alone at the end of a caption are no credit
    reading = read_credits(caption, Position.CAPTION)
    if bracket and bracket.start():
        before = _without_agency(caption)
        taken = caption_credit(before) if before != caption else None
        if taken and taken.authors:
            return _read_again(caption, taken.start, len(caption), PICTURE, read_credits(before, Position.CAPTION))
        if reading.names and reading.names[0][0] > bracket.start() and _names_all(reading, caption, bracket.start()):
            issued = _ISSUED_BEFORE.search(caption, 0, bracket.start())
            return _read_again(caption, issued.start() if issued else bracket.start(), len(caption), PICTURE, reading)
        if is_unit_credit(bracket[1]):
            taken = _after_caption(caption, reading) if reading.names else None  # 王某 摄（青山图片）
            return taken or Credit(bracket.start(), len(caption), (), UNIT_CREDIT)
    if reading.names:
        if is_all_credit(reading, 0) and any(token.kind is TokenKind.ROLE for token in reading.cover):
            return _read_again(caption, 0, len(caption), PICTURE, reading)
        if names := _after_caption(caption, reading):
            return names
    return Credit(unit, len(caption), (), UNIT_CREDIT) if unit else None


def _without_agency(caption: str) -> str:
    """A caption without the bracket behind who took the picture that says who sells it: `王某摄|（青山影像）`."""
    bracket = _CLOSING_BRACKET.search(caption)
    if bracket is None or is_unit_credit(bracket[1]) or any(role_words(folded_marks(bracket[1]))):
        return caption
    before = caption[: bracket.start()].rstrip(CREDIT_BLANKS)
    return before if _TAKEN_LAST.search(folded_marks(before)) else caption


_TAKEN_LAST = re.compile(rf"(?:{TAKEN}|{either(_DATA['roles']['both'])})$")


def _names_all(reading: CreditReading, caption: str, start: int) -> bool:
    """Whether what stands in a bracket are names and role words: not a list of things of which one looks like a name."""
    inside = _SEPARATED.split(caption[start:].strip("（）()[]【】"))
    named = {caption[first:last] for first, last in reading.names}
    return any(role_words(folded_marks(caption[start:]))) or all(not part or any(name in part for name in named) for part in inside)


_ISSUED_BEFORE: Final = re.compile(rf"(?:(?<=[。！？])|[ \u3000]{{1,3}})(?:{ISSUED.pattern})[ \u3000]{{0,2}}$")
_SEPARATED: Final = re.compile(r"[、，,/／\s]+")


def _after_caption(caption: str, reading: CreditReading) -> Credit | None:
    """Names with a role word after the caption's text: the longest stretch from a blank or a mark on that is nothing else."""
    first = reading.names[0][0]
    cut: int | None = None
    for start in range(first, max(0, len(caption) - MAX_CLOSING_WORDS), -1):
        if caption[start - 1] not in _CAPTION_BREAKS:
            continue
        stretch = caption[start:].strip()
        whole = any(role_words(folded_marks(stretch))) and is_all_credit(read_credits(stretch, Position.CAPTION), 0)
        if not whole and cut is not None:
            break
        cut = start if whole else cut
    if cut is None:
        return None
    while caption[cut - 1] in CREDIT_BLANKS:
        cut -= 1
    return _read_again(caption, cut, len(caption), PICTURE, reading)


def _names_inside(reading: CreditReading, start: int, end: int) -> bool:
    return any(start < name_start and name_end < end for name_start, name_end in reading.names)


def _read_again(text: str, start: int, end: int, rule: str, reading: CreditReading) -> Credit | None:
    """The stretch as a credit, if from its own characters the same persons are read as from the whole text."""
    end = _end_of_opening(text, end) if rule == OPENING else end
    authors = authors_of_credit(text[start:end], rule)
    again = {author.name for author in authors}
    missing = [author for author in reading.authors if author.name not in again and author.name in re.sub(r"\s", "", text[start:end])]
    return Credit(start, end, authors, rule) if authors and not missing else None


def _end_of_opening(text: str, end: int) -> int:
    """Where the text goes on after the blanks and the colon that an opening credit takes with it."""
    while end < len(text) and text[end] in CREDIT_BLANKS:
        end += 1
    return end
