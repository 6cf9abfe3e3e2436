"""Choose the headline of a page among its short lines by all signs together: agreement with the text, wording, place, form and look.

The signs of a line have names and weights (``data/headline_weights.tsv``, fitted by ``scripts/fit_headline.py`` on labelled pages, folds by
site). Pages of HTML and plain documents are read by the same table; a document has no look. That a page has no headline is a
candidate too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from newsbot.data import lines_of
from newsbot.html.tags import HEADINGS
from newsbot.lines.cached import credit, form_of, meta_line
from newsbot.lines.forms import PAPER_PAGE, TRUE_TITLE
from newsbot.lines.measures import STOP, ends_sentence, han, is_paragraph, letter_pairs
from newsbot.model import Block
from newsbot.page.captions import CAPTION_START, is_credited_picture
from newsbot.page.glue import without_glue
from newsbot.page.headline import (
    LINKED,
    MAX_HEADING_CHARS,
    is_breadcrumb,
    is_list_heading,
    is_named_title,
    is_site_name,
)
from newsbot.page.roles import LEAD_LABEL
from newsbot.page.wording import furniture_odds
from newsbot.page.words import one_of
from newsbot.words import BARS

MIN_CHARS: Final = 4
MIN_HAN: Final = 2
"""Characters, and Han characters among them, of the shortest line that can be a headline."""
CLOSE_MARGIN: Final = 1.0
"""Log odds by which a line has to be ahead of the next one to be chosen without doubt."""
MIN_STATED_HAN: Final = 8
SHARED_BY_TITLE: Final = 0.3
"""Han characters of a headline that stands beside another or in the head alone, and share of its pairs that the text has: a <title> may
be a site's name."""
LINES_BEFORE: Final = 40
LINES_AFTER: Final = 3
"""Lines before the first paragraph, and after it, that can be the headline."""
MAX_PARAGRAPHS_READ: Final = 12
"""Paragraphs whose words are compared with a headline's."""
MAX_PARAGRAPH_CHARS: Final = 600
"""Characters of each that are compared."""
NEAR_LINES: Final = 4
"""Lines around a headline in which its meta line stands."""
HEADLINE_HAN: Final = (5, 8, 12, 18, 26, 36)
DISTANCES: Final = (1, 2, 3, 5, 9, 16)
HEADLINE_OVERLAPS: Final = (0.05, 0.2, 0.4, 0.6, 0.8)
HEADLINE_ODDS: Final = (-4, -2, 0, 2, 4)
"""Bounds of the classes of: Han characters, lines before the first paragraph, share of a line's pairs in the text, odds of furniture."""
NO_HEADLINE: Final = {"no headline": 1.0}
"""The signs of the candidate that there is none."""
NAMES_WRITERS: Final = "names who wrote"
"""The sign that excludes a line: of 333 labelled headlines none reads as a credit with names."""
_NO_HEADLINES: Final = frozenset(
    {
        "ends a sentence",
        "ends openly",
        "stop inside",
        "form",
        "meta",
        "credit",
        "heading of a list",
        "breadcrumb",
        "name of a site",
        "paragraph",
    }
)
_NO_TEXT = frozenset({"img", "option", "button", "select", "textarea", "rest", "label", "legend", "footer"})
_BARS = re.compile(rf"[_{BARS}>»]")
SUBTITLE: Final = ("—", "--")
"""How the second line of a headline begins."""
_IN_BRACKETS = re.compile(r"[（(][^（）()]{1,80}[)）]")
_DATELINE = re.compile(rf"^{one_of('datelines')}")
_NUMBERED = re.compile(r"^[-·•◆■●○*>»▪]|^\d{1,2}[.、]?\s")


@dataclass(frozen=True, slots=True)
class Choice:
    """The line chosen, None where there is none, its score, by how much that is above the next one's, its signs, and all scores.

    ``beside``: whether the line next to it speaks of the text as headlines do.
    """

    block: int | None
    score: float
    margin: float
    signs: Mapping[str, float]
    scores: Mapping[int | None, float]
    beside: bool = False

    @property
    def is_close(self) -> bool:
        """Whether the next line could be the headline with hardly less right."""
        return self.beside or (len(self.scores) > 1 and self.margin < CLOSE_MARGIN)


def choose_headline(blocks: Sequence[Block], first: int, others: Collection[int] = ()) -> Choice:
    """Choose among the lines around ``first``, the report's first paragraph; ``others`` are lines known to be none.

    A heading right above the one that has the best score is the headline where its level is higher and it speaks of the text: the other
    is its second line.
    """
    candidates = [(n, signs) for n, signs in headline_candidates(blocks, first) if n not in others]
    scored = sorted(((_score(signs), -1 if n is None else n, n, signs) for n, signs in candidates), key=lambda one: (-one[0], one[1]))
    best = scored[0]
    margin = best[0] - scored[1][0] if len(scored) > 1 else 0.0
    order = [n for n, _ in candidates if n is not None]
    scores = {n: score for score, _, n, _ in scored}
    if best[2] is None:
        return Choice(None, best[0], margin, best[3], scores)
    by_line, at = dict(candidates), order.index(best[2])
    above, below = order[max(at - 1, 0) : at], order[at + 1 : at + 2]
    speaking = [n for n in (*above, *below) if _may_stand_for(blocks[n].open, by_line[n])]
    if above and above[0] in speaking:
        higher, lower = (blocks[n].features.tag for n in (above[0], best[2]))
        if higher < lower and {higher, lower} <= HEADINGS:
            best = next(one for one in scored if one[2] == above[0])
    return Choice(best[2], best[0], margin, best[3], scores, bool(speaking))


def _may_stand_for(text: str, signs: Mapping[str, float]) -> bool:
    """Whether a line says of the text what headlines say, and is neither a sentence nor anything else by its form."""
    return han(text) >= MIN_STATED_HAN and signs["overlap"] >= SHARED_BY_TITLE and signs.keys().isdisjoint(_NO_HEADLINES)


def headline_candidates(blocks: Sequence[Block], first: int) -> list[tuple[int | None, dict[str, float]]]:
    """Return the lines that can be the headline, each with its signs, and None for no headline."""
    lines = [n for n, block in enumerate(blocks) if block.open and not block.features.hidden and block.features.tag not in _NO_TEXT]
    places = {n: at for at, n in enumerate(lines)}
    start = next((at for at, n in enumerate(lines) if n >= first), len(lines))
    words = _words_of(blocks, lines[start:])
    found: list[tuple[int | None, dict[str, float]]] = [(None, dict(NO_HEADLINE))]
    for n in lines[max(0, start - LINES_BEFORE) : start + LINES_AFTER]:
        block = blocks[n]
        if block.features.links <= LINKED and _may_be_headline(block.open):
            signs = _signs(blocks, lines, places[n], start, words)
            if NAMES_WRITERS not in signs:
                found.append((n, signs))
    return found


def _may_be_headline(text: str) -> bool:
    """Whether a line is as long as headlines are, and says not that it is a caption, an abstract, a paper's page."""
    if not MIN_CHARS <= len(text) <= MAX_HEADING_CHARS or han(text) < MIN_HAN:
        return False
    if text.endswith(("。", "，", ",", "、")) or _IN_BRACKETS.fullmatch(text):
        return False  # no labelled headline does so
    if text.startswith(SUBTITLE):
        return False  # the second line of a headline
    if (form := form_of(text)) is not None and form.rule == PAPER_PAGE:
        return False
    return not CAPTION_START.match(text) and not LEAD_LABEL.match(text) and not is_credited_picture(text)


def _words_of(blocks: Sequence[Block], lines: Sequence[int]) -> frozenset[int]:
    # the medium that a text opens with is the name of the paper above it, and no word of its headline
    paragraphs = [_DATELINE.sub("", blocks[n].open) for n in lines if is_paragraph(blocks[n].open)][:MAX_PARAGRAPHS_READ]
    return frozenset[int]().union(*(letter_pairs(text[:MAX_PARAGRAPH_CHARS]) for text in paragraphs))


def _signs(blocks: Sequence[Block], lines: Sequence[int], at: int, start: int, words: frozenset[int]) -> dict[str, float]:
    block = blocks[lines[at]]
    text, features = without_glue(block.open, words), block.features
    mine = letter_pairs(text)
    if at + 1 < len(lines) and (second := blocks[lines[at + 1]].open).startswith(SUBTITLE):
        mine |= letter_pairs(second)  # a headline that says nothing of the text has a second line that does
    shared = len(mine & words) / len(mine) if mine else 0.0
    side = "before" if at < start else "after"
    signs = {
        f"length {_class(han(text), HEADLINE_HAN)}": 1.0,
        f"{side} the text {_class(abs(start - at), DISTANCES)}": 1.0,
        f"overlap {_class(shared, HEADLINE_OVERLAPS)}": 1.0,
        "overlap": shared,
        f"furniture {_class(furniture_odds(text), HEADLINE_ODDS)}": 1.0,
    }
    said = credit(text)
    held = {
        "ends a sentence": ends_sentence(text) and text[-1:] not in "！!？?…",
        "ends openly": text[-1:] in "，,、：:；;",
        "stop inside": any(mark in text[:-1] for mark in STOP if mark not in "！!？?…"),
        "bars": _BARS.search(text) is not None,
        "numbered": _NUMBERED.match(text) is not None,
        "bracket": text[:1] in "（([【《",
        "dash": text[:1] in "—-",
        "quoted": text[:1] in '“"「',
        "label of a true title": TRUE_TITLE.match(text) is not None,
        "form": (form := form_of(text)) is not None and TRUE_TITLE.match(text) is None,
        "meta": form is None and meta_line(text) is not None,
        "credit": said is not None,
        NAMES_WRITERS: said is not None and bool(said.authors),
        "heading of a list": is_list_heading(block),
        "breadcrumb": is_breadcrumb(text),
        "name of a site": is_site_name(text),
        "paragraph": is_paragraph(text),
        "class says title": is_named_title(features),
        "bold": features.bold,
        "centred": features.centred,
        "partly linked": features.links > 0,
        f"tag {features.tag}": features.tag in {"h1", "h2", "h3", "h4", "li", "td", "span"},
        **_around(blocks, lines, at),
    }
    signs.update({name: 1.0 for name, holds in held.items() if holds})
    return signs


def _around(blocks: Sequence[Block], lines: Sequence[int], at: int) -> dict[str, bool]:
    """What stands next to a line."""
    before = [blocks[n] for n in lines[max(0, at - NEAR_LINES) : at]]
    after = [blocks[n] for n in lines[at + 1 : at + 1 + NEAR_LINES]]
    last, following = before[-1] if before else None, after[0] if after else None
    return {
        "first line": last is None,
        "meta line after": any(_is_meta(block.open) for block in after),
        "meta line right after": following is not None and _is_meta(following.open),
        "credit right after": following is not None and credit(following.open) is not None,
        "meta line before": any(_is_meta(block.open) for block in before),
        "breadcrumb before": last is not None and ((form := form_of(last.open)) is not None and form.role == "breadcrumb"),
        "link before": last is not None and last.features.links > LINKED,
        "link after": following is not None and following.features.links > LINKED,
        "paragraph after": following is not None and is_paragraph(following.open),
        "paragraph before": last is not None and is_paragraph(last.open),
        "short line before": last is not None and not is_paragraph(last.open) and han(last.open) >= HEADLINE_HAN[0],
        "short line after": following is not None and not is_paragraph(following.open) and han(following.open) >= HEADLINE_HAN[0],
    }


def _is_meta(text: str) -> bool:
    meta = meta_line(text)
    return meta is not None and bool(meta.times or "source" in meta.labels)


def _class(value: float, bounds: Sequence[float]) -> int:
    return sum(value >= bound for bound in bounds)


def _score(signs: Mapping[str, float]) -> float:
    weights = _weights()
    return sum(value * weights.get(name, 0.0) for name, value in signs.items())


@cache
def _weights() -> Mapping[str, float]:
    rows = (line.split("\t") for line in lines_of("headline_weights.tsv"))
    return {name: float(weight) for name, weight in rows}
