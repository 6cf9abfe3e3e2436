"""Which lines of a page of HTML are captions: by their printed form, by their image's alternative text, by their look beside images."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from newsbot.lines.credits import caption_credit
from newsbot.lines.measures import ends_sentence, han, is_paragraph, key, overlap
from newsbot.model import Block, Role

LONGEST = 160
"""Characters of a caption."""
_FORM = re.compile(r"^(?:图为|[上下左右]?图[一二三四五六七八九十\d]{0,2}[:：、为]|图[①-⑳]|[△▲▼]|资料图[:：]|图说[:：])")
_INSIDE = re.compile(r"图为|资料图|[（(][^（）()]{0,20}(?:提供|摄影?|供图|翻摄|图源|授权)[^（）()]{0,12}[）)]$")
_SHOT = re.compile(r"摄|[供配图][图片]")
_NAMES = re.compile(
    r"caption|figcap|pic_?(?:info|desc|note|txt|text)|img_?(?:info|desc|note|txt|text)|photo|tushuo|ph_d|pictext|imgtxt|tuzhu"
)
_HEADING_NAMES = re.compile(r"(?:^|[\s_-])h[2-6](?:$|[\s_-])|subtitle|subhead|subtit|xiaobiaoti|smalltitle|-h[1-6]\b")


class Look:
    """How the lines of one report look, so that a caption can be told from a subhead."""

    def __init__(self, blocks: Sequence[Block], first: int, last: int) -> None:
        """Measure ``blocks[first:last]``."""
        self.apart: Counter[tuple[object, ...]] = Counter()
        """Looks of short lines that do not stand behind an image."""
        self.paragraphs: Counter[tuple[object, ...]] = Counter()
        images: list[bool] = []
        after_image = False
        for block in blocks[first:last]:
            if block.features.tag == "img":
                after_image = True
                images.append(block.features.centred)
            elif block.text and not block.features.hidden:
                if is_paragraph(block.text):
                    self.paragraphs[_look(block)] += 1
                elif not after_image:
                    self.apart[_look(block)] += 1
                after_image = False
        self.images_centred = sum(images) * 2 > len(images)
        centred = sum(count for look, count in self.paragraphs.items() if look[3])
        self.centre_tells = centred * 2 <= sum(self.paragraphs.values())
        """Whether a centred line is something else than a paragraph; in a centred layout table it is not."""

    def is_caption(self, block: Block, image: Block | None) -> str | None:
        """The rule that makes ``block`` a caption, or None. ``image`` is the image that stands right before it."""
        text = block.open
        if not text or len(text) > LONGEST:
            return None
        if _FORM.match(text):
            return "caption.form"
        if block.features.tag == "figcaption":
            return "caption.tag"
        short = len(text) <= 80
        if short and not is_paragraph(text) and (image is not None or _SHOT.search(text[-30:])) and caption_credit(text):
            return "caption.credit"
        if _NAMES.search(block.features.names[:40]):
            return "caption.class"
        if image is None:
            return None
        alternative = key(image.text) if image.role is not Role.REPEAT else ""
        if len(alternative) >= 8 and (alternative in key(text) or key(text) in alternative or overlap(text, image.text) >= 0.8):
            return "caption.alternative text"
        if _INSIDE.search(text) and len(text) <= 120:
            return "caption.form"
        if is_paragraph(text) or (ends_sentence(text) and han(text) > 30):
            return "caption.look" if self._differs(block) and han(text) <= 60 else None
        return None if self._is_subhead(block) or han(text) > 60 else "caption.behind an image"

    def _differs(self, block: Block) -> bool:
        """Whether no paragraph of the report, of which there are several, looks like this one."""
        return sum(self.paragraphs.values()) >= 3 and self.paragraphs[_look(block)] <= 1 and block.features.centred and self.centre_tells

    def _is_subhead(self, block: Block) -> bool:
        features = block.features
        if features.tag in {"h2", "h3", "h4", "h5", "h6"} or _HEADING_NAMES.search(features.names[:40]) or block.text.endswith(("？", "?")):
            return True
        if features.centred and self.centre_tells:
            return False
        return features.bold or self.images_centred or self.apart[_look(block)] > 0


def _look(block: Block) -> tuple[object, ...]:
    features = block.features
    return (features.tag, features.names.partition(" ")[0], features.bold, features.centred)
