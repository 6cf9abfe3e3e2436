"""The headline of a page of HTML: the block that agrees best with what the page's head says of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsbot.model import Block
from newsbot.page.html import HtmlPage
from newsbot.page.measures import HAN, han, key

LONGEST = 120
"""Characters of a headline."""
_STATED = ("og:title", "articletitle", "twitter:title", "title", "headline", "dc.title", "citation_title")
_HEADING = {"h1": 1.5, "h2": 1.25, "h3": 1.2, "h4": 1.1, "h5": 1.1, "h6": 1.0}
_TITLE_NAMES = re.compile(r"(?:^|[\s_-])(?:[a-z]{0,12}(?:title|headline|tit)|bt|biaoti|subject)(?:$|[\s_-]|\d)")
_SITE = re.compile(r"(?:网|网站|人民政府|频道|在线|门户|首页|官网|日报|晚报|新闻|新闻中心|政府|电视台|客户端)$")


def find_title(page: HtmlPage) -> int | None:
    """The index of the headline's block, or None where no block agrees with the page's head and none is a heading."""
    stated = [folded for text in (page.title, *(page.metas.get(name) for name in _STATED)) if text and len(folded := key(text[:300])) >= 4]
    best, best_score = None, 0.0
    for n, block in enumerate(page.blocks):
        features, text = block.features, block.text
        if features.hidden or not 4 <= len(text) <= LONGEST or features.tag in {"img", "option", "button"}:
            continue
        agreement = _agreement(key(text), stated)
        if not agreement or (len(text) <= 14 and _SITE.search(text)):
            continue
        score = agreement * _HEADING.get(features.tag, 1.0)
        if _TITLE_NAMES.search(features.names[:60]):
            score *= 1.15
        if features.links > 0.7:
            score *= 0.6
        if score > best_score:
            best, best_score = n, score
    return best if best is not None else _by_heading(page.blocks)


def _agreement(text: str, stated: Sequence[str]) -> float:
    """How many characters of ``text`` agree with the head: all of it, or a common beginning of six and more that is most of it."""
    best = 0.0
    if len(text) < 4:
        return best
    for head in stated:
        if text in head:
            best = max(best, float(len(text)))
        elif head in text and len(head) >= 6:
            best = max(best, len(head) * 0.9)
        else:
            common = 0
            for a, b in zip(text, head, strict=False):
                if a != b:
                    break
                common += 1
            if common >= 6 and common >= 0.6 * len(text):
                best = max(best, float(common))
    return best


def _by_heading(blocks: Sequence[Block]) -> int | None:
    for level in ("h1", "h2", "h3"):
        for n, block in enumerate(blocks):
            features = block.features
            if (
                features.tag == level
                and not features.hidden
                and features.links < 0.5
                and 6 <= han(block.text)
                and len(block.text) <= LONGEST
            ):
                return n
    return None


_LIST_HEADING = re.compile(
    r"^[\s·•■◆▶►※>|｜【\[]{0,4}(?:相关|延伸|推荐|猜你|为你|为您|更多|热门|热点|最新|精彩|其他|其它|大家|你可能|您可能|今日|频道|往期|网友|发表|我要|最热|新闻排行|编辑推荐|图片|视频)"
    r"[\u4e00-\u9fff]{0,8}[\s:：>»】\]…]{0,5}(?:更多)?[\s>»]{0,4}$"
)


def is_barrier_heading(block: Block) -> bool:
    """Whether another part of the page begins here: a heading of a list, a headline of the first level."""
    text = block.text
    if len(text) > LONGEST or not HAN.search(text):
        return False
    return block.features.tag == "h1" or (len(text) <= 20 and _LIST_HEADING.match(text) is not None)
