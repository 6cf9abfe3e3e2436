"""Move every threshold of a room by half, one at a time, and see whether a test of that room notices.

    python scripts/mutants.py facts                       a sample of 40, chosen by the seed
    python scripts/mutants.py lines --sample 0            all of them
    python scripts/mutants.py page --only headline.py     those of one file
    python scripts/mutants.py html --tests tests/test_pages.py tests/html
    python scripts/mutants.py page --survivors survivors.txt      those that survived are noted, and only they are tried the next time
    python scripts/mutants.py lines --costs               with those that bound a cost and change no result

What only costs time or memory is left out, by the names in ``COSTS``; ``--costs`` tries it too.

A threshold is a number in a constant or table of a module, in a comparison, in a weight beside a name, or in a table of ``newsbot/data``
that the room reads. It is moved half down and half up in a copy of the tree, so the checkout is never touched; the room's quick tests then
run until the first one fails, those first that name the module. A mutant that no test notices has survived: its threshold may be anything,
as far as the tests know. Ends with 1 where fewer than ``--floor`` of the mutants are caught. What the tests import of others is imported
once; each run is a fork of that process.
"""

from __future__ import annotations

import argparse
import ast
import compileall
import os
import py_compile
import random
import re
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

import hypothesis  # noqa: F401  imported here so that a fork need not
import lxml.html  # noqa: F401
import parsel  # noqa: F401
import pytest
import selectolax.lexbor  # noqa: F401

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("html", "lines", "page", "facts", "listings", "reposts")
COPIED = (
    "newsbot",
    "tests",
    "scripts",
    "benchmarks",
    "fixtures",
    "schema",
    "docs",
    "README.md",
    "README.zh.md",
    "pyproject.toml",
    "scrapy.cfg",
)
PATIENCE = 3.0
"""A run that takes so many times what the tests take without a mutant is ended, and counts as caught."""
GRACE = 20.0
"""Seconds added to that, for a machine that is busy with other things."""
STRUCTURE = frozenset({0, 1})
"""Whole numbers that say none, one, first or next, and are no thresholds."""

COSTS: Final[Mapping[str, str]] = {
    r"_?(?:MAX_)?REMEMBERED(?:_\w+)?": "how much is remembered of what would be computed again, with the same result",
    r"FOLDED_CHARS": "of a long line both ends are folded, and all of it where that gives too little: its signs are the same",
    r"STEP_CHARS": "a long text is looked at in steps that overlap, and the same is found in it",
    r"LONG_RUN": "how long a list is before it is looked up in, gram by gram, and the same meet",
    r"_BUCKETS|_WAITING|_IN_MEMORY": "how pairs of pages are kept while they are counted, and the same are counted",
}
"""Names of what bounds time or memory alone, and why no result shows it. No test of behaviour can notice its move, so that it is left out
and its number said; everything else that a test should notice stays in, though it be a bound of work."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number in a file of the tree: where it is written (line from 1, offset of its first character in the line) and what it is."""

    path: Path
    line: int
    start: int
    printed: str
    name: str

    @property
    def is_cost(self) -> bool:
        """Whether no result shows it: see :data:`COSTS`."""
        return any(re.fullmatch(pattern, self.name) for pattern in COSTS)

    def moved(self) -> list[str]:
        """The number moved half down and half up, as it would be printed."""
        value = float(self.printed.replace("_", "").lower())
        low, high = value * 0.5, value * 1.5
        if re.fullmatch(r"[\d_]+", self.printed):
            low, high = int(low), int(-(-high // 1))
        return [repr(new) for new in dict.fromkeys((low, high)) if new != value]


def thresholds(path: Path, text: str) -> list[Threshold]:
    """The thresholds of a module or a table, in the order of the file."""
    found = _of_table(path, text) if path.suffix == ".toml" else _of_module(path, text)
    return sorted(found, key=lambda one: (one.line, one.start))


def _of_table(path: Path, text: str) -> Iterator[Threshold]:
    for number, line in enumerate(text.splitlines(), 1):
        entry = re.match(r"""\s*("[^"]*"|[\w-]+)\s*=\s*-?(\d+(?:\.\d+)?)\s*(?:#.*)?$""", line)
        if entry and (float(entry[2]) not in STRUCTURE or "." in entry[2]):
            yield Threshold(path, number, entry.start(2), entry[2], entry[1])


def _of_module(path: Path, text: str) -> Iterator[Threshold]:
    tree = ast.parse(text)
    lines = text.splitlines()
    seen: set[tuple[int, int]] = set()
    for node, name in _places(tree):
        for constant in _numbers(node):
            place = (constant.lineno, constant.col_offset)
            line = lines[constant.lineno - 1].encode()
            printed = line[constant.col_offset : constant.end_col_offset].decode()
            if place not in seen and re.fullmatch(r"[\d_]+(?:\.\d+)?(?:e-?\d+)?", printed):
                seen.add(place)
                start = len(line[: constant.col_offset].decode())
                yield Threshold(path, constant.lineno, start, printed, name or lines[constant.lineno - 1].strip()[:60])


def _places(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Where thresholds stand: constants and tables of a module or class, comparisons, weights beside a name, defaults of arguments."""
    bodies = [tree.body, *(node.body for node in ast.walk(tree) if isinstance(node, ast.ClassDef))]
    for body in bodies:
        for statement in body:
            if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
                target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
                yield statement.value, ast.unparse(target)
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) or _is_weight(node):
            yield node, ""
        elif isinstance(node, ast.FunctionDef):
            for default in (*node.args.defaults, *filter(None, node.args.kw_defaults)):
                yield default, ""


def _is_weight(node: ast.AST) -> bool:
    """A pair of a number and the name of a sign: (2, "a time or a source")."""
    return isinstance(node, ast.Tuple) and any(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in node.elts)


def _numbers(node: ast.AST) -> Iterator[ast.Constant]:
    """The numbers inside a node that are no indices and no arguments of something else than plain arithmetic."""
    if isinstance(node, ast.Constant):
        number = isinstance(node.value, int | float) and not isinstance(node.value, bool)
        if number and (isinstance(node.value, float) or node.value not in STRUCTURE):
            yield node
        return
    if isinstance(node, ast.Subscript):
        yield from _numbers(node.value)
        return
    if isinstance(node, ast.Call) and ast.unparse(node.func) in {"re.compile", "range", "cache", "lru_cache"}:
        return
    for child in ast.iter_child_nodes(node):
        yield from _numbers(child)


def files_of(room: str, root: Path = ROOT) -> list[Path]:
    """The modules of a room and the tables with numbers that they read, relative to the root."""
    modules = sorted((root / "newsbot" / room).rglob("*.py"))
    named = {name for path in modules for name in re.findall(r'"([a-z_]+\.toml)"', path.read_text(encoding="utf-8"))}
    tables = [path for name in sorted(named) if (path := root / "newsbot" / "data" / name).exists()]
    return [path.relative_to(root) for path in (*modules, *tables)]


def mutants(room: str, only: str = "", root: Path = ROOT) -> list[tuple[Threshold, str]]:
    """Every threshold of a room with every value it is moved to, those of :data:`COSTS` too."""
    out = []
    for path in files_of(room, root):
        if only in path.as_posix():
            for threshold in thresholds(path, (root / path).read_text(encoding="utf-8")):
                out += [(threshold, value) for value in threshold.moved()]
    return out


class Copy:
    """A copy of the tree in which one number at a time is another one."""

    def __init__(self, folder: Path, tests: Sequence[str], marked: str, *, near: bool) -> None:
        self.folder, self.marked, self.near = folder, marked, near
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
            elif source.exists():
                shutil.copy2(source, folder / name)
        # Compiled once; a file whose text changes is noticed by its hash, whatever the clock says.
        compileall.compile_dir(folder / "newsbot", quiet=2, invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH)
        found = (sorted((folder / name).rglob("test_*.py")) if (folder / name).is_dir() else [folder / name] for name in tests)
        self.files = [path.relative_to(folder).as_posix() for paths in found for path in paths]

    def run(self, first: Sequence[str] = (), patience: float | None = None) -> tuple[bool, str]:
        """Whether the tests pass, those of ``first`` before the others, and which one failed or the last line that was printed."""
        said = self.folder / "said.txt"
        rest = [] if first and self.near else [name for name in self.files if name not in first]
        child = os.fork()
        if not child:
            self._pytest([*first, *rest], said)
        begun = time.monotonic()
        while not (ended := os.waitpid(child, os.WNOHANG))[0]:
            if patience is not None and time.monotonic() - begun > patience:
                os.killpg(child, signal.SIGKILL)
                os.waitpid(child, 0)
                return False, "took too long"
            time.sleep(0.05)
        text = said.read_text(encoding="utf-8", errors="replace")
        failed = re.search(r"(?m)^(?:FAILED|ERROR) (\S+)", text)
        return ended[1] == 0, failed[1] if failed else (text.strip() or "nothing").splitlines()[-1]

    def _pytest(self, files: Sequence[str], said: Path) -> NoReturn:
        """Run pytest in a process of its own that has no module of the tree yet."""
        os.setpgid(0, 0)
        os.chdir(self.folder)
        with said.open("w", encoding="utf-8") as out:
            os.dup2(out.fileno(), 1)
            os.dup2(out.fileno(), 2)
        os.environ.update(PYTHONPATH=str(self.folder), CI="true")
        sys.path[:] = [str(self.folder), *(path for path in sys.path if Path(path or ".").resolve() not in {ROOT, ROOT / "scripts"})]
        early = "ignore::pytest.PytestAssertRewriteWarning"  # hypothesis is imported before pytest could look at it
        options = ("-x", "-q", "-m", self.marked, "-p", "no:cacheprovider", "-W", early, "--no-header", "--tb=no")
        code = 1
        try:
            code = int(pytest.main([*options, *files]))
        finally:
            sys.stdout.flush()
            os._exit(code)

    def naming(self, path: Path) -> list[str]:
        """The test files that name a module or table, which are the likeliest to notice."""
        named = re.compile(rf"\b{re.escape(path.stem)}\b")
        return [name for name in self.files if named.search((self.folder / name).read_text(encoding="utf-8"))]

    def try_out(self, threshold: Threshold, value: str, patience: float) -> tuple[bool, str]:
        """Run the tests with one number changed, and change it back."""
        path = self.folder / threshold.path
        before = path.read_text(encoding="utf-8")
        lines = before.splitlines(keepends=True)
        line = lines[threshold.line - 1]
        lines[threshold.line - 1] = line[: threshold.start] + value + line[threshold.start + len(threshold.printed) :]
        path.write_text("".join(lines), encoding="utf-8")
        try:
            return self.run(self.naming(threshold.path), patience)
        finally:
            path.write_text(before, encoding="utf-8")


def _told(threshold: Threshold, value: str) -> str:
    return f"{threshold.path.as_posix()}:{threshold.line}:{threshold.start} {threshold.name}: {threshold.printed} -> {value}"


def main() -> int:
    """Try out a sample of a room's mutants and print what became of each."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("room", choices=ROOMS)
    parser.add_argument("--sample", type=int, default=40, help="how many mutants, 0 for all (default 40)")
    parser.add_argument("--seed", type=int, default=1, help="which sample (default 1)")
    parser.add_argument("--only", default="", help="only files whose path holds this")
    parser.add_argument("--costs", action="store_true", help="also those that bound time or memory alone")
    parser.add_argument("--tests", nargs="+", help="tests to run (default: the room's own folder)")
    parser.add_argument("--marked", default="quick", help="which of them, as pytest's -m takes it (default: quick)")
    parser.add_argument(
        "--near", action="store_true", help="only the test files that name the module, where there are any: a fast first look"
    )
    parser.add_argument("--survivors", type=Path, help="file of those that survived or were not tried: read if it is there")
    parser.add_argument("--minutes", type=float, default=60.0, help="stop after so long (default 60)")
    parser.add_argument("--floor", type=float, default=0.0, help="least share of mutants to catch (default 0)")
    options = parser.parse_args()

    every = mutants(options.room, options.only)
    chosen = [mutant for mutant in every if options.costs or not mutant[0].is_cost]
    print(
        f"{len(chosen)} mutants of {len({(one.path, one.line, one.start) for one, _ in chosen})} thresholds in {options.room}, "
        f"and {len(every) - len(chosen)} of what only costs left out",
        flush=True,
    )
    if options.sample and options.sample < len(chosen):
        chosen = random.Random(options.seed).sample(chosen, options.sample)
    if options.survivors and options.survivors.exists():
        left = set(options.survivors.read_text(encoding="utf-8").splitlines())
        chosen = [mutant for mutant in chosen if _told(*mutant) in left]
    chosen.sort(key=lambda mutant: (mutant[0].path, mutant[0].line, mutant[0].start, mutant[1]))
    caught = tried = 0
    survivors: list[str] = []
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = Copy(Path(folder), options.tests or [f"tests/{options.room}"], options.marked, near=options.near)
        begun = time.monotonic()
        passes, said = copy.run()
        if not passes:
            print(f"the tests fail without any mutant: {said}")
            return 1
        patience = (time.monotonic() - begun) * PATIENCE + GRACE
        for threshold, value in chosen:
            if time.monotonic() - begun > options.minutes * 60:
                print(f"time is over: {len(chosen) - tried} mutants not tried")
                survivors += [_told(*mutant) for mutant in chosen[tried:]]
                break
            survived, said = copy.try_out(threshold, value, patience)
            tried, caught = tried + 1, caught + (not survived)
            verdict, why = ("SURVIVED", "") if survived else ("caught  ", f"  ({said})")
            survivors += [_told(threshold, value)] if survived else []
            print(f"{verdict} {_told(threshold, value)}{why}", flush=True)
    if options.survivors:
        options.survivors.write_text("".join(f"{one}\n" for one in survivors), encoding="utf-8")
    share = caught / tried if tried else 1.0
    print(f"caught {caught} of {tried} ({share:.0%})")
    return 0 if share >= options.floor else 1


if __name__ == "__main__":
    sys.exit(main())
