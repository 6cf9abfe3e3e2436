"""What a single line is by its printed form alone: breadcrumb, meta line, keywords, share widget, disclaimer, heading of a list ...

Lines are compared in simplified script. Words stand in ``data/forms.toml``, shapes stand here. A line longer than
:data:`MAX_FORM_CHARS` has no form: it is running text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from newsbot.data import table
from newsbot.lines.credits import credit_line
from newsbot.lines.measures import han, squeeze
from newsbot.model import Role
from newsbot.words import HAN_RANGE, either, longest_first

MAX_FORM_CHARS: Final = 600
"""Characters of the longest line that has a form; the longest disclaimer counted on 336 pages had 540."""
MAX_WHOLE_CHARS: Final = 40
"""Characters of a line that may be one known word with its decorations."""
MAX_BEGINNING_CHARS: Final = 60
"""Characters at the head of a line in which a known beginning is looked for."""
MAX_BREADCRUMB_CHARS: Final = 200
MAX_READING_TIME_CHARS: Final = 60
MAX_TRUE_TITLE_CHARS: Final = 160
MAX_KEYWORDS_CHARS: Final = 300
MAX_RIGHTS_CHARS: Final = 400
SHORT_RIGHTS_CHARS: Final = 80
"""A line on rights up to this length needs one word of each family, a longer one :data:`MIN_RIGHTS_WORDS` of both."""
MIN_RIGHTS_WORDS: Final = 3
MAX_CONTACT_CHARS: Final = 160
MAX_BARE_CONTACT_HAN: Final = 12
"""Han characters beside a number or address that no word of the contact family announces."""
MAX_PAGER_CHARS: Final = 80
MAX_LONE_MARK_CHARS: Final = 12
MAX_PAPER_PAGE_CHARS: Final = 12
"""Characters of what the page of a newspaper is called."""
PAPER_PAGE: Final = "form.page of a paper"
MAX_ADVERT_CHARS: Final = 300
"""Characters of a line that calls itself an advertisement."""


@dataclass(frozen=True, slots=True)
class Form:
    """A role, and the rule that saw it."""

    role: Role
    rule: str


def read_form(line: str) -> Form | None:
    """Return what ``line`` is by its form, or None for a line that could be part of a report; :mod:`newsbot.lines.cached` remembers it."""
    if len(line) > MAX_FORM_CHARS:
        return None
    for test in _SHAPES if _FROM_ITS_BEGINNING.match(line) else _ANYWHERE:
        if found := test(line):
            return found
    return _by_words(line)


# ------------------------------------------------------------------------------------------------------------------- words

_DECORATION = " \t\u00a0\u3000·•●■□◆◇▪►▶▲△▼※★☆→←↑↓⬆⬇⇧⇩☝👆👇>»›|｜/／-—–_=~*#+.．…:：,，;；、!！?？()（）[]［］【】{}《》<>“”\"'"


@dataclass(frozen=True, slots=True)
class _Start:
    form: Form
    bare: bool
    longest: int


@cache
def _words() -> tuple[dict[str, Form], dict[str, list[tuple[str, _Start]]]]:
    whole: dict[str, Form] = {}
    start: dict[str, list[tuple[str, _Start]]] = {}
    for entry in _DATA["form"]:
        form = Form(Role(entry["role"]), entry["rule"])
        for word in entry.get("whole", ()):
            whole.setdefault(_bare(word), form)
        for word in entry.get("start", ()):
            squeezed = squeeze(word)
            start.setdefault(squeezed[0], []).append(
                (squeezed, _Start(form, entry.get("bare", False), entry.get("longest", MAX_FORM_CHARS)))
            )
    for words in start.values():
        words.sort(key=lambda item: -len(item[0]))
    return whole, start


def _bare(line: str) -> str:
    return squeeze(line).strip(_DECORATION).lower()


def _by_words(line: str) -> Form | None:
    whole, start = _words()
    squeezed = squeeze(line[:MAX_BEGINNING_CHARS])
    if len(line) <= MAX_WHOLE_CHARS and (form := whole.get(squeezed.strip(_DECORATION).lower())):
        return form
    head = squeezed.lstrip(_DECORATION)
    for word, entry in start.get(head[:1], ()):
        if len(line) <= entry.longest and head.startswith(word) and (entry.bare or head[len(word) : len(word) + 1] in {":", "："}):
            return entry.form
    return None


# ------------------------------------------------------------------------------------------------------------------ shapes

_DATA = table("forms.toml")


def _any(section: str, name: str) -> str:
    return f"(?:{either(_DATA[section][name])})"


def _spaced(words: list[str]) -> str:
    """One alternation of words that a page may print with blanks between their characters (关 键 词)."""
    return "|".join(r"\s{0,2}".join(map(re.escape, word)) for word in longest_first(words))


MAX_ACCOUNT_CHARS: Final = 10
"""Characters of an account's name; what stands in a line twice and is longer is a headline."""
_SEPARATOR = r"[>＞»›〉→]|&gt;|—{1,2}|-{2}|/|\\|::|·"
_CRUMB_HEAD = re.compile(
    rf"^[\s【\[]{{0,4}}(?:{_any('breadcrumb', 'position')}{{0,5}}{re.escape(_DATA['breadcrumb']['here'][0])}"
    rf"|{_any('breadcrumb', 'position')}{{1,5}}{re.escape(_DATA['breadcrumb']['here'][1])})[{_DATA['breadcrumb']['is']}]?[:：\s]{{0,3}}"
)
_CRUMB = re.compile(
    rf"^[^>＞»›〉。！？]{{0,30}}(?:[>＞»›〉]{{1,2}}[^>＞»›〉。]{{0,40}}){{2,8}}$|^{_any('breadcrumb', 'home')}\s{{0,3}}(?:{_SEPARATOR})"
)
_CRUMB_TEXT = re.compile(rf"^[^。，！？]{{0,30}}[—\->»＞]\s{{0,3}}{_any('breadcrumb', 'text')}(?:\s{{0,3}}{_any('breadcrumb', 'share')})?$")
_CRUMB_HINT = re.compile(rf"[>＞»›〉→]|{_any('breadcrumb', 'here')}|{_any('breadcrumb', 'home')}|{_any('breadcrumb', 'text')}")


def _breadcrumb(line: str) -> Form | None:
    if len(line) > MAX_BREADCRUMB_CHARS or not _CRUMB_HINT.search(line):
        return None
    if _CRUMB_HEAD.match(line) or _CRUMB_TEXT.match(line) or (_CRUMB.match(line) and not line.endswith(("。", "！"))):
        return Form(Role.BREADCRUMB, "form.breadcrumb")
    return None


_READING = re.compile(
    rf"^[\s【\[(（]{{0,3}}{_any('reading_time', 'text')}{_any('reading_time', 'about')}?"
    rf"\s{{0,2}}\d{{1,6}}\s{{0,2}}{_any('reading_time', 'characters')}"
    rf"|^[\s(（]{{0,3}}{_any('reading_time', 'about')}?{_any('reading_time', 'read')}{_any('reading_time', 'about')}{{0,2}}[:：]?\s{{0,2}}"
    rf"\d{{1,4}}\s{{0,2}}{_any('reading_time', 'minutes')}"
)


def _reading_time(line: str) -> Form | None:
    return Form(Role.READING_TIME, "form.reading time") if len(line) <= MAX_READING_TIME_CHARS and _READING.match(line) else None


TRUE_TITLE = re.compile(rf"^[\s\-·•(（【\[]{{0,4}}{_any('true_title', 'label')}\s{{0,2}}(?:[:：{_DATA['true_title']['is']}]|】)\s{{0,3}}")
"""The label in front of a title that wins over a rewritten heading."""


def _true_title(line: str) -> Form | None:
    return Form(Role.TITLE, "form.true title") if len(line) <= MAX_TRUE_TITLE_CHARS and TRUE_TITLE.match(line) else None


KEYWORDS = re.compile(
    rf"^[\s·•【\[(（]{{0,4}}{_any('keywords', 'whose')}?"
    rf"\s{{0,2}}(?:{_spaced(_DATA['keywords']['label'])})\s{{0,2}}[】\])）]?\s{{0,2}}[:：]\s{{0,3}}"
)
"""The label in front of keywords."""


def _keywords(line: str) -> Form | None:
    return Form(Role.KEYWORDS, "form.keywords") if len(line) <= MAX_KEYWORDS_CHARS and KEYWORDS.match(line) else None


_PICTURE = re.compile(
    rf"^[\s(（【\[]{{1,3}}{_any('placeholder', 'bracketed')}[^。]{{0,30}}[)）】\]]$|^[\s]{{0,3}}{_any('placeholder', 'bare')}[^。]{{0,12}}$"
)
_FILE = re.compile(r"^[\w\s()（）.\-]{1,80}\.(?:png|jpe?g|gif|webp|bmp|mp4)$|^[0-9a-f]{32}$|^!\[\]\(\)$", re.IGNORECASE)


def _placeholder(line: str) -> Form | None:
    if _PICTURE.match(line) or _FILE.match(line):
        return Form(Role.PLACEHOLDER, "form.image placeholder")
    return None


_RIGHTS = re.compile(_any("rights", "matter"))
_DUTIES = re.compile(_any("rights", "duty"))
_OWN_RIGHTS = re.compile(_any("rights", "own"))


def _rights(line: str) -> Form | None:
    """A sentence about rights to the text itself: two word families that reports about copyright seldom print in one short line."""
    if len(line) > MAX_RIGHTS_CHARS or not _RIGHTS.search(line) or not _DUTIES.search(line):
        return None
    strong = len(_RIGHTS.findall(line)) + len(_DUTIES.findall(line)) >= MIN_RIGHTS_WORDS
    return Form(Role.DISCLAIMER, "form.rights") if _OWN_RIGHTS.search(line) and (strong or len(line) <= SHORT_RIGHTS_CHARS) else None


_MAIL = re.compile(r"[\w.\-]{1,40}\s{0,2}[@＠]\s{0,2}[\w\-]{1,30}\.(?:com|cn|net|org)", re.IGNORECASE)
_PHONE = re.compile(r"(?<!\d)(?:0\d{2,3}[-－\s]{0,2}\d{7,8}|1[3-9]\d{9}|400[-－]?\d{3}[-－]?\d{4})(?!\d)")
_REACH = re.compile(_any("contact", "reach"))
_REACH_HINT = re.compile(r"[@＠\d](?:(?<!\d)|\d{6}|(?<=4)00|\d\d[-－\s]{1,2}\d)")
"""An at sign, or digits of a number that may be called. A class comes first, so that `re` skips to it."""


def _contact(line: str) -> Form | None:
    if len(line) > MAX_CONTACT_CHARS or not _REACH_HINT.search(line) or not (_MAIL.search(line) or _PHONE.search(line)):
        return None
    return Form(Role.CONTACT, "form.contact") if _REACH.search(line) or han(line) <= MAX_BARE_CONTACT_HAN else None


_PAGER = re.compile(rf"^[\s<>«»‹›|【】\[\]()（）\d…·{_DATA['pager']['signs']}]{{0,{MAX_PAGER_CHARS}}}$")
_TWO_NUMBERS = re.compile(r"\d\D{1,4}\d")


def _pager(line: str) -> Form | None:
    """`1 2 3 4 下一页`, `【1】【2】`: at least a digit or a page word, and nothing else."""
    if _PAGER.match(line) and (_DATA["pager"]["page"] in line or _TWO_NUMBERS.search(line)):
        return Form(Role.NAVIGATION, "form.page numbers")
    return None


_ADDRESS = re.compile(r"^\s{0,3}(?:https?://|www\.)[\w./?=&%#:~\-]{4,300}$", re.IGNORECASE)


def _address(line: str) -> Form | None:
    return Form(Role.PERMALINK, "form.address") if _ADDRESS.match(line) else None


_COUNTER = re.compile(
    rf"^{_any('counter', 'read')}{_any('counter', 'amount')}?"
    rf"\s{{0,2}}[:：(（]?\s{{0,2}}\d{{0,9}}\s{{0,2}}[)）]?\s{{0,2}}{_any('counter', 'times')}?$"
    rf"|^\d{{1,9}}\s{{0,2}}{_any('counter', 'times')}?{_any('counter', 'after')}$|^[+\d]{{1,8}}$"
)
_LONE = re.compile(rf"^[?？>＞|｜×xX+\-—_.·*#=~\s□■◆●]{{1,{MAX_LONE_MARK_CHARS}}}$")


def _counter(line: str) -> Form | None:
    if _COUNTER.match(line):
        return Form(Role.META_LINE, "form.counter")
    if _LONE.match(line):
        return Form(Role.NAVIGATION, "form.lone mark")
    return None


_ACCOUNT = re.compile(
    rf"^(?:{_any('account', 'original')}\s{{1,3}})?([{HAN_RANGE}A-Za-z0-9·]{{2,{MAX_ACCOUNT_CHARS}}})\s{{1,3}}\1$"
    rf"|^{_any('account', 'original')}(?:\s{{1,3}}[{HAN_RANGE}A-Za-z0-9·]{{2,{MAX_ACCOUNT_CHARS}}}){{1,2}}$"
)


def _account(line: str) -> Form | None:
    """Who published it and on which account, as platforms print both above the text: 原创 柳河发布 柳河发布. A person is a credit."""
    return Form(Role.HEADER, "form.account") if " " in line and _ACCOUNT.match(line) and credit_line(line) is None else None


_PAPER_PAGE = re.compile(
    rf"^\s{{0,4}}{_DATA['paper']['nth']}?\s?[A-Z]?\d{{1,3}}[A-Z]?\s?{_DATA['paper']['page']}"
    rf"\s?(?:[:：]\s?[{HAN_RANGE}·、 ]{{0,{MAX_PAPER_PAGE_CHARS}}})?$"
)


def _paper_page(line: str) -> Form | None:
    """`第A03版：民生`: the page of a newspaper, as its site prints it above the report."""
    return Form(Role.HEADER, PAPER_PAGE) if _PAPER_PAGE.match(line) else None


_HASHTAGS = re.compile(r"^(?:#[^#\s，。！？]{1,20}(?:#\s{0,3}|\s{1,3}|$)){1,12}$")


def _hashtags(line: str) -> Form | None:
    """`#文明创建# #志愿服务#`: what platforms file a text under, and nothing else."""
    return Form(Role.SHARE, "form.hashtags") if line.startswith("#") and len(line) > 1 and _HASHTAGS.match(line) else None


_PAID = rf"[\[［【（(〔]\s{{0,2}}{_any('advert', 'label')}\s{{0,2}}[\]］】）)〕]"
_ADVERT = re.compile(rf"^\s{{0,4}}{_PAID}|{_PAID}\s{{0,4}}$")


def _advert(line: str) -> Form | None:
    """A line that says in brackets at either end that it is paid for, as the law asks of it."""
    return Form(Role.ADVERT, "form.advert") if len(line) <= MAX_ADVERT_CHARS and _ADVERT.search(line) else None


_SHAPES = (
    _true_title,
    _keywords,
    _reading_time,
    _breadcrumb,
    _placeholder,
    _pager,
    _address,
    _counter,
    _contact,
    _rights,
    _account,
    _hashtags,
    _advert,
    _paper_page,
)
_ANYWHERE = (_breadcrumb, _contact, _rights, _account, _advert)
"""Shapes that are not told by the beginning of a line alone, in the same order."""
_FROM_ITS_BEGINNING = re.compile(
    "|".join(
        f"(?{'i' * bool(pattern.flags & re.IGNORECASE)}:{pattern.pattern})"
        for pattern in (TRUE_TITLE, KEYWORDS, _READING, _PICTURE, _FILE, _PAGER, _ADDRESS, _COUNTER, _LONE, _HASHTAGS, _PAPER_PAGE)
    )
)
"""What a line of any other shape matches: most lines do not, and are asked for those that are left."""
