"""Every regular expression of the program costs about as many steps as its text has characters, whatever the text is.

Pages come from strangers, and one line of 20,000 blanks or digits holds a careless pattern for hours. See :mod:`tests.regex_shapes`.
"""

import ast
import gc
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from tests.regex_shapes import attacks, faults

ROOT = Path(__file__).parents[1]

LENGTH = 20_000
"""Characters of a hostile text. A pattern that tries every pair of places takes several seconds for it, one that tries every triple
takes days, and a linear one some milliseconds."""

SECONDS = 1.0
"""Processor time that a pattern may take for one of them: no measure of speed, but a bound against explosion."""

LINES = [
    "0", "2023-", "1年", "12:", "1,", " ", "\u3000", "\xa0 ", "<", "<a ", "(", "（记者 ", "【", "，文", "、", "文", "来源:    ", "作者 ",
    "编辑：", "a", "a@", "abc@a.", "http://", "/", "&amp;", "&#", "?(a", "创(ch", "-", "|", "王某 ", "摄", "a:", "\r\n ", "\x01",
]  # fmt: skip
"""What hostile lines are made of, repeated up to half of LENGTH."""


@dataclass(frozen=True)
class Pattern:
    source: str | bytes
    flags: int
    where: str

    @cached_property
    def compiled(self):
        return re.compile(self.source, self.flags)

    def __str__(self):
        return f"{self.where}: {self.source[:100]!r}"


def written() -> Iterator[tuple[str, range, ast.expr]]:
    """Every call like `re.search(…)` in the source: its file, its lines, its pattern."""
    names = {f"re.{name}" for name in ("compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")}
    for path in sorted((ROOT / "newsbot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and ast.unparse(node.func.value) == "re"
                and node.func.attr in names
            ):
                yield str(path.relative_to(ROOT)), range(node.lineno, (node.end_lineno or node.lineno) + 1), node.args[0]


@pytest.fixture(scope="module")
def patterns() -> list[Pattern]:
    """All patterns that the program makes when it runs, and those that stand in its source."""
    command = [sys.executable, "-m", "tests.regexes_in_use"]
    lines = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=True, cwd=ROOT).stdout.splitlines()
    found: dict[tuple[str | bytes, int], str] = {}
    for entry in map(json.loads, lines):
        source = entry["pattern"].encode("latin-1") if entry["bytes"] else entry["pattern"]
        found[source, entry["flags"]] = ", ".join(entry["where"])
    ran = {where for places in found.values() for where in places.split(", ")}
    sources = {source for source, _ in found}
    unseen = []
    for path, rows, pattern in written():
        if isinstance(pattern, ast.Constant) and isinstance(pattern.value, (str, bytes)):
            if pattern.value not in sources:
                found[pattern.value, 0] = f"{path}:{rows[0]}"
        elif not any(f"{path}:{row}" in ran for row in rows):
            unseen.append(f"{path}:{rows[0]}")
    assert not unseen, (
        f"no test of patterns sees these, which are put together while running: make them constants of their module: {unseen}"
    )
    assert len(found) > 100
    return [Pattern(source, flags, where) for (source, flags), where in found.items()]


def test_no_pattern_has_a_shape_that_explodes(patterns):
    found = [f"{pattern}: {fault}" for pattern in patterns for fault in faults(pattern.source, pattern.flags)]
    assert not found, "\n".join(["bound the repeat ({0,40}) or separate it from what follows:", *found])


def test_no_pattern_explodes_on_hostile_text(patterns):
    texts = [unit * (LENGTH // 2 // len(unit)) for unit in LINES]
    slow = []
    for pattern in patterns:
        for text in [*texts, *attacks(pattern.source, pattern.flags, LENGTH)]:
            subject = text.encode("utf-8", "surrogatepass") if isinstance(pattern.source, bytes) else text
            with processor_time(SECONDS) as spent:
                for _ in pattern.compiled.finditer(subject):
                    pass
            if spent:
                slow.append(f"{pattern} on {text[:40]!r} …")
                break
    assert not slow, "\n".join(slow)


@contextmanager
def processor_time(seconds: float) -> Iterator[list[str]]:
    """Break off what takes longer, and say so in the list. `re` looks at signals while it works.

    Garbage of the tests before is collected at other times: its time is not the pattern's, and an error raised there would be lost.
    """
    spent: list[str] = []

    class SpentError(BaseException):
        pass

    def stop(*_: object) -> None:
        raise SpentError

    before = signal.signal(signal.SIGVTALRM, stop)
    gc.disable()
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield spent
    except SpentError:
        spent.append("out of time")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        gc.enable()
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize(
    "pattern",
    [
        r"\s+$",
        r"[\w.+-]+@[\w-]+",
        r"<!--.*?-->",
        r"(\d+)\s*[-年/.](\d+)",
        r"来源[:：]\s*(.*?)\s*(?:编辑|$)",
        r"((?:[\u4e00-\u9fa5]+\s*)+)编辑",
        r'"(?:\\.|[^"])*"',
        r"(?:a|a)*b",
        r"(?:a?)*b",
        r"^.*正文",
        r"^\d+\d年",
        r"(?<!\d)\d+ ?\d+年",
        r"(?m)^[^,]*,",
        r"x*+y",
        r"(.)\1+年",
    ],
)
def test_shapes_that_explode_are_found(pattern):
    assert faults(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"\s+",
        r"[^\w]+|_+",
        r"<[^<>]*>",
        r"^\s*正文",
        r"^\s+$",
        r"(?<!\d)\d+年",
        r"来源[:：][ \t\u3000]{0,4}([^\s，。；|]{1,40})",
        r"(?:<[^<>]*+>[ \t]{0,99}+){20,}+",
        r"\d+(?:\.\d+)?",
        r"^(?:,[^,]*)*$",
        r"[？?]+(?:[a-z]{1,6}\))?",
    ],
)
def test_harmless_shapes_are_left_alone(pattern):
    assert not faults(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"编辑[:：](?:[\w]{1,40} ?){1,40}摄",
        r"<script(?=[\s>])(?:[^<>=]++|=(?:\"[^\"]*+\"|))*+>",  # quoted, a beginning stands inside another's run
    ],
)
def test_texts_made_against_a_pattern_reach_its_weak_place(pattern):
    weak = re.compile(pattern)
    with processor_time(0.2) as spent:
        for text in attacks(pattern, 0, 50_000):
            weak.search(text)
    assert spent
