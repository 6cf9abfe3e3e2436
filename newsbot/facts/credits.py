"""Who wrote, reported, photographed and edited: gathered from every printed credit of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from newsbot.lines.credits import NAMES_AFTER_DATELINE, OPENING_PARAGRAPHS, names_in, opening_credits, parse_credit
from newsbot.lines.meta_line import MetaLine
from newsbot.model import Block, Role
from newsbot.row import Author
from newsbot.words import HAN_RANGE

_META_ROLES: dict[str, Literal["author", "reporter", "editor"]] = {"author": "author", "reporter": "reporter", "editor": "editor"}


def authors_of(
    blocks: Sequence[Block], metas: Iterable[tuple[int, MetaLine]], stated: Mapping[str, tuple[int, str]] | None = None
) -> list[Author]:
    """Every person credited, in the order of the page, each role once; ``stated``: what stands in elements that a site rule names."""
    found: list[Author] = []
    by_rule = _by_rule(stated or {})
    opened = 0
    lines = dict(metas)
    for n, block in enumerate(blocks):
        found += by_rule.get(n, ())
        if n in lines:
            found += _of_meta_line(lines[n])
        roles = [piece.role for piece in block.pieces]
        if Role.BODY not in roles and Role.CREDIT not in roles:
            continue
        if block.role is Role.BODY and (opened := opened + 1) <= OPENING_PARAGRAPHS:
            named = (c for c in opening_credits(block.kept(Role.BODY)) if c.form == NAMES_AFTER_DATELINE)
            found += [author for credit in named for author in credit.authors]
        for piece in block.pieces:
            if piece.role is Role.CREDIT:
                found += _of_piece(piece.text, of_picture=block.role is Role.CAPTION)
    specific = {a.name for a in found if a.role in {"reporter", "correspondent", "photographer"}}
    # a name printed both bare and with its role is credited with its role
    return list(dict.fromkeys(a for a in found if not (a.role == "author" and a.name in specific)))


_ACCOUNT = re.compile(rf"[{HAN_RANGE}A-Za-z0-9·_\- ]{{2,20}}")


def _by_rule(stated: Mapping[str, tuple[int, str]]) -> dict[int, list[Author]]:
    """The persons in the elements that a site rule names, by the block in which each stands."""
    found: dict[int, list[Author]] = {}
    roles: tuple[Literal["author"], Literal["editor"]] = ("author", "editor")
    for role in roles:
        block, text = stated.get(role, (0, ""))
        if not text:
            continue
        names = names_in(re.sub(rf"^[{HAN_RANGE}]{{2,6}}[:：]", "", text), labelled=True)
        # the account that publishes on a platform is its author, whatever it calls itself
        account = [text] if role == "author" and not names and _ACCOUNT.fullmatch(text) else []
        found.setdefault(block, []).extend(parse_credit(text) or [Author(name, role) for name in names or account])
    return found


def _of_meta_line(line: MetaLine) -> list[Author]:
    found: list[Author] = []
    if not line.fields.keys() & {"author", "reporter"}:
        # 2024-07-09 06:44刘文波奚婷霞高嘉: names beside the time, without a label
        if credit := parse_credit(" ".join(line.rest)):
            found += credit
        else:
            found += [Author(name, "author") for words in line.rest for name in names_in(words, labelled=False) or ()]
    for kind, role in _META_ROLES.items():
        value = line.fields.get(kind)
        if not value:
            continue
        found += parse_credit(value) or [Author(name, role) for name in names_in(value, labelled=True) or ()]
    return found


def _of_piece(text: str, *, of_picture: bool) -> Sequence[Author]:
    """The persons of a credit already found; read again from its own text, so that labels alone carry what was found."""
    text = text.strip(" \u3000:：。|｜")
    inner = text.strip("()（）【】〔〕[] \u3000")
    told = re.fullmatch(r"(.{2,20}?)\s{0,2}报[道导]", inner)
    if told and (names := names_in(told[1], labelled=False)):
        return [Author(name, "reporter") for name in names]
    authors = parse_credit(inner)
    if authors is None:
        named = inner.removesuffix("摄")
        authors = tuple(Author(name, "author") for name in names_in(named, labelled=False) or ())
    if of_picture:
        return [Author(a.name, "photographer") if a.role in {"author", "reporter"} else a for a in authors]
    return authors
