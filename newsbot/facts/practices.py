"""Named ways of working: “四包”机制, “党建+网格”, 日调度、日督查、日通报, 门前三包双色管理制度. By their form, not by a list of names.

In quotation marks a coinage counts by its form (:mod:`newsbot.facts.practice_forms`) together with the kind word after it; without
marks only forms that no ordinary phrase has. Slogans, speech, honours and quoted ordinary words have no kind word, or no such form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from newsbot.data import table
from newsbot.facts.bounds import MAX_BODY_CHARS
from newsbot.facts.practice_forms import PracticeForm, is_ordinary, practice_form_of
from newsbot.row import Practice
from newsbot.words import HAN_RANGE, either

_QUOTED = re.compile("“([^“”]{2,60})”|「([^「」]{2,60})」")
_SHAPES: Final = table("practices.toml")["shapes"]
_SEVERAL: Final[str] = table("numerals.toml")["several"]
_OF: Final[str] = _SHAPES["of"]
_METHOD: Final[str] = _SHAPES["method"]
_NO_KIND = f"(?![{_SHAPES['not_after_kind']}])"
"""A kind word before these is another word: 平台长."""
_LINK = re.compile(f"(?:{either(_SHAPES['links'])}){{0,2}}")
VERB_CHARS: Final = 12
"""Characters before a name in which a verb of making or using stands."""
MIN_LONG_NAME_CHARS: Final = 4
"""Characters from which a phrase is a clause: “支部建在楼道上”的做法."""
CLAUSE_MARKS: Final = 2
"""Marks between clauses that are a name without a kind word: three clauses."""
MIN_BODY_NAME_CHARS: Final = 3
MIN_PRACTICE_CHARS: Final = 2
"""Characters of the name of a body that is made, and of any other."""
_SPEECH = 200
"""Characters before a name in which a quotation mark is looked for that may still be open."""
_GAP = 22
"""Characters between 的 after a quoted form and its kind word."""


class FoundPractice(NamedTuple):
    """A practice, where it stands in its paragraph, and the rule that found it."""

    start: int
    name: str
    kind: str | None
    rule: str


AND_KIND: Final[dict[PracticeForm, str]] = {
    "formula": "formula and kind",
    "numbered": "numbered and kind",
    "clauses": "clauses and kind",
    "phrase": "phrase and kind",
}
AFTER_KIND: Final[dict[PracticeForm, str]] = {
    "formula": "kind ahead of formula",
    "numbered": "kind ahead of numbered",
    "clauses": "kind ahead of clauses",
    "phrase": "kind ahead of phrase",
}
INTRODUCED: Final[dict[PracticeForm, str]] = {
    "formula": "formula introduced",
    "numbered": "numbered introduced",
    "clauses": "clauses introduced",
}
"""The rules for each form, by the names that a search finds."""
BARE: Final = {
    "+": "bare formula",
    "、": "bare clauses",
    "actors": "bare clauses of actors",
    "": "bare number",
    _SHAPES["headed"]: "bare posts",
    _SHAPES["points"]: "bare points",
    _METHOD: "bare method",
}
"""The signs by which a name without quotation marks is looked for, and the rule of each."""


def practices_of(body: Sequence[str]) -> list[Practice]:
    """Return the practices of a body, each once, at its first mention."""
    return [practice for practice, _ in practices_by_rule(body)]


def practices_by_rule(body: Sequence[str]) -> list[tuple[Practice, str]]:
    """Return the practices of a body as :func:`practices_of` gives them, each with the rule that found it."""
    out: dict[str, tuple[Practice, str]] = {}
    read = 0
    for whole in body:
        paragraph = whole[: MAX_BODY_CHARS - read]
        read += len(paragraph)
        for found in sorted(
            {*_quoted(paragraph), *_bare(paragraph)}, key=lambda found: (found.start, found.name, found.kind or "", found.rule)
        ):
            held = out.get(found.name)
            if held is None:
                first = next(n for n, text in enumerate(body) if found.name in text)
                out[found.name] = Practice(found.name, found.kind, first), found.rule
            elif held[0].kind is None and found.kind:
                out[found.name] = Practice(found.name, found.kind, held[0].paragraph), found.rule
    return sorted(out.values(), key=lambda pair: pair[0].paragraph)


# -------------------------------------------------------------------------------------------------------- in quotation marks


@cache
def _words() -> dict[str, re.Pattern[str]]:
    data = table("practices.toml")
    around, kinds, counters = data["around"], data["kinds"], data["numbered"]
    between, apart = f"{either(around['between'])}|[{_SEVERAL}][{_SHAPES['levels']}]", either(around["apart"])
    names = {"phrase": kinds, "formula": [*kinds, *data["coinage"]["kinds"]], "clauses": [*kinds, *data["coinage"]["clauses"]]}
    firm = f"|(?:(?!{apart})[{HAN_RANGE}]){{2,4}}?({either(data['firm'])}){_NO_KIND}"
    near = f"|(?:(?!{apart})[{HAN_RANGE}]){{0,4}}?({either(kinds)})"
    after = {
        form: re.compile(
            f"{'' if form == 'phrase' else f'{_OF}?'}(?:{between}){{0,3}}({either(words)}){_NO_KIND}"
            f"{firm if form == 'phrase' else near}"
            f"|{_OF}(?:(?!{apart})[{HAN_RANGE}]){{0,{_GAP}}}?({either(kinds)}|(?:{either(words)})(?![{HAN_RANGE}]))"
        )
        for form, words in names.items()
    }
    return {
        **after,
        "numbered": after["formula"],
        "own kind": re.compile(
            f"(?!(?:[{HAN_RANGE}]?{either(data['coinage']['no_kinds'])}))([{HAN_RANGE}]{{2}}(?:{either(data['coinage']['ends'])}))(?![{_SHAPES['not_after_method']}{_SHAPES['not_after_headed']}])"
        ),
        "made": re.compile(f"(?:(?!{apart})[{HAN_RANGE}]){{0,4}}?({either(data['coinage']['made'])}){_NO_KIND}"),
        "plain": re.compile(f"{_OF}({either(data['coinage']['plain'])})(?![{HAN_RANGE}])"),
        "as": re.compile(f"{_SHAPES['as']}[{HAN_RANGE}]{{0,4}}?({either(data['firm'])})"),
        "several clauses": re.compile(f"(?![{_SEVERAL}])[{HAN_RANGE}]{{2}}({either([*data['coinage']['kinds'], *kinds])}){_NO_KIND}"),
        "makers": re.compile(f"(?:{either(around['makers'])})[{HAN_RANGE}]{{0,6}}$"),
        "uses": re.compile(f"(?:{either([*around['uses'], *around['makers'], *around['introduced']])})[{HAN_RANGE}]{{0,6}}$"),
        "inside": re.compile(f"(?<=[{HAN_RANGE}]{{2}})(?:{either(data['inside'])})$"),
        "between": re.compile(f"(?:{between}){{1,3}}"),
        "event": re.compile(f"[{HAN_RANGE}]{{0,4}}?(?:{either(data['not']['events'])})"),
        "principle": re.compile(f"[{HAN_RANGE}]{{0,4}}?(?:{either([*data['not']['events'], *data['not']['principles']])})"),
        "count": re.compile(f"[{counters['numbers']}][{counters['counters']}]"),
        "ahead": re.compile(f"(?:{either(around['ahead'])})$"),
        "introduced": re.compile(f"(?:{either(around['introduced'])}){_SHAPES['done']}?[{HAN_RANGE}]{{0,4}}$"),
        "bodies": re.compile(f"(?:{either(around['bodies'])})$"),
    }


def _quoted(text: str) -> Iterator[FoundPractice]:
    group: list[tuple[re.Match[str], PracticeForm]] = []
    end = 0
    for match in _QUOTED.finditer(text):
        words = match[1] or match[2]
        if group and _LINK.fullmatch(text, end, match.start()) is None:
            yield from _judged(text, group)
            group = []
        end = match.end()
        if form := practice_form_of(words):
            group.append((match, form))
        elif group:
            yield from _judged(text, group)
            group = []
    if group:
        yield from _judged(text, group)


def _judged(text: str, group: list[tuple[re.Match[str], PracticeForm]]) -> Iterator[FoundPractice]:
    """Quoted names that follow each other (“A”“B”、“C”等机制) share what stands after the last and before the first."""
    first, last = group[0][0].start(), group[-1][0].end()
    for match, form in group:
        words = match[1] or match[2]
        if found := _one(text, words, form, first, last, alone=len(group) == 1):
            yield FoundPractice(match.start(), *found)


def _one(text: str, words: str, form: PracticeForm, first: int, last: int, *, alone: bool) -> tuple[str, str | None, str] | None:
    """Name, kind and rule of one quoted name; None where nothing speaks for it."""
    patterns = _words()
    if form == "phrase" and patterns["event"].match(text, last):
        return None
    inside = patterns["inside"].search(words)
    if inside and form in {"phrase", "numbered"}:
        name = words[: inside.start()]
        plain = patterns["count"].match(words) or patterns["between"].fullmatch(name)
        # 三级调解机制 and 闭环管理机制 are no coinages, but “四色管理法” is
        common = is_ordinary(name) or (plain and inside[0][-1] != _METHOD[-1])
        return None if common else (name, inside[0], "kind inside")
    # an ordinary phrase has its kind word right after it: “以人为本”的工作机制 names nothing
    if (kind := patterns[form].match(text, last)) and not (form == "phrase" and kind[0].startswith(_OF)):
        return words, kind[kind.lastindex or 1], AND_KIND[form]
    if found := _by_use(text, words, form, first, last):
        return found
    if alone and (ahead := patterns["ahead"].search(text, max(0, first - 4), first)):
        return words, ahead[0], AFTER_KIND[form]
    if form == "formula" and _LETTER.search(words):
        return words, None, form
    if form == "clauses" and words.count("、") >= CLAUSE_MARKS and _bare_forms()["、"].fullmatch(words):
        return words, None, "times in clauses"
    if form == "phrase":
        if len(words) < MIN_BODY_NAME_CHARS or not patterns["bodies"].search(words):
            return None
        return (words, None, "body that is made") if patterns["makers"].search(text, max(0, first - VERB_CHARS), first) else None
    introduced = patterns["introduced"].search(text, max(0, first - 8), first) and not patterns["principle"].match(text, last)
    kind = patterns["formula"].match(text, last)
    return (words, kind[kind.lastindex or 1] if kind else None, INTRODUCED[form]) if introduced else None


def _by_use(text: str, words: str, form: PracticeForm, first: int, last: int) -> tuple[str, str | None, str] | None:
    """A quoted name by what it is used as: a kind word of its own after it (协商法), or a wider one after a verb of making."""
    patterns = _words()
    used = patterns["uses"].search(text, max(0, first - VERB_CHARS), first)
    if words.endswith(_SHAPES["headed"]):  # “邻长制”, of whatever heads
        return (words, None, "posts in use") if used else None
    if as_kind := patterns["as"].match(text, last):
        return (words, as_kind[1], "used as a kind") if form != "phrase" or used else None
    if form == "clauses" and words.count("、") >= CLAUSE_MARKS and (kind := patterns["several clauses"].match(text, last)):
        return words, kind[1], "several clauses and kind"
    if form not in {"phrase", "numbered"}:
        return None
    if len(words) > MIN_LONG_NAME_CHARS and (kind := patterns["plain"].match(text, last)):
        return words, kind[1], "clause and kind"
    if (
        used
        and len(words) >= MIN_BODY_NAME_CHARS
        and (kind := patterns["own kind"].match(text, last) or patterns["made"].match(text, last))
    ):
        return words, kind[1], "phrase in use and kind"
    return None


_LETTER = re.compile(f"[A-Za-z{HAN_RANGE}]")


# ---------------------------------------------------------------------------------------------------- without quotation marks


@cache
def _bare_forms() -> dict[str, re.Pattern[str]]:
    data = table("practices.toml")
    kinds, left, between = (
        either(words)
        for words in (
            data["bare"]["kinds"],
            [*data["bare"]["left"], *data["around"]["makers"], *data["around"]["apart"]],
            data["around"]["between"],
        )
    )
    counters, method = data["numbered"]["counters"], _METHOD
    # a class first, to which `re` skips
    number = f"[{_SEVERAL}{_SHAPES['double']}](?:(?<!{_SHAPES['double']})|(?![{data['bare']['not_doubled']}]))"
    part = f"{number}[^{counters}{_SHAPES['not_numbered']}{_SEVERAL}\\W0-9A-Za-z_]"
    clause = f"[{_SHAPES['times']}][{HAN_RANGE}]{{2}}"
    act = f"(?:{either(data['bare']['actors'])})(?!{either(data['bare']['acts_of_anybody'])})[{HAN_RANGE}]{{2}}"
    after = f"(?:{either(_SHAPES['of_or_others'])})?(?:{between}){{0,2}}({kinds}){_NO_KIND}"
    return {
        "+": re.compile(f"([{HAN_RANGE}A-Za-z0-9]{{1,10}}(?:[+＋][{HAN_RANGE}A-Za-z0-9]{{1,8}}?){{1,6}}[+＋]?){after}"),
        "、": re.compile(f"({clause}(?:、{clause}){{1,6}}+)(?!、)(?:{after})?"),
        "actors": re.compile(f"({act}(?:、{act}){{1,4}})(?:{between}){{0,2}}({kinds}){_NO_KIND}"),
        "": re.compile(
            f"({part}[{HAN_RANGE}]?(?:{part}[{HAN_RANGE}]?){{0,2}}[{HAN_RANGE}]{{0,6}}?)(?:{either(_SHAPES['before_kind'])})?({kinds}){_NO_KIND}"
        ),
        _SHAPES["headed"]: re.compile(f"((?:{either(data['bare']['posts'])}){_SHAPES['headed']})()(?![{_SHAPES['not_after_headed']}])"),
        _SHAPES["points"]: re.compile(f"({_SHAPES['points']})()(?={either(_SHAPES['after_points'])})"),
        method: re.compile(f"(?<![{HAN_RANGE}0-9])([{HAN_RANGE}0-9]{{2,24}}?)({method})(?![{_SHAPES['not_after_method']}])"),
        "left": re.compile(f"(?:{left})"),
        "bounded": re.compile(f"(?:^|[^{HAN_RANGE}]|{left})$"),
    }


def _bare(text: str) -> Iterator[FoundPractice]:
    """Names without quotation marks: formulas and numbered names with a kind word, clauses that begin with times, 街长制, X工作法."""
    forms = _bare_forms()
    for sign, rule in BARE.items():
        if (sign if sign != "actors" else "、") not in text:
            continue
        for match in forms[sign].finditer(text):
            start, name, kind = match.start(), match[1], match[2]
            if text.rfind("“", max(0, start - _SPEECH), start) > text.rfind("”", max(0, start - _SPEECH), start) or text[
                max(0, start - 2) : start
            ].rstrip(_OF).endswith("”"):
                continue
            if sign == "、" and not kind and name.count("、") < CLAUSE_MARKS:
                continue
            if sign in {"+", _METHOD}:
                head = name.partition("+")[0]
                cut = max((found.end() for found in forms["left"].finditer(head) if found.end() < len(head)), default=0)
                start, name = start + cut, name[cut:]
            elif not sign:
                ahead = next((n for n in range(3) if n <= start and forms["bounded"].search(text, max(0, start - n - 5), start - n)), None)
                if ahead is None:
                    continue
                start, name = start - ahead, text[start - ahead : match.end(1)]
            if len(name) >= MIN_PRACTICE_CHARS:
                yield FoundPractice(start, name, kind or None, rule)
