"""Keywords, from the lines that a page prints for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from newsbot.lines.forms import KEYWORDS
from newsbot.model import Block, Role

MAX_KEYWORDS: Final = 30
"""Keywords kept of one page; longer lists are a farm's."""

MAX_KEYWORD_CHARS: Final = 30
"""Characters of one keyword."""


def keywords_of(blocks: Sequence[Block]) -> list[str]:
    """Return the keywords of every keyword line, each once; an empty line gives none."""
    lines = [block.kept(Role.KEYWORDS) for block in blocks if Role.KEYWORDS in [piece.role for piece in block.pieces]]
    return split_keywords(KEYWORDS.sub("", line) for line in lines if line)


def split_keywords(lines: Iterable[str]) -> list[str]:
    """Split at blanks, commas and 、; drop what is too long to be a word.

    >>> split_keywords(["文明城市,志愿服务 社区"])
    ['文明城市', '志愿服务', '社区']
    """
    words = (word.strip("·-—#《》\"'") for line in lines for word in re.split(r"[\s\u3000,，、;；|｜/]+", line))
    return list(dict.fromkeys(word for word in words if word and len(word) <= MAX_KEYWORD_CHARS))[:MAX_KEYWORDS]
