"""Write newsbot/data/bigrams.tsv: which character follows which within Chinese words.

    pip install pypinyin==0.55.0 opencc-python-reimplemented==0.1.7
    python scripts/build_bigrams.py

Counted in two lists of words and phrases: the keys of OpenCC's STPhrases.txt (49,051, chosen for characters with several
Traditional forms) and of pypinyin's phrases (47,111, among them the ordinary words that the first lacks). Words of two and three
characters count double, since the longer entries are mostly idioms.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from pypinyin.phrases_dict import phrases_dict

DATA = Path(__file__).parent.parent / "newsbot" / "data"
OUT = DATA / "bigrams.tsv"


def common_words() -> dict[str, int]:
    """The project's own list of common words, word -> how much it counts."""
    weights: dict[str, int] = {}
    weight = 1
    for line in (DATA / "common_words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("="):
            weight = int(line[1:])
        elif not line.startswith("#"):
            weights |= {word: max(weight, weights.get(word, 0)) for word in line.split()}
    return weights


def main() -> None:
    """Count and write."""
    spec = find_spec("opencc")
    assert spec is not None
    assert spec.submodule_search_locations
    table = Path(spec.submodule_search_locations[0]) / "dictionary" / "STPhrases.txt"
    words = {line.split("\t")[0] for line in table.read_text(encoding="utf-8").splitlines()} | set(phrases_dict)
    weights = {word: 2 if len(word) <= 3 else 1 for word in words} | common_words()
    starts: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    followers: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for word, weight in weights.items():
        if not all("\u4e00" <= character <= "\u9fff" for character in word):
            continue
        starts[word[0]] += weight
        ends[word[-1]] += weight
        for first, second in itertools.pairwise(word):
            followers[first][second] += weight
    rows = []
    for character in sorted(starts.keys() | ends.keys() | followers.keys()):
        by_count: defaultdict[int, list[str]] = defaultdict(list)
        for second, count in followers[character].items():
            by_count[count].append(second)
        groups = [f"{count}{''.join(sorted(seconds))}" for count, seconds in sorted(by_count.items(), reverse=True)]
        occurrences = ends[character] + followers[character].total()
        rows.append(f"{character}\t{starts[character]}\t{ends[character]}\t{occurrences}\t{' '.join(groups)}")
    head = (
        f"# origin: bigrams counted in the phrases of opencc-python-reimplemented {version('opencc-python-reimplemented')} (Apache-2.0,"
        f" from OpenCC) and pypinyin {version('pypinyin')} (MIT); licence: Apache-2.0 and MIT; built by"
        " scripts/build_bigrams.py\n"
        "# character, words it begins, words it ends, times it stands in words, then what follows it within words, after counts\n"
    )
    OUT.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(rows)} characters, {sum(map(len, followers.values()))} bigrams of {len(words)} words in {OUT}")


if __name__ == "__main__":
    main()
