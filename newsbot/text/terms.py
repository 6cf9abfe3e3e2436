"""Which of many terms stand in a text: a look-up where their first two characters may be costs less than one pattern of thousands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator


class Terms:
    """A set of terms of two characters and more, ready to be found."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._heads: dict[str, list[str]] = {}
        for term in sorted({term for term in terms if len(term) > 1}, key=lambda term: (-len(term), term)):
            self._heads.setdefault(term[:2], []).append(term)
        first, second = ("".join(re.escape(head[n]) for head in sorted(self._heads)) for n in (0, 1))
        self._places = re.compile(f"[{first}](?=[{second}])" if self._heads else r"(?!)")

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield the place and the term: the longest at a place, none that begins inside another, in reading order.

        >>> list(Terms(["文明", "文明城市", "城市管理"]).find("文明城市管理，文明"))
        [(0, '文明城市'), (7, '文明')]
        """
        heads = self._heads
        end = 0
        for place in self._places.finditer(text):
            at = place.start()
            if at >= end and (terms := heads.get(text[at : at + 2])):
                for term in terms:
                    if text.startswith(term, at):
                        yield at, term
                        end = at + len(term)
                        break
