"""Fit the model that marks names and media in credits, and print how it does on forms and sites that it has not seen.

    python -m scripts.fit_credits given DICT                  data/given_names.txt from a tagged word list (jieba's dict.txt)
    python -m scripts.fit_credits fit LINES PAGES... [-o OUT] data/credit_weights.tsv from labelled bylines and pages
    python -m scripts.fit_credits check LINES PAGES... [-n N] N folds by form and site: each is read with the weights fitted on the others

LINES is a folder with *.bylines.jsonl and *.furniture.jsonl (form, line, where, script, authors, source; form, line). PAGES are folders
with an index.jsonl of saved pages and, if known, a gold.jsonl (url, author, source): lines of pages with authors teach where credits
stand, all others that most lines hold none. Needs python-crfsuite (dependency group `fit`); the table is read without it.

The table that is shipped is of an earlier run, before what is drawn for a line hung on that line alone. Fitted anew in one run it reads
one byline of 863 and the medium of one of 197 pages worse, so the earlier one stays until a fit is as good; only a
table with a line `learnt from` can be
made again byte for byte.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import math
import random
import re
import tempfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pycrfsuite

from newsbot import Page
from newsbot.data import HUNDREDTHS, table
from newsbot.lines.credits import model
from newsbot.lines.credits.reader import read_credits, read_part
from newsbot.lines.credits.signs import Position
from newsbot.lines.credits.vocabulary import folded_marks, places, role_words
from newsbot.model import Role
from newsbot.normalise import explained
from newsbot.text.script import to_simplified
from newsbot.words import is_han, surnames
from scripts.credit_examples import SEED, Corpus, example, examples

DATA = Path(model.__file__).parents[2] / "data"
C1, C2, ROUNDS, MIN_SEEN = 0.3, 0.02, 70, 3
"""Regularisation of the fit, its rounds, and how often a sign must be seen: larger tables read the folds no better."""
MADE_MEDIA = 150
"""Names of media put together from a town and a word, beside the known ones."""


# ------------------------------------------------------------------------------------------------------------------ given names


def write_given(dictionary: Path) -> None:
    """Six classes of characters by how much more often they stand in given names than in words."""
    names: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for line in dictionary.read_text(encoding="utf-8").splitlines():
        word, count, tag = line.split()
        if tag == "nr" and len(word) in {2, 3} and word[0] in surnames().single:
            names.update(word[1:])
        elif not tag.startswith("nr") and tag not in {"x", "eng"}:
            for character in word:
                words[character] += math.sqrt(int(count))  # type: ignore[assignment]
    all_names, all_words = sum(names.values()), sum(words.values())
    classes: list[list[str]] = [[] for _ in range(6)]
    for character in sorted(set(names) | set(words)):
        if is_han(character) and names[character] + words[character] >= 20:
            odds = math.log((names[character] + 1) / all_names) - math.log((words[character] + 5) / all_words)
            classes[sum(odds >= bound for bound in (-2.5, -1, 0, 1, 2))].append(character)
    head = (
        "# Characters by how often they stand in given names against in words: hardly (first line) to mostly (last line).\n"
        "# origin: counted in the word list of jieba 0.42.1 (names tagged nr), made by scripts/fit_credits.py; licence: MIT (Sun Junyi)\n"
    )
    (DATA / "given_names.txt").write_text(head + "".join("".join(line) + "\n" for line in classes), encoding="utf-8")


# ------------------------------------------------------------------------------------------------------------------------- fit


def load(lines: Path, folders: Sequence[Path]) -> Corpus:
    """Everything that may be learnt from."""
    bylines = [row for path in sorted(lines.glob("*.bylines.jsonl")) for row in _rows(path)]
    furniture = [row for path in sorted(lines.glob("*.furniture.jsonl")) for row in _rows(path)]
    return Corpus(bylines, furniture, [page for folder in folders for page in _pages(folder)])


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _pages(folder: Path) -> Iterator[dict[str, Any]]:
    gold = {row["url"]: row for row in _rows(folder / "gold.jsonl")} if (folder / "gold.jsonl").exists() else {}
    for row in _rows(folder / "index.jsonl"):
        body = (folder / row["file"]).read_bytes()
        if row["file"].endswith(".gz"):
            body = gzip.decompress(body)
        reading, _ = explained(Page(row["url"], body, headers=row.get("headers") or {}, fetched_at=row["fetched_at"]), topic="any")
        kept = [n for n, block in enumerate(reading.blocks) if block.role is Role.BODY]
        lines = []
        for n, block in enumerate(reading.blocks):
            if block.text.strip() and (len(block.text) <= 400 or block.role is Role.BODY):
                lines.append((block.text, _position(n, kept, block.role), block.role is Role.BODY, block.features.links))
        yield {"url": row["url"], "gold": gold.get(row["url"]), "lines": lines}


def _position(n: int, kept: Sequence[int], role: Role | None) -> Position:
    if role is Role.CAPTION:
        return Position.CAPTION
    if not kept or n < kept[0]:
        return Position.META
    if n > kept[-1]:
        return Position.TAIL
    return Position.LEAD if n == kept[0] else Position.END if n == kept[-1] or n % 2 else Position.LEAD


def without(corpus: Corpus, fold: int, folds: int) -> Corpus:
    """The corpus without the forms and sites of one fold, with media and sentences of what is left."""
    left = Corpus(
        [row for row in corpus.bylines if fold_of(row["form"], folds) != fold],
        [row for row in corpus.furniture if fold_of(row["form"], folds) != fold],
        [page for page in corpus.pages if fold_of(_site(page["url"]), folds) != fold],
    )
    r = random.Random(SEED)
    towns, papers = sorted(place for place in places() if len(place) == len("武汉")), sorted(table("credits.toml")["media"]["endings"])
    said = {to_simplified(row["source"]) for row in left.bylines if row["source"] and "《" not in row["source"]}
    left.media = sorted(said) + list(table("media_sites.toml")["sites"])
    left.media += [r.choice(towns) + r.choice(papers) for _ in range(MADE_MEDIA)]
    for page in left.pages:
        left.sentences += [
            t
            for t, _, body, _ in page["lines"]
            if body and 20 <= len(t) <= 90 and t.endswith("。") and not any(role_words(folded_marks(t)))
        ]
    return left


def fold_of(key: str, folds: int) -> int:
    """Which fold a form or a site falls in."""
    return zlib.crc32(key.encode()) % folds


def _site(url: str) -> str:
    address = url.rpartition("/")[2] if "pages.test" in url else url
    found = re.search(r"\d{8}[-_.](?:www\.)?([a-z0-9.\-]+?)[-_][0-9a-f]{6,}$", address) or re.match(
        r"(?:https?://)?(?:www\.)?([^/_]+)", address
    )
    return found[1] if found else url


def fit(corpus: Corpus, out: Path) -> None:
    """Fit a chain on the corpus and write its table."""
    trainer = pycrfsuite.Trainer(verbose=False)
    learnt, lines = hashlib.sha256(), 0
    for segments, where in examples(corpus):
        signs, labels = example(segments, where)
        if signs:
            trainer.append(signs, labels)
            lines += 1
            learnt.update(repr((segments, where.value)).encode())
    trainer.select("lbfgs")
    trainer.set_params({"c1": C1, "c2": C2, "max_iterations": ROUNDS, "feature.possible_transitions": True, "feature.minfreq": MIN_SEEN})
    with tempfile.NamedTemporaryFile() as kept:
        trainer.train(kept.name)
        tagger = pycrfsuite.Tagger()
        tagger.open(kept.name)
        info = tagger.info()
    weights: dict[str, list[int]] = defaultdict(lambda: [0] * len(model.LABELS))
    for (sign, label), weight in dict(info.state_features).items():
        weights[sign][model.LABELS.index(label)] = round(weight * HUNDREDTHS)
    impossible = {("other", "name+"), ("other", "name."), ("other", "medium+")}
    rows = [
        (
            model.TRANSITION,
            [round(HUNDREDTHS * info.transitions.get((a, b), -30.0 if (a, b) in impossible else -8.0)) for b in model.LABELS],
        )
        for a in model.LABELS
    ]
    rows += sorted((sign, values) for sign, values in weights.items() if any(values))
    head = (
        "# Weights of the signs of a character (newsbot/lines/credits/signs.py) for the labels "
        f"{', '.join(model.LABELS)}, in hundredths; rows of > hold one label after another.\n"
        "# origin: fitted by scripts/fit_credits.py on labelled bylines and saved pages, c1 0.3, c2 0.02; licence: Apache-2.0 (ours)\n"
        f"# learnt from {lines} lines, sha256 {learnt.hexdigest()[:16]}: the same lines make the same table, byte for byte\n"
    )
    body = "".join("\t".join([sign, *(str(value) if value else "" for value in values)]) + "\n" for sign, values in rows)
    out.write_text(head + body, encoding="utf-8")


def check(corpus: Corpus, folds: int, *, verbose: bool) -> None:
    """Read the bylines of each fold with weights fitted on the others, and print how many are exact and how many invent a name."""
    exact, invented, seen = Counter[str](), Counter[str](), Counter[str]()
    for fold in range(folds):
        with tempfile.TemporaryDirectory() as folder:
            table = Path(folder) / "weights.tsv"
            fit(without(corpus, fold, folds), table)
            fitted = model.read_weights(line for line in table.read_text(encoding="utf-8").split("\n") if line and line[0] != "#")
        model.weights = lambda fitted=fitted: fitted  # type: ignore[assignment]
        read_part.cache_clear()
        for row in corpus.bylines:
            if fold_of(row["form"], folds) != fold or row.get("disputed"):
                continue
            where = Position.BODY if row["where"] == "negative" else Position(row["where"])
            reading = read_credits(to_simplified(row["line"]), where)
            got = {(re.sub(r"\s", "", author.name), author.role) for author in reading.authors}
            want = {(re.sub(r"\s", "", to_simplified(author["name"])), author["role"]) for author in row["authors"]}
            for key in (row["where"], row["script"], "all"):
                seen[key] += 1
                exact[key] += got == want
                invented[key] += bool({name for name, _ in got} - {name for name, _ in want})
            if verbose and got != want:
                print(row["id"], row["where"], row["line"], sorted(got ^ want))
    for key in seen:
        print(f"{key:10} exact {exact[key]}/{seen[key]} = {exact[key] / seen[key]:.3f}; invented {invented[key] / seen[key]:.3f}")


def main() -> None:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["given", "fit", "check"])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("-o", "--out", type=Path, default=DATA / "credit_weights.tsv")
    parser.add_argument("-n", "--folds", type=int, default=4)
    parser.add_argument("-v", "--verbose", action="store_true")
    args = parser.parse_args()
    if args.what == "given":
        write_given(args.paths[0])
        return
    corpus = load(args.paths[0], args.paths[1:])
    if args.what == "fit":
        fit(without(corpus, -1, 1), args.out)
    else:
        check(corpus, args.folds, verbose=args.verbose)


if __name__ == "__main__":
    main()
