"""A `标题:` or `原标题` line, or such a bracket at the end of a paragraph: the title as its author gave it, against the page's heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from newsbot.lines.forms import TRUE_TITLE
from newsbot.lines.headlines import MAX_HEADLINE_CHARS, MIN_HEADLINE_HAN
from newsbot.lines.measures import han, key, overlap
from newsbot.model import Block, Role
from newsbot.page.words import one_of

REWRITTEN: Final = 0.4
"""Share of a true title's character pairs below which the heading is another wording, not a shorter one."""
MAX_TITLE_LABEL_CHARS: Final = 40
"""Characters at the head of a line in which the label of a true title is looked for."""
_GLUED_BRACKET = re.compile(r"^\s{0,3}[\[【(（][^\[\]【】()（）]{1,20}[\]】)）]\s{0,3}")
"""What an advertiser's name is glued to a headline in: `[诗婷露雅化妆品]江门七旬阿婆…`."""
_FORMER = re.compile(one_of("former"))
_CLOSING = frozenset(")）】]")
_AT_END = re.compile(r"\s{0,4}[(（【\[][^()（）【】\[\]]{4,120}[)）】\]]\s{0,3}$")


def true_title(line: str) -> tuple[str, str] | None:
    """Return the label and the title after it, where a line is one."""
    if len(line) > MAX_HEADLINE_CHARS or not (label := TRUE_TITLE.match(line[:MAX_TITLE_LABEL_CHARS])):
        return None
    value = line[label.end() :]
    return (label[0], value) if han(value) >= MIN_HEADLINE_HAN else None


def wins(label: str, value: str, heading: str) -> bool:
    """Return whether a true title stands in place of the page's heading: where that is none, or cut off, or has something glued to it.

    A `标题:` line wins over a heading in other words too (spinning farms print it). `原标题` alone does not: of five portal pages whose
    line differs from the heading, readers took the heading each time.
    """
    glued = _GLUED_BRACKET.match(heading) is not None and key(_GLUED_BRACKET.sub("", heading)) == key(value)
    cut_off = heading.endswith(("...", "…")) and len(key(heading)) >= MIN_HEADLINE_HAN and key(value).startswith(key(heading))
    return not heading or glued or cut_off or (not is_former(label) and overlap(value, heading) < REWRITTEN)


def is_former(label: str) -> bool:
    """Return whether a label says that the page has changed the title: 原标题."""
    return _FORMER.search(label) is not None


def carve_label(block: Block) -> bool:
    """Label what announces a true title in a line, and the bracket that closes behind it; False where nothing does."""
    label = TRUE_TITLE.match(block.open[:MAX_TITLE_LABEL_CHARS])
    if label is None:
        return False
    block.carve_in(None, 0, label.end(), Role.META_LINE, "title.label")
    rest = block.open
    if rest.endswith(("）", ")", "】")) and not re.search(r"[（(【]", rest):
        block.carve_in(None, len(rest) - 1, len(rest), Role.META_LINE, "title.label")
    return True


def label_at_end(blocks: Sequence[Block]) -> None:
    """Carve the bracket with a true title out of the end of a paragraph."""
    for block in blocks:
        text = block.open
        if text[-1:] in _CLOSING and (bracket := _AT_END.search(text)) and bracket.start() and true_title(bracket[0].strip()):
            block.carve_in(None, bracket.start(), bracket.end(), Role.META_LINE, "title.at the end of a paragraph")
