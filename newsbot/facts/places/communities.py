"""Communities by their form and their surroundings: no table names them, and many are called by ordinary words (幸福, 为民, 建设路).

What stands before 社区 is its name, the kind of community (智慧社区, 老旧社区), a number of them (首届社区) or the end of a clause
(组织社区). Signs are weighed: where it stands, whether it is said again, what shape it has. Weights and words: ``data/places.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from newsbot.data import table
from newsbot.facts.places.gazetteer import KINDS, gazetteer
from newsbot.words import HAN_RANGE, any_of, common_words, either, is_han

MIN_COMMUNITY_HAN: Final = 2
MAX_COMMUNITY_HAN: Final = 7
"""Han characters before 社区 that may be its name."""
MAX_VILLAGE_CHARS: Final = 4
"""Han characters before 村 that may be its name."""
MOST_SEEN: Final = 60
"""Communities looked at in one text; one with more is a list of them."""
SAID_AGAIN: Final = 2
"""Times that a name is printed at least, to count as said again."""

_JOINTS: Final = table("places.toml")["joints"]
COMMUNITY: Final[str] = KINDS["community"]
_VILLAGE: Final[str] = KINDS["village"]
_PLACE = re.compile(
    rf"([{HAN_RANGE}]{{{MIN_COMMUNITY_HAN},{MAX_COMMUNITY_HAN}}}?)({COMMUNITY}|{_VILLAGE}(?![{KINDS['not_after_village']}]))"
)
_ACTING: Final = frozenset({"heads", "repeated", "mark", "followed"})
"""Signs of which a name that stands for itself needs one: 在甲子塘社区篮球场 is a venue."""

_SEVERAL = re.compile(rf"{COMMUNITY}[{_JOINTS['list']}][{HAN_RANGE}]{{{MIN_COMMUNITY_HAN},{MAX_COMMUNITY_HAN}}}?{COMMUNITY}")

_COUNTED = re.compile(rf"(?:[{_JOINTS['counted']}]|\d{{1,4}}){_JOINTS['each']}{COMMUNITY}")

MOTION_CHARS: Final = 2
"""Characters of the words of motion."""
DAY_AND_HOUR_CHARS: Final = 5
"""Characters of a day of the month and its part: 11日上午."""
_AFTER_DAY = re.compile(rf"\d{_JOINTS['day']}(?:{either(_JOINTS['hours'])})?\Z")
_MARK = re.compile(rf"[^{HAN_RANGE}]|\Z")


@dataclass(frozen=True, slots=True)
class Community:
    """A community printed at ``start`` of a text, and what speaks for its being one: name of the sign -> weight."""

    start: int
    end: int
    name: str
    signs: Mapping[str, float]

    @property
    def score(self) -> float:
        """The sum of the weights."""
        return sum(self.signs.values())


@dataclass(frozen=True, slots=True)
class _Tables:
    weights: Mapping[str, float]
    never: re.Pattern[str]
    verb: re.Pattern[str]
    quality: re.Pattern[str]
    shape: re.Pattern[str]
    followed: re.Pattern[str]
    no_end: re.Pattern[str]
    particles: frozenset[str]
    ends: frozenset[str]
    names: frozenset[str]
    verbs: tuple[str, ...]
    kinds: frozenset[str]
    motion: frozenset[str]


@cache
def _tables() -> _Tables:
    data = table("places.toml")["community"]
    return _Tables(
        data["weights"],
        re.compile(f"^(?:{either(data['never'])})|(?:{either(data['inside'])})"),
        re.compile(f"^(?:{either(data['verbs'])})"),
        re.compile(f"(?:{either(data['qualities'])})$"),
        re.compile(f"(?:{either(data['shapes'])})$"),
        any_of(data["followed"]),
        any_of(data["longer"]),
        frozenset(data["particles"]),
        frozenset(data["ends"]),
        frozenset(data["names"]),
        tuple(data["verbs"]),
        frozenset(data["kinds"]),
        frozenset(data["motion"]),
    )


def begins_with_verb(name: str) -> bool:
    """Return whether what looks like a name begins with a word of doing: 组织|街道, 深入|社区."""
    tables = _tables()
    return tables.verb.search(name) is not None or tables.never.search(name) is not None


def community_after(text: str, at: int, *, level: str, whole: str) -> Community | None:
    """Return the community printed at `at`, directly after a division; ``level`` is a key of the weights: street, county, city.

    ``whole`` is what the report says in its title and lead, where the name may stand again.
    """
    found = _PLACE.match(text, at)
    if not found or (found[2] == _VILLAGE and len(found[1]) > MAX_VILLAGE_CHARS):
        return None
    community = _weighed(text, found.start(), found.end(), level, whole)
    return community if community and community.score >= _tables().weights["enough"] else None


def names_several(text: str) -> bool:
    """Return whether a text names several communities in a row: 东风社区和红旗社区."""
    return _SEVERAL.search(text) is not None


def counts_several(text: str) -> bool:
    """Return whether a text speaks of a number of communities (走进三个社区): then one that it names is an example."""
    return _COUNTED.search(text) is not None


def communities(text: str, whole: str) -> Iterator[Community]:
    """Yield the communities that a text names at the beginning of a clause or after a preposition, without a division before them."""
    at, seen = text.find(COMMUNITY), 0
    while at >= 0 and seen < MOST_SEEN:
        seen += 1
        start = _beginning(text, at)
        if start is not None:
            community = _weighed(text, start, at + 2, "clause", whole)
            if community and community.score >= _tables().weights["enough"] and not _ACTING.isdisjoint(community.signs):
                yield community
        at = text.find(COMMUNITY, at + 2)


def _beginning(text: str, end: int) -> int | None:
    """Where the name that ends at `end` begins: at the beginning of its clause, or after a preposition in it.

    At the head of a title also after a division that the gazetteer lacks.
    """
    if text[end - 1] in _tables().kinds:
        return None
    for start in range(end - MIN_COMMUNITY_HAN, max(-1, end - MAX_COMMUNITY_HAN - 1), -1):
        if not is_han(text[start:end]):
            return None
        if start == 0 or not is_han(text[start - 1]) or _AFTER_DAY.search(text[max(0, start - DAY_AND_HOUR_CHARS) : start]):
            return start
        if text[start - 1] in _JOINTS["host_kinds"] and is_han(text[start - 3 : start]) and text.find("：") >= end:  # 云岭市|金桂社区：…
            return start
        if text[start - 1] in _JOINTS["toward_community"] and text[start - 1 : start + 1] not in common_words():
            return start
        moved = start - MOTION_CHARS
        if moved >= 0 and text[moved:start] in _tables().motion and not is_han(text[max(0, moved - 1) : moved]):
            return start  # 走进|石龙社区
    return None


def _weighed(text: str, start: int, end: int, level: str, whole: str) -> Community | None:
    """What speaks for and against a community's name; None where it cannot be one."""
    tables, printed = _tables(), text[start:end]
    name = printed.removesuffix(COMMUNITY).removesuffix(_VILLAGE)
    if tables.never.search(name) or (_has_particle(name) and not _is_called(name)):
        return None
    if tables.no_end.match(text, end) and not (level != "clause" and _stands_alone(printed, whole)):
        return None
    weights, signs = tables.weights, [level]
    if whole.count(printed) >= SAID_AGAIN:
        signs.append("repeated")
    if text.startswith(printed) and start == 0:
        signs.append("heads")
    if _MARK.match(text, end):
        signs.append("mark")
    elif tables.followed.match(text, end):
        signs.append("followed")
    if tables.shape.search(name):
        signs.append("shape")
    if not any(name[n : n + 2] in common_words() for n in range(len(name) - 1)):
        signs.append("proper")
    doing = tables.verb.search(name)
    if doing and not (len(name) == doing.end() + 1 and name[-1] in _JOINTS["roads"]):  # 创建路 is a road
        signs.append("verb")
    if name[MIN_COMMUNITY_HAN:].endswith(tables.verbs):  # 司法局联合|社区: somebody does it
        signs.append("verb_last")
    if tables.quality.search(name):
        signs.append("quality")
    return Community(start, end, printed, {sign: weights[sign] for sign in signs})


def _stands_alone(printed: str, whole: str) -> bool:
    """Whether a community is named elsewhere without what makes another word of it: 幸福社区食堂, but also 幸福社区办起食堂."""
    return any(not _tables().no_end.match(whole, found.end()) for found in re.finditer(re.escape(printed), whole))


def _is_called(name: str) -> bool:
    """Whether a street, a town or a district has a name, so that a character of it is no particle: 向阳, 将台."""
    known = gazetteer().full
    return any(name + kind in known for kind in KINDS["of_named"])


def _has_particle(name: str) -> bool:
    """Whether a particle or preposition stands in a name outside of a common word: 的, 为 but not 为民."""
    covered = {n for start in range(len(name)) for n in (start, start + 1) if name[start : start + 2] in common_words()}
    tables = _tables()
    if name[0] == _JOINTS["of"] or (name[-1] in tables.ends and not (len(name) == MIN_COMMUNITY_HAN and name in tables.names)):
        return True
    return any(character in tables.particles and n not in covered for n, character in enumerate(name))
