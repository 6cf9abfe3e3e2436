"""What the tutorial and the cookbook print is run as printed; the examples run where their packages are."""

import importlib.util
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from newsbot.main import COMMANDS, main
from newsbot.presentation.help import HELP
from scripts import site_pages
from tests.test_main import newsbot
from tests.test_run import DOCUMENTS, PATIENCE

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = ("tutorial", "cookbook")
NETWORK = ("crawl", "sources check", "sources new")
"""Commands that ask the web, which no test does."""


def commands(path: Path) -> list[str]:
    """The lines of the shell blocks of a page."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [line.removeprefix(".venv/bin/") for block in blocks for line in block.splitlines() if line]


def run(folder: Path, line: str) -> None:
    """Run one command as printed: a reading in a process of its own, what only looks in this one."""
    program, name, *words = shlex.split(line)
    if program == "python":
        if importlib.util.find_spec("pandas") is not None:
            subprocess.run([sys.executable, str(ROOT / name), *words], cwd=folder, capture_output=True, check=True, timeout=PATIENCE)
        return
    assert program == "newsbot"
    if name == "demo":
        words += ["--no-open", "--pages", "20"]
    if name in {"demo", "read"}:
        ran = newsbot(folder, name, *words)
        assert ran.code == 0, f"{line}\n{ran.log}"
    elif not " ".join((name, *words)).startswith(NETWORK):
        with pytest.raises(SystemExit) as ended:
            main([name, *words])
        assert not ended.value.code, line


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with the documents, as in a clone."""
    (tmp_path / "fixtures").mkdir()
    (tmp_path / "fixtures" / "documents").symlink_to(DOCUMENTS)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "newsbot.settings")
    return tmp_path


@pytest.mark.slow
def test_every_command_of_tutorial_and_cookbook_runs(here):
    lines = [line for page in PAGES for line in commands(DOCS / f"{page}.md")]
    assert len(lines) >= 12
    for line in dict.fromkeys(lines):
        run(here, line)
    assert (here / "report.html").stat().st_size > 10_000
    assert (here / "trace.html").exists()


@pytest.mark.slow
def test_the_commands_of_the_readme_run(here):
    lines = [line for line in commands(ROOT / "README.md") if line.startswith("newsbot ")]
    assert lines == [line for line in commands(ROOT / "README.zh.md") if line.startswith("newsbot ")]
    assert len(lines) >= 4
    for line in lines:
        run(here, line)


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_print_the_same_commands(page):
    assert commands(DOCS / f"{page}.md") == commands(DOCS / f"{page}.zh.md")


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
