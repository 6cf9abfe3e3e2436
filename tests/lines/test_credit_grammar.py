"""Which role every name of a line has, given where the names and media stand."""

import re

import pytest

from newsbot.lines.credits.grammar import TokenKind, credited, tokens
from newsbot.lines.credits.model import Marked
from newsbot.lines.credits.vocabulary import folded_marks, role_words

NAME = re.compile(r"[甲乙丙丁]{2}")
MEDIUM = re.compile(r"某[报网社]")


def roles(line):
    """Read a line in which 甲甲, 乙乙, 丙丙 and 丁丁 are the names and 某报, 某网, 某社 the media."""
    text = folded_marks(line)
    spans = [Marked(*match.span(), is_medium=False, probability=1.0) for match in NAME.finditer(text)]
    spans += [Marked(*match.span(), is_medium=True, probability=1.0) for match in MEDIUM.finditer(text)]
    covered = tokens(text, spans, tuple(role_words(text)))
    assert "".join(text[token.start : token.end] for token in covered) == text  # the cover is whole, and nothing stands in it twice
    return " ".join(f"{token.text[0]}:{','.join(sorted(said)) or '-'}" for token, said, _ in credited(text, covered))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("记者 甲甲 通讯员 乙乙 丙丙", "甲:reporter 乙:correspondent 丙:correspondent"),
        ("某报记者甲甲乙乙报道", "甲:reporter 乙:reporter"),
        ("甲甲 乙乙", "甲:author 乙:author"),
        ("甲甲报道", "甲:reporter"),
        ("甲甲／台北报导", "甲:reporter"),
        ("【某报╱记者甲甲╱台北即时报导】", "甲:reporter"),
        ("甲甲 摄", "甲:photographer"),
        ("通讯员 甲甲 摄", "甲:photographer"),
        ("记者 甲甲 文/图", "甲:photographer,reporter"),
        ("记者 甲甲 通讯员 乙乙 文/图", "甲:photographer,reporter 乙:correspondent,photographer"),
        ("记者 甲甲 2024-03-05 通讯员 乙乙 文/图", "甲:reporter 乙:correspondent,photographer"),
        ("编辑 甲甲 通讯员 乙乙 文/图", "甲:editor 乙:correspondent,photographer"),
        ("通讯员 甲甲 文/图", "甲:correspondent,photographer"),
        ("文/图 甲甲", "甲:photographer,reporter"),
        ("文/图 记者 甲甲", "甲:photographer,reporter"),
        ("摄影：记者甲甲", "甲:photographer"),
        ("文字：甲甲 图片：乙乙", "甲:author 乙:photographer"),
        ("文/甲甲 图/乙乙", "甲:author 乙:photographer"),
        ("甲甲/文 乙乙/图", "甲:author 乙:photographer"),
        ("文：甲甲 摄：乙乙", "甲:author 乙:photographer"),
        ("甲甲 文 乙乙 摄", "甲:author 乙:photographer"),
        ("文、图：甲甲", "甲:photographer,reporter"),
        ("图片由 甲甲 提供", "甲:photographer"),
        ("责编：甲甲 校对：乙乙 审核：丙丙", "甲:editor 乙:- 丙:-"),
        ("来源：某报 作者：甲甲", "甲:author"),
        ("来源：某报 甲甲 2023-04-10", "甲:author"),
        ("来源：甲甲 2023-04-10", "甲:-"),
        ("2023-04-10 甲甲", "甲:author"),
        ("编辑：甲甲 2023-04-10 乙乙", "甲:editor 乙:author"),
        ("【记者】甲甲【编辑】乙乙", "甲:reporter 乙:editor"),
        ("记者 某报 甲甲", "甲:reporter"),
        ("统筹：记者甲甲", "甲:reporter"),
        ("编辑：记者甲甲", "甲:editor"),
        ("甲甲 传真", "甲:-"),
        ("近日，居民称赞。甲甲", "甲:author"),
    ],
)
def test_the_role_of_a_name_follows_from_what_stands_around_it(line, expected):
    assert roles(line) == expected


def test_every_character_is_covered_by_one_token():
    text = folded_marks("记者 甲甲（某报）2023-04-10 居民")
    kinds = [token.kind for token in tokens(text, [], tuple(role_words(text)))]
    assert kinds[0] is TokenKind.ROLE
    assert {TokenKind.OPEN, TokenKind.CLOSE, TokenKind.TIME, TokenKind.SEPARATOR, TokenKind.OTHER} <= set(kinds)
