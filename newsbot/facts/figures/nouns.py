"""What a figure counts: the noun after it, and where there is none, the noun before it."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from newsbot.data import table
from newsbot.words import HAN_RANGE, common_words, either, longest_first

_SHAPES: Final = table("figures.toml")["shapes"]
_OF: Final[str] = _SHAPES["of"]
_AFTER = re.compile(f"{_OF}?((?:“[^”“]{{1,40}}”|（[^（）]{{1,12}}）|[{HAN_RANGE}·—]){{1,24}})")
_BOUNDARY = re.compile("[，。；：！？、,;:!?（）()\\s]|[0-9%]")
_QUOTED = re.compile("“[^”“]{1,40}”")
NOUN_CHARS: Final = (2, 40)
"""Characters of a noun, at least and at most: with quotation marks around a part it may be long."""


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    nouns = table("figures.toml")["nouns"]
    unless = nouns["unless"]
    stop = "|".join(f"{word}(?!{'|'.join(unless[word])})" if word in unless else word for word in longest_first(nouns["stop"]))
    before = nouns["before"]
    people = f"(?:{either(before['with_people'])})(?={either(nouns['direct'])})"
    has = f"(?<=.)(?<![{before['has_not_after']}]){_SHAPES['has']}(?![{before['has_not_before']}])"
    return (
        re.compile(stop),
        re.compile(f"{either(before['verbs'])}|{people}|{has}"),
        re.compile(f"(?:{either(before['links'])}){{1,4}}$"),
    )


def noun_after(text: str, end: int) -> str | None:
    """Return the noun that begins at `end`, as far as the first verb: `12名社区党员参加` gives 社区党员. Quotation marks in it stay."""
    found = _AFTER.match(text, end)
    if not found:
        return None
    stop, _, _ = _words()
    noun = found[1]
    if cut := stop.search(_veiled(noun)):
        noun = noun[: cut.start()]
    return _trimmed(noun.removesuffix(_OF).rpartition(_OF)[2])


def noun_before(text: str, start: int) -> str | None:
    """Return the noun that ends at `start`, words that link it to the number left out: `居民满意度达到98%` gives 居民满意度."""
    _, verbs, links = _words()
    clause = text[max(0, start - 30) : start]
    edges = list(_BOUNDARY.finditer(clause))
    if edges and edges[-1][0] in "0123456789%":
        return None  # what stands there belongs to the figure before
    clause = _without_links(clause[edges[-1].end() :] if edges else clause, links)
    last = 0
    for found in verbs.finditer(_veiled(clause)):
        if found.end() <= len(clause) - 2 and not _is_part_of_noun(clause, found.end()):
            last = found.end()
    noun = clause[last:]
    return None if noun.endswith(_OF) or verbs.fullmatch(noun) else _trimmed(noun)


def _without_links(clause: str, links: re.Pattern[str]) -> str:
    """A clause without the words that link it to its number; 为 that ends 行为, and 约 that ends 公约, are none."""
    found = links.search(clause)
    if found is None:
        return clause
    cut = found.start()
    ends_noun = cut and clause[cut] in table("figures.toml")["nouns"]["before"]["links_in_nouns"]
    return clause[: cut + 1] if ends_noun and clause[cut - 1 : cut + 1] in common_words() else clause[:cut]


def _is_part_of_noun(clause: str, end: int) -> bool:
    """Whether the verb that ends here makes a noun with the letter after it: 劝导岗, but not 组织队伍, as 队伍 is a word of its own."""
    return clause[end] in table("figures.toml")["nouns"]["before"]["makers_of_nouns"] and clause[end : end + 2] not in common_words()


def _veiled(words: str) -> str:
    """The words with what stands in quotation marks hidden, so that no verb is found in a name."""
    return _QUOTED.sub(lambda quoted: "“" * len(quoted[0]), words) if "“" in words else words


def _trimmed(noun: str) -> str | None:
    noun = noun.strip("·—").removesuffix(_SHAPES["within"])
    if noun.count("“") != noun.count("”"):
        noun = noun.strip("“”")
    shortest, longest = NOUN_CHARS
    return noun if shortest <= len(noun) <= longest else None
