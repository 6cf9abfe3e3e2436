"""Is a text a report? An advert, an essay, a notice, a forum post, a gazetteer entry or a model text is none, whatever words it uses.

No sign decides alone: each says how far a text does what texts of a genre do (tell of an event, address a reader, sell, lay down
clauses). Their words are in ``data/genre_signs.toml``; what they weigh is fitted by ``scripts/fit_is_report.py`` and stands in
``data/genre_weights.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

from newsbot.data import table
from newsbot.facts.bounds import text_of
from newsbot.facts.logistic import probability
from newsbot.words import HAN_RANGE, Terms, either, pairs_in

MAX_GENRE_CHARS: Final = 3000
"""Characters of a body that are looked at: by then a text has shown what it is."""
FULL: Final = 3
"""Words of one sign that count fully; more say no more."""
USUAL_CHARS: Final = 200
"""Characters of a body up to which :data:`FULL` words are enough; in longer ones it takes more, by the root of how much longer they are."""
SIGNS_SHOWN: Final = 5
"""Signs that are named where a text is turned away."""
SAYS_WHEN_CHARS: Final = 60
"""Characters at the beginning in which a report says when."""
TELLS: Final = ("dated", "event", "told", "said")
"""Signs of an event or of somebody who tells of it: without any, numbers are those of a gazetteer or of a summary of work."""

_QUOTED = re.compile(r"“[^”]{0,300}”")
_SHAPES: Final = table("genre_signs.toml")["shapes"]
_NUMERALS: Final = table("numerals.toml")
_ITEM_NUMBER = f"[{_NUMERALS['digits'][1:]}{''.join(_NUMERALS['steps'])[0]}]{{1,2}}"
_SAID = re.compile(
    rf"”[^。！？；]{{0,20}}(?:{either(_SHAPES['said_after'])})|(?:{either(_SHAPES['said_before'])})[，：:]?“"
    rf"|[{HAN_RANGE}]{_SHAPES['said']}，"
)
_SELF = re.compile(rf"{_SHAPES['self']}(?![{_SHAPES['not_self']}])")
_COUNTED = re.compile(rf"\d{{1,8}}(?:{either(_NUMERALS['more'])})?(?:{either(_SHAPES['counted'])})")
_DAY = re.compile(rf"(?:\d{{1,2}}{_SHAPES['month']})?\d{{1,2}}{_SHAPES['day']}|{either(_SHAPES['days'])}")
_ITEM = re.compile(rf"(?:^|[。；：\n])\s?(?:{_ITEM_NUMBER}、|（{_ITEM_NUMBER}）|\d{{1,2}}[.、．](?!\d))")
_QUESTION = re.compile(r"[？?]")
_EXCLAIMED = re.compile(r"[！!]")
_SENTENCE = re.compile(r"[。！？!?；]")
_DECORATION = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]|#[^#\\s]{2,20}")
_COLON = re.compile(rf"[{HAN_RANGE}]{{2}}：")


class Genre(NamedTuple):
    """How likely a text is a report, and the signs that counted: name -> strength, 0 to 1."""

    report: float
    signs: Mapping[str, float]

    def because(self) -> str:
        """Return the signs that counted most, each with what it added."""
        weights = table("genre_weights.toml")["weights"]
        added = {name: weights.get(name, 0.0) * value for name, value in self.signs.items()}
        most = sorted(added.items(), key=lambda item: (-abs(item[1]), item[0]))[:SIGNS_SHOWN]
        return ", ".join(f"{name} {points:+.1f}" for name, points in most)


class _Lists(NamedTuple):
    text: dict[str, Terms]
    title: dict[str, re.Pattern[str]]


@cache
def _lists() -> _Lists:
    data = table("genre_signs.toml")
    texts = {name: Terms(words) for name, words in data["text"].items()}
    titles = {name: re.compile(either(words)) for name, words in data["title"].items()}
    # a title that ends with the kind of its text (…的通知), or begins with it (倡议书：…); 公约 inside it is what the report is about
    kinds = either(data["kind"]["words"])
    return _Lists(
        texts,
        titles | {"kind": re.compile(rf"(?:{kinds})(?:[（(〔][^）)〕]{{1,20}}[）)〕])?$|^(?:[\u3400-\u9fff]{{0,4}})(?:{kinds})[:：]")},
    )


def genre_signs(title: str | None, body: Sequence[str]) -> dict[str, float]:
    """Return the signs of a text and how strong each is, 0 to 1; those that it lacks are left out."""
    whole = text_of(body)
    text, pairs = whole[:MAX_GENRE_CHARS], pairs_in(whole)
    plain = _QUOTED.sub("“”", text)
    lists = _lists()
    full = FULL * max(1.0, len(text) / USUAL_CHARS) ** 0.5
    sentences = max(1, len(_SENTENCE.findall(text)))
    found: dict[str, float] = {}
    for name, terms in lists.text.items():
        # what persons are quoted with says nothing of the genre of the text around it
        found[name] = min(1.0, len({term for _, term in terms.find(plain, pairs)}) / full)
    for name, words in lists.title.items():
        found[name] = float(bool(title and words.search(title)))
    found["said"] = min(1.0, len(_SAID.findall(text)) / full)
    found["self"] = min(1.0, len(_SELF.findall(plain)) / full)
    found["counted"] = min(1.0, len(_COUNTED.findall(plain)) / full)
    found["dated"] = float(bool(_DAY.search(text[:SAYS_WHEN_CHARS])))
    found["items"] = min(1.0, len(_ITEM.findall(text)) / full)
    found["questions_asked"] = min(1.0, len(_QUESTION.findall(plain)) / sentences)
    found["exclaimed"] = min(1.0, len(_EXCLAIMED.findall(plain)) / sentences)
    found["decorated"] = min(1.0, len(_DECORATION.findall(text)) / FULL)
    found["labelled"] = min(1.0, len(_COLON.findall(plain)) / full)
    if not any(found[name] for name in TELLS):
        found["counted_untold"] = found["counted"]
    return {name: round(value, 3) for name, value in found.items() if value}


def genre_of(title: str | None, body: Sequence[str]) -> Genre:
    """Return how likely a text is a report."""
    signs = genre_signs(title, body)
    return Genre(probability(table("genre_weights.toml")["weights"], signs), signs)


def is_report(genre: Genre) -> bool:
    """Return whether a text is taken for a report."""
    return genre.report >= float(table("genre_weights.toml")["floor"])
