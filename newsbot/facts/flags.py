"""What a user should know before trusting a text: rewritten, shuffled, masked, cut off, one part of several.

Flags only: such texts are never "corrected". Each needs more than one sign; the signs were counted on 142 mirror pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from newsbot.data import table
from newsbot.facts.bounds import text_of
from newsbot.facts.spun import broken_expressions
from newsbot.lines.measures import letter_pairs
from newsbot.model import Block, Role
from newsbot.page.inserted import standing_apart
from newsbot.row import Repairs
from newsbot.said import said, said_list
from newsbot.words import HAN_RANGE, either

SPUN_SIGNS: Final = 2
"""Signs of a rewriting machine, at least: one alone has another cause on real pages."""
EXPRESSION_CHARS: Final = 1_000
"""Characters of a body for each broken expression, at most."""
BLANKS_AFTER_STOPS: Final = 5
MARKS_MET: Final = 2
"""Times that a full stop with a blank after it, and two marks in a row, are a sign."""
FEW_BLANKS: Final = 3
MOST_STOPS: Final = 0.5
"""Times in a short text, where at least that share of the full stops inside its paragraphs has a blank after it."""
LONG_PARAGRAPH_CHARS: Final = 60
"""Characters of a paragraph that ends with a mark unless it was cut."""
CUT_ENDS: Final = 3
CUT_SHARE: Final = 3
"""Paragraphs cut at their ends, at least; and one long paragraph in so many is cut, at least."""
STUMP_CHARS: Final = 6
STUMPS: Final = 3
TORN: Final = 5
"""Quotation marks that do not pair, of a text whose clauses somebody shuffled."""
TORN_BESIDE_COMMAS: Final = 2
"""The same where a paragraph ends with a comma. Of 4,000 sound texts none has so many."""
UNBALANCED: Final = 2
"""Characters of a paragraph of one word and a comma; how many of these alone, and how many unbalanced quotes beside one, are no chance."""
MASKS: Final = 3
GONE: Final = 2
"""Masked and missing digits that are no chance."""
NOTICE_CHARS: Final = 80
"""Characters of a line that says there is more elsewhere."""
MIN_SENTENCE_CHARS: Final = 30
"""Characters of a last paragraph that would end with a mark if nothing were cut."""

MAX_ROBOTS_CHARS: Final = 1_000
"""Of a header or meta element that are looked at."""

_WORDS: Final = table("flag_words.toml")
_MORE: Final = _WORDS["more"]
_BROKEN_JOIN = re.compile(rf"。[ \u3000](?=[{HAN_RANGE}“”])")
_STOP_INSIDE = re.compile(r"。(?=.)")
_MARKS_MET = re.compile(r"[。！？；，、][，。、；]")
_GAP = re.compile(rf"(?<=[{HAN_RANGE}])[ \u3000](?=[{HAN_RANGE}])")
_MASK = re.compile(rf"(?<=[{HAN_RANGE}\d])\*{{1,4}}(?=[{HAN_RANGE}\d])|\*{{2,4}}(?:{either(_WORDS['masked_before'])})")
_GONE = re.compile(
    "|".join(
        rf"{date}(?<=[{HAN_RANGE}]{date})(?:{either(_WORDS['gone']['dates'])})?{_WORDS['gone']['day']}" for date in _WORDS["gone"]["dates"]
    )
    + f"|{either(_WORDS['gone']['counts'])}"
)
_REST_ELSEWHERE = re.compile(
    rf"{either(_MORE['elsewhere'])}|{_MORE['left']}\d{{1,2}}%|"
    + "|".join(rf"{login}{_MORE['may']}?(?:{either(_MORE['read'])})" for login in _MORE["after_login"])
)
_UNFOLD = re.compile(rf"(?:{either(_MORE['unfold'])})(?:{_MORE['rest']})?{_MORE['whole']}")
"""A button that may unfold what stands on the page already."""
_AFTER_THE_END = re.compile(rf"[(（]?{_MORE['end']}[)）]?$|\d{{4,8}}$")
"""An agency's 完, a date in digits: what may stand after the last full stop."""
_AFTER, _ONE, _LEAF = _MORE["next_page"]
_NEXT_PAGE = re.compile(rf"{_AFTER}\s{{0,2}}{_ONE}?\s{{0,2}}{_LEAF}")
_COMMAS: Final = ("，", ",", "、")
_QUOTES = re.compile("[“”]")
_ENDS = set("。！？!?…”’》）)】」』；;：:.~～")
FOREIGN_PASSAGE: Final = "foreign_passage"
"""The flag of a report with a paragraph that breaks with the rest by subject and by manner, and that stays: no copy shows it inserted."""
SHOWN_OF_PASSAGE: Final = 20
"""Characters of such a paragraph that the evidence shows."""


def flags_of(
    blocks: Sequence[Block], body: Sequence[str], repairs: Repairs, *, title: str = "", robots: Sequence[str | None] = ()
) -> dict[str, str]:
    """Return the flags of a report in a fixed order, and what showed each. ``robots``: what the page says to search engines."""
    shuffled = is_shuffled(body)
    found = {
        "spun": spun_because(blocks, body),
        "shuffled": said("clauses in random order") if shuffled else "",
        "masked": said("digits or words replaced or gone") if is_masked(body) else "",
        "truncated": "" if shuffled else cut_because(blocks, body),
        "multi_part": said("page numbers with a next page") if is_one_part(blocks) else "",
        "uncertain_repair": said("doubtful repairs: {count}", count=repairs.uncertain) if repairs.uncertain else "",
        FOREIGN_PASSAGE: _passage_apart(body, title),
        "noindex": said("its header or its meta robots says so") if says_noindex(*robots) else "",
    }
    return {flag: why for flag, why in found.items() if why}


def _passage_apart(body: Sequence[str], title: str) -> str:
    """What shows that a paragraph breaks with the rest, or nothing."""
    apart = standing_apart(body, letter_pairs(title))
    return said("breaks with the rest: {passage}", passage=body[apart[0]][:SHOWN_OF_PASSAGE]) if apart else ""


def says_noindex(*robots: str | None) -> bool:
    """Tell whether a page asks search engines not to show it, by its ``X-Robots-Tag`` header or its meta ``robots``, as printed."""
    said = ",".join(each or "" for each in robots)[:MAX_ROBOTS_CHARS].lower()
    return bool({"noindex", "none"} & {word.rpartition(":")[2].strip() for word in said.split(",")})


def spun_because(blocks: Sequence[Block], body: Sequence[str]) -> str:
    """Return why a text was rewritten by a machine (伪原创), or nothing: at least two signs that do not depend on each other.

    Each broken expression is a sign, one for every 1,000 characters at least. So are the farm's reading-time line, full stops with a blank
    after them (back-translation), marks that meet, and sentences that stop without one. Figures and names may be wrong.
    """
    text = text_of(body)
    broken = broken_expressions(text)
    signs = (
        [f"{wrong} ({usual})" if usual else wrong for wrong, usual in broken.items()] if len(broken) * EXPRESSION_CHARS >= len(text) else []
    )
    if any([piece.role is Role.READING_TIME for block in blocks for piece in block.pieces]):  # noqa: C419 - twice as fast as a generator
        signs.append(said("the reading time in front"))
    blanks = len(_BROKEN_JOIN.findall(text))
    if blanks >= BLANKS_AFTER_STOPS or (blanks >= FEW_BLANKS and blanks >= MOST_STOPS * len(_STOP_INSIDE.findall(text))):
        signs.append(said("blanks after full stops"))
    if len(_MARKS_MET.findall(text)) >= MARKS_MET:
        signs.append(said("marks that meet"))
    if are_cut(body):
        signs.append(said("sentences that stop without a mark"))
    return said_list(signs, ", ") if len(signs) >= SPUN_SIGNS else ""


def are_cut(body: Sequence[str]) -> bool:
    """Return whether longer paragraphs stop in mid-sentence: three at their ends, and with those inside (a blank for a mark) a third."""
    long = [paragraph for paragraph in body if len(paragraph) >= LONG_PARAGRAPH_CHARS]
    cut = sum(paragraph[-1] not in _ENDS for paragraph in long)
    return cut >= CUT_ENDS and (cut + sum(len(_GAP.findall(paragraph)) for paragraph in long)) * CUT_SHARE >= len(long)


def is_shuffled(body: Sequence[str]) -> bool:
    """Return whether clauses stand in random order: quotation marks that do not pair, paragraphs that end with a comma."""
    unbalanced = sum(paragraph.count("“") != paragraph.count("”") for paragraph in body)
    stumps = sum(len(paragraph) <= STUMP_CHARS and paragraph[-1] in _COMMAS for paragraph in body)
    if (unbalanced >= UNBALANCED and stumps > 0) or stumps >= STUMPS:
        return True
    torn = torn_quotations(body) if unbalanced else 0
    return torn >= TORN or (torn >= TORN_BESIDE_COMMAS and any(paragraph[-1] in _COMMAS for paragraph in body))


def torn_quotations(body: Sequence[str]) -> int:
    """Return how many quotation marks of a text do not pair: those that close nothing, and those that nothing closes.

    Words quoted over several paragraphs open anew at each, which is one quotation. A text whose lines break within sentences pairs its
    marks over the lines, and loses none.

    >>> torn_quotations(["家家参与”的氛围。每去一家，形成“人人争先，挨家挨户发放。", "我们让“讲文明树新风、通过这些工作，"])
    3
    """
    torn = depth = 0
    for paragraph in body:
        for mark in _QUOTES.finditer(paragraph):
            if mark[0] == "“":
                depth += not depth or mark.start() > 0
            elif depth:
                depth -= 1
            else:
                torn += 1
    return torn + depth


def is_masked(body: Sequence[str]) -> bool:
    """Return whether asterisks replace digits or words, or digits are gone (`月日`, `约个社区`): no figure or date is to be trusted."""
    text = text_of(body)
    return ("*" in text and len(_MASK.findall(text)) >= MASKS) or len(_GONE.findall(text)) >= GONE


def is_one_part(blocks: Sequence[Block]) -> bool:
    """Return whether the page prints page numbers with a next page: the report goes on elsewhere."""
    numbers = [piece.text for block in blocks for piece in block.pieces if piece.rule == "form.page numbers"]
    return any(map(_NEXT_PAGE.search, numbers))


def cut_because(blocks: Sequence[Block], body: Sequence[str]) -> str:
    """Return why parts of a text are missing, or nothing: it stops in mid-sentence, at its end or often, or the page has more."""
    if not body:
        return ""
    notices = [block for block in blocks if len(block.text) <= NOTICE_CHARS]
    if _REST_ELSEWHERE.search("\n".join([block.text for block in notices])) and (
        more := next((m[0] for block in notices if not block.features.hidden and (m := _REST_ELSEWHERE.search(block.text))), None)
    ):
        return more
    last = _AFTER_THE_END.sub("", body[-1].rstrip())
    if last.endswith(("…", "...")) and any(_UNFOLD.search(block.text) for block in notices):
        return said("ends with {last} before a button for the rest", last=last[-8:])
    listed = len(body) > 1 and last[:1] == body[-2][:1] and not last[:1].isalnum()  # the last item of a list: ★…
    if len(last) >= MIN_SENTENCE_CHARS and last[-1] not in _ENDS and ("。" in last or "，" in last) and not listed:
        return said("ends with {last}", last=last[-8:])
    return said("sentences that stop without a mark") if are_cut(body) else ""
