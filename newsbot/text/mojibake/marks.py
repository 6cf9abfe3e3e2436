"""Marks that mirrors doubled, and words that a gateway wrote as marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsbot.data import table
from newsbot.text.mojibake.edits import Change, DamageKind

if TYPE_CHECKING:
    from collections.abc import Sequence

_DOUBLED = re.compile("[,，](?=[,，。、；;！!？?：:])")
_RUN = re.compile("[,，。、；;！!？?：:]{3,}")
_SAID = re.compile("(?<=[\u4e00-\u9fff）)”])&&(?=[，,：:。“\u4e00-\u9fff])")

MIN_DOUBLED = 3
"""Doubled marks from which a document has them by its mirror: one or two are slips of a writer."""


def doubled_changes(lines: Sequence[str]) -> list[list[Change]]:
    """Delete the comma that some mirrors write before another mark: `,,` `,。` `,、`, in a document with at least three such pairs.

    The second mark is the text's own. Lines that end in two commas (verse) and longer runs of marks stand.

    >>> [[change.start for change in changes] for changes in doubled_changes(["部門,,居民,、商戶", "志願者,。"])]
    [[2, 6], [3]]
    >>> doubled_changes(["好,。"])
    [[]]
    """
    found = [[match.start() for match in _DOUBLED.finditer(line)] for line in lines]
    if sum(map(len, found)) < MIN_DOUBLED:
        return [[] for _ in lines]
    changes = []
    for line, places in zip(lines, found, strict=True):
        runs = {place for match in _RUN.finditer(line) for place in range(match.start(), match.end())} if places else set()
        verse = len(line.rstrip()) - 2 if line.rstrip().endswith((",,", "，，")) else -1
        changes.append(
            [Change(place, place + 1, "", DamageKind.DOUBLED_PUNCTUATION) for place in places if place not in runs and place != verse]
        )
    return changes


def said_changes(line: str) -> list[Change]:
    """Put 表示 back where a gateway to Big5 wrote `&&` for it. Only between Chinese text and a mark or more of it.

    >>> [(change.start, change.after, change.confidence) for change in said_changes("她&&，雖然辛苦")]
    [(1, '表示', 'low')]
    """
    if "&&" not in line:
        return []
    said = table("mojibake.toml")["said"]
    return [Change(match.start(), match.end(), said, DamageKind.ENTITIES, "low") for match in _SAID.finditer(line)]


def may_be_doubled(text: str) -> bool:
    """Return whether a comma stands before another mark."""
    return _DOUBLED.search(text) is not None


def may_say(text: str) -> bool:
    """Return whether `&&` is in the text."""
    return "&&" in text
