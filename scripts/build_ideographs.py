"""Write newsbot/data/rare_ideographs.txt: which ideographs news hardly has, and which it has, as classes of a pattern; pairs in names.

    python -m scripts.build_ideographs

Counted in newsbot/data/word_sequences.tsv.gz, after scripts/build_sequences.py: what stands in words often enough is usual, so are the
characters whose frequencies in news are known, and the Traditional forms of both. It takes a tenth of a second, which every process
would take again that reads a page. The pairs are those of the names of streets and townships (newsbot/data/streets.tsv) of which one
character is rare: a report of 坎墩街道 is not damaged.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from pathlib import Path

from newsbot.data import lines_of
from newsbot.text.mojibake.characters import class_of, counted, frequency_ranks, simplified_forms
from newsbot.text.mojibake.garbage import IDEOGRAPHS

DATA = Path(__file__).parents[1] / "newsbot" / "data"
RARE = 3_000
"""Times that a character stands in the words of 60 million characters below which it is rare."""
HEADER = """\
# Ideographs (U+4E00 to U+9FFF) that news hardly has, in both scripts, as a class of a pattern; then the class of all others; then pairs
# in names of streets and townships of which one is such.
# origin: counted in word_sequences.tsv.gz (there its origins), and the frequencies and the pairs of both scripts that
# newsbot/text/mojibake/characters.py names; names of streets.tsv (there its origin); made by scripts/build_ideographs.py
# licence: Apache-2.0 and MIT, of the names as streets.tsv says
"""


def rare_ideographs() -> frozenset[str]:
    """Return the ideographs that news hardly has, in both scripts.

    >>> "敝" in rare_ideographs(), "區" in rare_ideographs()
    (True, False)
    """
    ideographs = "".join(map(chr, range(0x4E00, 0xA000)))
    rows = (line.split("\t") for line in lines_of("word_sequences.tsv.gz"))
    often = {row[0] for row in rows if len(row[0]) == 1 and int(row[3]) >= RARE}
    old_forms: defaultdict[str, list[str]] = defaultdict(list)
    for old, new in simplified_forms().items():
        old_forms[new[0]].append(old)
    known = [*(char for char, form in zip(ideographs, counted(ideographs), strict=True) if form in often), *frequency_ranks()]
    return frozenset(ideographs).difference(known, *(old_forms.get(char, ()) for char in known))


def pairs_in_names(rare: frozenset[str]) -> list[str]:
    """Return the pairs of characters in names of streets and townships of which one is rare, in order.

    >>> "坎墩" in pairs_in_names(frozenset("墩"))
    True
    """
    names = (name for line in lines_of("streets.tsv") for name in line.split("\t")[1].split(" "))
    return sorted({one + other for name in names for one, other in pairwise(name) if one in rare or other in rare})


def text() -> str:
    """Return what the table holds."""
    rare = rare_ideographs()
    usual = set(map(chr, range(0x4E00, 0xA000))) - rare
    return f"{HEADER}{class_of(rare)}\n{class_of(usual)}\n{' '.join(pairs_in_names(rare))}\n"


if __name__ == "__main__":
    DATA.joinpath(IDEOGRAPHS).write_text(text(), encoding="utf-8")
