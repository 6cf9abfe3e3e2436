"""The images of a report's body, with what is printed under them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from newsbot.model import Block, Role
from newsbot.page.captions import is_beside_meta_line, is_furniture_picture
from newsbot.row import Image

LEAD_BLOCKS: Final = 4
"""Blocks before the first paragraph among which a lead picture stands."""
IMAGE_AFTER_BLOCKS: Final = 3
"""Blocks after the last paragraph in which, inside the same element, a last picture may stand."""
MAX_IMAGES: Final = 100
"""Images kept of one page; galleries of portals have up to 60."""

_NUMBERED = re.compile(r"\d[^/]{0,200}$")
_TEXT = frozenset({Role.BODY, Role.SUBHEAD, Role.CAPTION})


def images_of(blocks: Sequence[Block]) -> list[Image]:
    """Return every image between the lead picture and the last paragraph, each address once, with the caption that stands after it."""
    text = [n for n, block in enumerate(blocks) if block.role in _TEXT]
    if not text:
        return []
    found: dict[str, Image] = {}
    containers = {blocks[n].features.container for n in text}
    for n in range(max(0, text[0] - LEAD_BLOCKS), min(text[-1] + IMAGE_AFTER_BLOCKS, len(blocks))):
        features = blocks[n].features
        caption = _caption_after(blocks, n)
        if not text[0] <= n <= text[-1] and features.container not in containers and not caption:
            continue  # the account's portrait, the site's footer
        if n < text[0] and is_beside_meta_line(blocks, n):
            continue  # the mark of a counter, or of comments
        if n > text[-1] and not caption and not _NUMBERED.search(features.target or ""):
            continue  # buttons after the text are called by words, photographs by numbers
        if features.tag != "img" or not features.target or features.hidden or is_furniture_picture(features.target):
            continue
        if features.target not in found and len(found) < MAX_IMAGES:
            found[features.target] = Image(features.target, caption)
    return list(found.values())


def _caption_after(blocks: Sequence[Block], image: int) -> str | None:
    """The caption after the image, with nothing but blank blocks between them."""
    for block in blocks[image + 1 : image + 4]:
        if block.role is Role.CAPTION:
            return block.kept(Role.CAPTION) or None
        if block.text:
            return None
    return None
