"""Write newsbot/data/rare_ideographs.txt: which ideographs news hardly has, and which it has, as classes of a pattern.

    python -m scripts.build_ideographs

Counted in newsbot/data/word_sequences.tsv.gz, after scripts/build_sequences.py: what stands in words often enough is usual, so are the
characters whose frequencies in news are known, and the Traditional forms of both. It takes a tenth of a second, which every process
would take again that reads a page.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from newsbot.data import lines_of
from newsbot.text.mojibake.characters import class_of, counted, frequency_ranks, simplified_forms
from newsbot.text.mojibake.garbage import IDEOGRAPHS

DATA = Path(__file__).parents[1] / "newsbot" / "data"
RARE = 3_000
"""Times that a character stands in the words of 60 million characters below which it is rare."""
HEADER = """\
# Ideographs (U+4E00 to U+9FFF) that news hardly has, in both scripts, as a class of a pattern; then the class of all others.
# origin: counted in word_sequences.tsv.gz (there its origins), and the frequencies and the pairs of both scripts that
# newsbot/text/mojibake/characters.py names; made by scripts/build_ideographs.py; licence: Apache-2.0 and MIT
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


def text() -> str:
    """Return what the table holds."""
    rare = rare_ideographs()
    return f"{HEADER}{class_of(rare)}\n{class_of(set(map(chr, range(0x4E00, 0xA000))) - rare)}\n"


if __name__ == "__main__":
    DATA.joinpath(IDEOGRAPHS).write_text(text(), encoding="utf-8")
