"""The medium a report is credited to (来源)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise, zip_longest
from typing import Final, Literal, NamedTuple

from newsbot.data import table
from newsbot.facts.accounts import account_of_original, followed_account, named_account, writer_and_account
from newsbot.facts.media_names import NO_NAME, WRITTEN_IN, is_known_medium, is_place_of_account, lone_words, looks_like_medium, tidy_source
from newsbot.lines.credits import CLOSING, CREDIT_LINE, Position, is_name, read_credits
from newsbot.lines.credits.grammar import TokenKind
from newsbot.lines.credits.vocabulary import REPORTED, UNIT, RoleKind, folded_marks, places, role_words
from newsbot.lines.meta_line import MetaLine, parse_meta_line
from newsbot.model import Block, Role
from newsbot.page.roles import SOURCE_AT_END
from newsbot.said import said
from newsbot.words import HAN_RANGE, common_words, either

_WORDS = table("media_words.toml")
_SHAPES: Final = _WORDS["shapes"]
_DAY = rf"\d{{1,2}}{_SHAPES['day']}"
_DATE = rf"\d{{1,2}}{_SHAPES['month']}{_DAY}"
_DATELINE = re.compile(
    rf"^[\s\u3000(（【]{{0,6}}{_SHAPES['according_to']}?([{HAN_RANGE}]{{1,8}}?(?:{either(_WORDS['dateline'])})(?!{either(_WORDS['dateline_goes_on'])}))"
    rf"(?:[（(][{HAN_RANGE}]{{2,10}}[)）])?"
    rf"(?:(?P<place>[{HAN_RANGE}]{{2,4}}?)(?=(?:{either(_WORDS['closes'])})[ \u3000(（:：])"
    rf"|[{HAN_RANGE}]{{0,8}}{_DATE}|[{HAN_RANGE}]{{2,8}}{_DAY}|[{HAN_RANGE}]{{0,2}}{_SHAPES['reporter']}[{HAN_RANGE}、]{{2,16}}{_DAY}"
    rf")?(?:{either(_WORDS['closes'])})"
)
"""A medium with whence, when and by whom it reports: 青山网讯, 青山网东岭讯, 青山社东岭4月10日电."""

_LEVELS: Final[Sequence[str]] = table("credits.toml")["places"]["levels"]
_OPENED_BY = re.compile(rf"^[\s\u3000]{{0,4}}[〔【\[(（]\s?([{HAN_RANGE}]{{2,10}})\s?[〕】\])）]")
"""An agency in a bracket of its own before the first sentence: `〔青山社〕`."""
_BRACKET = re.compile(r"[【\[(（]")
_TAKEN_LINE = re.compile(rf"(?:{either(_WORDS['handed_on'])})[\s:：]{{0,3}}([{HAN_RANGE}A-Za-z0-9·\-]{{2,20}})")
_OURSELVES = re.compile(f"{_SHAPES['own']}[{_SHAPES['own_kinds']}]")
_BARS = re.compile(rf"[/／╱|｜{_SHAPES['bar']}]")
_HANDED_ON = re.compile(rf"[\s\u3000]{{0,4}}(?:{_SHAPES['this_text']})?(?:{either(_WORDS['handed_on'])})\s{{0,2}}[:：]")
"""Before the medium that a text was taken from, in a line of its own."""
_WIRED = re.compile(rf"(?:[{HAN_RANGE}]{{2,6}})?{_DAY}(?:{either(_WORDS['closes'])})")
"""Whence and when a report was wired: 广州12日电."""
_AROUND_LONE: Final = " \u3000[]【】()（）〔〕◎●○■□◆◇▲△★☆"
_TOLD_AT_END = re.compile(rf"(?:{either(table('credits.toml')['people']['together'])})?{REPORTED}$")
_BUTTONS = re.compile(rf"(?:\s{{1,3}}(?:{either(table('meta_labels.toml')['count']['widgets'])})){{1,4}}$")
"""What may stand after the name in the head of a digital newspaper: 青山日报 放大 缩小 默认."""
_ACCOUNT_ENDINGS = tuple(_WORDS["account_endings"])
_ENDS_WITH_LABEL = re.compile(rf"(?:{either(table('meta_labels.toml')['labels']['source'])})\s{{0,2}}[:：]\s{{0,2}}$")
_KINDS_OF_MEDIA = [ending for ending in _WORDS["endings"] if ending not in _WORDS["kinds_of_sections"]]
_ONLY_MEDIA = re.compile(f"{either(kind for kind in _KINDS_OF_MEDIA if len(kind) > 1)}|(?:{either(_KINDS_OF_MEDIA)})$")
_MARKS_SOURCE, _MARKS_AUTHOR = (re.compile(rf"(?<![a-z])(?:{either(_WORDS[kind])})") for kind in ("marks_source", "marks_author"))
_LATIN = re.compile("[A-Za-z]")
_REST_OF_WORD = re.compile(rf"[{HAN_RANGE}]{{1,6}}(?![{HAN_RANGE}])")
"""What stands right behind a medium of which the model may have taken a part."""
_BRACKETS: Final = 2
"""Characters that may stand around a name which is a line by itself."""
_OFFERS = frozenset({Role.NAVIGATION, Role.BREADCRUMB, Role.SIDEBAR, Role.SHARE, Role.TITLE, Role.HIDDEN})
"""Pieces of a page that offer other pages, where its sections are named too, and what it shows when a button is pressed."""

MOST_WORDS: Final = 2
"""Words without a label beside the time, among which such a one may stand."""
NEAR_TIME_BLOCKS: Final = 12
NEAR_TIME_LINES: Final = 2
"""Blocks below the line of a time among which a medium's line is looked for, and lines on either side of it."""
MAX_LONE_CHARS: Final = 30
"""Characters of a line that is a medium's name alone."""
ALL_LINK: Final = 0.9
"""Share of a line inside links from which it is navigation."""


Way = Literal["stated", "label", "label_after", "account", "beside_name", "beside_time", "line", "dateline", "machine"]
"""How a medium was read: in the element that a site rule names, after a label before the report or after it, as an account, beside a time
or a name that the grammar of credits reads, beside the time, in a line of its own, in the dateline, as stated to machines."""


class Credited(NamedTuple):
    """A medium, where it was read, and how."""

    medium: str
    evidence: str
    way: Way


def source_of(
    blocks: Sequence[Block],
    metas: Sequence[tuple[int, MetaLine]],
    title: int | None,
    first: int,
    stated: Mapping[str, tuple[int, str]] | None = None,
) -> Credited | None:
    """Return the credited medium, where it was read, and how.

    In this order: a label in the element that a site rule names (``stated``), a label before the report, a medium beside a name or the
    time without a label (on a third of the credited pages), a line of its own beside the time, a label after the report (what
    follows may credit another text), a medium behind its label in a credit there, an account, which may only hand on what others
    wrote, another word beside the time, and last the dateline of the first paragraph (`中国文明网讯`, `新华社…电`).
    """
    labelled, account = _by_rule(stated or {})
    before = [(n, line) for n, line in metas if n < first]
    readers: tuple[tuple[Way, Callable[[], tuple[str, str] | None]], ...] = (
        ("stated", lambda: labelled),
        ("label", lambda: _labelled(blocks, before, first)),
        ("label", lambda: _taken_from(blocks, title, first)),
        ("account", lambda: account_of_original(blocks, dict(before), first)),
        ("beside_name", lambda: _no_account(_marked(blocks, before, first))),
        ("beside_time", lambda: _no_account(_near_time(blocks, before, _medium_beside_time))),
        ("line", lambda: _no_account(_line_near_time(blocks, before, title, first))),
        ("label_after", lambda: _labelled(blocks, [(n, line) for n, line in metas if n >= first], first)),
        ("label_after", lambda: _led(blocks, first)),
        ("account", lambda: account or named_account(blocks, dict(before), first)),
        ("beside_name", lambda: _marked(blocks, before, first)),
        ("account", lambda: followed_account(blocks, first)),
        ("account", lambda: _behind_writer(before)),
        ("beside_time", lambda: _near_time(blocks, before, _beside_time)),
        ("line", lambda: _line_near_time(blocks, before, title, first)),
        ("dateline", lambda: _in_dateline(blocks, first)),
    )
    return next((Credited(*found, way) for way, reader in readers if (found := reader())), None)


def _behind_writer(lines: Sequence[tuple[int, MetaLine]]) -> tuple[str, str] | None:
    found = writer_and_account(lines)
    return None if found is None else (found[1], said("account in block {block}", block=found[2]))


def _near_time(
    blocks: Sequence[Block], lines: Iterable[tuple[int, MetaLine]], read: Callable[[MetaLine], str | None]
) -> tuple[str, str] | None:
    """A medium beside the time, without a label."""
    for n, line in lines:
        if line.times and (words := read(line)) and _is_borne_out(words, blocks, n):
            return words, said("beside the time in block {block}", block=n)
    return None


def _line_near_time(
    blocks: Sequence[Block], lines: Iterable[tuple[int, MetaLine]], title: int | None, first: int
) -> tuple[str, str] | None:
    """A medium that is a line of its own, one or two lines from the time."""
    for n, line in lines:
        for near in _beside(blocks, n, first) if line.times else ():
            if near != title and (medium := _lone(blocks[near])) and _is_borne_out(medium, blocks, near):
                return medium, said("line beside the time, block {block}", block=near)
    return None


def _beside(blocks: Sequence[Block], n: int, first: int) -> list[int]:
    """The lines next to line ``n`` above block ``first``, the nearest first.

    Below it pictures and links (share, print) stand between without a word.
    """
    below = [m for m in range(n + 1, min(first, n + NEAR_TIME_BLOCKS)) if _is_line(blocks[m])]
    pairs = zip_longest(range(n - 1, max(-1, n - 1 - NEAR_TIME_LINES), -1), below[:NEAR_TIME_LINES])
    return [m for pair in pairs for m in pair if m is not None]


def _is_line(block: Block) -> bool:
    return bool(block.text) and block.features.tag != "img" and not block.features.hidden and block.features.links < ALL_LINK


def _labelled(blocks: Sequence[Block], lines: Sequence[tuple[int, MetaLine]], first: int) -> tuple[str, str] | None:
    """The first labelled medium; one that a line names from which the text was taken, before a page that names no medium as its source."""
    found = [
        (medium, n)
        for n, line in lines
        if (value := line.fields.get("source")) and _SHAPES["not_a_source"] not in blocks[n].text[:6] and (medium := tidy_source(value))
    ]
    if not found:
        return next((below for n, line in lines if n < first and (below := _below(blocks, n, line))), None)
    handed_on = (one for one in found[1:] if _HANDED_ON.match(blocks[one[1]].text) and looks_like_medium(one[0]))
    medium, block = found[0] if looks_like_medium(found[0][0]) else next(handed_on, found[0])
    return medium, said("label in block {block}", block=block)


def _below(blocks: Sequence[Block], n: int, line: MetaLine) -> tuple[str, str] | None:
    """The medium in the element after one that ends with its label, as in the cells of a table: `来源：` / `区司法局`."""
    following = blocks[n + 1] if n + 1 < len(blocks) else None
    if following is None or "source" not in line.labels or "source" in line.fields or not _ENDS_WITH_LABEL.search(line.text):
        return None
    short = 0 < len(following.text) <= MAX_LONE_CHARS and following.role not in {Role.TITLE, Role.BODY, Role.META_LINE}
    named = short and (looks_like_medium(following.text) or UNIT.search(following.text))
    medium = tidy_source(following.text) if named and not NO_NAME.search(following.text) else None
    return (medium, said("label in block {block}", block=n)) if medium else None


def _marked(blocks: Sequence[Block], lines: Iterable[tuple[int, MetaLine]], first: int) -> tuple[str, str] | None:
    """A medium that is read beside a time or beside a name, before the report: `聯合報／記者X`, `X · 2022-11-24 · 文明贵州`."""
    metas = dict(lines)
    for n in range(first):
        pieces = [piece.text for piece in blocks[n].pieces if piece.role is Role.CREDIT and piece.rule == CREDIT_LINE]
        for text in [metas[n].text] if n in metas else pieces:
            for start, end in read_credits(text, Position.META).media:
                whole = _REST_OF_WORD.match(text, end)
                longer = text[start : whole.end()] if whole else ""
                if medium := tidy_source(longer if looks_like_medium(longer) else text[start:end]):
                    return medium, said("beside a time or a name in block {block}", block=n)
    return None


def _led(blocks: Sequence[Block], first: int) -> tuple[str, str] | None:
    """A medium behind its label in a line of credits after the report, where no colon stands between: `编辑 X 来源 青山日报`."""
    for n in range(first, len(blocks)):
        for piece in blocks[n].pieces:
            inside = parse_meta_line(piece.text.strip(_AROUND_LONE), None) if piece.rule in {SOURCE_AT_END, CLOSING} else None
            if inside is not None and (medium := tidy_source(inside.fields.get("source", ""))):
                return medium, said("label in block {block}", block=n)
            if piece.role is not Role.CREDIT or piece.rule not in {CREDIT_LINE, CLOSING}:
                continue
            reading = read_credits(piece.text.strip(), Position.END)
            core = [token for token in reading.cover if token.kind is not TokenKind.SEPARATOR]
            for label, token in pairwise(core):
                led = label.role is not None and label.role.kind is RoleKind.SOURCE
                if (
                    led
                    and (reading.offset + token.start, reading.offset + token.end) in reading.media
                    and (medium := tidy_source(token.text))
                ):
                    return medium, said("label in block {block}", block=n)
    return None


def _taken_from(blocks: Sequence[Block], title: int | None, first: int) -> tuple[str, str] | None:
    """A medium behind the words that a text was taken from it, in a line of its own above the text: `摘自青山日报`, a link maybe."""
    for n in range(first if title is None else title + 1, first):
        found = _TAKEN_LINE.fullmatch(blocks[n].text)
        if found and not blocks[n].features.hidden and looks_like_medium(found[1].rpartition("-")[2]) and (medium := tidy_source(found[1])):
            return medium, said("label in block {block}", block=n)
    return None


def _in_dateline(blocks: Sequence[Block], first: int) -> tuple[str, str] | None:
    body = [n for n in range(first, len(blocks)) if blocks[n].role is Role.BODY]
    for n in body[:4]:
        opening = next((piece.text for piece in blocks[n].pieces if piece.role is not Role.REPEAT), "")
        dateline = _DATELINE.match((opening if blocks[n].pieces[0].role is Role.REPEAT else blocks[n].text)[:60])
        if dateline and dateline["place"] and not _is_place(dateline["place"]):
            continue
        if dateline and not _OURSELVES.match(dateline[1]) and dateline[1] not in _WORDS["endings"]:
            return dateline[1], said("dateline in block {block}", block=n)
        if (
            n == body[0]
            and (opened := _OPENED_BY.match(blocks[n].text[:60]))
            and _ONLY_MEDIA.search(opened[1])
            and looks_like_medium(opened[1])
        ):
            return opened[1], said("dateline in block {block}", block=n)
    return None


def _is_place(name: str) -> bool:
    """Whether a name is that of a division, with the word for its level or without."""
    return name in places() or any(name + level in places() for level in _LEVELS)


def _by_rule(stated: Mapping[str, tuple[int, str]]) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
    """What the element names that a site rule has for the source: after a label, or as the name of an account alone."""
    block, text = stated.get("source", (0, ""))
    meta = parse_meta_line(text, None)
    label = bool(meta and meta.labels)
    medium = tidy_source(meta.fields.get("source", "") if meta and label else text)
    found = (medium, said("site rule, block {block}", block=block)) if medium else None
    return (found, None) if label else (None, found)


def _is_borne_out(words: str, blocks: Sequence[Block], n: int) -> bool:
    """Whether words without a label in block ``n`` are a medium, or who published, rather than a section of the site (图片新闻, 本地要闻).

    They are by the kind that only media have (日报), by a place or no common word before another, where they are known, where the
    page marks them so, names them twice, says from where an account wrote, or speaks of them in another line that is no list. What begins
    with no common word is none of a section's names where it begins as a place does, has Latin letters, or stands beside a portrait or once
    more by itself. An account under the class of an author is one, and no medium.
    """
    text, names = blocks[n].text, blocks[n].features.names
    if _ONLY_MEDIA.search(words) or is_known_medium(words):
        return True
    if _MARKS_SOURCE.search(names) or text.count(words) > 1 or WRITTEN_IN.search(text):
        return True
    medium = looks_like_medium(words)
    if not medium and _MARKS_AUTHOR.search(names):
        return False
    rare = words[:2] not in common_words()
    if rare and (medium or _LATIN.search(words) or (n and blocks[n - 1].features.tag == "img")):
        return True
    if (medium or rare or UNIT.search(words)) and words[:2] in _beginnings_of_places():
        return True
    others = (block for other, block in enumerate(blocks) if other != n and block.role not in _OFFERS and words in block.text)
    return any(block.text.startswith(words) if block.role is Role.BODY else len(block.text) > len(words) + _BRACKETS for block in others)


@cache
def _beginnings_of_places() -> frozenset[str]:
    return frozenset(place[:2] for place in places())


def _medium_beside_time(line: MetaLine) -> str | None:
    """A medium beside the time, buttons in brackets behind it or a link to its account: `青山网【大 中 小】`, `青山科技[微博]`."""
    parted = (_BRACKET.split(words, maxsplit=1) for words in line.rest)
    named = (name for name, *behind in parted if looks_like_medium(name) or "".join(behind).startswith(_SHAPES["microblog"]))
    return next(filter(None, map(tidy_source, named)), None)


def _no_account(found: tuple[str, str] | None) -> tuple[str, str] | None:
    """A medium that was read, unless it is named as an authority's account is (`青山发布`)."""
    return None if found is None or found[0].endswith(_ACCOUNT_ENDINGS) else found


def _beside_time(line: MetaLine) -> str | None:
    """A medium beside the time, or else a word alone after it: who published it, unless it is a person."""
    if medium := _medium_beside_time(line):
        return medium
    lone = list(dict.fromkeys(lone_words(line)))  # an account's name may stand there twice
    rest = [words for words in dict.fromkeys(line.rest) if not is_place_of_account(words) and not any(role_words(folded_marks(words)))]
    labelled = "".join(line.fields.values())
    if (
        len(rest) <= MOST_WORDS
        and len(lone) == 1
        and rest[0] == lone[0]
        and line.times[0].has_clock
        and all(author.name in labelled for author in read_credits(line.text, Position.META).authors)
        and not read_credits(lone[0], Position.META).names
    ):
        return tidy_source(lone[0])
    return None


def _lone(block: Block) -> str | None:
    """A medium in a line of its own, or after a name (`石佳/中国青年报`)."""
    text = block.text
    if (
        len(text) > MAX_LONE_CHARS
        or block.role in {Role.NAVIGATION, Role.BREADCRUMB, Role.HIDDEN, Role.TITLE, Role.SHARE, Role.CAPTION}
        or block.features.links >= ALL_LINK
    ):
        return None
    words = [word for part in _BARS.split(text) if (word := part.strip(_AROUND_LONE))]
    if words and len(told := _TOLD_AT_END.sub("", words[-1])) < len(words[-1]):  # 青山新闻/报道, 青山新闻综合报道
        words[-1:] = [told] if told else []
    if len(words) == 1:  # 民众网 李静
        names = [is_name(word) for word in words[0].split()]
        words = [word for word, name in zip(words[0].split(), names, strict=True) if not name] if any(names) else words
    if len(words) > 1 and (is_name(words[-1]) or _WIRED.fullmatch(words[-1])):  # 醒报/李静, 世界日报/广州12日电
        words.pop()
    if words:
        words[-1] = _BUTTONS.sub("", words[-1])
    return tidy_source(words[-1]) if words and looks_like_medium(words[-1]) else None
