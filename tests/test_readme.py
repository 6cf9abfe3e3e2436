"""What README.md, its Chinese sister and docs/ say is true: commands, examples, tables, links."""

import doctest
import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from newsbot import exceptions
from newsbot.main import COMMANDS
from newsbot.model import Outcome
from newsbot.row import Row
from newsbot.run.arguments import MAY_BE
from newsbot.spiders.options import SETTINGS
from scripts.fields import rows as rows_of_page
from scripts.readme_row import READMES, block, rows

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted((ROOT / "fixtures" / "documents").glob("*.txt"))
PAGES = [*READMES, ROOT / "ARCHITECTURE.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


KEYS = [field.name for field in fields(Row)]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


readmes = pytest.mark.parametrize("readme", READMES, ids=name)


def commands(readme: Path) -> list[str]:
    return re.findall(r"^python3 -m venv .*$", readme.read_text(encoding="utf-8"), re.MULTILINE)


def table(text: str, head: str) -> list[list[str]]:
    """Cells of the table whose head line begins with ``head``."""
    _, found, rest = text.partition(f"\n| {head}")
    assert found, f"no table begins with {head}"
    lines = rest.split("\n\n")[0].splitlines()[2:]
    return [[cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


@readmes
def test_there_are_two_commands_and_each_builds_its_environment(readme):
    main_job, tests = commands(readme)
    assert main_job.endswith("scrapy crawl civic_news -a replay=fixtures/documents -O reports.jsonl")
    assert tests.endswith("/pytest -n auto --maxprocesses 4 --dist loadfile")
    assert commands(readme) == commands(READMES[0])


@readmes
def test_python_examples_give_what_is_printed(readme, monkeypatch):
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(str(readme), module_relative=False, encoding="utf-8")
    assert result.attempted >= 8
    assert not result.failed


@readmes
def test_the_row_shown_is_the_row_that_comes_out(readme):
    text = readme.read_text(encoding="utf-8")
    assert block() in text, "renew it: python scripts/readme_row.py"
    shown = json.loads(text.partition("```json\n")[2].partition("```")[0])
    assert list(shown) == KEYS


@readmes
def test_repairs_shown_are_those_of_the_documents(readme):
    found = "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    handed_over = "\n".join("\n".join([row["title"], *row["body"]]) for row in rows())
    examples = table(readme.read_text(encoding="utf-8"), "damage" if readme == READMES[0] else "损坏")
    assert len(examples) == 5
    assert not [before for _, before, _ in examples if before.strip("`") not in found]
    assert not [after for _, _, after in examples if after.strip("`") not in handed_over]


@readmes
def test_every_argument_setting_and_exit_code_is_told(readme):
    text = readme.read_text(encoding="utf-8")
    chinese = readme != READMES[0]
    arguments = table(text, "参数" if chinese else "argument")
    settings = table(text, "设置" if chinese else "setting")
    codes = table(text, "退出码" if chinese else "code")
    assert {row[0].strip("`").partition("=")[0] for row in arguments} == set(MAY_BE)
    assert {name for row in settings for name in re.findall(r"\w+", row[0])} == set(SETTINGS)
    errors = [value for value in vars(exceptions).values() if isinstance(value, type) and issubclass(value, exceptions.NewsbotError)]
    raised = {error.exit_code for error in errors}
    assert {int(code) for row in codes for code in re.findall(r"\d+", row[0])} == raised | {0, 130, 143}


def test_every_key_of_a_row_is_told_as_its_declaration_tells_it():
    text = (ROOT / "docs" / "fields.md").read_text(encoding="utf-8")
    assert [row[0].strip("`") for row in table(text, "key")] == KEYS
    assert rows_of_page("fields", "en") in text, "run: python scripts/fields.py"


def test_every_outcome_is_told():
    outcomes = [row[0].strip("`") for row in table((ROOT / "docs" / "outcomes.md").read_text(encoding="utf-8"), "outcome")]
    assert outcomes == [outcome.value for outcome in Outcome]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_and_paths_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    links = {link for link in re.findall(r"\]\(([^)\s]{1,200})\)", text) if "://" not in link}
    assert not [link for link in sorted(links) if not (page.parent / link.partition("#")[0]).exists()]
    paths = set(re.findall(r"(?<![\w/.])(?:newsbot|tests|scripts|schema|fixtures|docs)/[\w./-]*\w", text))
    assert not [path for path in sorted(paths) if not (ROOT / path).exists()]


@readmes
def test_every_command_of_newsbot_stands_in_the_table(readme):
    rows = table(readme.read_text(encoding="utf-8"), "command |" if readme == READMES[0] else "命令 |")
    assert {row[0].strip("`") for row in rows} == set(COMMANDS)
