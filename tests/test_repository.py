"""What is in the repository: nothing of one machine, nothing unfinished, nothing without origin, the given documents as they were given."""

import ast
import gzip
import hashlib
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

DOCUMENTS = {
    "000_739077fb25da51b6.txt": "7853c6d8fae9e2ee4712bbe34cd7fad29e3f93aca905a98e6e7c73ce3a089636",
    "001_a139913f6758490a.txt": "b6edd9f6724f9e0081b46685571c36976f176d9d090b3f4cca1bffa6c286d998",
    "002_fd9bcabec903d318.txt": "8365ec002f2bee3f6483a2928719d221a6c8b8f3baccd1ee8cb88d1e2122726e",
    "003_dc422966178654f3.txt": "29448f58368326bc3da9d32ba8627302364489628b639ed4f69c1679f0584569",
    "004_c36778f2f98b188b.txt": "90e93a431d60d4d394979967f8939b45d65b2b6b4e769440d9166c17d6eb8bbd",
}
"""sha256 of the five documents, which are what somebody handed over and never change."""

LARGEST = 1024 * 1024
"""Bytes of a file."""


@cache
def tracked() -> list[Path]:
    """Files that git knows, or, in a copy without git, all files that are not hidden."""
    run = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if run.returncode == 0:
        paths = [ROOT / name for name in run.stdout.split("\0") if name]
    else:
        paths = [p for p in ROOT.rglob("*") if not any(part.startswith(".") or part == "__pycache__" for part in p.relative_to(ROOT).parts)]
    return [path for path in paths if path.is_file()]


def texts() -> list[tuple[str, str]]:
    """Every file that is text, with its name."""
    out = []
    for path in tracked():
        data = path.read_bytes()
        if b"\0" not in data:
            out.append((str(path.relative_to(ROOT)), data.decode("utf-8", "replace")))
    return out


def places(pattern: str, *, but: tuple[str, ...] = ()) -> list[str]:
    """`file:line: text` wherever the pattern stands; ``but`` names files (ends of their names) that may hold it."""
    found = re.compile(pattern)
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts()
        if not name.endswith(("test_repository.py", *but))
        for number, line in enumerate(text.splitlines(), 1)
        if found.search(line)
    ]


def test_no_file_names_a_path_of_somebodys_machine():
    assert not places(r"(?<![\w.:/-])/(?:Users|farm|home|mnt|root|tmp|work)/\w|\b[A-Z]:\\\\?Users\b")


def test_nothing_is_unfinished_or_switched_off():
    assert not places(r"\b(?:TODO|FIXME|XXX|HACK)\b(?!X)", but=(".txt", ".tsv", ".json", ".jsonl"))
    assert not places(r"pytest\.mark\.(?:skip|xfail)\b")


def test_no_file_is_large():
    assert not [f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes" for path in tracked() if path.stat().st_size > LARGEST]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_given_documents_are_as_they_were_given(name):
    assert hashlib.sha256((ROOT / "fixtures" / "documents" / name).read_bytes()).hexdigest() == DOCUMENTS[name]


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda path: path.name)
def test_a_lock_holds_versions_and_hashes_and_no_host(path):
    lock = path.read_text(encoding="utf-8")
    requirements = re.findall(r"^[A-Za-z0-9].*(?:\n[ ].*)*", lock, re.MULTILINE)
    assert requirements
    assert not [entry.splitlines()[0] for entry in requirements if "==" not in entry or "--hash=sha256:" not in entry]
    assert not re.search(r"https?:|^-|@ file|--(?:index-url|extra-index-url|find-links|trusted-host)", lock, re.MULTILINE)


def test_the_lock_holds_everything_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"], *project["build-system"]["requires"]]
    locked = re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / "requirements" / "ci.txt").read_text(encoding="utf-8"), re.MULTILINE)
    names = {re.match(r"[A-Za-z0-9._-]+", requirement)[0].lower().replace("_", "-") for requirement in asked}  # type: ignore[index]
    assert not names - set(locked)


def test_what_runs_in_production_is_what_was_tested():
    def versions(name):
        lock = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        return dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", lock, re.MULTILINE))

    runs, tested = versions("run.txt"), versions("ci.txt")
    assert {"scrapy", "psycopg", "hatchling"} <= set(runs)
    assert runs.items() <= tested.items()
    assert not {"pytest", "mypy", "ruff"} & set(runs)


def test_the_licence_is_apache_2():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["license"] == "Apache-2.0"


DATA = [p for p in tracked() if p.is_relative_to(ROOT / "newsbot" / "data") and p.suffix != ".py" and p.name != "README.md"]


@pytest.mark.parametrize("path", DATA, ids=lambda path: str(path.relative_to(ROOT / "newsbot" / "data")))
def test_every_table_says_where_it_comes_from_and_under_what_licence(path):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", errors="replace") as file:
        words = "".join(file.readline()[:400] for _ in range(8)).lower()
    readme = path.with_name("README.md")
    if readme.exists() and path.name in readme.read_text(encoding="utf-8"):
        words += readme.read_text(encoding="utf-8").lower()
    assert "origin:" in words
    assert "licence:" in words


def test_the_package_tells_type_checkers_that_it_is_typed():
    assert (ROOT / "newsbot" / "py.typed").is_file()


def test_text_is_utf_8_with_the_line_ends_of_unix():
    ours = [path for path in tracked() if not path.is_relative_to(ROOT / "fixtures")]
    files = {path: data for path in ours if b"\0" not in (data := path.read_bytes())}
    assert not [path for path, data in files.items() if b"\r\n" in data]
    assert not [path for path, data in files.items() if data.decode("utf-8", "replace").encode() != data]


HAN = "[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]"
HAN_SHAPES = re.compile(f"{HAN}-{HAN}|^[\u3400\u4e00\u9fff]$")
"""A range in a character class, and the ends of the blocks by themselves: shapes, which code may hold, and no words."""


def han_literals(path: Path) -> list[str]:
    """The string literals of a module that hold Han characters, without its docstrings and ranges."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    notes = {
        id(part.value)
        for node in nodes
        if isinstance(body := getattr(node, "body", None), list)
        for part in body
        if isinstance(part, ast.Expr)
    }
    values = (node.value for node in nodes if isinstance(node, ast.Constant) and id(node) not in notes)
    return [value for value in values if isinstance(value, str) and re.search(HAN, HAN_SHAPES.sub("", value))]


def test_no_chinese_word_stands_in_code():
    code = [path for path in (ROOT / "newsbot").rglob("*.py") if path.parent.name != "data"]
    assert {path.name: words for path in code if (words := han_literals(path))} == {}, "words stand in newsbot/data/, code holds shapes"


def test_a_chinese_word_is_told_from_a_range_and_from_a_docstring(tmp_path):
    module = tmp_path / "module.py"
    module.write_text('"""社区"""\nA = "[\\u4e00-\\u9fff]街"\nB = "一"\nC = f"{A}路[\u3400-\u4dbf]"\nD = ("说", "x")\n', encoding="utf-8")
    assert han_literals(module) == ["[\u4e00-\u9fff]街", "路[\u3400-\u4dbf]", "说"]
