"""What the pages of the documents print is run as printed, or says why not; the examples run where their packages are."""

import doctest
import importlib.util
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from scrapy.utils.misc import load_object

from newsbot.main import COMMANDS, main
from newsbot.presentation.help import HELP
from newsbot.spiders import PageSpider
from scripts import site_pages
from tests.printed import DOCS, PAGES, PARTNERS, REASONS, ROOT, commands, fenced
from tests.test_benchmarks import comparison
from tests.test_main import newsbot
from tests.test_run import DOCUMENTS, PATIENCE, command, environment

CLONE = ("fixtures", "examples", "schema")
"""Folders of the clone that commands name."""
TOGETHER = [DOCS / "tutorial.md", DOCS / "cookbook.md"]
"""Pages of which one goes on where the other ends."""
ALONE = [[page] for page in PAGES if page not in TOGETHER and page.stem != "operations" and commands(page.read_text(encoding="utf-8"))]
"""Other pages that print commands; those of operations.md are in tests/test_operations.py."""


def ours(line: str) -> tuple[str, list[str]]:
    """A line's program, or module after ``python -m``, and its words without a comment."""
    program, *words = shlex.split(line, comments=True)
    return (words[1], words[2:]) if words[:1] == ["-m"] else (program, words)


def run(folder: Path, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run one command as printed: a reading in a process of its own, what only looks in this one."""
    program, words = ours(line)
    if program == "newsbot":
        run_newsbot(folder, line, *words)
    elif program == "scrapy":
        done = subprocess.run(command(*words), cwd=folder, env=environment(), capture_output=True, text=True, timeout=PATIENCE, check=False)
        assert done.returncode == 0, f"{line}\n{done.stderr}"
    elif program == "newsbot.batch":
        pytest.importorskip("pyarrow", reason="no pyarrow: pip install 'newsbot[batch]'")
        subprocess.run([sys.executable, "-m", program, *words], cwd=folder, env=environment(), check=True, timeout=PATIENCE)
    elif words[0] == "benchmarks/comparison.py":
        monkeypatch.setattr(comparison, "DOCUMENTS", {"en": folder / "en.md", "zh": folder / "zh.md"})
        monkeypatch.setattr(comparison, "PASSES", 1)
        monkeypatch.setattr(comparison, "readers", lambda: {"newsbot 0": comparison._newsbot})
        monkeypatch.setattr("sys.argv", words)
        comparison.main()
    else:
        assert words[0] == "examples/pandas_tables.py", f"nobody runs this: {line}"
        if importlib.util.find_spec("pandas") is not None:
            subprocess.run(
                [sys.executable, str(ROOT / words[0]), *words[1:]], cwd=folder, capture_output=True, check=True, timeout=PATIENCE
            )


def run_newsbot(folder: Path, line: str, name: str, *words: str) -> None:
    """Run a command of newsbot; the demo with a few pages and without a browser."""
    words = (*words, "--no-open", "--pages", "20") if name == "demo" else words
    if name in {"demo", "read"}:
        ran = newsbot(folder, name, *words)
        assert ran.code == 0, f"{line}\n{ran.log}"
    else:
        with pytest.raises(SystemExit) as ended:
            main([name, *words])
        assert not ended.value.code, line


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder in which stands what a clone has, what the pages name, and nothing that was written before."""
    for name in CLONE:
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "archive").symlink_to(DOCUMENTS)
    (tmp_path / "FOLDER").symlink_to(ROOT / "fixtures" / "pages")
    for name in ("en", "zh"):
        (tmp_path / f"{name}.md").write_text(f"{comparison.BEGIN}\n{comparison.END}\n{comparison.BEGIN_OTHERS}\n{comparison.END}\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "newsbot.settings")
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("pages", [TOGETHER, *ALONE], ids=lambda pages: "+".join(page.name for page in pages))
def test_every_command_printed_runs_or_says_why_not(pages, here, monkeypatch):
    printed = [each for page in pages for each in commands(page.read_text(encoding="utf-8"))]
    for each in dict.fromkeys(printed):
        if not each.excused and not each.line.startswith(">>>"):
            run(here, each.line, monkeypatch)
    if pages[0].name == "tutorial.md":
        assert (here / "report.html").stat().st_size > 10_000
        assert (here / "trace.html").exists()
        assert "<entry>" in (here / "feed.xml").read_text("utf-8")
        assert len(printed) >= 15


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_reason_for_not_running_a_block_is_known_and_seen_in_it(page):
    for reason, lines in blocks_not_run(page.read_text(encoding="utf-8")):
        assert reason in REASONS
        assert re.search(REASONS[reason], lines, re.MULTILINE), f"nothing below shows the reason: {reason}"


def blocks_not_run(text: str) -> list[tuple[str, str]]:
    """Each reason of a mark, with the block below it."""
    found = re.findall(r"^<!-- not run: ([\w, ]+) -->\n\n?(```.*?^```$|(?:    [^\n]*\n)+)", text, re.MULTILINE | re.DOTALL)
    assert len(found) == text.count("<!-- not run"), "a mark stands right above its block"
    return [(reason, block) for reasons, block in found for reason in reasons.split(", ")]


def test_a_reason_excuses_what_shows_it_and_nothing_else():
    text = """
<!-- not run: network, root -->
```sh
.venv/bin/scrapy crawl civic_news -a url=https://www.example.org/
systemctl stop newsbot.timer
newsbot doctor
```

    scrapy list

<!-- not run: form -->

    scrapy checksources [ID]

Text.

    scrapy check [ID]
"""
    assert [(each.line.split()[0], each.excused) for each in commands(text)] == [
        ("scrapy", True),
        ("systemctl", True),
        ("newsbot", False),
        ("scrapy", False),
        ("scrapy", True),
        ("scrapy", False),
    ]
    assert [reason for reason, _ in blocks_not_run(text)] == ["network", "root", "form"]


@pytest.mark.parametrize("page", [page for pair in PARTNERS.items() for page in pair if ">>> " in page.read_text("utf-8")], ids=str)
def test_python_that_is_shown_gives_what_is_printed(page, monkeypatch):
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert result.attempted >= 3
    assert not result.failed


def test_the_spider_that_is_shown_is_one_and_the_setting_leads_to_an_addon():
    spider, setting = [block for block in fenced((DOCS / "scrapy.md").read_text(encoding="utf-8")) if "newsbot" in block]
    made: dict[str, Any] = {}
    exec(compile(spider + setting, "scrapy.md", "exec"), made)
    assert issubclass(made["Blog"], PageSpider)
    assert [load_object(path).__name__ for path in made["ADDONS"]] == ["NewsbotAddon"]


def test_examples_of_the_help_name_commands_and_options_that_there_are():
    for name, shown in HELP.items():
        for line in shown.examples:
            words = shlex.split(line.rpartition("| ")[2])
            assert words[0] == "newsbot"
            assert words[1] == name
            assert words[1] in COMMANDS


def test_every_page_of_the_site_is_there():
    named = re.findall(r": ([\w.]+\.md)$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(named) > 10
    assert set(named) == {path.name for path in DOCS.glob("*.md")} | set(site_pages.PAGES.values())


def test_links_between_pages_lead_somewhere_on_the_site():
    text = "[why](../ARCHITECTURE.md#laws), [how](sources.md), [code](../newsbot/settings.py), [out](https://example.org/)"
    turned = "[why](architecture.md#laws), [how](sources.md), code (`newsbot/settings.py`), [out](https://example.org/)"
    assert site_pages.linked(text, DOCS) == turned
    assert site_pages.linked("[docs/operations.md](docs/operations.md)", ROOT) == "[docs/operations.md](operations.md)"


@pytest.mark.slow
def test_the_site_is_built_without_a_warning(tmp_path):
    pytest.importorskip("mkdocs", reason="no MkDocs: pip install mkdocs-material")
    pytest.importorskip("material", reason="no theme: pip install mkdocs-material")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(ROOT / "mkdocs.yml"), "-d", str(tmp_path / "site")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "fields.zh.md" not in (tmp_path / "site" / "fields" / "index.html").read_text("utf-8")


def test_the_citation_names_the_version():
    from newsbot import __version__  # noqa: PLC0415

    assert f"\nversion: {__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


ARTICLE = (
    "<html><h1>光明街道推动文明城市创建</h1><p>2024-05-06 09:30 来源：光明日报</p>"
    + "<p>光明街道组织志愿者深入社区，开展环境整治，受到居民欢迎。</p>" * 3
)


def loaded(name: str):
    spec = importlib.util.spec_from_file_location(name, ROOT / "examples" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_object_gives_a_report():
    web_poet = pytest.importorskip("web_poet")
    response = web_poet.HttpResponse("http://a.example/1.html", body=ARTICLE.encode(), headers={"Content-Type": "text/html; charset=utf-8"})
    assert loaded("web_poet_page").CivicReportPage(response).to_item()["title"] == "光明街道推动文明城市创建"


def test_the_step_keeps_reports():
    data = pytest.importorskip("datatrove.data")
    documents = [data.Document(text=text, id=str(n), metadata={"url": f"http://a.example/{n}"}) for n, text in enumerate([ARTICLE, "<p>x"])]
    kept = list(loaded("datatrove_step").CivicReports().run(documents))
    assert [document.metadata["title"] for document in kept] == ["光明街道推动文明城市创建"]
