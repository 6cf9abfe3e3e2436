"""The head of a plain document: where its text begins, a headline on two lines, and what stands between the two.

A document has no markup, so each line is told by its own form and wording and by its neighbours: a dateline opens the text, a caption
stands after an image or right above the text, what stands above a meta line belongs to the page.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from newsbot.lines.cached import credit
from newsbot.lines.credits import caption_credit, credit_line, opening_credits
from newsbot.lines.credits.vocabulary import UNIT
from newsbot.lines.measures import commas, ends_sentence, han, is_paragraph, key, letter_pairs, overlap
from newsbot.lines.meta_line import parse_meta_line
from newsbot.model import Block, Role
from newsbot.page.captions import CAPTION_START, is_credited_picture, is_given_picture
from newsbot.page.headline_choice import SUBTITLE, Choice
from newsbot.page.label_around import label_and_value
from newsbot.page.roles import LEAD_LABEL, Outline, label_caption, label_text
from newsbot.page.wording import furniture_odds
from newsbot.page.words import one_of
from newsbot.words import BARS, HAN_RANGE

MIN_UNMARKED_HAN: Final = 25
"""Han characters of a line of text that has lost the mark at its end; most captions are shorter."""
MAX_HEAD_CAPTION_CHARS: Final = 60
"""Characters of a line between headline and text that its place alone makes a caption."""
SURE_ODDS: Final = 6.0
"""Log odds from which a sentence between headline and text is furniture, though its place says text."""
DATELINE_ODDS: Final = 1.0
"""The same before a paragraph that opens with a dateline: whatever is no note of the editors stands above the report there."""
CAPTION_ODDS: Final = 2.5
"""Log odds of furniture up to which a line between headline and text is a caption."""
SAME_TITLE: Final = 0.4
"""Share of a line's character pairs that the title has too, from which it is the title in other words."""
DATELINE_PARAGRAPHS: Final = 3
"""Paragraphs after the first among which one may open with the dateline."""
MAX_PLAIN_DATED_HAN: Final = 12
"""Han characters beside a day alone in a meta line; a line with more is a sentence."""
KICKER_HAN: Final = range(8, 26)
"""Han characters of a kicker above a headline; shorter lines are names of sections."""
KICKER_ODDS: Final = 1.0
"""Log odds of furniture up to which a line above the headline is its kicker."""
HEADLINE_HAN_WHOLE: Final = range(8, 37)
"""Han characters of a whole headline that a page prints once more in short."""
COUPLET_HAN: Final = range(5, 15)
"""Han characters of either half of a headline on two lines of one length."""
SECOND_LINE_ODDS: Final = 2.0
"""The same for the second line of a headline whose first is but the name of who acts."""
HEADLINE_REPEATED: Final = 0.8
"""Share of a line's character pairs that the headline has too, from which it is no other half of it."""
MAX_NAME_HAN: Final = 12
"""Han characters of the name of a unit that is the first line of a headline."""
_STOPS = re.compile(rf"[。_{BARS}>»]|[；;，,：:]$")
_NAMED = re.compile(rf"[{HAN_RANGE}]{{4,16}}[:：]")
"""Who acts, as the first line of a headline: `青山区向阳社区：`."""
_BRACKETED = re.compile(r"[(（][^()（）]{8,80}[)）]")
_NUMBERED = re.compile(one_of("numbered"))
_SERIES = re.compile(rf"{one_of('series_ends')}$")


# ---------------------------------------------------------------------------------------------------------- where the text begins


def opening_paragraph(blocks: Sequence[Block], first: int) -> int | None:
    """Return the paragraph after ``first`` that opens with a dateline, where all between the two is furniture or stands under an image."""
    if first >= len(blocks) or _opens(blocks[first].open):
        return None
    paragraphs = [n for n in range(first + 1, len(blocks)) if is_paragraph(blocks[n].open)][:DATELINE_PARAGRAPHS]
    opening = next((n for n in paragraphs if _opens(blocks[n].open)), None)
    if opening is None or not all(_is_above(blocks, n) for n in range(first, opening) if blocks[n].open):
        return None
    return opening


def _opens(text: str) -> bool:
    return bool(opening_credits(text))


def _is_above(blocks: Sequence[Block], n: int) -> bool:
    """Whether a line before the dateline is none of the text."""
    return _is_under_image(blocks, n) or furniture_odds(blocks[n].open) >= DATELINE_ODDS


def _is_under_image(blocks: Sequence[Block], n: int) -> bool:
    """Whether a short line of one sentence stands right after an image."""
    text = blocks[n].open
    short = len(text) <= MAX_HEAD_CAPTION_CHARS and "。" not in text[:-1]
    before = next((block.role for block in reversed(blocks[:n]) if block.text), None)
    return short and before is Role.PLACEHOLDER


# --------------------------------------------------------------------------------------------------------------------- meta lines


def label_meta_lines(blocks: Sequence[Block], first: int, clock: datetime | None, outline: Outline, headline: Collection[int]) -> None:
    """Label the meta lines: they stand before the report; after it only those with labels (`来源:X`, `责任编辑:Y`) are any."""
    for n, block in enumerate(blocks):
        if n not in headline and n < first and (both := label_and_value(blocks, n, clock)):
            outline.metas.append((n, both))
            for part in blocks[n : n + 2]:
                part.label(Role.META_LINE, "meta line.labels")
            continue
        if n in headline or not (meta := parse_meta_line(block.open, clock)):
            continue
        if n >= first and not meta.may_follow:
            continue
        if n > first and not meta.labels:
            continue
        if n < first and not meta.labels and not meta.times[0].has_clock and han(block.open) > MAX_PLAIN_DATED_HAN:
            continue
        outline.metas.append((n, meta))
        block.label(Role.META_LINE, "meta line.labels" if meta.labels else "meta line.time")


# ------------------------------------------------------------------------------------------------------------- headline on two lines


def headline_lines(blocks: Sequence[Block], choice: Choice) -> list[int]:
    """Return the blocks of the headline in reading order: the one chosen, and its kicker above or its second half below."""
    title = choice.block
    if title is None:
        return []
    below, above = _neighbour(blocks, title, 1), _neighbour(blocks, title, -1)
    name = blocks[title].open
    if below is not None and han(name) <= MAX_NAME_HAN and UNIT.search(name) and _is_part(blocks, below, choice, SECOND_LINE_ODDS):
        return [title, below]
    if above is not None and _says_more(blocks[above].open, blocks[title].open) and han(blocks[above].open) in HEADLINE_HAN_WHOLE:
        return [above]
    if above is not None and _NAMED.fullmatch(blocks[above].open) and UNIT.search(blocks[above].open[:-1]):
        return [above, title]
    if above is not None and _are_parallel(blocks, above, title) and _is_part(blocks, above, choice, SECOND_LINE_ODDS):
        return [above, title]
    if (
        above is not None
        and han(blocks[above].open) in KICKER_HAN
        and _is_part(blocks, above, choice, KICKER_ODDS)
        and (_speaks_of_text(blocks, above) or not any(block.open for block in blocks[:above]))
    ):
        higher = _neighbour(blocks, above, -1)
        if higher is None or not _is_part(blocks, higher, choice, SECOND_LINE_ODDS):  # one of several lines is an item of a list
            return [above, title]
    return [title]


def _says_more(text: str, headline: str) -> bool:
    """Whether a line is the headline with who acts before it: `向阳社区：红马甲扮靓老街巷` above `红马甲扮靓老街巷`."""
    return key(text) != key(headline) and key(text).endswith(key(headline)) and not _STOPS.search(text)


def _are_parallel(blocks: Sequence[Block], above: int, title: int) -> bool:
    """Whether the first line of a document and the headline below are two halves of one: of one length, as in a couplet."""
    first = all(not block.text for block in blocks[:above])
    upper, lower = han(blocks[above].open), han(blocks[title].open)
    return first and upper in COUPLET_HAN and abs(upper - lower) <= 1


def _speaks_of_text(blocks: Sequence[Block], n: int) -> bool:
    """Whether a line has any word of the paragraphs: below other lines of the site's head, one without any belongs to them."""
    mine = letter_pairs(blocks[n].open)
    return any(mine & letter_pairs(block.open) for block in blocks if is_paragraph(block.open))


def _neighbour(blocks: Sequence[Block], n: int, step: int) -> int | None:
    """The next line above or below of which no rule has spoken; None where another line stands between."""
    n += step
    while 0 <= n < len(blocks) and not blocks[n].text:
        n += step
    return n if 0 <= n < len(blocks) and blocks[n].open == blocks[n].text.strip() else None


def _is_part(blocks: Sequence[Block], n: int, choice: Choice, odds: float) -> bool:
    """Whether a line beside the headline can be a part of it: a headline itself by its signs, and not the same in other words."""
    text, headline = blocks[n].open, blocks[choice.block or 0].open
    return (
        choice.scores.get(n, choice.scores[None]) > choice.scores[None]
        and not _STOPS.search(text)
        and not ends_sentence(text)
        and furniture_odds(text) < odds
        and max(overlap(text, headline), overlap(headline, text)) < HEADLINE_REPEATED
        and credit(text, bare=True) is None
    )


# ----------------------------------------------------------------------------------------------------- between headline and text


def label_head(blocks: Sequence[Block], first: int, outline: Outline, title: str, *, opened: bool) -> None:
    """Label the lines before the first paragraph: the site's header before the title; captions, credits and repeats after it.

    ``opened``: a dateline opens the text, though not ``first`` where a verse stands above it; one that opens ``first`` is seen here.
    """
    anchor = outline.title if outline.title is not None and outline.title < first else None
    near, flowing = _near_the_text(blocks, first, title), _flowing(blocks, first)
    opened = opened or (first < len(blocks) and _opens(blocks[first].open))
    for n, block in enumerate(blocks[:first]):
        text = block.open
        if not text:
            continue
        after = anchor is not None and n > anchor
        if credit_line(text) or ((after or n + 1 == first) and credit_line(text, bare=True)):
            block.label(Role.CREDIT, "credit.line")
        elif anchor is not None and n < anchor:
            block.label(Role.HEADER, "header.before the title")
        elif is_credited_picture(text) or is_given_picture(text):
            label_caption(block, "caption.sentence with its credit")
        elif opened and _is_under_image(blocks, n):
            label_caption(block, "caption.between an image and the dateline")
        elif opened and is_paragraph(text) and furniture_odds(text) >= DATELINE_ODDS:
            block.label(Role.HEADER, "wording.furniture before the dateline")
        elif after and (is_paragraph(text) or _is_lead(text, title)) and furniture_odds(text) < SURE_ODDS:
            label_text(block)
        else:
            _label_short(blocks, n, title, near=n >= near, flows=n >= flowing and (after or anchor is None))


def _flowing(blocks: Sequence[Block], first: int) -> int:
    """Where the short lines begin that flow into the first paragraph: a text that an account broke at its commas, as no captions stand."""
    begin, broken = first, False
    for n in range(first - 1, -1, -1):
        text = blocks[n].open
        if not text or not (text.endswith(_FLOWING_ENDS) or ends_sentence(text)) or furniture_odds(text) >= CAPTION_ODDS:
            break
        begin, broken = n, broken or text.endswith(_FLOWING_ENDS)
    return begin if broken else first


def _label_short(blocks: Sequence[Block], n: int, title: str, *, near: bool, flows: bool) -> None:
    """Label a line between headline and text that is neither credit nor paragraph.

    ``near``: it stands right above the text; ``flows``: it is the beginning of a text whose sentences are broken at their commas.
    """
    block = blocks[n]
    text = block.open
    if flows:
        block.label(Role.BODY, "body.broken sentence")
    elif near and n and _PAUSE.fullmatch(text) and blocks[n - 1].role is Role.BODY:
        label_text(block)
    elif _LATIN_LABEL.match(text):
        block.label(Role.HEADER, "header.label")
    elif _NUMBERED.match(text) or LEAD_LABEL.match(text):
        label_text(block)
    elif _BRACKETED.fullmatch(text) and not _is_under_image(blocks, n):
        block.label(Role.SUBHEAD, "body.line in brackets")  # (2007年6月29日…通过)
    elif overlap(text, title) >= SAME_TITLE and not ends_sentence(text):
        block.label(Role.REPEAT, "repeat.title in other words")
    elif text.startswith(SUBTITLE) or _SERIES.search(text):
        block.label(Role.HEADER, "header.subtitle")
    elif CAPTION_START.match(text) or caption_credit(text):
        label_caption(block, "caption.form")
    elif furniture_odds(text) >= CAPTION_ODDS:
        block.label(Role.HEADER, "wording.furniture before the report")
    elif len(text) > MAX_HEAD_CAPTION_CHARS or (
        near and (_opens_text(text) or _is_unmarked_text(blocks, n)) and not _is_under_image(blocks, n)
    ):
        label_text(block)
    elif near or _is_under_image(blocks, n):
        label_caption(block, "caption.before the first paragraph")
    else:
        block.label(Role.HEADER, "header.above the text")


def _is_unmarked_text(blocks: Sequence[Block], n: int) -> bool:
    """Whether a line of several clauses is the first of a text whose next line stops without a mark as well: its marks were lost."""
    text, after = blocks[n].open, blocks[n + 1].open if n + 1 < len(blocks) else ""
    several = han(text) >= MIN_UNMARKED_HAN and commas(text) > 0
    return several and is_paragraph(after) and not ends_sentence(after) and furniture_odds(text) < 0


def _opens_text(text: str) -> bool:
    """Whether a short line right above the first paragraph asks, exclaims, quotes, addresses or announces: no caption does."""
    return text.endswith(_SPOKEN_ENDS)


_FLOWING_ENDS: Final = ("，", ",", "、")
_LATIN_LABEL = re.compile(r"[A-Z][A-Za-z ]{2,20}[:：]\s")
"""A label of a feed or of a program that turned a page into text: `Category: X`."""
_SPOKEN_ENDS: Final = ("？", "?", "！", "!", "。”", "？”", "！”", "?”", "!”", ":", "：")
_PAUSE = re.compile(r"[…⋯.]{2,12}")
"""A line of dots, where what was said goes on."""
_CAPTION_COMPANY = frozenset({None, Role.PLACEHOLDER, Role.CREDIT, Role.CAPTION, Role.WATERMARK})


def _near_the_text(blocks: Sequence[Block], first: int, title: str) -> int:
    """Where the lines begin that stand right above the text, nothing of the page's own and no headline between: captions by their place."""
    for n in range(first - 1, -1, -1):
        text = blocks[n].open
        if _PAUSE.fullmatch(text or ""):
            continue
        if blocks[n].text and (blocks[n].role not in _CAPTION_COMPANY or (text and furniture_odds(text) >= CAPTION_ODDS)):
            return n + 1
        if text and overlap(text, title) >= SAME_TITLE and not ends_sentence(text):
            return n + 1
    return 0


def _is_lead(text: str, title: str) -> bool:
    """Whether a short sentence before the paragraphs is the lead that says, with its day, what the headline says."""
    return text.endswith("。") and overlap(text, title) >= SAME_TITLE
