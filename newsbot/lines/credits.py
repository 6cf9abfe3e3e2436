"""Printed credits: `本报讯(记者 祁晓燕 通讯员 乌日娜)`, `极目新闻记者 陈倩`, `(刘奕男)`, `文/图 王某`, `王某 摄`.

Where they stand, counted on 77 credited news pages: a labelled author in the meta line 13, without a label there 21, a line of their own
16, a bracket behind the dateline 14, a bracket at the end of the last paragraph 10. `记者从…获悉`, `告诉记者`, `百名记者` are no credits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from newsbot.data import table
from newsbot.lines.measures import HAN, han
from newsbot.row import Author
from newsbot.words import HAN_RANGE, Surnames, surnames

RoleName = Literal["author", "reporter", "correspondent", "photographer", "editor"]
LONGEST_LINE = 90
"""Characters of a credit line; eight names with their media fit in."""

NAMES_AFTER_DATELINE = "dateline names"
"""`新华社北京5月19日电（刘艺、杨吉）`: without a role word the bracket belongs to the agency's dateline, and stays with it in the text."""
OPENING_PARAGRAPHS = 4
"""Paragraphs in which the opening dateline is looked for: captions and notices may stand before the first."""


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit at ``start:end`` of a text. ``authors`` is empty where only a unit is credited (`(单位供图)`)."""

    start: int
    end: int
    authors: tuple[Author, ...]
    form: str


# ----------------------------------------------------------------------------------------------------------------- grammar


@dataclass(frozen=True, slots=True)
class _Words:
    role: dict[str, tuple[RoleName, ...]]
    pattern: re.Pattern[str]
    media: re.Pattern[str]
    unit: re.Pattern[str]
    nobody: frozenset[str]
    surnames: Surnames


@cache
def _words() -> _Words:
    data = table("credits.toml")
    role: dict[str, tuple[RoleName, ...]] = {}
    for name, words in data["roles"].items():
        meaning: tuple[RoleName, ...] = ("reporter", "photographer") if name == "both" else (name,) if name in get_args(RoleName) else ()
        role |= {re.sub(r"\s", "", word): meaning for word in words}
    words_of_roles = sorted(role, key=len, reverse=True)
    # 责 编:张继国: a blank inside a word is printed to fill a column, and then a colon follows
    spaced = [r"[ \u3000]{1,3}".join(map(re.escape, word)) + r"(?=[ \u3000]{0,3}[:：])" for word in words_of_roles if len(word) in {2, 3}]
    alternatives = "|".join([*map(re.escape, words_of_roles), *spaced])
    endings = "|".join(sorted(map(re.escape, data["media"]["endings"]), key=len, reverse=True))
    words = "|".join(sorted(map(re.escape, data["media"]["words"]), key=len, reverse=True))
    units = "|".join(sorted(map(re.escape, data["units"]["endings"]), key=len, reverse=True))
    return _Words(
        role,
        re.compile(alternatives),
        re.compile(rf"(?:{words})|[{HAN_RANGE}A-Za-z0-9·\-]{{0,14}}(?:{endings})"),
        re.compile(rf"[{HAN_RANGE}A-Za-z0-9·\-]{{0,14}}(?:{units})"),
        frozenset(data["people"]["nobody"]),
        surnames(),
    )


def is_name(text: str) -> bool:
    """Whether ``text`` can be a person's name: a known surname and two to four characters, or a name with the dot ·.

    >>> is_name("刘奕男"), is_name("文明办"), is_name("阿依古丽·买买提")
    (True, False, True)
    """
    words = _words()
    if "·" in text:
        return bool(re.fullmatch(rf"[{HAN_RANGE}]{{1,8}}(?:·[{HAN_RANGE}]{{1,8}}){{1,3}}", text))
    if (
        not re.fullmatch(rf"[{HAN_RANGE}]{{2,4}}", text)
        or text in words.nobody
        or words.media.fullmatch(text)
        or words.unit.fullmatch(text)
    ):
        return False
    return (text[0] in words.surnames.single and len(text) <= 3) or (text[:2] in words.surnames.compound and len(text) >= 3)


def names_in(text: str, *, labelled: bool) -> list[str] | None:
    """The names that ``text`` consists of, or None where something else is among them.

    Behind a label any two to four characters are a name; without one each needs a known surname. Blanks inside a name (`唐 翀`) and
    names run together (`李静余宴`) are understood; media names among them are passed over.
    """
    words = _words()
    text = re.sub(r"[(（][^()（）]{0,20}[)）]", " ", text)
    tokens = [t for t in re.split(r"[\s\u00a0\u3000、,，/／|｜;；:：&＆。.()（）\[\]【】\"“”]+", text) if t]
    names: list[str] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        i += 1
        following = tokens[i] if i < len(tokens) else ""
        if (
            token in words.surnames.single
            and HAN.match(following)
            and (len(following) == 1 or (len(following) == 2 and not is_name(following)))
        ):
            token, i = token + following, i + 1
        if token in words.nobody or words.media.fullmatch(token):
            continue
        if words.unit.fullmatch(token) and not (labelled and len(token) <= 3 and token[0] in words.surnames.single):
            continue
        token = re.sub(r"(?:等|报[道导]|摄影报[道导]|供稿|供图|整理|提供|通讯|综合)$", "", token) if len(token) > 3 else token
        if media := re.match(r"(?:本报|本网|本台|本刊|本社)", token):
            token = token[media.end() :]
        token = _without_dateline(token)
        if not token:
            continue
        if is_name(token) or (
            labelled and re.fullmatch(rf"[{HAN_RANGE}]{{2,3}}|[{HAN_RANGE}]{{1,8}}(?:·[{HAN_RANGE}]{{1,8}}){{1,3}}", token)
        ):
            names.append(token)
        elif split := _unglue(token):
            names += split
        elif labelled and re.fullmatch(rf"[{HAN_RANGE}]{{4}}|[A-Z][A-Za-z .]{{2,24}}", token):
            names.append(token)
        else:
            return None
    return names


def _without_dateline(token: str) -> str:
    """A name without the place and day run together with it: `邱俊钦桃园19日电` -> `邱俊钦`."""
    dateline = re.fullmatch(rf"([{HAN_RANGE}]{{4,6}}?)\d{{1,2}}日(?:电|讯|专电)", token)
    return token if not dateline else dateline[1][: 2 if len(dateline[1]) == 4 else 3]


LONGEST_RUN = 24
"""Characters of names run together that are taken apart."""


def _unglue(token: str) -> list[str] | None:
    """Names run together: `李静余宴覃莹` -> three names of two or three characters, each beginning with a surname.

    Of several ways the one with the most frequent surnames is taken, then the one with the most names of three; three of four surnames
    must be frequent ones, for any character may be a rare one (实习生须提高警惕).
    """
    words = _words()
    if not 4 <= len(token) <= LONGEST_RUN or not re.fullmatch(rf"[{HAN_RANGE}]+", token) or words.unit.fullmatch(token):
        return None
    best: list[tuple[tuple[float, int], list[str]] | None] = [((0.0, 0), []), *([None] * len(token))]
    for end in range(2, len(token) + 1):
        for size in (2, 3):
            before = best[end - size] if end >= size else None
            name = token[end - size : end]
            if before is None or name[0] not in words.surnames.single:
                continue
            score = (before[0][0] + (name[0] in words.surnames.frequent) - 0.75, before[0][1] + (size == 3))
            held = best[end]
            if held is None or score > held[0]:
                best[end] = (score, [*before[1], name])
    found = best[len(token)]
    return found[1] if found and len(found[1]) >= 2 and found[0][0] >= 0 else None


def parse_credit(text: str) -> tuple[Author, ...] | None:
    """Read ``text`` as a credit: role words with the names behind (or before, for 摄) them. None where it is none.

    >>> [(a.name, a.role) for a in parse_credit("记者 祁晓燕 通讯员 乌日娜") or ()]
    [('祁晓燕', 'reporter'), ('乌日娜', 'correspondent')]
    """
    words = _words()
    if not 2 <= len(text) <= LONGEST_LINE * 2:
        return None
    marks = _role_marks(text)
    if not marks:
        return None
    authors: list[Author] = []
    head = text[: marks[0].start()]
    pending: list[str] = []
    if not _is_media_run(head):
        # a name stands before its role word only where it is who took it (王某 摄); an unknown medium only before names (半月谈记者 史卫燕)
        before = names_in(head, labelled=False)
        if before and "photographer" in words.role[_bare(marks[0])] and ("摄" in marks[0][0] or head[-1] in " \u3000"):
            pending = before
        elif not _UNKNOWN_MEDIUM.fullmatch(head) or not names_in(text[marks[-1].end() :], labelled=False):
            return None
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        roles = words.role[_bare(mark)]
        between = text[mark.end() : after.start() if after else len(text)]
        # glued to a role word, only a known surname tells a name from the rest of a word (图文并茂, 记者行动)
        labelled = bool(re.match(r"[\s\u3000:：、/丨|】\]]", between)) and not (
            after and between[-1:] not in " \u3000、,，/|;；" and len(marks) > 1 and len(between) <= 5
        )
        names = names_in(_without_media_prefix(between) if after else between, labelled=labelled)
        if names is None and (_is_media_run(between.strip(" \u3000:：、,，/")) or (after and not labelled and len(between) <= 5)):
            names = []
        if names is None:
            return None
        if pending and not names:
            authors += [Author(name, role) for name in pending for role in roles]
        elif pending and mark is marks[0]:
            authors += [Author(name, "author") for name in pending]
        if not names and not after and not pending and authors:
            return _taken_by(authors, roles, _bare(mark))
        pending = []
        if not names and after and not re.search(r"[:：]", between):
            # 文/图 记者 张三: the role word in front counts as well
            names_after = names_in(_without_media_prefix(text[after.end() : _next_start(marks, after, len(text))]), labelled=True)
            if names_after and roles != words.role[_bare(after)] and "摄" not in mark[0]:
                authors += [Author(name, role) for name in names_after for role in roles]
            continue
        authors += [Author(name, role) for name in names for role in roles]
    return tuple(dict.fromkeys(authors))


def _taken_by(authors: list[Author], roles: tuple[RoleName, ...], mark: str) -> tuple[Author, ...]:
    """Names with a role word alone behind them: `通讯员 甲 摄` took the picture, `记者 甲 文/图` and `甲 摄影报道` did both."""
    if "photographer" not in roles:
        return tuple(dict.fromkeys(authors))
    if mark in {"摄", "摄影", "摄像"}:
        return tuple(dict.fromkeys(Author(a.name, "photographer") for a in authors))
    return tuple(dict.fromkeys([*authors, *(Author(a.name, "photographer") for a in authors)]))


_UNKNOWN_MEDIUM = re.compile(rf"(?:文[丨|:：/])?[{HAN_RANGE}A-Za-z0-9]{{2,8}}")


def _bare(mark: re.Match[str]) -> str:
    return re.sub(r"\s", "", mark[0])


def _role_marks(text: str) -> list[re.Match[str]]:
    """The role words of a credit. The single characters 文, 图, 摄 count only where a separator or an end stands beside them."""
    marks: list[re.Match[str]] = []
    words = _words()
    for mark in words.pattern.finditer(text):
        if len(mark[0]) == 1:
            before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
            edge = "：:/／丨|"
            behind = mark[0] == "摄" and after in set("") | set(" \u3000)）】]。.;；,，")
            if (
                not (after and after in edge)
                and not (after == "" and before)
                and not behind
                and not (after in {" ", "\u3000"} and before in {"", " ", "(", "（", "\u3000", "/"})
            ):
                continue
        elif not words.role[_bare(mark)] and mark.start() and text[mark.end() : mark.end() + 1] not in set("：:/／ \u3000"):
            continue  # 银海报导 holds 海报, 文化设计院 holds 设计
        marks.append(mark)
    return marks


def _next_start(marks: list[re.Match[str]], mark: re.Match[str], end: int) -> int:
    index = marks.index(mark)
    return marks[index + 1].start() if index + 1 < len(marks) else end


def _without_media_prefix(text: str) -> str:
    """Names, without the medium's name that belongs to the role word behind them (`陈倩 极目新闻` + 记者)."""
    return re.sub(
        rf"(?:[\s\u3000、,，]|(?<=[{HAN_RANGE}]{{2}}))(?:本报|本网|本台|特约|实习|见习|[{HAN_RANGE}]{{2,8}}(?:报|网|新闻|社|台|频道|客户端))$",
        "",
        text,
    )


def _is_media_run(text: str) -> bool:
    """Whether ``text`` is made of media, units and decorations alone (`□`, `■ 本报`, `人民网 湖南频道`)."""
    tokens = [t for t in re.split(r"[\s\u3000、,，/／|｜;；:：□■◎●◆▲△*()（）\[\]【】\-—]+", text) if t]
    return all(_words().media.fullmatch(token) for token in tokens)


# -------------------------------------------------------------------------------------------------------- where they stand


def credit_line(line: str) -> Credit | None:
    """A line that is nothing but a credit: `极目新闻记者 陈倩`, `□记者 A 文/图`, `责编:张三`, `(图片由通讯员提供)`."""
    text = line.strip()
    if not text or len(text) > LONGEST_LINE or "。" in text:
        return None
    inner = re.fullmatch(r"[(（【\[〔]\s{0,3}([^()（）【】\[\]〔〕]{2,80}?)\s{0,3}[)）】\]〕]", text)
    bare = inner[1] if inner else text
    authors = parse_credit(bare)
    if authors:
        return Credit(0, len(line), authors, "credit line")
    of_medium = re.fullmatch(r"([^/／]{2,20})[/／]([^/／]{2,14})", bare)
    if of_medium and _is_media_run(of_medium[2]) and (names := names_in(of_medium[1], labelled=False)):
        return Credit(0, len(line), tuple(Author(name, "author") for name in names), "name and medium")
    if unit := _unit(bare):
        return Credit(0, len(line), (), unit)
    if authors is not None and re.search(r"[:：/]", bare):
        return Credit(0, len(line), (), "empty credit")
    return None


_UNIT = re.compile(
    r"^(?:本文|本组|以上|文中)?(?:图片|照片|图文|文图|图|文/图|文|配图|供图|供稿|资料图片?|稿件|视频)?\s{0,2}"
    r"(?:均?由|[:：/]|来源|来自|源自)?\s{0,2}[^。，,]{0,24}(?:提供|供图|供稿|授权使用)$"
    rf"|^(?:供图|供稿|图片|图源|图片来源|图)\s{{0,2}}[:：/]\s{{0,2}}[{HAN_RANGE}A-Za-z]{{2,24}}$"
)


def _unit(text: str) -> str | None:
    """A credit to a unit, or to nobody by name: `图片由通讯员提供`, `单位供图`, `图文由市文明办提供`."""
    return "unit" if len(text) <= 40 and _UNIT.match(text) else None


_OWN = r"(?:本报|本网|本刊|本台|本站)(?:综合)?(?:讯|消息)"
_DATELINE = re.compile(rf"^[\s\u3000]{{0,6}}({_OWN})[\s\u3000]{{0,4}}[:：]?[\s\u3000]{{0,4}}")
_BRACKET = re.compile(r"[(（【〔\[]\s{0,3}([^()（）【】〔〕\[\]]{2,80}?)\s{0,3}[)）】〕\]]")
_AGENCY = re.compile(r"^[\s\u3000]{0,6}[^。！？(（【〔，,]{0,40}?(?:讯|电|消息|报道)[\s\u3000]{0,4}")
_UNBRACKETED = re.compile(r"^((?:(?!报道|[:：。，]).){4,50}?)\s{0,3}(?:摄影)?(?:报道\s{0,2}[:：]?|[:：])")


def opening_credits(paragraph: str) -> list[Credit]:
    """The credits at the head of a report's first paragraph: 本报讯 itself, and the bracket behind it or behind an agency's dateline."""
    found: list[Credit] = []
    own = _DATELINE.match(paragraph)
    start = own.end() if own else 0
    if own:
        found.append(Credit(own.start(1), own.end(), (), "own dateline"))
    else:
        agency = _AGENCY.match(paragraph[:120])
        start = agency.end() if agency else len(paragraph) - len(paragraph.lstrip())
    bracket = _BRACKET.match(paragraph, start)
    if bracket and (authors := parse_credit(bracket[1])) is not None:
        return [*found, _stretch(paragraph, Credit(start, bracket.end(), authors, "dateline bracket"))]
    if (
        bracket
        and start
        and re.search(r"(?:讯|电|消息|报道)\s{0,4}$", paragraph[:start])
        and (names := names_in(bracket[1], labelled=False))
    ):
        return [*found, _stretch(paragraph, Credit(start, bracket.end(), tuple(Author(n, "author") for n in names), NAMES_AFTER_DATELINE))]
    if own and (open_credit := _UNBRACKETED.match(paragraph[start : start + 70])) and (authors := parse_credit(open_credit[1])):
        return [*found, _stretch(paragraph, Credit(start, start + open_credit.end(), authors, "dateline words"))]
    return found


_CLOSING = re.compile(r"[(（【〔\[]\s{0,3}([^()（）【】〔〕\[\]]{2,60}?)\s{0,3}[)）】〕\]]\s{0,3}[|｜■□●◆]?\s{0,3}$")


def closing_credit(paragraph: str) -> Credit | None:
    """The bracket at the very end of a paragraph: `(刘奕男)`, `(记者 A B)`, `(文/图 C)`, `(单位供图)`."""
    match = _CLOSING.search(paragraph, max(0, len(paragraph) - 80))
    if not match or match.start() < 8:
        return None
    inner = match[1]
    if authors := parse_credit(inner):
        return Credit(match.start(), len(paragraph), authors, "closing credit")
    if unit := _unit(inner):
        return Credit(match.start(), len(paragraph), (), unit)
    if (told := re.fullmatch(r"(.{2,20}?)\s{0,2}报[道导]", inner)) and (names := names_in(told[1], labelled=False)):
        return Credit(match.start(), len(paragraph), tuple(Author(n, "reporter") for n in names), "closing credit")
    if han(inner) <= 16 and (names := names_in(inner, labelled=False)):
        return Credit(match.start(), len(paragraph), tuple(Author(n, "author") for n in names), "closing names")
    return None


def caption_credit(caption: str) -> Credit | None:
    """Who took the picture, at the end of its caption: `王某 摄`, `(陈晓芬 摄)`, `(单位供图)`, `。成广聚 摄`."""
    tail = max(0, len(caption) - 50)
    bracket = _CLOSING.search(caption, tail)
    if bracket and bracket.start() > 0 and (credit := closing_credit(" " * 8 + caption)):
        return Credit(credit.start - 8, len(caption), _as_photographers(credit.authors), credit.form)
    match = re.search(rf"[\s\u3000。，,;；|]([{HAN_RANGE}·\u3000 、]{{2,24}}?)\s{{0,3}}(?:摄影报道|摄影|摄)\s{{0,2}}$", caption[tail:])
    if match and (names := _shot_names(match[1])):
        start = tail + match.start()
        start += caption[start] in "。！？"
        return Credit(start, len(caption), tuple(Author(n, "photographer") for n in names), "caption credit")
    unit = re.search(rf"(?:[\s\u3000]|(?<=。))([{HAN_RANGE}]{{0,12}}(?:供图|图片提供))\s{{0,2}}$", caption[tail:])
    return Credit(tail + unit.start(), len(caption), (), "unit") if unit and unit.start() + tail > 0 else None


def _shot_names(text: str) -> list[str] | None:
    """Names before 摄, a medium and a role word before them apart (`新华社记者 王某`)."""
    parsed = parse_credit(text)
    if parsed:
        return [author.name for author in parsed]
    return names_in(text, labelled=False) or None


def _as_photographers(authors: tuple[Author, ...]) -> tuple[Author, ...]:
    return tuple(Author(a.name, "photographer") if a.role == "author" else a for a in authors)


def _stretch(paragraph: str, credit: Credit) -> Credit:
    """The credit with the blanks and the colon behind it."""
    end = credit.end
    while end < len(paragraph) and paragraph[end] in " \u3000:：\u00a0":
        end += 1
    return Credit(credit.start, end, credit.authors, credit.form)
