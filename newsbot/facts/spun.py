"""Whether a text was rewritten by a machine (伪原创). A flag only: the wording cannot be restored, and figures and names may be wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from newsbot.data import table
from newsbot.model import Block, Role

_BROKEN_JOIN = re.compile(r"。[ \u3000](?=[\u4e00-\u9fff“])")


@cache
def _certain() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, table("spun_terms.toml")["certain"])))


def is_spun(blocks: Sequence[Block], body: Sequence[str]) -> bool:
    """Whether enough signs of rewriting are there: wrong terms, the farm's reading-time line, sentences that stop without a mark.

    Back-translation leaves a blank behind full stops and paragraphs that end in mid-sentence; one sign alone proves nothing.
    """
    text = "\n".join(body)[:40_000]
    terms = len(set(_certain().findall(text)))
    farm = any(block.role is Role.READING_TIME for block in blocks)
    joined = len(_BROKEN_JOIN.findall(text))
    long = [paragraph for paragraph in body if len(paragraph) >= 60]
    cut = sum(paragraph[-1] not in "。！？!?”…）)；;：:" for paragraph in long)
    signs = (terms >= 2) + (terms >= 4) + farm + (joined >= 5) + (cut >= 3 and cut * 3 >= len(long))
    return signs >= 2
