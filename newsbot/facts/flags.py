"""What a user should know before trusting a text: rewritten, shuffled, masked, cut off, one part of several.

Flags only: such texts are never "corrected". Each needs more than one sign; the signs were counted on 142 mirror pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from newsbot.data import table
from newsbot.model import Block, Repairs, Role

LONGEST = 40_000
"""Characters of a body that are looked at."""

_BROKEN_JOIN = re.compile(r"。[ \u3000](?=[\u4e00-\u9fff“])")
_MASK = re.compile(r"(?<=[\u4e00-\u9fff\d])\*{1,4}(?=[\u4e00-\u9fff\d])|\*{2,4}(?:年|月|日|人|元|号)")
_GONE = re.compile(r"[\u4e00-\u9fff](?:年|月){1,2}日|约个|共个|第届")
_REST_ELSEWHERE = re.compile(
    r"因篇幅问题不能全部显示|请点此查看更多|点击阅读全文|未完待续|剩余\d{1,2}%|阅读剩余全文|(?:登录|付费)后(?:可)?(?:查看|阅读)"
)
_ENDS = set("。！？!?…”’》）)】」』；;：:.~～")


def flags_of(blocks: Sequence[Block], body: Sequence[str], repairs: Repairs) -> list[str]:
    """The flags of a report, in a fixed order."""
    found = {
        "spun": is_spun(blocks, body),
        "shuffled": is_shuffled(body),
        "masked": is_masked(body),
        "multi_part": is_one_part(blocks),
        "uncertain_repair": repairs.uncertain > 0,
    }
    found["truncated"] = not found["spun"] and not found["shuffled"] and is_cut_off(blocks, body)
    return [flag for flag in ("spun", "shuffled", "masked", "truncated", "multi_part", "uncertain_repair") if found[flag]]


@cache
def _certain() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, table("spun_terms.toml")["certain"])))


def is_spun(blocks: Sequence[Block], body: Sequence[str]) -> bool:
    """Rewritten by a machine (伪原创): wrong synonyms, the farm's reading-time line, sentences that stop without a mark.

    Back-translation leaves a blank behind full stops and paragraphs that end in mid-sentence. Figures and names may be wrong.
    """
    terms = len(set(_certain().findall("\n".join(body)[:LONGEST])))
    farm = any(block.role is Role.READING_TIME for block in blocks)
    joined = sum(len(_BROKEN_JOIN.findall(paragraph)) for paragraph in body)
    long = [paragraph for paragraph in body if len(paragraph) >= 60]
    cut = sum(paragraph[-1] not in _ENDS for paragraph in long)
    signs = (terms >= 2) + (terms >= 4) + farm + (joined >= 5) + (cut >= 3 and cut * 3 >= len(long))
    return signs >= 2


def is_shuffled(body: Sequence[str]) -> bool:
    """Clauses in random order: opening quotes without closing ones, paragraphs of one word and a comma."""
    unbalanced = sum(paragraph.count("“") != paragraph.count("”") for paragraph in body)
    stumps = sum(len(paragraph) <= 6 and paragraph[-1] in "，,、" for paragraph in body)
    return (unbalanced >= 2 and stumps >= 1) or stumps >= 3


def is_masked(body: Sequence[str]) -> bool:
    """Digits or words replaced by asterisks, or digits gone altogether (`月日`, `约个社区`): no figure or date is to be trusted."""
    text = "\n".join(body)[:LONGEST]
    return len(_MASK.findall(text)) >= 3 or len(_GONE.findall(text)) >= 2


def is_one_part(blocks: Sequence[Block]) -> bool:
    """The page prints page numbers with a next page: the report goes on elsewhere."""
    return any(
        piece.rule == "form.page numbers" and re.search(r"下\s{0,2}一?\s{0,2}页", piece.text) for block in blocks for piece in block.pieces
    )


def is_cut_off(blocks: Sequence[Block], body: Sequence[str]) -> bool:
    """The last paragraph stops in mid-sentence, or the page says that there is more."""
    if not body:
        return False
    more = any(len(block.text) <= 80 and not block.features.hidden and _REST_ELSEWHERE.search(block.text) for block in blocks)
    last = body[-1]
    return more or (len(last) >= 30 and last[-1] not in _ENDS and ("。" in last or "，" in last))
