"""How much of a page, and of its report, facts are read from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

MAX_BODY_CHARS: Final = 40_000
"""Characters of a body that are looked at; a longer one has said by then what it has to say."""
NEAR_THE_END: Final = 12
"""Blocks after the text in which a meta line outside its element is still the report's. On 36 labelled pages whose credit stands after
the text it is 6 blocks away at most; on pages with an advert for a book beside the report, the book's author is 23 or more away."""


def text_of(body: Sequence[str]) -> str:
    """Return the paragraphs of a body as one text, as far as it is looked at."""
    return "\n".join(body)[:MAX_BODY_CHARS]
