"""Examples that the model of credits learns from: labelled bylines and what varies them, lines of furniture, lines of saved pages."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from newsbot.data import lines_of
from newsbot.lines.credits import model
from newsbot.lines.credits.reader import MAX_READ_CHARS
from newsbot.lines.credits.signs import LineSigns, Position
from newsbot.lines.credits.vocabulary import ROLES, UNIT, RoleKind, folded_marks, role_words
from newsbot.text.script import to_simplified
from newsbot.words import HAN_RANGE, either, is_han, surnames

SEED = 7
FOREIGN = ("买买提·艾力", "阿依古丽·吐尔逊", "努尔兰·哈力木", "扎西·顿珠", "安娜·伊万诺娃", "玛丽·史密斯")  # fmt: skip
UNPARTED = ("洛桑扎西", "次仁卓嘎", "扎西多吉", "巴特尔", "乌云其木格", "娜仁托娅", "其其格", "欧阳振华", "上官文静")  # fmt: skip
LATIN = (("Anna", "John", "David", "Maria", "Tom"), ("Smith", "Wang", "Ivanova", "Brown", "Miller"))
Segment = tuple[str, str]
"""A stretch of a line: N a name, M a medium, T other text; and its characters."""


@dataclass
class Corpus:
    """What a fit learns from, and what varies it."""

    bylines: list[dict[str, Any]]
    furniture: list[dict[str, Any]]
    pages: list[dict[str, Any]]
    media: list[str] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)


# -------------------------------------------------------------------------------------------------------------------- names


@cache
def _name_parts() -> tuple[list[str], list[str]]:
    return sorted(surnames().single), [c for n, line in enumerate(lines_of("given_names.txt")) for c in line * max(0, n - 1)]


def made_name(r: random.Random) -> str:
    """A name as pages print them: mostly frequent surnames, some rare or compound ones, some of other peoples."""
    kind = r.random()
    if kind < 0.015:
        return r.choice(FOREIGN)
    if kind < 0.035:
        return r.choice(UNPARTED)
    if kind < 0.042:
        return f"{r.choice(LATIN[0])} {r.choice(LATIN[1])}"
    single, given = _name_parts()
    pool = sorted(surnames().compound) if kind < 0.055 else single if kind < 0.2 else sorted(surnames().frequent)
    return r.choice(pool) + "".join(r.choice(given) for _ in range(1 if r.random() < 0.36 else 2))


# ------------------------------------------------------------------------------------------------------------------- variations

_WORDS = {kind: sorted(word for word, k in ROLES.items() if k is kind and is_han(word) and len(word) > 1) for kind in RoleKind}
_ANY_ROLE = re.compile(rf"(?<![{HAN_RANGE}])(?:{either(ROLES)})(?=[ :：|｜丨/／\u3000])")
_SEPARATORS = ["：", ":", "：", "｜", "丨", "|", "/", "／", " ", "\u3000", "： ", " | ", "╱"]


def varied(segments: Sequence[Segment], corpus: Corpus, r: random.Random, where: Position) -> list[Segment]:
    """The same form with other names, media, role words of the same kind, marks and sentences."""
    out: list[Segment] = []
    lost, glued, other_roles, other_marks, narrow = (r.random() < share for share in (0.07, 0.15, 0.6, 0.3, 0.3))
    separator = r.choice(_SEPARATORS)
    for n, (kind, printed) in enumerate(segments):
        text = printed
        if kind == "N":
            text = text if re.search("[A-Za-z]", text) and r.random() < 0.5 else made_name(r)
            if len(text) == 2 and r.random() < 0.06:
                text = text[0] + r.choice("\u3000 ") + text[1]
        elif kind == "M":
            text = r.choice(corpus.media) if r.random() < 0.85 else text
        else:
            if lost and 0 < n < len(segments) - 1 and re.fullmatch(r"[ 、\u3000]+", text):
                continue
            text = _other_text(text, corpus, r, where, other_roles=other_roles, separator=separator if other_marks else None)
            text = text.replace("（", "(").replace("）", ")") if narrow else text
            if glued:
                text = re.sub(rf"(?<=[{HAN_RANGE}])[ \u3000](?![^{HAN_RANGE}])|(?<![^{HAN_RANGE}])[ \u3000](?=[{HAN_RANGE}])", "", text)
        out.append((kind, text))
    return out


def _other_text(text: str, corpus: Corpus, r: random.Random, where: Position, *, other_roles: bool, separator: str | None) -> str:
    if other_roles:
        text = _ANY_ROLE.sub(lambda m: r.choice(_WORDS[ROLES[m[0]]]) if ROLES[m[0]] in _WORDS and _WORDS[ROLES[m[0]]] else m[0], text)
    if separator and where in {Position.META, Position.TAIL, Position.LEAD}:
        text = re.sub(rf"(?<=[{HAN_RANGE}])(?: ?[：:|｜丨] ?)$", separator, text)
    if r.random() < 0.15:
        text = re.sub(r"^[、 \u3000]$", r.choice(["、", " ", "\u3000", "，", "  ", "/", ""]), text)
    if r.random() < 0.1:
        text = text.replace("：", "")
    if (
        where in {Position.END, Position.CAPTION, Position.LEAD}
        and len(text) > 12
        and "。" in text
        and corpus.sentences
        and r.random() < 0.7
    ):
        sentence = r.choice(corpus.sentences)
        text = re.sub(rf"^([^{HAN_RANGE}]{{0,3}}).*?(。)(?=\W*$)", lambda m: m[1] + sentence, text) if where is Position.LEAD else sentence
    return text


# --------------------------------------------------------------------------------------------------------------------- examples

_REVIEWED = re.compile(
    rf"(?:{either(word for word, kind in ROLES.items() if kind is RoleKind.NOBODY)})"
    rf"\s{{0,2}}[:：|｜丨/／】\s]\s{{0,2}}([{HAN_RANGE}]{{2,4}})(?=[^{HAN_RANGE}]|$)"
)
_NAMED = re.compile(
    rf"(?:{either(word for word, kind in ROLES.items() if kind not in {RoleKind.NOBODY, RoleKind.SOURCE, RoleKind.TOLD})})"
    rf"\s{{0,2}}[:：|｜丨/／】\s]\s{{0,2}}((?:[{HAN_RANGE}]{{2,3}}[ 、\u3000]?)+)(?=[^{HAN_RANGE}]|$)"
)
_EDITED = re.compile(rf"(?:编辑|责编)\s{{0,2}}[:：|｜丨/／】]\s{{0,2}}((?:[{HAN_RANGE}]{{2,3}}[、，, \u3000]{{0,2}})+)(?=[^{HAN_RANGE}]|$)")


def segmented(line: str, names: Sequence[str], source: str | None) -> list[Segment]:
    """The line as names, media and other text. Names that a reviewer's label leads are names too."""
    marks: list[tuple[int, int, str]] = []
    wanted = [(name, "N") for name in sorted(set(names), key=lambda name: (-len(name), name))]
    wanted += [(match[1], "N") for match in _REVIEWED.finditer(line) if _is_likely_name(match[1])]
    wanted += [(medium, "M") for medium in (source.split("、") if source and "《" not in source else filter(None, [source]))]
    for word, kind in wanted:
        pattern = re.escape(word) if re.search("[A-Za-z]", word) else r"[\s\u3000]{0,4}".join(map(re.escape, word.replace(" ", "")))
        for match in list(re.finditer(pattern, line))[: 1 if kind == "M" else None]:
            if not any(match.start() < end and start < match.end() for start, end, _ in marks):
                marks.append((*match.span(), kind))
    out, at = [], 0
    for start, end, kind in sorted(marks):
        out += [("T", line[at:start]), (kind, line[start:end])]
        at = end
    return [segment for segment in (*out, ("T", line[at:])) if segment[1]]


def _is_likely_name(word: str) -> bool:
    return (word[0] in surnames().single or word[:2] in surnames().compound) and not UNIT.search(word) and word not in ROLES


def example(segments: Sequence[Segment], where: Position) -> tuple[list[list[str]], list[str]]:
    """The signs of each character and its label, of the part of the line that the reader reads."""
    text = "".join(part for _, part in segments)
    labels: list[str] = []
    other, first, middle, last, medium, more = model.LABELS
    for kind, part in segments:
        if kind == "N":
            labels += [first, *[middle] * (len(part) - 2), *([last] if len(part) > 1 else [])]
        elif kind == "M":
            labels += [medium, *[more] * (len(part) - 1)]
        else:
            labels += [other] * len(part)
    if len(text) > MAX_READ_CHARS:
        part_read = slice(-MAX_READ_CHARS, None) if where in {Position.END, Position.CAPTION} else slice(MAX_READ_CHARS)
        text, labels = text[part_read], labels[part_read]
    text = folded_marks(text)
    return LineSigns(text, tuple(role_words(text))).all(where) if text else [], labels


def examples(corpus: Corpus) -> Iterator[tuple[list[Segment], Position]]:
    """Every line that a fit learns from, and where it stands. What is drawn for a line hangs on that line alone, not on those before."""
    forms = Counter(byline["form"] for byline in corpus.bylines)
    for byline in corpus.bylines:
        r = random.Random(f"{SEED} {byline['line']}")
        where = Position.BODY if byline["where"] == "negative" else Position(byline["where"])
        names = [to_simplified(author["name"]) for author in byline["authors"]]
        source = to_simplified(byline["source"]) if byline["source"] and where in {Position.META, Position.TAIL} else None
        segments = segmented(to_simplified(byline["line"]), names, source)
        for position in (where, Position.END, Position.LEAD) if where is Position.BODY else (where,):
            yield segments, position
        if where is not Position.BODY:
            for _ in range(8 if forms[byline["form"]] == 1 else 4):
                yield varied(segments, corpus, r, where), where
            yield from _cut_out(segments, where)
    for n in range(250):
        yield _beside(corpus, random.Random(f"{SEED} {n}"))
    for line in corpus.furniture:
        text = to_simplified(line["line"])
        if not _REVIEWED.search(text) and not _NAMED.search(text):
            for position in (Position.META, Position.TAIL, Position.END):
                yield [("T", text)], position
    for page in corpus.pages:
        yield from _of_page(page, corpus)


def _cut_out(segments: Sequence[Segment], where: Position) -> Iterator[tuple[list[Segment], Position]]:
    """The bracket of a byline without the sentence beside it, as it is read again once it was taken out of a text."""
    if where not in {Position.LEAD, Position.END, Position.CAPTION}:
        return
    text = "".join(part for _, part in segments)
    for match in re.finditer(r"[(（〔【\[][^()（）〔〕【】\[\]]{2,80}[)）〕】\]]", text):
        inside, at = [], 0
        for kind, part in segments:
            low, high = max(match.start() - at, 0), min(match.end() - at, len(part))
            at += len(part)
            if low < high:
                inside.append((kind, part[low:high]))
        if any(kind == "N" for kind, _ in inside):
            yield inside, where


def _beside(corpus: Corpus, r: random.Random) -> tuple[list[Segment], Position]:
    """Names beside a time, after a sentence, in a bracket or alone, without a role word."""
    separator = r.choice(["", "", " ", "、", "\u3000"])
    names: list[Segment] = []
    for n in range(r.choice([1, 1, 2, 2, 3])):
        names += ([("T", separator)] if n and separator else []) + [("N", made_name(r))]
    day = f"20{r.randrange(10, 25)}-{r.randrange(1, 13):02d}-{r.randrange(1, 29):02d}"
    clock = r.choice(
        ["", f" {r.randrange(6, 24):02d}:{r.randrange(60):02d}", f" {r.randrange(6, 24):02d}:{r.randrange(60):02d}:{r.randrange(60):02d}"]
    )
    sentence = r.choice(corpus.sentences or ["街道开展集中整治行动。"])
    match r.randrange(5):
        case 0:
            return [("T", day + clock + r.choice(["", " ", " · ", "  "])), *names], Position.META
        case 1:
            medium: list[Segment] = [("T", r.choice([" ", " · "])), ("M", r.choice(corpus.media))]
            return [*names, ("T", r.choice([" ", " · ", "  ", " | "]) + day + clock), *(medium if r.random() < 0.5 else [])], Position.META
        case 2:
            return [("T", sentence + r.choice(["", " ", "\u3000"])), *names], Position.END
        case 3:
            left, right = r.choice([("（", "）"), ("(", ")"), ("（", "）"), ("【", "】")])
            return [
                ("T", sentence + left),
                *names,
                ("T", r.choice(["", "", "报道", "报道", " 报道", "摄", " 摄", " 文/图"]) + right),
            ], Position.END
        case _:
            return names, r.choice([Position.LEAD, Position.END, Position.META])


def _of_page(page: dict[str, Any], corpus: Corpus) -> Iterator[tuple[list[Segment], Position]]:
    """Lines of a saved page: those with its authors as credits, others as what holds none."""
    gold = page["gold"] or {}
    names = [to_simplified(name) for name in re.split(r"[\s,，、;；]+", gold.get("author") or "") if name]
    source = to_simplified(gold["source"]) if gold.get("source") else None
    seen: set[str] = set()
    for line, where, is_body, links in page["lines"]:
        if line in seen:
            continue
        seen.add(line)
        r = random.Random(f"{SEED} {line}")
        text = line[-MAX_READ_CHARS:] if where is Position.END else line[:MAX_READ_CHARS]
        said = [name for name in names if name in text]
        medium = source if where in {Position.META, Position.TAIL} else None
        if said and (len(text) <= 60 or any(role_words(text)) or re.search("[（(]", text)):
            spoken = is_body and len(said) == 1 and re.search("说|表示|告诉|介绍", text) and not any(role_words(text))
            if not spoken:
                segments = segmented(text, said, medium)
                yield segments, where
                yield segments, where
                for _ in range(3):
                    yield varied(segments, corpus, r, where), where
        elif said or (
            not page["gold"] and (_NAMED.search(text) or re.fullmatch(rf"[{HAN_RANGE}·]{{2,4}}(?:[ 、\u3000][{HAN_RANGE}]{{2,4}})*", text))
        ):
            continue
        elif where is Position.CAPTION and any(role.kind is RoleKind.PHOTOGRAPHER for role in role_words(folded_marks(text))):
            continue  # whoever labelled the page may have left out who took its pictures
        elif _NAMED.search(text):
            edited = [
                name for match in _EDITED.finditer(text) for name in re.findall(rf"[{HAN_RANGE}]{{2,3}}", match[1]) if _is_likely_name(name)
            ]
            if edited:
                yield segmented(text, edited, medium), where
        elif r.random() < (1.0 if is_body and page["gold"] else 0.12 if is_body else 0.3 if links < 0.5 else 0.1):
            yield segmented(text, [], medium), where
