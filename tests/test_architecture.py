"""The rooms and their order, as ARCHITECTURE.md draws them: imports run down the list only."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# From the ground up, each with a floor of its own. A module belongs to the entry that names the longest part of its path; it may import
# from its own floor and from those before it. Where a single module is named, it stands lower or higher than the rest of its folder.
LAYERS: tuple[str, ...] = (
    "newsbot.re_internals",
    "newsbot.said",
    "newsbot.exceptions",
    "newsbot.outcomes",
    "newsbot.row",
    "newsbot.gzips",
    "newsbot.uncollected",
    "newsbot.piped",
    "newsbot.data",
    "newsbot.text.mojibake",
    "newsbot.model",
    "newsbot.words",
    "newsbot.addresses",
    "newsbot.text",
    "newsbot.html",
    "newsbot.read_page",
    "newsbot.lines",
    "newsbot.page",
    "newsbot.facts",
    "newsbot.reading",
    "newsbot.fact_steps",
    "newsbot.normalise",
    "newsbot.output",
    "newsbot.boilerplate",
    "newsbot.reposts",
    "newsbot.ledger",
    "newsbot.archive",
    "newsbot.listings",
    "newsbot.discovery",
    "newsbot.fleet",
    "newsbot.run",
    "newsbot.batch",
    "newsbot.presentation",
    "newsbot.scrapy_internals",
    "newsbot.items",
    "newsbot.of_crawler",
    "newsbot.exporters",
    "newsbot.feeds",
    "newsbot.extensions",
    "newsbot.pipelines",
    "newsbot.middlewares",
    "newsbot.spiders",
    "newsbot.scheduler",
    "newsbot.commands",
    "newsbot.settings",
    "newsbot.addon",
    "newsbot.main",
    "newsbot.__main__",
)
SCRAPY_LAYER = LAYERS.index("newsbot.scrapy_internals")
FACADE = "newsbot"
"""The package itself hands out what a user of the library needs (`from newsbot import Page, normalise`), and its version."""

MAX_FILE_LINES = 400
"""Lines of a file that a reader takes in."""
OVERLONG = {"tests/middlewares/test_guards.py": 402, "tests/regex_shapes.py": 419}
"""Files that are longer still, and their lines: they may only become shorter, and leave the table then."""


def modules() -> dict[str, Path]:
    """Every module of the package, by its dotted name."""
    out = {}
    for path in sorted((ROOT / "newsbot").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        out[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return out


MODULES = modules()


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_bytes())


def imports(module: str) -> Iterator[tuple[str, str | None, int]]:
    """Every import, also inside functions: (module, name taken from it or None, line). A module taken from a package is a module."""
    package = module if MODULES[module].name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, None, node.lineno
        elif isinstance(node, ast.ImportFrom):
            parent = package.rsplit(".", node.level - 1)[0] if node.level else ""
            source = ".".join(part for part in (parent, node.module) if part)
            for alias in node.names:
                inner = f"{source}.{alias.name}"
                yield (inner, None, node.lineno) if inner in MODULES and inner != "newsbot.normalise" else (source, alias.name, node.lineno)


def own_imports(module: str) -> Iterator[tuple[str, str | None, int]]:
    return ((source, name, line) for source, name, line in imports(module) if source.split(".")[0] == "newsbot")


def layer(module: str) -> int:
    """Index of the layer that a module belongs to."""
    fits = [(len(room), n) for n, room in enumerate(LAYERS) if f"{module}.".startswith(f"{room}.")]
    assert fits, f"{module} has no place in LAYERS: name it there and in ARCHITECTURE.md"
    return max(fits)[1]


@pytest.mark.parametrize("module", sorted(MODULES.keys() - {FACADE}))
def test_imports_run_down_the_rooms_only(module):
    wrong = [
        f"{MODULES[module].relative_to(ROOT)}:{line} imports {source}"
        for source, name, line in own_imports(module)
        if (source == FACADE and name != "__version__") or (source != FACADE and layer(source) > layer(module))
    ]
    assert not wrong, wrong


def test_the_package_hands_out_nothing_above_normalise():
    too_high = [source for source, _, _ in own_imports(FACADE) if layer(source) > layer("newsbot.normalise")]
    assert not too_high


@pytest.mark.parametrize("module", [m for m in MODULES if m != FACADE and layer(m) < SCRAPY_LAYER] + [FACADE])
def test_nothing_below_the_spider_knows_scrapy(module):
    engines = [f"line {line}: {source}" for source, _, line in imports(module) if source.split(".")[0] in {"scrapy", "twisted"}]
    assert not engines


@pytest.mark.parametrize("module", [m for m in MODULES if f"{m}.".startswith("newsbot.text.")])
def test_text_knows_no_blocks(module):
    words_of_later_rooms = {"Block", "Features", "Piece", "Role", "Report", "Rejection", "Row"}
    taken = {name for source, name, _ in own_imports(module) if source in {"newsbot.model", "newsbot.row"}}
    assert not taken & words_of_later_rooms


def test_mojibake_imports_nothing_of_ours_but_the_tables():
    here = [module for module in MODULES if f"{module}.".startswith("newsbot.text.mojibake.")]
    taken = {source for module in here for source, _, _ in own_imports(module)}
    others = {source for source in taken if not f"{source}.".startswith(("newsbot.text.mojibake.", "newsbot.data."))}
    assert others == set()


def test_no_module_imports_itself_by_way_of_others_not_even_for_types():
    edges = {module: sorted({source for source, _, _ in own_imports(module)} & MODULES.keys() - {FACADE}) for module in MODULES}
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, f"a cycle: {' -> '.join((*way[way.index(module) :], module))}"
        if module not in done:
            for source in edges[module]:
                visit(source, (*way, module))
            done.add(module)

    for module in MODULES:
        visit(module, ())


@pytest.mark.parametrize("module", MODULES)
def test_every_module_says_what_it_is(module):
    assert ast.get_docstring(tree(module)), f"{MODULES[module].relative_to(ROOT)} has no docstring"


FILES = [p.relative_to(ROOT) for top in ("newsbot", "tests", "scripts", "benchmarks") for p in sorted((ROOT / top).rglob("*.py"))]


@pytest.mark.parametrize("path", FILES, ids=str)
def test_files_have_a_readable_length(path):
    lines = len((ROOT / path).read_text(encoding="utf-8").splitlines())
    assert lines <= OVERLONG.get(path.as_posix(), MAX_FILE_LINES)


def test_no_file_of_readable_length_is_excused():
    lengths = {name: len((ROOT / name).read_text(encoding="utf-8").splitlines()) for name in OVERLONG}
    assert not [name for name, lines in lengths.items() if lines <= MAX_FILE_LINES]


KNOW_DATABASES = {f"newsbot.ledger.{name}" for name in ("address", "engine", "schema", "server")} | {"newsbot.spiders.options"}
"""Modules that name a kind of database: what another one touches, with `newsbot.ledger.health`, which looks one over."""
KNOW_THE_SPIDER = {"newsbot.commands.crawl", "newsbot.main", "newsbot.presentation.help"}
"""Modules outside its own that name the spider of this project: none of them is needed by a second one."""


def strings(module: str) -> Iterator[str]:
    """The strings of a module, docstrings aside."""
    said = {node.value for node in ast.walk(tree(module)) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in said:
            yield node.value


def test_what_another_database_touches_is_a_short_list():
    names = re.compile(r"sqlite[:+]|^sqlite$|postgres|psycopg")
    assert {module for module in MODULES if any(names.search(text) for text in strings(module))} == KNOW_DATABASES


def test_what_a_second_spider_touches_is_its_own_module():
    names = re.compile(r"\bcivic_news\b")
    named = {module for module in MODULES if any(names.search(text) for text in strings(module))}
    imported = {module for module in MODULES if any(source == "newsbot.spiders.civic_news" for source, _, _ in own_imports(module))}
    assert named | imported - {FACADE} == KNOW_THE_SPIDER | {"newsbot.spiders.civic_news"}


def test_every_floor_is_one_room_that_is_there():
    assert len(set(LAYERS)) == len(LAYERS)
    assert not [room for room in LAYERS if room not in MODULES]


def test_the_picture_names_every_room():
    picture = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    folders = [f"{p.name}/" for p in (ROOT / "newsbot").iterdir() if p.is_dir() and p.name != "__pycache__" and any(p.glob("*.*"))]
    files = [p.name for p in (ROOT / "newsbot").glob("*.py") if p.name != "__init__.py"]
    assert not [name for name in sorted(folders + files) if name not in picture]


def test_the_picture_names_no_room_that_is_not_there():
    lines = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").split("```")[1].splitlines()
    named = [word for line in lines for word in line.split()[:1] if word.endswith(("/", ".py"))]
    assert named
    assert not [name for name in named if not list(ROOT.glob(f"**/{name.strip('/')}"))]


KNOWN_TWICE = {"Command", "logger"}
"""Public names with more than one home: Scrapy wants one class of each command, and all of Python calls a module's logger so."""


def public_definitions(module: str) -> Iterator[str]:
    """The classes, functions and constants of a module that others may use."""
    for node in tree(module).body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            names = [node.name]
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            parts = [part for target in targets for part in (target.elts if isinstance(target, ast.Tuple) else [target])]
            names = [part.id for part in parts if isinstance(part, ast.Name)]
        else:
            names = []
        yield from (name for name in names if not name.startswith("_"))


def test_a_public_name_means_one_thing():
    where: dict[str, set[str]] = {}
    for module in MODULES:
        for name in public_definitions(module):
            where.setdefault(name, set()).add(module)
    assert {name for name, homes in where.items() if len(homes) > 1} == KNOWN_TWICE
