"""The divisions of China: names, short names and former names, with their codes and what they belong to.

Loaded when the first name is looked for, never at import. The tree has four levels (province, city, county, street); functional zones
that the statistics count like counties stand at the level of counties and are marked. A municipality's districts, and counties directly
under a province, hang from the province.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

from newsbot.data import table
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
    names: Names = field(default_factory=Names)
    levels: bytearray = field(default_factory=bytearray)
    parents: array[int] = field(default_factory=lambda: array("i"))
    zones: set[int] = field(default_factory=set)
    full: Bearers = field(init=False)
    short: dict[str, tuple[int, ...]] = field(default_factory=dict)
    chained: set[str] = field(default_factory=set)
    by_code: dict[str, int] = field(default_factory=dict)
    hosts: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.full = Bearers(self.names)

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
    """Return the gazetteer of newsbot/data, read once a process (about a tenth of a second)."""
    made = Gazetteer()
    full = made.full
    folder = files("newsbot.data")
    for line in folder.joinpath("divisions.tsv").read_text(encoding="utf-8").split("\n"):
        if line and line[0] != "#":
            _take(made, line)
    made.names.close()
    full.close()
    for line in folder.joinpath("former_divisions.tsv").read_text(encoding="utf-8").split("\n"):
        if line and line[0] != "#":
            name, _, code = line.partition("\t")
            full.add(name, made.by_code[code])
    known = table("places.toml")
    for name, code in known["merged"].items():
        full.add(name, made.by_code[code])
    made.chained = {name for name in full.spelled() if len(name) == MIN_NAME_CHARS} | set(known["words"]["full"])
    return made


def _name(names: dict[str, tuple[int, ...]], name: str, division: int) -> None:
    """Add a division to those that bear a name."""
    names[name] = (*names.get(name, ()), division)


def _take(made: Gazetteer, line: str) -> None:
    """Read one line of divisions.tsv into the gazetteer and its tables of names."""
    code, name, streets, pinyin, *_ = f"{line}\t\t".split("\t")
    zone, known = code[0] == "+", code[-1] != "-"
    code = code.strip("+-")
    level = len(code) // 2 if known else CITY
    parent = -1 if known and level == PROVINCE else next(made.by_code[code[:n]] for n in (4, 2) if code[:n] in made.by_code)
    division = len(made.names)
    made.codes.add(None if zone or not known else code.ljust(6, "0"))
    made.names.add([name])
    made.levels.append(level)
    made.parents.append(parent)
    if known:
        made.by_code[code] = division
    if zone:
        made.zones.add(division)
    for other in _names(name):
        made.full.add(other, division)
    base = short_name(name)
    if len(base) >= MIN_NAME_CHARS and not zone:
        _name(made.short, base, division)
    if pinyin:
        _name(made.hosts, pinyin, division)
    if streets:
        _take_streets(made, code, division, streets.split(" "))


def _take_streets(made: Gazetteer, code: str, parent: int, streets: list[str]) -> None:
    number, first = 0, len(made.names)
    numbers, names = array("H"), list[str]()
    made.levels += bytes([STREET]) * len(streets)
    made.parents.extend([parent] * len(streets))
    for street in streets:  # forty thousand of them
        number = int(street[:3]) if street[0] <= "9" else number + 1
        numbers.append(number)
        names.append(street[3:] if street[0] <= "9" else street)
    made.codes.add_streets(code.ljust(6, "0"), numbers)
    for division, street in enumerate(names, first):
        # 民权街街道 is called 民权街道, and 吴家山街 is 吴家山街道
        if street.endswith(_NAMED_ANEW):
            made.full.add(f"{street.removesuffix(STREET_KIND).removesuffix(_SHORT_STREET)}{STREET_KIND}", division)
    made.names.add(names)
    made.full.add_streets(names, first)


def _names(name: str) -> Iterator[str]:
    """What a division is called in full: its name, and for autonomous ones the form that leaves the peoples out (恩施州, 长阳县)."""
    yield name
    if name.endswith(_WITHOUT_PEOPLES):
        base = short_name(name)
        if len(base) >= MIN_NAME_CHARS:
            yield base + name[-1]


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
