"""Which lines are captions: by their printed form and credits; on a page of HTML also by their image's alternative text, by their look."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from newsbot.data import table
from newsbot.lines.credits import caption_credit
from newsbot.lines.credits.vocabulary import MEDIUM
from newsbot.lines.measures import ends_sentence, han, is_paragraph, key, overlap
from newsbot.model import MOSTLY_LINKS, Block, Role
from newsbot.page.roles import label_caption
from newsbot.page.words import one_of
from newsbot.words import HAN_RANGE

MAX_CAPTION_CHARS: Final = 160
"""Characters of a caption."""
MAX_CREDITED_CAPTION_CHARS: Final = 80
"""Characters of a caption that only the credit at its end tells."""
MIN_ALTERNATIVE_CHARS: Final = 8
"""Letters of an alternative text that tells which line is its image's caption; shorter ones are file names and brands."""
SAME_CAPTION: Final = 0.8
"""Share of a line's character pairs that an alternative text has of the same caption."""
MAX_CREDITED_SENTENCE_CHARS: Final = 90
"""Characters of a whole sentence that the credit at its end makes a caption."""
MAX_BRACKETED_CHARS: Final = 120
"""Characters of a line after an image that is a caption by its words (图为, （市委宣传部提供）)."""
MAX_SENTENCE_HAN: Final = 30
"""Han characters of a whole sentence after an image that is judged as a short line, not as a paragraph."""
MAX_LOOK_HAN: Final = 60
"""Han characters of a line that is a caption by its look or place alone."""
MIN_PARAGRAPHS_SEEN: Final = 3
"""Paragraphs of a report that show how its paragraphs look."""
REMEMBERED_NAMES: Final = 1024
"""Class and id names for which it is remembered whether they are those of captions."""
OWN_NAMES_CHARS: Final = 40
"""Characters of the class and id names that are those of the text's own element and the one around it."""
BLOCKS_ABOVE_CAPTION: Final = 3
"""Blocks before the report whose images may have their caption in it, and of which one may be a caption."""
MIN_CAPTION_ABOVE_HAN: Final = 6
"""Han characters of a line above the text of which only its place says that it is a caption: those of buttons and counters are fewer."""
NEAR_META_BLOCKS: Final = 3
"""Blocks on either side of an image in which a meta line of its element is looked for."""
AFTER_AN_IMAGE: Final = "caption.after an image"
CAPTION_START: Final = re.compile(rf"^{one_of('caption_starts')}")
"""How a line begins that says itself that it is a caption."""
_INSIDE = re.compile(rf"{one_of('caption_inside')}|[（(][^（）()]{{0,20}}{one_of('caption_brackets')}[^（）()]{{0,12}}[）)]$")
_BRACKETED_CREDIT = re.compile(
    rf"(?<=[。！？”…])\s{{0,2}}(?:[（(][^（）()]{{0,20}}{one_of('caption_brackets')}[^（）()]{{0,12}}[）)]"
    rf"|[{HAN_RANGE}]{{2,10}}{one_of('caption_given')})$"
)
_WIRED = re.compile(rf"(?<=[。！？”…])\s{{0,2}}([{HAN_RANGE}]{{2,10}}){table('credits.toml')['media']['issued']}$")
_STOPS = re.compile("[。！？]")
_SHOT = re.compile(one_of("shot"))
_TAKEN = re.compile(rf"{one_of('taken')}\s{{0,2}}[)）】]?\s{{0,2}}$")
_NAMES = re.compile(one_of("caption_names"))
_FURNITURE = re.compile(
    r"[/_\-.](?:(?:icon|icons|logo|qr|qrcode|ewm|erweima|share|avatar|blank|spacer|pixel|loading|weixin|wx|sprite|btn|button|arrow|ad|ads)"
    r"(?:[/_\-.\d]|$)|(?<=\.)gif(?:\?|$))"
)
"""Parts of addresses of pictures that belong to the site: icons, codes to scan, counters. Looked for in small letters, behind a stroke."""
_NUMBERED = re.compile(r"\d[^/]{0,200}$")
_HEADING_NAMES = re.compile(rf"(?:^|[\s_-])h[2-6](?:$|[\s_-])|{one_of('subhead_names')}|-h[1-6]\b")


def is_furniture_picture(target: str) -> bool:
    """Return whether the picture at this address belongs to the site, and not to a report."""
    return _FURNITURE.search(f"/{target.lower()}") is not None


def is_photograph(image: Block) -> bool:
    """Return whether an image is one of a report by its address alone: buttons are called by words, photographs by numbers."""
    target = image.features.target or ""
    return not image.features.links and _NUMBERED.search(target) is not None and not is_furniture_picture(target)


def is_beside_meta_line(blocks: Sequence[Block], image: int) -> bool:
    """Return whether an image stands in one element with a meta line: the mark of a counter, or of comments."""
    element = blocks[image].features.element
    near = blocks[max(0, image - NEAR_META_BLOCKS) : image + NEAR_META_BLOCKS]
    return any(block.features.element == element and block.role is Role.META_LINE for block in near)


def is_credited_picture(text: str) -> bool:
    """Return whether a line, a whole sentence maybe, says at its end who took the picture, or which agency sent it.

    `志愿者在路口劝导。王某 摄`, `志愿者在路口劝导。青山网发`.
    """
    if len(text) > MAX_CREDITED_SENTENCE_CHARS:
        return False
    if (sent := _WIRED.search(text)) and MEDIUM.fullmatch(sent[1]):
        return True
    taken = caption_credit(text) if _TAKEN.search(text) else None
    return taken is not None and any(author.role == "photographer" for author in taken.authors)


def is_given_picture(text: str) -> bool:
    """Return whether a line of one sentence says in brackets at its end who gave the picture: `志愿者在路口劝导。（青山社区供图）`.

    The last paragraph of a report may end so as well; there it says whose the pictures above are.
    """
    given = _BRACKETED_CREDIT.search(text) if len(text) <= MAX_CREDITED_SENTENCE_CHARS else None
    return given is not None and not _STOPS.search(text[: given.start()].rstrip("。！？”…"))


class CaptionStyle:
    """How the lines of one report look, so that a caption can be told from a subhead."""

    def __init__(self, blocks: Sequence[Block], first: int, last: int) -> None:
        """Measure ``blocks[first:last]``."""
        self.apart: Counter[tuple[object, ...]] = Counter()
        """Looks of short lines that do not stand after an image."""
        self.paragraphs: Counter[tuple[object, ...]] = Counter()
        images: list[bool] = []
        named = 0
        after_image = False
        for block in blocks[first:last]:
            if block.features.tag == "img":
                after_image = True
                images.append(block.features.centred)
            elif block.text and not block.features.hidden:
                if is_paragraph(block.text):
                    self.paragraphs[_look(block)] += 1
                    named += _is_named(block.features.names[:OWN_NAMES_CHARS])
                elif not after_image:
                    self.apart[_look(block)] += 1
                after_image = False
        self.class_tells = named * 2 <= sum(self.paragraphs.values())
        """Whether a caption's class says that a line is one; in a container of that class all paragraphs have it."""
        self.images_centred = sum(images) * 2 > len(images)
        centred = sum(count for look, count in self.paragraphs.items() if look[3])
        self.centre_tells = centred * 2 <= sum(self.paragraphs.values())
        """Whether a centred line is something else than a paragraph; in a centred layout table it is not."""

    def is_caption(self, block: Block, image: Block | None) -> str | None:
        """Return the rule that makes ``block`` a caption, or None. ``image`` is the image that stands right before it."""
        text = block.open
        if not text or len(text) > MAX_CAPTION_CHARS:
            return None
        if CAPTION_START.match(text):
            return "caption.form"
        if block.features.tag == "figcaption":
            return "caption.tag"
        short = len(text) <= MAX_CREDITED_CAPTION_CHARS
        if short and not is_paragraph(text) and (image is not None or _SHOT.search(text[-30:])) and caption_credit(text):
            return "caption.credit"
        if image is not None and _is_taken(text):
            return "caption.credit"
        if self.class_tells and _is_named(block.features.names[:OWN_NAMES_CHARS]):
            return "caption.class"
        if image is None:
            return None
        alternative = key(image.text) if image.role is not Role.REPEAT else ""
        if len(alternative) >= MIN_ALTERNATIVE_CHARS and (
            alternative in key(text) or key(text) in alternative or overlap(text, image.text) >= SAME_CAPTION
        ):
            return "caption.alternative text"
        if _INSIDE.search(text) and len(text) <= MAX_BRACKETED_CHARS:
            return "caption.form"
        if is_paragraph(text) or (ends_sentence(text) and han(text) > MAX_SENTENCE_HAN):
            return "caption.look" if self._differs(block) and han(text) <= MAX_LOOK_HAN else None
        return None if self._is_subhead(block) or han(text) > MAX_LOOK_HAN else AFTER_AN_IMAGE

    def _differs(self, block: Block) -> bool:
        """Whether no paragraph of the report, of which there are several, looks like this one."""
        return (
            sum(self.paragraphs.values()) >= MIN_PARAGRAPHS_SEEN
            and self.paragraphs[_look(block)] <= 1
            and block.features.centred
            and self.centre_tells
        )

    def _is_subhead(self, block: Block) -> bool:
        features = block.features
        if (
            features.tag in {"h2", "h3", "h4", "h5", "h6"}
            or _HEADING_NAMES.search(features.names[:OWN_NAMES_CHARS])
            or block.text.endswith(("？", "?"))
        ):
            return True
        if features.centred and self.centre_tells:
            return False
        return features.bold or self.images_centred or self.apart[_look(block)] > 0


def _is_taken(text: str) -> bool:
    """Whether a paragraph right after an image says at its end who took it, and names nobody who wrote."""
    taken = caption_credit(text) if _TAKEN.search(text) else None
    return taken is not None and taken.start > 0 and {author.role for author in taken.authors} == {"photographer"}


@lru_cache(maxsize=REMEMBERED_NAMES)
def _is_named(names: str) -> bool:
    """Whether class and id names are those of captions; the paragraphs of a page, and of its site, have the same ones."""
    return _NAMES.search(names) is not None


def _look(block: Block) -> tuple[object, ...]:
    features = block.features
    return (features.tag, features.names.partition(" ")[0], features.bold, features.centred)


def label_captions_above(blocks: Sequence[Block], look: CaptionStyle, start: int, first: int) -> None:
    """Label the caption of a picture that stands right above the text, below the headline and the lines that say whose report it is."""
    start = next((n + 1 for n in range(first - 1, start - 1, -1) if blocks[n].role is Role.META_LINE), start)
    image: Block | None = None
    shown = [block for block in blocks[start:first] if (block.text or block.features.tag == "img") and not block.features.hidden]
    for block in shown[-BLOCKS_ABOVE_CAPTION:]:
        if block.features.tag == "img":
            image = block if is_photograph(block) else None
            continue
        rule = None if block.features.links >= MOSTLY_LINKS else look.is_caption(block, image)
        if rule and (rule != AFTER_AN_IMAGE or han(block.text) >= MIN_CAPTION_ABOVE_HAN):
            label_caption(block, rule)
        image = None
