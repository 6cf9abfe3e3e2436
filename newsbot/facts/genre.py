"""Is a text a report? An advert, an essay, a notice, a forum post, a gazetteer entry or a model text is none, whatever words it uses.

No sign decides alone: each says how far a text does what texts of a genre do (tell of an event, address a reader, sell, lay down
clauses). Their words are in ``data/genre_signs.toml``; what they weigh is fitted by ``scripts/fit_is_report.py`` and stands in
``data/genre_weights.toml``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from newsbot.data import table
from newsbot.facts.bounds import text_of
from newsbot.facts.logistic import probability
from newsbot.lines.manner import manner_of
from newsbot.row import Place
from newsbot.said import SaidText, said
from newsbot.words import any_of, either

MAX_GENRE_CHARS: Final = 3000
"""Characters of a body that are looked at: by then a text has shown what it is."""
FULL: Final = 3
MOST_FULL: Final = 2.0
"""Words of one sign that count fully, and how often fully they count at most: a text laden with them says more, but not ever more."""
USUAL_CHARS: Final = 200
"""Characters of a body up to which :data:`FULL` words are enough; in longer ones it takes more, by the root of how much longer they are."""
SIGNS_SHOWN: Final = 5
"""Signs that are named where a text is turned away."""
SAYS_WHEN_CHARS: Final = 60
"""Characters at the beginning in which a report says when."""
TELLS: Final = ("dated", "event", "told", "said")
"""Signs of an event or of somebody who tells of it: without any, numbers are those of a gazetteer or of a summary of work."""
HAPPENS: Final = ("dated", "dated_inside", "talk", "aged", "counted", "placed")
"""Signs that something happened to somebody."""
TELLING: Final = ("event", "told", "said")
ONE_WORD: Final = 0.4
"""What signs of telling must have together where none of those is there: one word of them tells of nothing."""
BY_SENTENCE: Final = ("questions_asked", "exclaimed", "particles")
"""Signs that are a share of the sentences."""
MIN_ASKED: Final = 2
"""Paragraphs in which a reporter asks that make an interview."""
SPOKEN: Final = frozenset({*BY_SENTENCE, "addressed", "self", "we", "labelled", "ought", "argument", "speech", "plead", "questions"})
"""Manners of one who speaks: in an interview it is no writer who speaks to his readers, but somebody who answers."""
AT_ALL: Final = ("aged", "dated_inside")
"""Signs that are there or not."""
MIN_ENTRY_CHARS: Final = 2
MAX_ENTRY_CHARS: Final = 16
"""Characters of a title that names a thing and says nothing of it."""

SIGN_WORDS: Final[Mapping[str, str]] = {
    "addressed": said("speaks to its reader"),
    "self_praise": said("praises itself"),
    "opens_with_title": said("begins with its own title"),
    "kind": said("its title names a kind of text"),
    "title_of_forum": said("the title of a forum"),
    "gazetteer": said("words of reference books"),
    "untold": said("nothing is told of"),
    "sale": said("words of a sale"),
    "clause": said("clauses of a rule"),
    "counted_untold": said("counts of which nobody tells"),
    "model_text": said("words of model texts"),
    "questions": said("questions and steps"),
    "lyric": said("words of an essay"),
    "plead": said("pleads or complains"),
    "forum": said("words of a forum"),
    "argument": said("argues"),
    "self": said("the writer says I"),
    "particles": said("particles of talk"),
    "labelled": said("labels with a colon"),
    "we": said("the writer says we"),
    "notice": said("words of a notice"),
    "offer": said("offers goods or services"),
    "questions_asked": said("asks questions"),
    "speech": said("words of a speech"),
    "ought": said("says what ought to be"),
    "title_of_sale": said("the title of a sale"),
    "title_of_question": said("the title is a question"),
    "defined": said("says what a thing is"),
    "items": said("numbered items"),
    "progress": said("says how far work has come"),
    "exclaimed": said("exclaims"),
    "placed": said("is about one place"),
    "aged": said("says how old somebody is"),
    "event": said("says when of late"),
    "done": said("says what was done"),
    "people": said("people appear"),
    "dated": said("names its day"),
    "said": said("somebody is quoted as saying"),
    "told": said("a reporter tells of it"),
    "talk": said("quoted speech"),
    "dated_inside": said("days inside the text"),
    "counted": said("counts things"),
    "decorated": said("emoji and hashtags"),
}
"""What each sign says of a text, for people."""
_BETWEEN: Final = SaidText(", ")

_SHAPES: Final = table("genre_signs.toml")["shapes"]
_DAY = re.compile(rf"(?:\d{{1,2}}{_SHAPES['month']})?\d{{1,2}}{_SHAPES['day']}|(?<!{_SHAPES['of']})(?:{either(_SHAPES['days'])})")
"""A day, or when of late; 在快速发展的今天 names none."""
_SENTENCE = re.compile(r"[。！？!?；]")
_DEFINES = re.compile(_SHAPES["defines"])
_ASKS = re.compile(rf"(?:{either(_SHAPES['asks'])})\s{{0,2}}[:：]")
_TITLE_END = re.compile(r"[（(·\s]")


class Genre(NamedTuple):
    """How likely a text is a report, the signs that counted (name -> strength, 0 to 1), and those that counted most, in words."""

    report: float
    signs: Mapping[str, float]
    because: str


def _because(signs: Mapping[str, float]) -> SaidText:
    """The signs that counted most, each with what it added."""
    weights = table("genre_weights.toml")["weights"]
    added = {name: weights.get(name, 0.0) * value for name, value in signs.items()}
    most = sorted(added.items(), key=lambda item: (-abs(item[1]), item[0]))[:SIGNS_SHOWN]
    values: dict[str, Any] = {f"sign{n}": SIGN_WORDS.get(name, name) for n, (name, _) in enumerate(most)}
    values |= {f"points{n}": points for n, (_, points) in enumerate(most)}
    return SaidText("{between}".join(f"{{sign{n}}} {{points{n}:+.1f}}" for n in range(len(most))), {**values, "between": _BETWEEN})


@cache
def _titles() -> dict[str, re.Pattern[str]]:
    data = table("genre_signs.toml")
    titles = {name: any_of(words) for name, words in data["title"].items()}
    # a title that ends with the kind of its text (…的通知), or begins with it (倡议书：…); 公约 inside it is what the report is about
    kinds = either(data["kind"]["words"])
    return titles | {"kind": re.compile(rf"(?:{kinds})(?:[（(〔][^）)〕]{{1,20}}[）)〕])?$|^(?:[\u3400-\u9fff]{{0,4}})(?:{kinds})[:：]")}


def genre_signs(title: str | None, body: Sequence[str], *, place: Place | None = None, credited: str = "") -> dict[str, float]:
    """Return the signs of a text and how strong each is, 0 to 2; those that it lacks are left out.

    ``credited``: what was taken out of the body as credits (本报讯, 记者 …). It tells of a reporter as it did where it stood.
    """
    text = text_of(body)[:MAX_GENRE_CHARS]
    counts = Counter(manner_of(text))
    counts["told"] += manner_of(credited).get("told", 0) if credited else 0
    full = FULL * max(1.0, len(text) / USUAL_CHARS) ** 0.5
    sentences = sentences_in(text)
    found = {name: min(MOST_FULL, count / full) for name, count in counts.items()}
    found |= {name: min(1.0, counts[name] / sentences) for name in BY_SENTENCE}
    found |= {name: min(1.0, counts[name]) for name in AT_ALL}
    if sum(_ASKS.match(paragraph) is not None for paragraph in body) >= MIN_ASKED:
        found["told"] = min(MOST_FULL, found.get("told", 0.0) + 1.0)
        found = {name: value for name, value in found.items() if name not in SPOKEN}
    found["decorated"] = min(1.0, counts["decorated"] / FULL)
    found |= {name: float(bool(title and words.search(title))) for name, words in _titles().items()}
    found["opens_with_title"] = float(defines(title or "", text))
    found["dated"] = float(names_a_day(text[:SAYS_WHEN_CHARS]))
    if not any(found.get(name) for name in TELLS):
        found["counted_untold"] = found.get("counted", 0.0)
    found["placed"] = float(place is not None and is_placed(place))
    if not any(found.get(name) for name in HAPPENS) and sum(found.get(name, 0.0) for name in TELLING) < ONE_WORD:
        found["untold"] = min(1.0, len(text) / USUAL_CHARS)
    return {name: round(value, 3) for name, value in found.items() if value}


def genre_of(title: str | None, body: Sequence[str], *, place: Place | None = None, credited: str = "") -> Genre:
    """Return how likely a text is a report; the arguments are those of :func:`genre_signs`."""
    signs = genre_signs(title, body, place=place, credited=credited)
    because = _because(signs)
    return Genre(probability(table("genre_weights.toml")["weights"], signs), signs, because)


def is_report(genre: Genre) -> bool:
    """Return whether a text is taken for a report."""
    return genre.report >= float(table("genre_weights.toml")["floor"])


def is_placed(place: Place) -> bool:
    """Return whether a text is about a county, a street or a community, and not about towns in general."""
    return place.county is not None or place.street is not None or place.community is not None


def sentences_in(text: str) -> int:
    """Return how many sentences a text has, at least one."""
    return max(1, len(_SENTENCE.findall(text)))


def names_a_day(text: str) -> bool:
    """Return whether a text says on which day, or when of late, something was."""
    return _DAY.search(text) is not None


def defines(title: str, text: str) -> bool:
    """Return whether a text begins with its own title and says what that is: an entry of a reference book.

    >>> defines("议事厅", "议事厅是居民协商的场所。"), defines("议事厅", "议事厅里坐满了人。")
    (True, False)
    """
    head = _TITLE_END.split(title.strip(), maxsplit=1)[0]
    return MIN_ENTRY_CHARS <= len(head) <= MAX_ENTRY_CHARS and text.startswith(head) and _DEFINES.match(text, len(head)) is not None
