"""The divisions of China: names, short names and former names, with their codes and what they belong to.

Loaded when the first name is looked for, never at import. The tree has four levels (province, city, county, street); functional zones
that the statistics count like counties stand at the level of counties and are marked. A municipality's districts, and counties directly
under a province, hang from the province.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import compress, count, repeat
from typing import Final

from newsbot.data import lines_of, table
from newsbot.facts.places.packed_names import Bearers, Codes, Names
from newsbot.words import either

PROVINCE, CITY, COUNTY, STREET = 1, 2, 3, 4
LEVELS = {PROVINCE: "province", CITY: "city", COUNTY: "county", STREET: "street"}
"""The levels of the tree, and the keys of a row's place."""

KINDS: Final = table("places.toml")["kinds"]
"""How names of divisions are built: a table of data/places.toml."""
_LONG_ENDS = "|".join(f"(?<=[^{KINDS['not_before_long_ends']}]{{{least}}}){end}" for end, least in KINDS["long_ends"].items())
_KIND = re.compile(rf"(?:{_LONG_ENDS}|{either(KINDS['ends'])})$")
_PEOPLES = re.compile(rf"(?:(?:{either(KINDS['peoples'])}){KINDS['people']}|{either(KINDS['short_peoples'])}){{1,5}}$")
"""Peoples in the names of autonomous divisions, which short names leave out."""


MIN_NAME_CHARS: Final = 2
"""Characters of the shortest names; one character alone is no short name, and a complete name of two is a word as well (和县)."""

STREET_KIND: Final[str] = KINDS["street"]
_SHORT_STREET: Final[str] = KINDS["street_in_short"]
_NAMED_ANEW = (_SHORT_STREET, _SHORT_STREET + STREET_KIND)
_AUTONOMOUS, _WITHOUT_PEOPLES = tuple(KINDS["autonomous"]), tuple(KINDS["without_peoples"])


@dataclass(slots=True)
class Gazetteer:
    """Divisions as parallel columns, a division being its index in them; ``parents`` holds -1 for a province.

    ``full`` leads from a complete name, ``short`` from a name without its kind (双清 for 双清区) to the divisions that bear it.
    ``chained`` holds complete names that are words (老城区) or letters short of one (和县) and mean a division only after its parent.
    """

    codes: Codes = field(default_factory=Codes)
    names: Names = field(default_factory=lambda: Names(()))
    levels: bytearray = field(default_factory=bytearray)
    parents: array[int] = field(default_factory=lambda: array("i"))
    zones: set[int] = field(default_factory=set)
    full: Bearers = field(default_factory=Bearers)
    short: dict[str, tuple[int, ...]] = field(default_factory=dict)
    chained: set[str] = field(default_factory=set)
    by_code: dict[str, int] = field(default_factory=dict)
    hosts: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def line(self, division: int) -> Iterator[int]:
        """Yield the division, then what it belongs to, up to the province."""
        while division >= 0:
            yield division
            division = self.parents[division]

    def within(self, division: int, other: int) -> bool:
        """Return whether ``division`` is ``other`` or belongs to it."""
        return other in self.line(division)

    def common(self, divisions: tuple[int, ...]) -> int:
        """Return the lowest division that holds all of them; -1 where only the country does."""
        shared = list(self.line(divisions[0]))
        for division in divisions[1:]:
            line = set(self.line(division))
            shared = [one for one in shared if one in line]
        return shared[0] if shared else -1


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer of newsbot/data, read once a process (some hundredths of a second)."""
    made = Gazetteer()
    full = made.full
    streets = {line.partition("\t")[0]: line for line in lines_of("streets.tsv")}
    parts: list[str] = []
    for line in lines_of("divisions.tsv"):
        _take(made, line, parts, streets)
    made.names = names = Names(parts)
    for division in compress(count(), map(str.endswith, names.spelled(), repeat(_NAMED_ANEW))):
        # 民权街街道 is called 民权街道, and 吴家山街 is 吴家山街道
        full.add(f"{names[division].removesuffix(STREET_KIND).removesuffix(_SHORT_STREET)}{STREET_KIND}", division)
    full.add_streets(names, map(STREET.__eq__, made.levels))
    for line in lines_of("former_divisions.tsv"):
        name, _, code = line.partition("\t")
        full.add(name, made.by_code[code])
    known = table("places.toml")
    for name, code in known["merged"].items():
        full.add(name, made.by_code[code])
    made.chained = {name for name in full.others() if len(name) == MIN_NAME_CHARS} | set(known["words"]["full"])  # no street is so short
    return made


def _name(names: dict[str, tuple[int, ...]], name: str, division: int) -> None:
    """Add a division to those that bear a name."""
    names[name] = (*names.get(name, ()), division)


def _take(made: Gazetteer, line: str, parts: list[str], streets: Mapping[str, str]) -> None:
    """Read one line of divisions.tsv into the gazetteer and its tables of names, and the streets below it by their names and numbers."""
    code, name, pinyin, *_ = f"{line}\t".split("\t")
    zone, known = code[0] == "+", code[-1] != "-"
    code = code.strip("+-")
    level = len(code) // 2 if known else CITY
    by_code, division = made.by_code, len(made.levels)
    above = by_code.get(code[:4])
    base = short_name(name)
    if len(base) >= MIN_NAME_CHARS and not zone:
        _name(made.short, base, division)
    if pinyin:
        _name(made.hosts, pinyin, division)
    made.codes.add(None if zone or not known else f"{code:0<6}")
    parts.append(name)
    made.levels.append(level)
    made.parents.append(-1 if known and level == PROVINCE else by_code[code[:2]] if above is None else above)
    if known:
        by_code[code] = division
    if zone:
        made.zones.add(division)
    made.full.add(name, division)
    if name.endswith(_WITHOUT_PEOPLES) and len(base) >= MIN_NAME_CHARS:
        made.full.add(base + name[-1], division)  # autonomous ones are called without the peoples too: 恩施州, 长阳县
    if code in streets:
        _, names, numbers = streets[code].split("\t")
        size = names.count(" ") + 1
        parts.append(names)
        made.levels += bytes([STREET]) * size
        made.parents.extend([division] * size)
        made.codes.add_streets(f"{code:0<6}", numbers, size)


def short_name(name: str) -> str:
    """Return a name without its kind and the peoples in it.

    >>> short_name("恩施土家族苗族自治州"), short_name("双清区"), short_name("内蒙古自治区")
    ('恩施', '双清', '内蒙古')
    >>> short_name("浦东新区"), short_name("清新区")
    ('浦东', '清新')
    """
    base = _KIND.sub("", name)
    if name in KINDS["whole"]:
        return base
    return _PEOPLES.sub("", base) if name.endswith(_AUTONOMOUS) else base
