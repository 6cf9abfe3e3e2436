"""Signs of how likely the medium and the persons of a row are right: see :mod:`newsbot.facts.confidence`.

What speaks for a field is that it was printed plainly, and that evidence of another kind says the same. What speaks against it is what a
reader would still see beside it: a word that no rule explains, a label whose value was not read, a bracket at the end of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, get_args

from newsbot.data import table
from newsbot.facts.around import SHORT_LINE, Around, SignGround, doubt_words
from newsbot.facts.media_names import VOID, is_known_medium, lone_words, looks_like_medium, tidy_source
from newsbot.facts.source import Way
from newsbot.lines.credits import Position, is_name, read_credits
from newsbot.lines.credits.grammar import TokenKind
from newsbot.lines.credits.name_forms import HARDLY_GIVEN, LONG_NAME_CHARS, OFTEN_GIVEN, fits_as_name, may_be_word, parted_names
from newsbot.lines.credits.signs import given_class
from newsbot.lines.credits.vocabulary import NOBODY, UNIT, RoleKind, folded_marks, places, role_words
from newsbot.lines.meta_line import MetaLine
from newsbot.model import Block, Report, Role
from newsbot.page.captions import MAX_CREDITED_SENTENCE_CHARS
from newsbot.row import Author
from newsbot.words import HAN_RANGE, common_words, either, surnames

MANY_AUTHORS: Final = 3
CREDIT_BEGINS_WITHIN: Final = 45
"""Characters at the head of a text in which an opening credit begins."""
STAFF: Final = frozenset({"reporter", "correspondent"})
"""Roles that an opening credit names."""
LONG_NAME: Final = 12
"""Characters of a medium's name from which it may hold more than that."""
LABELLED_AT_END: Final = 2
"""Lines at the end of a text that may begin with the label of who wrote it."""
WROTE: Final = frozenset({RoleKind.AUTHOR, RoleKind.REPORTER, RoleKind.CORRESPONDENT})
NAME_CHARS: Final = (2, 4)
MAX_SIGNED_CHARS: Final = 12
"""Han characters of most Chinese names, and characters of a line with one and for whom that person works."""
DOUBTFUL_NAMES: Final = "doubtful_names"
"""The sign of words that look like names and that no rule has read, or that were read and may be none: hardly a labelled page has it, so
that no model weighs it."""
CERTAIN_CREDIT: Final = 0.9
"""Probability of a credit's least certain name from which the model of credits has no doubt."""
PLAIN_WAYS: Final = frozenset(get_args(Way)[:3]) | {"beside_name"}
"""Ways of reading a medium that say that it is one: a label, or a grammar that knows its name. On 129 of 197 labelled pages, all right."""
WRITES: Final = frozenset({"author", "reporter", "correspondent"})
"""Roles of those who wrote a report; the others took its pictures or edited it."""
PROMISING: Final = frozenset({RoleKind.REPORTER, RoleKind.CORRESPONDENT, RoleKind.AUTHOR, RoleKind.PHOTOGRAPHER, RoleKind.BOTH})
"""Kinds of role words that name somebody who made the report."""

_NEAR: Final = table("confidence_signs.toml")
_DATELINE: Final = {"day": table("time_words.toml")["calendar"]["day"], "closes": table("media_words.toml")["closes"]}
_NAME_IN_BRACKET = re.compile(
    rf"[(（【]\s{{0,2}}([{HAN_RANGE}]{{2,4}}|[{HAN_RANGE}·•・]{{3,16}}|(?:[{HAN_RANGE}]{{2,4}}[\s、，]{{1,2}}){{1,4}}[{HAN_RANGE}]{{2,4}})\s{{0,2}}[)）】]\s{{0,2}}$"
)
_TAKEN = re.compile(rf"(?:{either(table('credits.toml')['after_name']['always'])})(?:\s{{0,2}}[)）】]?\s{{0,2}}$|\s{{0,2}}[/／:：])")
_BESIDE_MEDIUM = re.compile(
    rf"(?:[(\[/]|{either(_NEAR['ends_medium'])}) ?([{HAN_RANGE}]{{2,3}})(?=$|[/)\]]| {{0,2}}\d{{4}}|{either(_NEAR['button'])})"
)
_LABEL_AT_HEAD = re.compile(rf" {{0,4}}(?:{either(_NEAR['wrote'])}) ?: ?([{HAN_RANGE}A-Za-z·.]{{2,20}})")
_VALUE_BEHIND = re.compile(rf"(?:{either(_NEAR['described'])})?[^{HAN_RANGE}]{{1,12}}([{HAN_RANGE}A-Za-z·.]{{2,20}})")
_BEHIND_DATELINE = re.compile(rf"[^。]{{0,40}}?\d{{1,2}}{_DATELINE['day']}(?:{either(_DATELINE['closes'])})\s{{0,2}}([{HAN_RANGE}]{{6}})")
_SPACES = re.compile(r"\s")
_NO_HAN = re.compile(rf"[^{HAN_RANGE}]+")
_PATH = re.compile("[>›»]")
_PARTED = re.compile(r"[\s:：|｜/]")
_DIGIT_OR_LETTER = re.compile("[0-9A-Za-z]")


def signs_of_credits(report: Report, around: Around, ground: SignGround) -> dict[str, dict[str, float]]:
    """Return the signs of the medium and of the persons, by the name of the field."""
    return {"source": _of_source(report, around, ground), "authors": _of_authors(report, around, ground)}


# ------------------------------------------------------------------------------------------------------------------- the medium


def _of_source(report: Report, around: Around, ground: SignGround) -> dict[str, float]:
    """The signs of the medium, or of its absence."""
    source, near, words = report.source or "", ground.near, doubt_words()["credited"]
    labelled = any("source" in line.labels for line in around.metas)
    values = {line.fields["source"] for line in around.metas if "source" in line.fields}
    stated = around.machine.source or ""
    differs = bool(source and stated) and source not in stated and stated not in source
    crediting = [line for line in near if words.search(line)]
    left = sorted(words_left(report, around.metas))
    named = bool(source) and looks_like_medium(source)
    against = {
        "label_without_source": labelled and not source,
        "void_label": not source and any(tidy_source(value) is None for value in values),
        "machine_alone": bool(stated) and not source,
        "promised": not source and bool(crediting),
        "medium_near": not source and any(looks_like_medium(line.strip()) for line in near),
        "word_left": not source and bool(left),
        "lead_credits": not source and bool(words.search("".join(report.body)[:SHORT_LINE])),
    }
    return {
        **against,
        "missing": not source,
        "quiet": not source and not any(against.values()),
        "unlabelled": bool(source) and not labelled,
        **dict.fromkeys([around.source_way], bool(source)),
        "claimed": bool(source) and source in around.claims,
        "machine_differs": differs,
        "in_head": bool(source) and source in (around.head or ""),
        "other_credit": bool(source) and any(source not in line for line in crediting),
        "other_word": bool(source) and bool(left),
        "several_labels": len(values) > 1,
        "known": is_known_medium(source),
        "plainly_credited": (around.source_way in PLAIN_WAYS or is_known_medium(source)) and not differs,
        "medium_beside_time": named and around.source_way == "beside_time" and not _in_path(source, around.metas),
        "in_path": bool(source) and _in_path(source, around.metas),
        "named_as_medium": named,
        "says_it_again": bool(source) and any(source in paragraph for paragraph in report.body),
        "long_name": len(source) > LONG_NAME,
        "separated": _PARTED.search(source) is not None,
        "has_digits": _DIGIT_OR_LETTER.search(source) is not None,
        "names_author": any(author.name in source for author in report.authors),
    }


def _in_path(source: str, metas: Sequence[MetaLine]) -> bool:
    """Whether the line of a medium is a path through a site: 青山网 > 新闻 > 社会 2024年3月5日."""
    return any(source in line.text and _PATH.search(line.text) for line in metas)


def words_left(report: Report, metas: Sequence[MetaLine]) -> set[str]:
    """Return words beside a time that no rule of credits explains."""
    names = [author.name for author in report.authors]
    explained = f"{report.source or ''} {report.title or ''}"
    return {
        word
        for line in metas
        if line.times and line.times[0].has_clock
        for word in lone_words(line)
        if word not in explained and not any(name in word or word in name for name in names)
    }


# ------------------------------------------------------------------------------------------------------------------ the persons


def _of_authors(report: Report, around: Around, ground: SignGround) -> dict[str, float]:
    """The signs of the persons credited, or of their absence."""
    writers = [author.name for author in report.authors if author.role != "editor"]
    credited = [author.name for author in report.authors]
    words = doubt_words()["named"]
    opening = report.body[0] if report.body else ""
    near = [*ground.near, opening] if 0 < len(opening) <= SHORT_LINE else ground.near
    promising = [line for line in near if _promises(line) and not any(name in line for name in credited)]
    told = "\n".join([*ground.near, ground.edges])
    left = [found[1] for found in _persons().finditer(told) if not _has(credited, found[1]) and _is_likely(found[1])]
    left += [name for line in near for name in _names_alone(line) if name not in credited]
    left += [word for word in words_left(report, around.metas) if _is_shaped_like_a_name(word)]
    low, high = NAME_CHARS
    usual = [name for name in writers if low <= len(name) <= high and name[0] in surnames().frequent]
    printed = list(_credits(report, around.metas))
    stated = {name for name in around.machine.authors if is_name(name)}
    against = {
        "promised": not writers and bool(promising),
        "more_promised": bool(writers) and bool(promising),
        "name_left": bool(left),
        "word_left": bool(words_left(report, around.metas)),
        "bracket_left": _bracket_left(report.body) is not None,
        "pen_name_left": _is_like_a_name(_bracket_left(report.body)),
        "opening_left": _names_left(opening, credited),
        "name_near": not writers
        and any(_names_near(line, credited, report.title or "") for line in (*ground.near, *(line.text for line in around.metas))),
        "label_at_head": _is_label_at_head(report.blocks[: ground.kept[0] if ground.kept else 0], credited)
        or any(_is_label_left(line, credited) for line in report.body[-LABELLED_AT_END:]),
        "picture_left": any(map(_is_picture_unread, report.blocks)),
        "label_unread": any(_is_unread(line, writers) for line in around.metas),
        "pictures_only": bool(writers) and not any(author.role in WRITES for author in report.authors),
        "pictures_too": any(_is_only_photographer(name, report.authors) for name in writers),
        "unusual_name": len(usual) < len(writers),
        "again_in_text": any(name in paragraph for name in writers for paragraph in report.body),
        "editor_beside_time": _is_editor_beside_time(report.authors, around.metas),
        "name_behind_title": (named := _NAME_IN_BRACKET.search(report.title or "")) is not None
        and is_name(named[1])
        and named[1] not in credited,
        "machine_differs": not stated <= set(credited),
        "names_unprinted": bool(writers) and not printed,
        "uncertain": any(sure < CERTAIN_CREDIT for _, sure in printed),
        "name_unused": any(_has_name_unused(text, credited) for text in _pieces(report)),
    }
    doubted = any(against.values())
    return {
        **against,
        "quiet": not writers and not doubted,
        "plainly_credited": bool(writers) and not doubted,
        "none": not writers,
        "one": len(writers) == 1,
        "many": len(writers) > MANY_AUTHORS,
        "text_promises": not writers and bool(words.search(ground.edges)),
        "text_promises_more": bool(writers) and bool(words.search(ground.edges)),
        "usual_names": bool(writers) and len(usual) == len(writers),
        "bare": any(author.role == "author" for author in report.authors),
        "claimed": bool(printed and writers) and all(name in around.claims for name in writers),
        "machine_agrees": bool(printed and stated) and stated == set(writers),
        "printed_twice": bool(writers) and all(sum(name in text for text, _ in printed) > 1 for name in writers),
        "labelled": any(line.labels & {"author", "reporter", "editor"} for line in around.metas),
        "in_meta_line": bool(writers) and any(name in line.text for name in writers for line in around.metas),
        "editors_only": not writers and bool(report.authors),
        "has_source": bool(report.source),
        DOUBTFUL_NAMES: _has_unread_names(report, around.metas)
        or _stands_alone(report, ground)
        or any(may_be_word(_NO_HAN.sub("", piece)) for piece in _pieces(report)),
        **dict.fromkeys(ground.credits, 1.0),
    }


def _has_unread_names(report: Report, metas: Sequence[MetaLine]) -> bool:
    """Whether what looks like names stays unread, so that no row is sure of its persons, whatever the model says.

    Two words stand beside a time unexplained and nobody is named; a word that is no office stands between a role and a name; or several
    names run together behind a dateline.
    """
    writers = any(author.role in WRITES for author in report.authors)
    unread = (not writers and len(words_left(report, metas)) > 1) or any(map(_has_word_between, _pieces(report)))
    opening = _BEHIND_DATELINE.match(report.body[0]) if report.body else None
    run = opening[1] if opening else ""
    names = parted_names(run) if run else None
    several = bool(names) and len(names or ()) > 1 and all(map(_is_likely, names or ())) and not any(a.name in run for a in report.authors)
    return unread or several


def _stands_alone(report: Report, ground: SignGround) -> bool:
    """Whether a short line right before or behind a text, or at its ends, is or ends as what may be a name, and nobody's: `青观 王某某`."""
    if not ground.kept:
        return False
    blocks, first, last = report.blocks, ground.kept[0], ground.kept[-1]
    beside = (*blocks[max(0, first - 1) : first], *blocks[last + 1 : last + 2])
    near = [block.text for block in beside if not block.features.links and block.role in {Role.HEADER, Role.SUBHEAD, Role.TAIL}]
    near += [line.lstrip("—-") for line in (*report.body[:1], *report.body[-1:])]
    words = (line.replace("/", " ").split()[-1] for line in near if line.strip() and len(line) <= MAX_SIGNED_CHARS)
    names = (word for word in words if is_name(word) and _is_likely(word) and word not in common_words() and word not in places())
    return any(not UNIT.search(name) and all(author.name != name for author in report.authors) for name in names)


def _has_word_between(credit: str) -> bool:
    """Whether a short word without the form of an office stands right behind a role, and a name behind that: 通讯员景泰 邱某."""
    cover = read_credits(credit.strip(), Position.END).cover
    return any(
        role.kind is TokenKind.ROLE
        and word.kind is TokenKind.OTHER
        and len(word.text.strip()) <= LONG_NAME_CHARS
        and not UNIT.search(word.text)
        and following.kind in {TokenKind.SEPARATOR, TokenKind.NAME}
        for role, word, following in zip(cover, cover[1:], cover[2:], strict=False)
    )


def _is_editor_beside_time(authors: Sequence[Author], metas: Sequence[MetaLine]) -> bool:
    """Whether who edited a report stands beside its time as well, without a role: who wrote it does."""
    editors = [author.name for author in authors if author.role == "editor"]
    lines = [line for line in metas if line.times and "editor" not in line.labels]
    return len(editors) == len(authors) and any(name in line.text for name in editors for line in lines)


def _credits(report: Report, metas: Sequence[MetaLine]) -> Iterator[tuple[str, float]]:
    """The printed credits of the persons of a row, without blanks, and how certain the least certain name of each is."""
    names = [author.name for author in report.authors]
    for text, position in [*((line.text, Position.META) for line in metas), *((text.strip(), Position.END) for text in _pieces(report))]:
        plain = _SPACES.sub("", text)
        if any(name in plain for name in names):
            reading = read_credits(text, position)
            if reading.names:
                yield plain, reading.certainty


def _pieces(report: Report) -> Iterator[str]:
    """The pieces of a page that were taken out of it as credits."""
    return (piece.text for block in report.blocks for piece in block.pieces if piece.role is Role.CREDIT)


def _promises(line: str) -> bool:
    """Whether a line has a role word of those who write and take pictures, standing as it does in a credit."""
    return any(role.kind in PROMISING for role in role_words(folded_marks(line)))


def _is_only_photographer(name: str, authors: Sequence[Author]) -> bool:
    """Whether somebody is credited with pictures alone: gold of others often leaves such a one out."""
    return not any(author.name == name and author.role in WRITES for author in authors)


def _bracket_left(body: Sequence[str]) -> str | None:
    """What a bracket that has the length of a name holds at the end of the text."""
    found = _NAME_IN_BRACKET.search(body[-1][-SHORT_LINE:]) if body else None
    return found[1] if found and found[1] not in NOBODY else None


def _is_like_a_name(words: str | None) -> bool:
    """Whether words are as short as a pen name, and neither an office nor a medium: `(书聿)`."""
    return words is not None and len(words) <= LONG_NAME_CHARS and not UNIT.search(words) and not looks_like_medium(words)


def _names_left(opening: str, credited: Sequence[str]) -> bool:
    """Whether the grammar of credits reads somebody in the first words of a text, with a role, whom the row does not name."""
    if not any(role.kind in PROMISING for role in role_words(folded_marks(opening[:CREDIT_BEGINS_WITHIN]))):
        return False
    reading = read_credits(opening, Position.LEAD)
    near = reading.names and reading.names[0][0] < CREDIT_BEGINS_WITHIN
    return bool(near) and any(author.role in STAFF and author.name not in credited for author in reading.authors)


def _names_near(line: str, credited: Sequence[str], title: str) -> bool:
    """Whether somebody whom the row does not name stands beside a medium or a stroke, as who wrote does: 青山网张某 2024, (张某/青山)."""
    return any(
        fits_as_name(found[1]) and found[1][0] in surnames().frequent and found[1] not in common_words() and found[1] not in title
        for found in _BESIDE_MEDIUM.finditer(folded_marks(line[:SHORT_LINE]))
        if not _has(credited, found[1])
    )


def _is_label_at_head(blocks: Sequence[Block], credited: Sequence[str]) -> bool:
    """Whether a line before the text begins with the label of who wrote, a name behind it, of which none was read: 作者：Steed(…)."""
    for block in blocks:
        label = _LABEL_AT_HEAD.match(folded_marks(block.text[:SHORT_LINE])) if not block.features.hidden else None
        value = label[1] if label else ""
        if value and value.lower() not in VOID and value not in NOBODY and not UNIT.search(value) and not looks_like_medium(value):
            return not any(name in block.text for name in credited)
    return False


def _is_label_left(line: str, credited: Sequence[str]) -> bool:
    """Whether a short line at the end of a text begins with who wrote it, a mark behind that, and nobody was read: `（署名：一棵树）`."""
    plain = folded_marks(line).lstrip("-([ ") if len(line) <= SHORT_LINE else ""
    label = next(role_words(plain), None)
    if label is None or label.start or label.kind not in WROTE or any(name in line for name in credited):
        return False
    behind = _VALUE_BEHIND.match(plain, label.end)
    return behind is not None and behind[1] not in NOBODY and not UNIT.search(behind[1]) and not looks_like_medium(behind[1])


def _is_picture_unread(block: Block) -> bool:
    """Whether a line says that somebody took a picture, of whom nothing was read."""
    if block.role not in {Role.CAPTION, Role.BODY, Role.SUBHEAD} or len(block.text) > MAX_CREDITED_SENTENCE_CHARS:
        return False
    return _TAKEN.search(block.text) is not None and all(piece.role is not Role.CREDIT for piece in block.pieces)


def _is_likely(name: str) -> bool:
    """Whether the characters after a surname are those of given names; of three the last may belong to the next word."""
    given = [given_class().get(character, HARDLY_GIVEN) >= OFTEN_GIVEN for character in name[1:]]
    return name[0] in surnames().frequent or (all(given) and is_name(name))


def _is_shaped_like_a_name(word: str) -> bool:
    """Whether a word beside the time begins with a frequent surname, is as short as a name, and is no common word (高清, 时政)."""
    low, high = NAME_CHARS
    return low <= len(word) < high and word[0] in surnames().frequent and word[:2] not in common_words() and not UNIT.search(word)


def _has_name_unused(credit: str, credited: Sequence[str]) -> bool:
    """Whether the grammar reads somebody in a printed credit whom the row does not name."""
    reading = read_credits(credit.strip(), Position.END)
    names = (_SPACES.sub("", token.text) for token in reading.cover if token.kind is TokenKind.NAME)
    return bool(reading.authors) and any(name not in credited for name in names)


def _names_alone(line: str) -> Sequence[str]:
    """The names of a line that holds nothing but these and an office before them: 青山区文明办 罗雅琴 蔡永春, ——翁晓霞."""
    words = _BETWEEN_NAMES.split(line.strip("—-－（）()【】[] \u3000"))
    names = words[1:] if len(words) > 1 and UNIT.search(words[0]) else words
    low, high = NAME_CHARS
    alone = all(low <= len(name) < high and is_name(name) and _is_likely(name) for name in names)
    return names if alone and (names is not words or line.startswith("—")) else ()


_BETWEEN_NAMES = re.compile(r"[ \u3000、，,|｜\u4e28]+")


def _is_unread(line: MetaLine, writers: Sequence[str]) -> bool:
    """Whether a label of persons has a value that is no office, and of which no person was read."""
    values = [_SPACES.sub("", line.fields[kind]) for kind in ("author", "reporter") if kind in line.fields]
    return any(
        value.lower() not in VOID and value not in NOBODY and not UNIT.search(value) and not any(name in value for name in writers)
        for value in values
    )


def _has(names: Sequence[str], start: str) -> bool:
    """Whether one of the names begins as a name does that was seen, of which the last character may belong to the next word."""
    return any(name.startswith(start[: NAME_CHARS[0]]) for name in names)


@cache
def _persons() -> re.Pattern[str]:
    """What names a person, and a name after it: 记者 李静."""
    rare, frequent = ("".join(sorted(names)) for names in (surnames().single - surnames().frequent, surnames().frequent))
    mark = r"[\s:：/／|｜·]"
    # of the rare surnames many are words as well; who wrote a book that is named did not write the report
    return re.compile(
        rf"(?<!》)(?<!》 )(?:{either(table('confidence_signs.toml')['person_follows'])})(?={mark}{{0,3}}[{frequent}]"
        rf"|{mark}{{1,3}}[{rare}]\w{{1,2}}(?!\w))"
        rf"{mark}{{0,3}}([{HAN_RANGE}]{{2,3}})"
    )
