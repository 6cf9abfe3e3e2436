"""Who wrote a report, by the markup of its page: links and elements that publishing engines mark as naming the author.

``rel=author`` is HTML's own, ``author`` and ``byline`` among class names those of hCard and of the themes of WordPress, Pelican and others.
They count where the page credits nobody in words, and only if all of them name the same person: a list names the authors of other posts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from newsbot.data import table
from newsbot.html.walk import RawLink
from newsbot.lines.credits import is_name
from newsbot.model import Block
from newsbot.words import either

MAX_LINE_CHARS: Final = 40
"""Characters of an element that names an author and says little else."""
NAMES_CHARS: Final = 60
"""Characters of the class and id names that are those of the nearest elements."""
_MARKED: Final = re.compile(r"(?:^|[\s_-])(?:author|byline)(?:[_-]{0,2}name)?(?:$|\s)")
_LEAD: Final = re.compile(rf"^(?:{either(table('author_leads.toml')['leads'])})\s{{0,3}}[:：]?\s{{0,3}}", re.IGNORECASE)


def author_by_markup(blocks: Sequence[Block], links: Sequence[RawLink]) -> str | None:
    """Return the one name that the page's markup calls its author; None where there is none, or there are several."""
    names = {name for text in (*_linked(blocks, links), *_marked(blocks)) if is_name(name := _LEAD.sub("", text.strip()).strip())}
    return names.pop() if len(names) == 1 else None


def _linked(blocks: Sequence[Block], links: Sequence[RawLink]) -> Iterator[str]:
    for attributes, text, block in links:
        if "author" in (attributes.get("rel") or "").lower().split():
            shown = text if text is not None else blocks[block].text if block < len(blocks) else ""
            yield shown[:MAX_LINE_CHARS]


def _marked(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        features = block.features
        if not features.hidden and len(block.text) <= MAX_LINE_CHARS and _MARKED.search(features.names[:NAMES_CHARS]):
            yield block.text
