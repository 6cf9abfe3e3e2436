"""Write newsbot/data/bigrams.tsv: which character follows which within Chinese words, and where words begin and end.

    pip install jieba==0.42.1 pypinyin==0.55.0 opencc-python-reimplemented==0.1.7
    python scripts/build_bigrams.py

Counted in jieba's dictionary of 349,046 words, which says how often each stands in running text, single characters among them. Two
lists of words and phrases without frequencies add what it lacks: the keys of OpenCC's STPhrases.txt (49,051) and pypinyin's phrases
(47,111); and the project's own list of common words of the genre, which says how much each counts.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from jieba import get_module_res
from opencc import OpenCC
from pypinyin.phrases_dict import phrases_dict

DATA = Path(__file__).parent.parent / "newsbot" / "data"
OUT = DATA / "bigrams.tsv"
LISTED = 3
"""How much a word of a list without frequencies counts: as one that stands three times in the text that jieba counted."""
OF_THE_GENRE = 200
"""How much one unit of our own list of common words counts. Of 3, 20, 200 and 1,000 this gave the lowest perplexity on real reports."""
FEWEST = 8
"""Followers that were seen less often are left out: they are most of the table and change the perplexity little."""


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


def word_weights() -> Counter[str]:
    """Every word in simplified script -> how often it counts."""
    simplified = OpenCC("t2s").convert
    weights: Counter[str] = Counter()
    with get_module_res("dict.txt") as dictionary:
        for row in dictionary.read().decode("utf-8").splitlines():
            word, frequency, _ = row.split(" ")
            weights[simplified(word)] += int(frequency)
    spec = find_spec("opencc")
    assert spec is not None
    assert spec.submodule_search_locations
    phrases = Path(spec.submodule_search_locations[0]) / "dictionary" / "STPhrases.txt"
    for word in {line.split("\t")[0] for line in phrases.read_text(encoding="utf-8").splitlines()} | set(phrases_dict):
        weights[word] += LISTED
    for word, weight in common_words().items():
        weights[word] += weight * OF_THE_GENRE
    return weights


def rounded(count: int) -> int:
    """Round a count to two digits, so that few different ones remain and rows are short."""
    digits = 10 ** max(0, len(str(count)) - 2)
    return int(round(count / digits) * digits)


def main() -> None:
    """Count and write."""
    starts: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    occurrences: Counter[str] = Counter()
    followers: defaultdict[str, Counter[str]] = defaultdict(Counter)
    weights = word_weights()
    for word, weight in weights.items():
        if not all("\u4e00" <= character <= "\u9fff" for character in word):
            continue
        starts[word[0]] += weight
        ends[word[-1]] += weight
        for character in word:
            occurrences[character] += weight
        for first, second in itertools.pairwise(word):
            followers[first][second] += weight
    rows = []
    for character in sorted(occurrences):
        by_count: defaultdict[int, list[str]] = defaultdict(list)
        for second, count in followers[character].items():
            if count >= FEWEST:
                by_count[rounded(count)].append(second)
        groups = [f"{count}{''.join(sorted(seconds))}" for count, seconds in sorted(by_count.items(), reverse=True)]
        rows.append(f"{character}\t{starts[character]}\t{ends[character]}\t{occurrences[character]}\t{' '.join(groups)}")
    head = (
        f"# origin: words of jieba {version('jieba')} (MIT) with their frequencies, phrases of opencc-python-reimplemented"
        f" {version('opencc-python-reimplemented')} (Apache-2.0, from OpenCC) and pypinyin {version('pypinyin')} (MIT), common words of the"
        " genre (ours); licence: Apache-2.0 and MIT; built by scripts/build_bigrams.py\n"
        "# character, words it begins, words it ends, times it stands in words, then what follows it within words, after counts\n"
    )
    OUT.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(rows)} characters, {sum(map(len, followers.values()))} bigrams of {len(weights)} words in {OUT}")


if __name__ == "__main__":
    main()
