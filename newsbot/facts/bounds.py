"""How much of a page, and of its report, facts are read from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from newsbot.lines.meta_line import MetaLine
from newsbot.model import Block, Role

MAX_BODY_CHARS: Final = 40_000
"""Characters of a body that are looked at; a longer one has said by then what it has to say."""
NEAR_THE_END: Final = 12
"""Blocks after the text in which a meta line outside its element is still the report's. On 36 labelled pages whose credit stands after
the text it is 6 blocks away at most; on pages with an advert for a book beside the report, the book's author is 23 or more away."""


def text_of(body: Sequence[str]) -> str:
    """Return the paragraphs of a body as one text, as far as it is looked at."""
    return "\n".join(body)[:MAX_BODY_CHARS]


def own_lines(blocks: Sequence[Block], metas: Iterable[tuple[int, MetaLine]]) -> list[tuple[int, MetaLine]]:
    """Return the meta lines that speak of the report, and not of what a page prints beside it: after its text, near or around it."""
    body = [n for n, block in enumerate(blocks) if block.role is Role.BODY]
    if not body:
        return list(metas)
    last, elements = body[-1], {blocks[n].features.container for n in body}
    return [(n, line) for n, line in metas if n <= last + NEAR_THE_END or (n < len(blocks) and blocks[n].features.container in elements)]
