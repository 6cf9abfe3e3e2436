"""The headline of a page of HTML: the block that agrees best with what the page's head says of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsbot.html.page import HtmlPage
from newsbot.lines.cached import form_of, meta_line
from newsbot.lines.measures import HAN, han, key
from newsbot.model import Block
from newsbot.words import HAN_RANGE

LONGEST = 120
"""Characters of a headline."""
HEAD = 12
"""Lines before the report, links and widgets left out, in which a headline that the page's head does not name is looked for."""
_STATED = ("og:title", "articletitle", "twitter:title", "title", "headline", "dc.title", "citation_title")
_HEADING = {"h1": 1.5, "h2": 1.25, "h3": 1.2, "h4": 1.1, "h5": 1.1}
_TITLE_NAMES = re.compile(r"(?:^|[\s_-])(?:[a-z]{0,12}(?:title|headline|tit)|bt|biaoti|subject)(?:$|[\s_-]|\d)")
_SITE_NAME = re.compile(r"^[^，。！？：:,“”]{2,20}(?:人民政府|政府网|新闻网|文明网|日报|晚报|在线|门户网站|频道|网)$")
"""A site's own name, which a head names beside the headline; some sites print it in the first heading of every page."""
_CRUMB = re.compile(r"^[\s]{0,3}(?:首页|主页|当前|您?现?在?的?位置|网站首页)")
_NO_TEXT = frozenset({"img", "option", "button", "select", "textarea", "rest"})


def stated_titles(page: HtmlPage) -> list[str]:
    """What the page's head says its title is, folded; the first is the <title>."""
    texts = (page.title, *(page.metas.get(name) for name in _STATED))
    return list(dict.fromkeys(folded for text in texts if text and len(folded := key(text[:300])) >= 4))


def title_candidates(page: HtmlPage) -> list[int]:
    """Blocks that agree with the page's head, the best first, ten at most."""
    stated = stated_titles(page)
    characters = {character for title in stated for character in title}
    scored = []
    for n, block in enumerate(page.blocks):
        features, text = block.features, block.text
        if not 4 <= len(text) <= LONGEST or features.hidden or features.tag in _NO_TEXT:
            continue
        if text[1] not in characters and text[2] not in characters and text[1:3].isalnum():  # spares most of a page's lines the folding
            continue
        score = _agreement(key(text), stated)
        if not score:
            continue
        score *= _HEADING.get(features.tag, 1.0)
        if _TITLE_NAMES.search(features.names[:60]):
            score *= 1.15
        if features.links > 0.7:
            score *= 0.6
        if _SITE_NAME.search(text):
            score *= 0.5
        scored.append((-score, n))
    return [n for _, n in sorted(scored)[:10]]


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


def title_by_look(blocks: Sequence[Block], first: int) -> int | None:
    """The headline by its look alone, among the blocks before the report: heading tag, class, bold or centred line, near the meta line."""
    best, best_score = None, 0.0
    seen = 0
    behind_meta = False
    for n in range(first - 1, -1, -1):
        block = blocks[n]
        features, text = block.features, block.text
        if features.hidden or features.tag in _NO_TEXT or not text:
            continue
        if features.links > 0.5 or form_of(text):
            continue
        seen += 1
        if seen > HEAD:
            break
        if meta_line(text):
            behind_meta = True
            continue
        if han(text) < 6 or len(text) > LONGEST or text.endswith(("。", "，", "；", "：")):
            continue
        if _CRUMB.match(text):
            continue
        score = _HEADING.get(features.tag, 1.0) + 0.3 * features.bold + 0.2 * features.centred + 0.4 * behind_meta - 0.05 * seen
        score += 0.4 if _TITLE_NAMES.search(features.names[:60]) else 0
        if score > best_score:
            best, best_score = n, score
    return best if best_score >= 1.15 else None


def joined_title(page: HtmlPage, title: int) -> list[int]:
    """The blocks of a headline that is printed on several lines: neighbours that together agree with the page's head."""
    stated = stated_titles(page)
    lines = [title]
    folded = key(page.blocks[title].text)
    for step in (-1, 1):
        n: int | None = title
        while n is not None and (n := _next_text(page.blocks, n, step)) is not None:
            other = page.blocks[n]
            piece = key(other.text)
            longer = piece + folded if step < 0 else folded + piece
            if len(piece) < 2 or other.features.container != page.blocks[title].features.container or not any(longer in s for s in stated):
                break
            folded = longer
            lines.append(n)
    return sorted(lines)


def _next_text(blocks: Sequence[Block], n: int, step: int) -> int | None:
    for k in range(n + step, min(max(n + 4 * step, -1), len(blocks)), step):
        if 0 <= k < len(blocks) and blocks[k].text and not blocks[k].features.hidden and blocks[k].features.tag != "img":
            return k
    return None


_LIST_HEADING = re.compile(
    r"^[\s·•■◆▶►※>|｜【\[]{0,4}(?:相关|延伸|推荐|猜你|为你|为您|更多|热门|热点|最新|精彩|其他|其它|大家|你可能|您可能|今日|频道|往期|网友|发表|我要|最热|新闻排行|编辑推荐|图片|视频)"
    rf"[{HAN_RANGE}]{{0,8}}[\s:：>»】\]…]{{0,5}}(?:更多)?[\s>»]{{0,4}}$"
)


_LIST_STARTS = frozenset("·•■◆▶►※>|｜【[相延推猜为更热最精其大你您今频往网发新编图视")
"""What such a heading begins with: most lines need no further look."""


def is_list_heading(block: Block) -> bool:
    """Whether a line is the heading of a list of other reports."""
    return len(block.text) <= 20 and block.text[:1] in _LIST_STARTS and _LIST_HEADING.match(block.text) is not None


def is_headline(block: Block) -> bool:
    """Whether a heading can be the headline of a report, by its length."""
    return len(block.text) <= LONGEST and HAN.search(block.text) is not None
