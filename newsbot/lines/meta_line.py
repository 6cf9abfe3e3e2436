"""The line under a headline: published time, source, author, editor, counters; by labels, in any order, on one line or several.

A label that another label, a bracket or the end of the line follows is empty. Counted on 142 mirror pages: `time 来源:S` 9,
`来源:S 发布时间:time` 6, one item a line 4, `来源:S | 编辑:E | 作者:A` 3, labels without a value 6, counters 20.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from newsbot.lines.measures import han
from newsbot.lines.times import Time, find_times

LONGEST = 240
"""Characters of the longest meta line seen, doubled."""


@dataclass(frozen=True, slots=True)
class MetaLine:
    """What a meta line says. ``fields``: label kind -> value as printed (absent where empty). ``rest``: words without a label."""

    times: tuple[Time, ...]
    fields: dict[str, str]
    labels: frozenset[str]
    rest: tuple[str, ...] = field(default=())


_LABELS: dict[str, tuple[str, ...]] = {
    "source": (
        "文章来源",
        "新闻来源",
        "信息来源",
        "稿件来源",
        "消息来源",
        "内容来源",
        "本文来源",
        "原始来源",
        "来源单位",
        "来源网站",
        "来源于",
        "来源",
        "来 源",
        "稿源",
        "出处",
        "转载自",
        "来自",
        "信源",
    ),
    "author": ("文章作者", "新闻作者", "本文作者", "原创作者", "作者", "作 者", "撰稿人", "撰稿", "撰文", "执笔", "供稿人", "采写"),
    "reporter": ("本报记者", "本网记者", "记者", "通讯员"),
    "editor": ("责任编辑", "网络编辑", "值班编辑", "编辑人", "责编", "编辑", "编 辑", "小编"),
    "reviewer": (
        "主编",
        "录入者",
        "录入",
        "校对",
        "审核",
        "审稿",
        "终审",
        "初审",
        "复审",
        "审签",
        "监制",
        "发布人",
        "发布者",
        "上传者",
        "文章录入",
    ),
    "time": (
        "发布时间",
        "发布日期",
        "发表时间",
        "发表日期",
        "发表于",
        "发布于",
        "刊发时间",
        "刊登时间",
        "时间",
        "时 间",
        "日期",
        "日 期",
        "更新时间",
        "更新日期",
        "添加时间",
        "录入时间",
        "创建时间",
        "编辑日期",
        "上传时间",
        "发稿时间",
    ),
    "publisher": (
        "发布机构",
        "发布单位",
        "发布部门",
        "主办单位",
        "供稿单位",
        "所属栏目",
        "所属分类",
        "分类",
        "栏目",
        "类别",
        "索引号",
        "文号",
        "主题分类",
        "信息类别",
        "公开方式",
        "字数",
    ),
    "count": (
        "浏览次数",
        "浏览量",
        "浏览数",
        "浏览",
        "阅读次数",
        "阅读量",
        "阅读数",
        "阅读",
        "点击次数",
        "点击量",
        "点击数",
        "点击率",
        "点击",
        "访问次数",
        "访问量",
        "人气",
        "评论数",
        "评论",
        "查看次数",
        "查看",
        "围观",
        "热度",
        "播放量",
    ),
    "widget": (
        "字体大小",
        "字体",
        "字号",
        "打印",
        "分享到",
        "分享",
        "收藏",
        "背景色",
        "我要评论",
        "语音播报",
        "朗读",
        "扫一扫",
        "保护视力色",
    ),
}
_KIND = {word.replace(" ", ""): kind for kind, words in _LABELS.items() for word in words}
_WORDS = "|".join(
    re.escape(word).replace(r"\ ", r"[ \u3000]{0,4}")
    for word in sorted((w for words in _LABELS.values() for w in words), key=len, reverse=True)
)
_LABEL = re.compile(rf"({_WORDS})\s{{0,3}}(?:[:：丨]|于(?=\s{{0,2}}\d)|(?<=来源于))\s{{0,3}}[:：]?")
_LABEL_END = re.compile(r"[:：丨于]")
_LOOSE = re.compile(
    r"\d{1,9}\s{0,2}(?:次)?(?:浏览|阅读|观看|点击|人气|评论|围观|阅)|(?:浏览|阅读|点击|人气)\s{0,2}[(（]?\s{0,2}\d{1,9}\s{0,2}[)）]?|字号|大中小|A\+|A-|打印(?:本页|此文)?|分享到?|收藏|参与评论|我要评论|纠错|\d{1,6}人?参与"
)
_BREAK = re.compile(r"[|｜丨/／\[\]【】()（）<>《》]|[ \u3000\u00a0\t]{2,}")
_SOURCE_BREAK = re.compile(r"[|｜丨\[\]【】()（）<>]|[ \u3000\u00a0\t]{2,}")  # 光明网-《光明日报》 is one name
_COUNTER_BEHIND = re.compile(r"\s{0,3}(?:评论|浏览|阅读|点击|人气|参与|分享|收藏|打印|关闭|字号|字体|纠错|举报)")
_HINT = re.compile(r"[\d:：丨于年前昨今]|刚刚")
"""A time or a label has at least one of these."""
_EDGE = " \t\u3000\u00a0|｜丨,，、;；。.·-—_/[]【】()（）<>《》\"'：:"


def parse_meta_line(line: str, clock: datetime | None) -> MetaLine | None:
    """Read ``line`` as a meta line, or None where it is none: where other words than labels, values and times prevail."""
    if len(line) > LONGEST or not _HINT.search(line):
        return None
    times = tuple(find_times(line, clock))
    masked = _mask(line, times)
    labels = list(_LABEL.finditer(masked)) if _LABEL_END.search(masked) else []
    if not times and not labels:
        return None
    fields: dict[str, str] = {}
    kinds = {_kind(label) for label in labels}
    rest = [masked[: labels[0].start()] if labels else masked]
    ends = [*(label.start() for label in labels[1:]), len(masked)]
    for label, end in zip(labels, ends, strict=False):
        value, remainder = _value(masked[label.end() : end], _kind(label))
        if value:
            fields.setdefault(_kind(label), value)
        rest.append(remainder)
    words = tuple(word for part in rest for word in _words(part))
    found = MetaLine(times, fields, frozenset(kinds), words)
    return found if _is_meta(found, line) else None


def parted(meta: MetaLine, line: str, clock: datetime | None, seams: Sequence[int]) -> MetaLine:
    """``meta``, read again with a bar at the ``seams`` of ``line``, where the page parts words by tags alone.

    Only where that loses no time and no value: a page may as well set half a name or of a time in bold. A seam beside a mark, or
    outside the text, parts nothing.
    """
    cut = line
    for seam in sorted(seams, reverse=True):
        if 0 < seam < len(cut) and cut[seam - 1] not in _JOINS and cut[seam] not in _JOINS:
            cut = f"{cut[:seam]}|{cut[seam:]}"
    again = parse_meta_line(cut, clock) if cut != line else None
    same_times = again is not None and [time.iso for time in again.times] == [time.iso for time in meta.times]
    return again if again is not None and same_times and meta.fields.keys() <= again.fields.keys() else meta


_JOINS = frozenset("：:丨|-—–·、/（(《“”》)）")


def _mask(line: str, times: tuple[Time, ...]) -> str:
    """The line with every time replaced by a bar, which ends a value."""
    for time in reversed(times):
        line = line[: time.start] + "|" + " " * (time.end - time.start - 1) + line[time.end :]
    return line


def _kind(label: re.Match[str]) -> str:
    return _KIND[re.sub(r"\s", "", label[1])]


def _value(text: str, kind: str) -> tuple[str, str]:
    """The value behind a label, and what follows it without belonging to it."""
    text = text.lstrip(" \t\u3000\u00a0")
    if kind == "source" and (linked := re.match(r"[【\[《（(]\s{0,2}([^】\]》）)]{2,30})[】\]》）)]", text)):
        return linked[1].strip(_EDGE), text[linked.end() :]
    end = (_SOURCE_BREAK if kind == "source" else _BREAK).search(text)
    value, remainder = (text[: end.start()], text[end.start() :]) if end else (text, "")
    if kind in {"source", "publisher"} and (blank := re.search(r"[ \u3000](?=\S)", value)):
        head, tail = value[: blank.start()], value[blank.end() :]
        # 来源:人民网 湖南频道 is one name, 来源:红网 张三 and 来源:人民日报海外版 中国青年网 are two
        if not re.match(r"\S{1,8}(?:频道|分社|客户端)(?:\s|$)", tail):
            value, remainder = head, tail + remainder
    if kind in {"author", "reporter", "editor"} and (counter := _COUNTER_BEHIND.search(value)):
        value, remainder = value[: counter.start()], value[counter.start() :] + remainder
    value = _LOOSE.sub(" ", value).strip(_EDGE)
    return value, remainder


def _words(text: str) -> list[str]:
    text = _LOOSE.sub("|", re.sub(r"[(（][^()（）]{0,30}[)）]|https?://[\w./\-]{1,200}|www\.[\w./\-]{1,200}", "|", text))
    return [word for part in re.split(r"[|｜丨\s]+", text) if (word := part.strip(_EDGE)) and not word.isdigit()]


def _is_meta(found: MetaLine, line: str) -> bool:
    """Few words besides what was found. A sentence that merely holds a date, or 记者, has many."""
    spare = sum(han(word) for word in found.rest)
    strong = found.labels & {"source", "time", "count", "editor", "reviewer", "author", "publisher", "widget"}
    if not found.times and not strong:
        return False
    if "。" in line.rstrip("。 "):
        return False
    values = sum(len(value) for kind, value in found.fields.items() if kind not in {"count", "widget"})
    if values > 120:
        return False
    if len(found.labels) + len(found.times) >= 2:
        return spare <= 30
    if found.times:
        return spare <= 16 and (han(line) <= 24 or found.times[0].has_clock)
    return spare <= 8
