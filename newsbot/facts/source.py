"""The medium a report is credited to (来源)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsbot.page.meta_line import MetaLine

VOID = frozenset(
    [
        "互联网",
        "网络",
        "本站",
        "未知",
        "本网",
        "网络整理",
        "综合",
        "原创",
        "转载",
        "佚名",
        "不详",
        "网友投稿",
        "投稿",
        "无",
        "其他",
        "其它",
        "本站原创",
        "网络转载",
        "来源网络",
        "消息",
        "互联网综合",
        "网络综合",
        "admin",
        "原创文章",
    ]
)
"""Printed where a source should stand; no medium (the genre's pages print them on a sixth of the filled labels)."""


def source_of(metas: Sequence[tuple[int, MetaLine]], first: int) -> tuple[str, str] | None:
    """The credited medium and where it was read: a labelled value; those before the report first."""
    for block, line in sorted(metas, key=lambda item: (item[0] >= first, item[0])):
        value = line.fields.get("source")
        if value and (medium := tidy_source(value)):
            return medium, f"label in block {block}"
    return None


def tidy_source(value: str) -> str | None:
    """A source as printed, without decorations; None where it is no medium.

    >>> tidy_source("互联网") is None, tidy_source("人民网-湖南频道")
    (True, '人民网-湖南频道')
    """
    value = re.sub(r"^(?:转自|摘自|据|来自)\s{0,2}[:：]?", "", value.strip(" \t\u3000:：,，、;；.。"))
    value = re.sub(r"\s{0,2}[(（](?:http|www)[^()（）]{0,80}[)）]$", "", value)
    if not 2 <= len(value) <= 40 or value.lower() in VOID or value.isdigit():
        return None
    return value
