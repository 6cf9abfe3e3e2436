"""Every page of the documents stands in English and in Chinese: the same headings, commands, tables and figures."""

import re
from pathlib import Path

import pytest

from newsbot.presentation.messages import LANGUAGES
from scripts import fields, site_pages
from tests.printed import DOCS, PARTNERS, ROOT, bare, commands, fenced, indented

ENGLISH_ALONE = {"contributing.md", "changes.md"}
"""Pages of the site for whoever changes the code."""

pairs = pytest.mark.parametrize(("english", "chinese"), PARTNERS.items(), ids=lambda path: path.relative_to(ROOT).as_posix())


def headings(text: str) -> list[int]:
    """The levels of a page's headings, in their order."""
    return [len(marks) for marks in re.findall(r"^(#{1,6}) ", bare(text), re.MULTILINE)]


def row_heads(text: str) -> list[list[str]]:
    """The names between backquotes in the first cell of each row of a table."""
    return [re.findall(r"`[^`]+`", line.split(" | ")[0]) for line in bare(text).splitlines() if line.startswith("|")]


def test_every_page_has_a_chinese_sister_and_no_chinese_page_stands_alone():
    assert not [path for pair in PARTNERS.items() for path in pair if not path.is_file()]
    assert set(PARTNERS.values()) == {*DOCS.glob("*.zh.md"), ROOT / "README.zh.md"}
    on_site = {*site_pages.PAGES.values(), *(page.name for page in DOCS.glob("*.md"))} - ENGLISH_ALONE
    assert {name for name in on_site if ".zh" not in name} == {name.replace(".zh", "") for name in on_site if ".zh" in name}


@pairs
def test_sisters_lead_to_each_other(english, chinese):
    def link(of: Path, to: Path) -> str:
        return f"]({'../' if of.parent == DOCS != to.parent else 'docs/' if to.parent == DOCS != of.parent else ''}{to.name})"

    assert f"[中文{link(english, chinese)}" in english.read_text(encoding="utf-8")[:300]
    assert f"[English{link(chinese, english)}" in chinese.read_text(encoding="utf-8")[:300]


@pairs
def test_sisters_have_the_same_headings_commands_and_tables(english, chinese):
    ours, theirs = english.read_text(encoding="utf-8"), chinese.read_text(encoding="utf-8")
    assert headings(ours) == headings(theirs)
    assert fenced(ours) == fenced(theirs)
    assert indented(ours) == indented(theirs)
    assert commands(ours) == commands(theirs), "the reasons for what is not run, too"
    assert row_heads(ours) == row_heads(theirs)


@pairs
def test_the_chinese_page_is_chinese_and_says_as_much(english, chinese):
    text = bare(chinese.read_text(encoding="utf-8"))
    han = len(re.findall("[一-鿿]", text))
    words = len(re.findall(r"[A-Za-z]{2,}", bare(english.read_text(encoding="utf-8"))))
    assert han > words / 2, "a word of English is one and a half to two characters: something is left out"
    sentences = re.findall(r"(?:\b[a-z]{2,}\b[ ,]){8,}", re.sub(r"`[^`]*`|^ {4,}.*$", "", text, flags=re.MULTILINE))
    assert sentences == []


def test_a_page_that_lacks_a_command_or_a_heading_is_found():
    whole = "# A\n\n```sh\nnewsbot demo\n```\n\n    scrapy list\n\n| `a` | b |\n## B\n"
    assert (headings(whole), fenced(whole), indented(whole), row_heads(whole)) == ([1, 2], ["newsbot demo\n"], ["scrapy list"], [["`a`"]])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", fields.TABLES)
def test_generated_tables_are_what_the_declarations_give(name, language):
    assert fields.renewed(name, language) == fields.page(name, language).read_text(encoding="utf-8"), "run: python scripts/fields.py"
    assert fields.rows(name, language) in fields.page(name, language).read_text(encoding="utf-8")
