"""How much of a report its facts are read from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

MAX_BODY_CHARS: Final = 40_000
"""Characters of a body that are looked at; a longer one has said by then what it has to say."""


def text_of(body: Sequence[str]) -> str:
    """The paragraphs of a body as one text, as far as it is looked at."""
    return "\n".join(body)[:MAX_BODY_CHARS]
