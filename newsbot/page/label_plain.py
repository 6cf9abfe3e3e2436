"""Roles of the blocks of a document without markup: what each line is, and the rule that says so.

The order of the rules is the order of this file: what is certain by form alone first, then the headline, then where the report begins
and ends, then what stands inside. Every later rule speaks only of what is still open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

from newsbot.data import table
from newsbot.lines import headlines
from newsbot.lines.cached import form_of
from newsbot.lines.credits import caption_credit, credit_line, opening_credits
from newsbot.lines.forms import Form
from newsbot.lines.measures import ends_sentence, han, is_paragraph, key, letter_pairs
from newsbot.lines.spam import spam_line
from newsbot.model import Block, Role
from newsbot.page.captions import AFTER_AN_IMAGE, CAPTION_START, is_credited_picture, is_given_picture
from newsbot.page.headline_choice import choose_headline
from newsbot.page.inserted import sells_apart
from newsbot.page.plain_head import headline_lines, label_head, label_meta_lines, opening_paragraph
from newsbot.page.roles import (
    LEAD_LABEL,
    Outline,
    label_caption,
    label_headline,
    label_litter,
    label_repeats,
    label_text,
    label_watermarks,
)
from newsbot.page.true_title import carve_label, is_former, label_at_end, true_title, wins
from newsbot.page.verse import find_verse
from newsbot.page.wording import FURNITURE_ODDS, INSIDE_ODDS, furniture_odds, voted_form
from newsbot.page.words import one_of
from newsbot.words import HAN_RANGE

PLAIN_EDGE_ODDS: Final = 1.0
"""Log odds from which a line after the last paragraph is none of the report's own."""
LAST_ODDS: Final = 0.0
"""The same for a line that ends no sentence and has no text below it."""
MOST_LINE: Final = 5.0
"""What one line counts at most where the end of the report is looked for."""
VERSE_COUNTS: Final = 1.0
"""What a line of a verse counts against the end of the report above it, beside its own wording."""
MIN_LEAD_LETTERS: Final = 20
"""Letters of an abstract that is only the beginning of the text."""
MIN_SIDE_LEAD_LETTERS: Final = 30
"""Letters of one after the text, in a side list."""
PLAIN_LEAD_OFFSET: Final = 60
"""Letters of the text before the place where an abstract begins."""
LINES_COMPARED: Final = 11
"""Lines after an abstract that it is compared with."""
MAX_PLAIN_TITLE_CHARS: Final = 90
"""Characters of a headline of a plain document."""
ODDS_ABOVE_PATH: Final = -2.0
"""Log odds of furniture from which a sentence above the path to the page is the page's, if text stands below."""
MIN_ITEM_HAN: Final = 4
"""Han characters of an item of a list with its date."""
MIN_TITLE_LETTERS: Final = 6
"""Letters of a title that ends the report where it is printed again."""
LINES_BELOW_TITLE: Final = 2
"""Lines below a title printed again that show whether the report goes on there."""
SEVERAL_NOTES: Final = 2
"""Lines in brackets between the paragraphs, each without a full stop, that are captions: `（志愿者在路口劝导）`."""
LISTED: Final = 3
"""Lines that begin with the mark of a list, one after the other, that make one."""
MAX_PLAIN_CAPTION_CHARS: Final = 60
"""Characters of a caption that its credit or its place tells."""


def label_document(blocks: Sequence[Block], clock: datetime | None) -> Outline:
    """Label every block of a plain document."""
    outline = Outline()
    label_litter(blocks)
    label_watermarks(blocks)
    label_at_end(blocks)
    _label_spam(blocks)
    label_forms(blocks)
    _label_leads(blocks)
    first = first_paragraph(blocks)
    opening = opening_paragraph(blocks, first)
    verse = find_verse(blocks)
    first = verse.first_of_text(first if opening is None else opening)
    headline = _find_title(blocks, first, outline, verse.lines | verse.names)
    label_meta_lines(blocks, first, clock, outline, headline)
    title = _label_title(blocks, outline, headline)
    last = _label_worded_tail(blocks, first, _label_tail(blocks, first, title, verse.lines), title, verse.lines)
    label_repeats(blocks, title)
    _part_title_from_text(blocks, first, title)
    label_head(blocks, first, outline, title, opened=opening is not None)
    _label_inside(blocks, first, last, title, verse.lines)
    return outline


# ------------------------------------------------------------------------------------------------------ certain by form alone


def _label_spam(blocks: Sequence[Block]) -> None:
    for block in blocks:
        if block.open and (rule := spam_line(block.open)):
            block.label(Role.SPAM, rule)


def label_forms(blocks: Sequence[Block]) -> None:
    """Label the lines that their form tells, and their wording does not deny."""
    for block in blocks:
        if (form := voted_form(block.open)) and form.role is not Role.TITLE:
            block.label(form.role, form.rule)


def first_paragraph(blocks: Sequence[Block]) -> int:
    """Return the first line of running text that is not worded as furniture; else the first of all; of a page without any their number."""
    paragraphs = [n for n, block in enumerate(blocks) if is_paragraph(block.open)]
    texts = [n for n in paragraphs if not (is_credited_picture(blocks[n].open) or is_given_picture(blocks[n].open))]
    worded = [n for n in texts or paragraphs if furniture_odds(blocks[n].open) < FURNITURE_ODDS]
    path = next((n for n, block in enumerate(blocks) if block.role is Role.BREADCRUMB), -1)
    below = [n for n in worded if n > path]
    if below and all(furniture_odds(blocks[n].open) > ODDS_ABOVE_PATH for n in worded[: -len(below)]):
        worded = below  # a notice of the page above the path to it: 设为书签…，方便快捷。
    return next(iter(worded), paragraphs[0] if paragraphs else len(blocks))


_CLAUSES = re.compile(r"[，,。]|\.{2}|…")
"""What an abstract that is cut off has inside, and a headline seldom."""


def _label_leads(blocks: Sequence[Block]) -> None:
    """A lead that is only the beginning of what follows, cut in mid-sentence: an abstract before the report or in a side list."""
    texts = [key(block.open) for block in blocks]
    for n, block in enumerate(blocks):
        text = block.open
        label = LEAD_LABEL.match(text)
        lead = key(_GLUED_DATE.sub("", text[label.end() :] if label else text))
        if len(lead) < MIN_LEAD_LETTERS or (not label and (ends_sentence(text) or not _CLAUSES.search(text))):
            continue
        following = "".join(texts[n + 1 : n + 1 + LINES_COMPARED])
        before = "".join(texts[:n])
        at = following.find(lead[:MIN_LEAD_LETTERS])
        if (0 <= at <= PLAIN_LEAD_OFFSET and following.startswith(lead, at)) or (
            not label and len(lead) >= MIN_SIDE_LEAD_LETTERS and lead in before
        ):
            block.label(Role.REPEAT, "repeat.lead cut off")
            texts[n] = ""


# --------------------------------------------------------------------------------------------------------- meta line and title


def _find_title(blocks: Sequence[Block], first: int, outline: Outline, others: Collection[int]) -> list[int]:
    """The blocks of the headline: a `标题:` line anywhere; else the line for which most speaks, with its other half."""
    choice = choose_headline(blocks, first, others)
    heading = "" if choice.block is None else blocks[choice.block].open
    stated = ((n, found) for n, block in enumerate(blocks) if block.open and (found := true_title(block.open)))
    for n, (label, value) in stated:
        if n == choice.block or not is_former(label) or wins(label, value, heading):
            outline.true_title, outline.title = True, n
            return [n]
    outline.title, outline.close = choice.block, choice.is_close
    return headline_lines(blocks, choice)


def _is_headline(text: str) -> bool:
    return (
        han(text) >= headlines.MIN_HEADLINE_HAN
        and len(text) <= MAX_PLAIN_TITLE_CHARS
        and not text.endswith(("。", ";", "；", ",", "，", "、", ":", "："))
        and credit_line(text) is None
    )


def _label_title(blocks: Sequence[Block], outline: Outline, headline: Sequence[int]) -> str:
    """Label the blocks of the title and what is glued to it; return the clean title, empty where the page has none."""
    lines = [blocks[n] for n in headline]
    if outline.true_title:
        carve_label(lines[0])
    others = [_PREVIOUS.sub("", block.text) for n, block in enumerate(blocks) if n not in headline]
    text = [block.open for block in blocks if is_paragraph(block.open)]
    rule = "title.true title line" if outline.true_title else "title.headline"
    for line in lines[:-1]:
        if line.open.endswith((":", "：")):
            line.label(Role.TITLE, rule)  # who acts: nothing is glued to it
    return " ".join(label_headline(line, others, rule, text) if line.open else line.text for line in lines)


def _part_title_from_text(blocks: Sequence[Block], first: int, title: str) -> None:
    """Carve the headline that is glued before the dateline of the text."""
    text = blocks[first].open if first < len(blocks) else ""
    if len(title) >= MIN_TITLE_LETTERS and text.startswith(title) and opening_credits(text[len(title) :].lstrip()):
        blocks[first].carve(0, len(title), Role.REPEAT, "repeat.title before the text")


_PREVIOUS = re.compile(rf"^{one_of('neighbours')}\s{{0,2}}[:：]?\s{{0,2}}")


# -------------------------------------------------------------------------------------------------------- where the report ends

_YEAR, _MONTH, _DAY = table("periods.toml")["dates"]
_GLUED_DATE = re.compile(
    rf"(?:19|20)\d\d[-/.{_YEAR}](?:1[0-2]|0?[1-9])[-/.{_MONTH}](?:3[01]|[12]\d|0?[1-9]){_DAY}?\s{{0,2}}(?:\d{{2}}:\d{{2}}(?::\d{{2}})?)?$"
)
_AFTER: Final[Mapping[Role, str]] = {
    Role.KEYWORDS: "tail.after keywords",
    Role.DISCLAIMER: "tail.after disclaimer",
    Role.SHARE: "tail.after share",
    Role.SIDEBAR: "tail.after sidebar",
    Role.PERMALINK: "tail.after permalink",
    Role.NAVIGATION: "tail.after navigation",
    Role.CONTACT: "tail.after contact",
    Role.TAIL: "tail.after tail",
    Role.META_LINE: "tail.after meta line",
}
"""Roles of lines that end a report, and the rule by which what follows is its tail."""


def _label_tail(blocks: Sequence[Block], first: int, title: str, verse: Collection[int]) -> int:
    """Label what stands after the report and return the index after its last block.

    The tail begins at the first line whose form ends reports, or at an item of a side list, if no paragraph after it goes on with
    the report: abstracts of side lists are cut in mid-sentence or carry a date.
    """
    title = key(title)
    for n in range(first + 1, len(blocks)):
        sign = _tail_sign(blocks, n, title, verse)
        if sign and not _goes_on(blocks, n):
            inside = False
            for block in blocks[n:]:
                inside = inside or block.role is Role.SIDEBAR or sign.role is Role.SIDEBAR
                if credit_line(block.open):
                    continue
                block.label(Role.SIDEBAR if inside or sign.role is Role.KEYWORDS else Role.TAIL, sign.rule)
            return n
    return len(blocks)


def _sellers(blocks: Sequence[Block], first: int, title: str) -> Callable[[Block], bool]:
    """What tells whether a line after the first paragraph sells something of which the paragraphs say nothing."""
    texts = [block.open for block in blocks[first:] if is_paragraph(block.open)]
    named = letter_pairs(title)

    def sells(block: Block) -> bool:
        return block is not blocks[first] and sells_apart(block.open, (text for text in texts if text != block.open), named)

    return sells


def _label_worded_tail(blocks: Sequence[Block], first: int, last: int, title: str, verse: Collection[int]) -> int:
    """Label the lines at the end that together are worded as furniture; return the index after what is left.

    Of all places where the report may end the one wins behind which most speaks for furniture, so that a line between share bar and
    comment box goes with them, and a subhead in front of a paragraph stays.
    """
    _label_names_behind(blocks, first, last)
    speaks, most, end = 0.0, 0.0, last
    again = key(title) or None
    below = True  # no text stands below the line
    sells = _sellers(blocks, first, title)
    for n in range(last - 1, first, -1):
        text = blocks[n].open
        if not text or _credits(text) or key(text) == again:
            continue
        sold = sells(blocks[n])
        own = is_paragraph(text) or n in verse
        speaks += MOST_LINE * below if sold else _speaks_for_tail(text, below=below) - VERSE_COUNTS * (n in verse)
        below = below and (sold or not own)
        if speaks > most:
            most, end = speaks, n
        if speaks < -MOST_LINE:
            break
    for block in blocks[end:last]:
        if block.open and not _credits(block.open):
            block.label(Role.TAIL, "wording.furniture after the report")
    return end


def _label_names_behind(blocks: Sequence[Block], first: int, last: int) -> None:
    """Label the line right behind the last paragraph where it is nothing but who wrote, without a role word."""
    ends = (n for n in range(last - 1, first - 1, -1) if is_paragraph(blocks[n].open) and ends_sentence(blocks[n].open))
    behind = next((block for block in blocks[next(ends, last) + 1 : last] if block.open), None)
    if behind is not None and (line := credit_line(behind.open, bare=True)) and line.authors:
        behind.label(Role.CREDIT, line.rule)


def _credits(text: str) -> bool:
    """Whether a line at the end credits somebody, by a role word or as a bracket of names."""
    return credit_line(text, bare=text[0] in "（(") is not None


def _speaks_for_tail(text: str, *, below: bool) -> float:
    """How much a line after the first paragraph speaks for the tail, between plus and minus :data:`MOST_LINE`."""
    if CAPTION_START.match(text):
        return -MOST_LINE
    short = LAST_ODDS if below and not ends_sentence(text) else PLAIN_EDGE_ODDS  # a subhead has text below it
    bound = FURNITURE_ODDS if is_paragraph(text) else short
    return max(-MOST_LINE, min(furniture_odds(text) - bound, MOST_LINE))


def _tail_sign(blocks: Sequence[Block], n: int, title: str, verse: Collection[int] = ()) -> Form | None:
    block = blocks[n]
    if (role := block.role) is not None and role in _AFTER:
        return Form(role, _AFTER[role])
    text = block.open
    if _GLUED_DATE.search(text) and han(text) >= MIN_ITEM_HAN:
        return Form(Role.SIDEBAR, "tail.item with date")
    following = blocks[n + 1].text if n + 1 < len(blocks) else ""
    if _is_headline(text) and _GLUED_DATE.search(following) and not ends_sentence(following):
        return Form(Role.SIDEBAR, "tail.item with date")
    if title and len(title) >= MIN_TITLE_LETTERS and key(text) == title and not _text_below(blocks, n, title, verse):
        return Form(Role.SIDEBAR, "tail.title again")
    if re.match(r"^[-·•◆■●○*]\s{0,2}\d{0,2}", text) and (text.endswith(("…", "...", "..")) or _listed(blocks, n)):
        return Form(Role.SIDEBAR, "tail.list")
    return None


def _text_below(blocks: Sequence[Block], n: int, title: str, verse: Collection[int]) -> bool:
    """Whether right below a line that is the title again, an image's alternative text maybe, the report goes on."""
    below = [k for k in range(n + 1, len(blocks)) if blocks[k].open and key(blocks[k].open) != title][:LINES_BELOW_TITLE]
    return any(k in verse or _is_whole(blocks[k].open) for k in below)


_NOTE = re.compile(rf"[（(][{HAN_RANGE}][^（）()。！？]{{5,40}}[)）]")
_BRACKET_BEHIND = re.compile(r"(?<=[。！？”])\s{0,2}[（(][^（）()]{1,40}[)）]$")


def _is_whole(text: str) -> bool:
    """Whether a line is running text that is not cut off: it ends a sentence, behind which a bracket may say who wrote."""
    return is_paragraph(text) and (ends_sentence(text) or _BRACKET_BEHIND.search(text) is not None)


def _listed(blocks: Sequence[Block], n: int) -> bool:
    """Whether this line and the next two are items of one list of headlines."""
    items = [b.open for b in blocks[n : n + LISTED]]
    return len(items) == LISTED and all(re.match(r"^[-·•◆■●○*]", item) and not is_paragraph(item) for item in items)


def _goes_on(blocks: Sequence[Block], n: int) -> bool:
    """Whether complete paragraphs after block ``n`` go on with the report: more of them than of abstracts cut off."""
    whole = cut = 0
    for block in blocks[n:]:
        text = block.open
        if not text or form_of(text):
            continue
        if _GLUED_DATE.search(text) or text.endswith(("…", "...")):
            cut += 1
        elif is_paragraph(text):
            whole, cut = (whole + 1, cut) if _is_whole(text) else (whole, cut + 1)
    return whole > cut


# ------------------------------------------------------------------------------------------------- before and inside the report


def _label_inside(blocks: Sequence[Block], first: int, last: int, title: str, verse: Collection[int] = ()) -> None:
    """Between the first and the last paragraph: body, captions after images, credits, subheads."""
    after_image = False
    sells = _sellers(blocks, first, title)
    ending = next((n for n in range(last - 1, first, -1) if is_paragraph(blocks[n].open)), first)
    notes = [n for n in range(first + 1, ending) if _NOTE.fullmatch(blocks[n].open)]
    bracketed = frozenset(notes) if len(notes) >= SEVERAL_NOTES else frozenset[int]()
    pictures = not is_credited_picture(blocks[first].open) if first < last else False  # a report of pictures alone has no other text
    for n, block in enumerate(blocks[first:last], first):
        text = block.open
        if not text:
            # an image's alternative text (the title once more), or a line that held nothing but a watermark, stands for an image
            after_image = block.role in {Role.REPEAT, Role.PLACEHOLDER} or (after_image and block.role is Role.WATERMARK)
            continue
        if pictures and (is_credited_picture(text) or (first < n < ending and is_given_picture(text))):
            label_caption(block, "caption.sentence with its credit")
        elif sells(block):
            block.label(Role.ADVERT, "manner.sells inside the report")
        elif n in verse or is_paragraph(text) or credit_line(text):
            label_text(block)
        elif han(text) == 0 and not any(c.isalnum() for c in text):
            block.label(Role.NAVIGATION, "form.lone mark")
        elif CAPTION_START.match(text) or (len(text) <= MAX_PLAIN_CAPTION_CHARS and caption_credit(text)):
            label_caption(block, "caption.form")
        elif not is_paragraph(text) and furniture_odds(text) >= INSIDE_ODDS:
            block.label(Role.ADVERT, "wording.furniture inside the report")
        elif (after_image and len(text) <= MAX_PLAIN_CAPTION_CHARS) or n in bracketed:
            label_caption(block, AFTER_AN_IMAGE)
        else:
            label_text(block)
        after_image = False
    for block in blocks[first:]:
        if block.open:
            block.label(*((Role.CREDIT, "credit.line") if credit_line(block.open) else (Role.TAIL, "tail.rest")))
