"""What a single line is by its printed form alone: breadcrumb, meta line, keywords, share widget, disclaimer, heading of a list ...

Lines are compared in simplified script. Words stand in ``data/forms.toml``; forms that need a shape rather than words stand here.
A line longer than :data:`LONGEST` has no form: it is running text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from newsbot.data import table
from newsbot.lines.measures import han, squeeze
from newsbot.model import Role

LONGEST = 600


@dataclass(frozen=True, slots=True)
class Form:
    """A role, and the rule that saw it."""

    role: Role
    rule: str


def form_of(line: str) -> Form | None:
    """What ``line`` is by its form, or None for a line that could be part of a report."""
    if len(line) > LONGEST:
        return None
    for test in _SHAPES:
        if found := test(line):
            return found
    return _by_words(line)


# ------------------------------------------------------------------------------------------------------------------- words

_DECORATION = " \t\u00a0\u3000·•●■□◆◇▪►▶▲△▼※★☆→>»›|｜/／-—–_=~*#+.．…:：,，;；、!！?？()（）[]［］【】{}《》<>“”\"'"


@dataclass(frozen=True, slots=True)
class _Start:
    form: Form
    bare: bool
    longest: int


@cache
def _words() -> tuple[dict[str, Form], dict[str, list[tuple[str, _Start]]]]:
    whole: dict[str, Form] = {}
    start: dict[str, list[tuple[str, _Start]]] = {}
    for entry in table("forms.toml")["form"]:
        form = Form(Role(entry["role"]), entry["rule"])
        for word in entry.get("whole", ()):
            whole.setdefault(_bare(word), form)
        for word in entry.get("start", ()):
            squeezed = squeeze(word)
            start.setdefault(squeezed[0], []).append((squeezed, _Start(form, entry.get("bare", False), entry.get("longest", 120))))
    for words in start.values():
        words.sort(key=lambda item: -len(item[0]))
    return whole, start


def _bare(line: str) -> str:
    return squeeze(line).strip(_DECORATION).lower()


def _by_words(line: str) -> Form | None:
    whole, start = _words()
    if len(line) <= 40 and (form := whole.get(_bare(line))):
        return form
    head = squeeze(line[:60]).lstrip(_DECORATION)
    for word, entry in start.get(head[:1], ()):
        if len(line) <= entry.longest and head.startswith(word) and (entry.bare or head[len(word) : len(word) + 1] in {":", "："}):
            return entry.form
    return None


# ------------------------------------------------------------------------------------------------------------------ shapes

_SEPARATOR = r"[>＞»›〉→]|&gt;|—{1,2}|-{2}|/|\\|::|·"
_CRUMB_HEAD = re.compile(
    r"^[\s【\[]{0,4}(?:您?(?:现在)?(?:的|所在)?(?:当前)?(?:所在)?(?:的)?位置|当前(?:所在)?位置|现在的位置|所在栏目)(?:是|为)?[:：\s]{0,3}"
)
_CRUMB = re.compile(
    rf"^[^>＞»›〉。！？]{{0,30}}(?:[>＞»›〉]{{1,2}}[^>＞»›〉。]{{0,40}}){{2,8}}$|^(?:首页|主页|网站首页)\s{{0,3}}(?:{_SEPARATOR})"
)
_CRUMB_TEXT = re.compile(r"^[^。，！？]{0,30}(?:—|-|>|»|＞)\s{0,3}正文(?:\s{0,3}分享)?$")


_CRUMB_HINT = re.compile(r"[>＞»›〉→]|位置|栏目|首页|主页|正文")


def _breadcrumb(line: str) -> Form | None:
    if len(line) > 200 or not _CRUMB_HINT.search(line):
        return None
    if _CRUMB_HEAD.match(line) or _CRUMB_TEXT.match(line) or (_CRUMB.match(line) and not line.endswith(("。", "！"))):
        return Form(Role.BREADCRUMB, "form.breadcrumb")
    return None


_READING = re.compile(
    r"^[\s【\[(（]{0,3}(?:本篇文章|本文|全文|文章)(?:共|约)?\s{0,2}\d{1,6}\s{0,2}字|^[\s(（]{0,3}(?:预计)?阅读(?:时长|时间|本文|全文)?(?:大?约)?(?:需要?)?[:：]?\s{0,2}\d{1,4}\s{0,2}分钟"
)


def _reading_time(line: str) -> Form | None:
    return Form(Role.READING_TIME, "form.reading time") if len(line) <= 60 and _READING.match(line) else None


TRUE_TITLE = re.compile(r"^[\s\-·•(（【\[]{0,4}(?:原文?[标標][题題]|文章[标標][题題]|[标標][题題]|原[题題])\s{0,2}(?:[:：为]|】)\s{0,3}")
"""The label in front of a title that wins over a rewritten heading."""


def _true_title(line: str) -> Form | None:
    return Form(Role.TITLE, "form.true title") if len(line) <= 160 and TRUE_TITLE.match(line) else None


KEYWORDS = re.compile(
    r"^[\s·•【\[(（]{0,4}(?:本文|文章|新闻)?\s{0,2}(?:关\s{0,2}键\s{0,2}[词字]|标\s{0,2}签|[Tt][Aa][Gg][Ss]?|[Kk]eywords?)\s{0,2}[】\])）]?\s{0,2}[:：]\s{0,3}"
)
"""The label in front of keywords."""


def _keywords(line: str) -> Form | None:
    return Form(Role.KEYWORDS, "form.keywords") if len(line) <= 300 and KEYWORDS.match(line) else None


_PICTURE = re.compile(
    r"^[\s(（【\[]{1,3}(?:资料图|图源|图片来源|图片来自|网络配?图|示意图|来源网络|图文无关|配图)[^。]{0,30}[)）】\]]$|^[\s]{0,3}(?:资料图|图文无关)[^。]{0,12}$"
)
_FILE = re.compile(r"^[\w\s()（）.\-]{1,80}\.(?:png|jpe?g|gif|webp|bmp|mp4)$|^[0-9a-f]{32}$|^!\[\]\(\)$", re.IGNORECASE)


def _placeholder(line: str) -> Form | None:
    if len(line) <= 100 and (_PICTURE.match(line) or _FILE.match(line)):
        return Form(Role.PLACEHOLDER, "form.image placeholder")
    return None


_RIGHTS = re.compile(r"声明|版权|转载|侵权|侵犯|著作权")
_DUTIES = re.compile(r"删除|联系|授权|立场|注明|观点|负责|责任|网友上传|原作者|处理")


def _rights(line: str) -> Form | None:
    """A sentence about rights to the text itself: two word families that reports about copyright seldom print in one short line."""
    if len(line) > 400 or not _RIGHTS.search(line) or not _DUTIES.search(line):
        return None
    own = re.search(r"本[站网文报刊平]|原作者|作者所有|来源于?网络|转载|图片版权|如有|若有|未经|凡(?:本|注明)|我们", line)
    strong = len(_RIGHTS.findall(line)) + len(_DUTIES.findall(line)) >= 3
    return Form(Role.DISCLAIMER, "form.rights") if own and (strong or len(line) <= 80) else None


_MAIL = re.compile(r"[\w.\-]{1,40}\s{0,2}[@＠]\s{0,2}[\w\-]{1,30}\.(?:com|cn|net|org)", re.IGNORECASE)
_PHONE = re.compile(r"(?<!\d)(?:0\d{2,3}[-－\s]{0,2}\d{7,8}|1[3-9]\d{9}|400[-－]?\d{3}[-－]?\d{4})(?!\d)")
_REACH = re.compile(r"热线|电话|邮箱|邮件|联系|投稿|报料|爆料|传真|QQ|微信|客服|手机|信箱")


_REACH_HINT = re.compile(r"[@＠]|\d{7}|400|\d{3}[-－\s]{1,2}\d")


def _contact(line: str) -> Form | None:
    if len(line) > 160 or not _REACH_HINT.search(line) or not (_MAIL.search(line) or _PHONE.search(line)):
        return None
    return Form(Role.CONTACT, "form.contact") if _REACH.search(line) or han(line) <= 12 else None


_PAGER = re.compile(r"^[\s<>«»‹›|【】\[\]()（）\d…·上下首尾末一页前后共第]{0,80}$")


def _pager(line: str) -> Form | None:
    """`1 2 3 4 下一页`, `【1】【2】`: at least a digit or a page word, and nothing else."""
    if len(line) <= 80 and _PAGER.match(line) and (re.search(r"页", line) or re.search(r"\d\D{1,4}\d", line)):
        return Form(Role.NAVIGATION, "form.page numbers")
    return None


_ADDRESS = re.compile(r"^\s{0,3}(?:https?://|www\.)[\w./?=&%#:~\-]{4,300}$", re.IGNORECASE)


def _address(line: str) -> Form | None:
    return Form(Role.PERMALINK, "form.address") if _ADDRESS.match(line) else None


_COUNTER = re.compile(
    r"^(?:浏览|阅读|点击|人气|评论|访问|查看|播放)(?:次数|量|数)?\s{0,2}[:：(（]?\s{0,2}\d{0,9}\s{0,2}[)）]?\s{0,2}(?:次|人|万)?$|^\d{1,9}\s{0,2}(?:次)?(?:浏览|阅读|观看|点击|阅)$|^[+\d]{1,8}$"
)
_LONE = re.compile(r"^[?？>＞|｜×xX+\-—_.·*#=~\s□■◆●]{1,12}$")


def _counter(line: str) -> Form | None:
    if len(line) <= 30 and _COUNTER.match(line):
        return Form(Role.META_LINE, "form.counter")
    if len(line) <= 12 and _LONE.match(line):
        return Form(Role.NAVIGATION, "form.lone mark")
    return None


_SHAPES = (_true_title, _keywords, _reading_time, _breadcrumb, _placeholder, _pager, _address, _counter, _contact, _rights)
