"""Where the text of a report ends on a page of HTML, and where it goes on in another element."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from newsbot.html.tags import HEADINGS
from newsbot.lines.cached import meta_line
from newsbot.lines.measures import han
from newsbot.model import Block, Role
from newsbot.page.block_measures import HEADLINE_BARRIER, NEVER_TEXT, Ground
from newsbot.page.cohesion import belongs_odds, pairs_of
from newsbot.page.foreign import APART_ODDS, MIN_REST
from newsbot.page.headline import LINKED
from newsbot.page.wording import furniture_odds, voted_form
from newsbot.page.words import listed

MIN_ABSTRACT_HEADLINE_HAN: Final = 8
"""Han characters of the linked headline of an abstract."""
MAX_COMMENTER_CHARS: Final = 60
"""Characters of a line that says who wrote a comment and when, or who edited the report."""
PARTING_ODDS: Final = 4.5
MIN_PARTING_LINES: Final = 2
"""Log odds of furniture of a line that may part a text from what readers wrote below it, and how many such lines do: a single one may be
a button in the midst of a text."""
GOING_ON_ODDS: Final = 0.0
"""Log odds of belonging to a text from which a paragraph in the next box of the same look goes on with it, whatever stands between."""
GOES_ON: Final = 0.4
"""Share of the text before a printed end that the same element must go on with for the end to be none."""
MAX_LINES_BETWEEN_CHARS: Final = 60
"""Characters of headings and captions that may stand between a text and what goes on with it outside its element."""
MAX_ENDING_CHARS: Final = 200
"""Characters of a line that ends the report by its form."""


def before_another(ground: Ground, members: list[int]) -> list[int]:
    """Return the paragraphs before the headline of another report, and before what readers wrote below a report.

    Pages that load the next report after one put both in one element, and some their readers' comments.
    """
    total = sum(ground.mass[n] for n in members)
    done = 0
    for at, (before, after) in enumerate(pairwise(members), 1):
        done += ground.mass[before]
        if HEADLINE_BARRIER in ground.barrier[before + 1 : after]:
            return members[:at]
        if after - before > MIN_PARTING_LINES and total - done <= GOES_ON * done and _is_below(ground, members[:at], after):
            return members[:at]
    return members


def _before_end(ground: Ground, members: list[int], title: frozenset[int]) -> list[int]:
    """The paragraphs before the report's end: behind a printed one is another text, unless the same element goes on at length."""
    members = before_another(ground, members)
    total = sum(ground.mass[n] for n in members)
    done = 0
    for at in range(1, len(members)):
        done += ground.mass[members[at - 1]]
        before, after = members[at - 1], members[at]
        between = range(before + 1, after)
        same = ground.blocks[before].features.container == ground.blocks[after].features.container
        # a box of links inside the text, an element of its own, does not end it
        signs = [k for k in between if ground.barrier[k] or ends_report(ground.blocks[k])]
        if same:
            signs = [k for k in signs if ground.blocks[k].features.container == ground.blocks[before].features.container]
        if not signs or (goes_on_after(ground, before, after) and _belong(ground, members, at, title, GOING_ON_ODDS)):
            continue
        box = ground.blocks[before].features.container
        left = total - done if same else sum(ground.mass[n] for n in members[at:] if ground.blocks[n].features.container == box)
        least = APART_ODDS if all(_is_aside(ground.blocks[k]) for k in signs) else GOING_ON_ODDS
        if left <= GOES_ON * done and not (same and _belong(ground, members, at, title, least)):
            return members[:at]
    return members


def running_on(ground: Ground, root: int, members: list[int], paragraphs: Sequence[int], title: frozenset[int]) -> tuple[int, list[int]]:
    """Return the paragraphs of a text up to its end, and the element around them. ``title``: the pairs of letters of its headline.

    It goes on with what stands right behind it in elements around it: a box was closed once too often within the text. Only a line or two
    in such elements may stand between, without links: a heading of the text, a caption.
    """
    for n in paragraphs:
        last, block = members[-1], ground.blocks[n]
        if n <= last:
            continue
        alike = block.features.tag == ground.blocks[last].features.tag and furniture_odds(block.text) < 0
        if (
            not alike
            or not all(_is_behind(ground, k, last) for k in range(last + 1, n + 1))
            or ground.shown(last + 1, n) > MAX_LINES_BETWEEN_CHARS
        ):
            break
        root, members = min(root, block.features.container), [*members, n]
    return root, _before_end(ground, members, title)


def _is_behind(ground: Ground, n: int, last: int) -> bool:
    """Whether a block stands in an element around the last paragraph, and begins nothing else."""
    block = ground.blocks[n]
    if not block.text or block.features.hidden or block.features.tag in NEVER_TEXT:
        return True
    begins = block.features.links or block.features.tag in HEADINGS or ground.barrier[n] or ends_report(block)
    return ground.inside(block.features.container, last) and not begins


def goes_on_after(ground: Ground, last: int, n: int) -> bool:
    """Return whether ``n`` is in a box like that of the paragraph ``last``, beside it, and what stands between the two is in neither.

    An advertisement parts them. The linked headline of an abstract stands in the abstract's box, or all stand in one.
    """
    mine, theirs = ground.blocks[last].features, ground.blocks[n].features
    return (
        mine.names == theirs.names
        and mine.container != theirs.container
        and ground.parents[mine.container] == ground.parents[theirs.container]
        and not any(ground.inside(box, k) for box in (mine.container, theirs.container) for k in range(last + 1, n))
    )


def is_parted(ground: Ground, members: Sequence[int], n: int) -> bool:
    """Return whether another text begins between a text and a paragraph behind it, or what readers wrote below it."""
    return any(_begins_another(ground.blocks[k]) for k in range(members[-1] + 1, n)) or _is_below(ground, members, n)


def _begins_another(block: Block) -> bool:
    """Return whether another text begins after this line: the linked headline of an abstract, or who wrote a comment and when."""
    features, text = block.features, block.text
    if features.hidden or features.tag in NEVER_TEXT:
        return False
    if features.links > LINKED:
        return han(text) >= MIN_ABSTRACT_HEADLINE_HAN
    return len(text) <= MAX_COMMENTER_CHARS and (meta := meta_line(text)) is not None and bool(meta.times)


def _is_below(ground: Ground, members: Sequence[int], n: int) -> bool:
    """Whether lines worded as furniture part a paragraph from the text before it, with which it has little to do."""
    between = (ground.blocks[k] for k in range(members[-1] + 1, n))
    worded = sum(furniture_odds(b.text) > PARTING_ODDS for b in between if b.text and not b.features.hidden)
    if worded < MIN_PARTING_LINES:
        return False
    rest = pairs_of(ground.blocks[k].text for k in members)
    return len(rest) >= MIN_REST and belongs_odds([ground.blocks[n].text], rest, frozenset()) < APART_ODDS


def _is_aside(block: Block) -> bool:
    """Whether a line that ends reports is a note on rights or how to reach somebody, which copying sites put into a text as well."""
    form = voted_form(block.text)
    return form is not None and form.role in _ASIDES


def _belong(ground: Ground, members: Sequence[int], at: int, title: frozenset[int], least: float) -> bool:
    """Whether the paragraphs from ``at`` on are of the report before them by what they say, and none is worded as furniture.

    ``least``: the log odds that this takes.
    """
    lines = [ground.blocks[n].text for n in members[at:]]
    rest = pairs_of(ground.blocks[n].text for n in members[:at])
    told = len(rest) >= MIN_REST or least < 0  # a short text says neither
    return told and all(furniture_odds(line) < 0 for line in lines) and belongs_odds(lines, rest, title) >= least


_EDITORS = listed("editors")
_ASIDES = frozenset({Role.DISCLAIMER, Role.CONTACT})
_ENDING = frozenset({Role.DISCLAIMER, Role.SIDEBAR, Role.PERMALINK, Role.NAVIGATION, Role.KEYWORDS, Role.CONTACT})


def ends_report(block: Block) -> bool:
    """Return whether a short line ends the report by its form: who edited it, rights, previous and next, a heading of a list."""
    text = block.text
    if not text or block.features.hidden or block.features.tag in NEVER_TEXT or len(text) > MAX_ENDING_CHARS:
        return False
    if (form := voted_form(text)) and form.role in _ENDING and form.rule != "form.lone mark":
        return True
    if len(text) > MAX_COMMENTER_CHARS or not any(mark in text for mark in _EDITORS):
        return False
    return (meta := meta_line(text)) is not None and "editor" in meta.labels
