"""Who wrote, reported, photographed and edited: gathered from every printed credit of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

from newsbot.data import table
from newsbot.lines.credits import (
    NAMES_AFTER_DATELINE,
    OPENING_PARAGRAPHS,
    Position,
    authors_of_credit,
    is_name,
    opening_credits,
    read_credits,
)
from newsbot.lines.credits.vocabulary import RoleKind, folded_marks, role_words
from newsbot.lines.meta_line import MetaLine
from newsbot.model import Block, Role
from newsbot.row import Author
from newsbot.words import HAN_RANGE

_REPORTER: Final = table("media_words.toml")["shapes"]["reporter"]


def authors_of(
    blocks: Sequence[Block],
    metas: Iterable[tuple[int, MetaLine]],
    stated: Mapping[str, tuple[int, str]] | None = None,
    credited: Sequence[int] | None = None,
    source: str | None = None,
) -> list[Author]:
    """Return every person credited, in the order of the page, each role once; ``stated``: what stands where a site rule says.

    ``credited``: the blocks of which a piece has a role of :data:`CREDITED`, where that is known. ``source``: the medium, which may be an
    account that stands among those who wrote.
    """
    groups: list[Sequence[Author]] = []
    printed: list[tuple[str, Sequence[Author]]] = []
    by_rule = _by_rule(stated or {})
    opened = 0
    lines = dict(metas)
    for n in range(len(blocks)) if credited is None else sorted({*credited, *lines, *by_rule} & {*range(len(blocks))}):
        groups.append(by_rule.get(n, ()))
        if n in lines:
            groups.append(read_credits(lines[n].text, Position.TAIL if opened else Position.META).authors)
        block = blocks[n]
        if block.role is Role.BODY and (opened := opened + 1) <= OPENING_PARAGRAPHS:
            named = (c for c in opening_credits(block.kept(Role.BODY)) if c.rule == NAMES_AFTER_DATELINE)
            groups += [credit.authors for credit in named]
        for piece in block.pieces:
            if piece.role is Role.CREDIT:
                groups.append(authors_of_credit(piece.text, piece.rule))
                printed.append((piece.text, groups[-1]))
    return _without_account(_by_role(groups, printed), source)


def reporters_told_to_machines(stated: Sequence[str], authors: Sequence[Author], opening: str) -> list[Author]:
    """Return whom a page states to machines and prints behind the word for reporters in its ``opening``, where only others are read."""
    if any(author.role not in {"editor", "photographer"} for author in authors):
        return []
    known = {author.name for author in authors}
    return [Author(name, "reporter") for name in dict.fromkeys(stated) if name not in known and f"{_REPORTER}{name}" in opening]


def _by_role(groups: Sequence[Sequence[Author]], printed: Sequence[tuple[str, Sequence[Author]]]) -> list[Author]:
    """Everybody once in each role, of the persons of each credit.

    A name printed both bare and with its role is credited with its role; of who both wrote and took pictures one line says both, or one
    of the lines ``printed`` says in a word of its own that they wrote: `文字：王某`.
    """
    found = list(dict.fromkeys(author for group in groups for author in group))
    both = {a.name for group in groups for a in group if a.role == "author" and Author(a.name, "photographer") in group}
    reported = {a.name for a in found if a.role in {"reporter", "correspondent"}}
    pictured = {a.name for a in found if a.role == "photographer"} - both
    wrote = {a.name for line, named in printed for a in named if a.role == "author" and a.name in pictured and _says_who_wrote(line)}
    specific = reported | pictured - wrote
    return [a for a in found if not (a.role == "author" and a.name in specific)]


def _without_account(authors: list[Author], source: str | None) -> list[Author]:
    """The persons without the account that published the report, where it was read as one of several: `原创 王某某 看见青山`."""
    if not any(author.name != source and author.role == "author" for author in authors):
        return authors
    return [author for author in authors if author.name != source or author.role != "author" or is_name(author.name)]


def _says_who_wrote(line: str) -> bool:
    return any(word.kind is RoleKind.AUTHOR for word in role_words(folded_marks(line)))


CREDITED: Final = (Role.BODY, Role.CREDIT)
"""Roles of pieces that may credit somebody."""
_ACCOUNT = re.compile(rf"[{HAN_RANGE}A-Za-z0-9·_\- ]{{2,20}}")


def _by_rule(stated: Mapping[str, tuple[int, str]]) -> dict[int, list[Author]]:
    """The persons in the elements that a site rule names, by the block in which each stands."""
    found: dict[int, list[Author]] = {}
    roles: tuple[Literal["author"], Literal["editor"]] = ("author", "editor")
    for role in roles:
        block, text = stated.get(role, (0, ""))
        if not text:
            continue
        read = read_credits(text, Position.META).authors
        people = [author if author.role != "author" else Author(author.name, role) for author in read]
        # the account that publishes on a platform is its author, whatever it calls itself
        account = [Author(text, role)] if role == "author" and not people and _ACCOUNT.fullmatch(text) else []
        found.setdefault(block, []).extend(people or account)
    return found
