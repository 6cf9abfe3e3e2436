"""Tables and texts on a terminal: never wider than it is, never with what it would act on."""

import pytest

from newsbot.presentation import terminal
from newsbot.presentation.terminal import TableColumn, cut, fitted, plain_table, show_table, width_of, wrapped
from newsbot.presentation.words import place_in_words, repairs_of
from newsbot.row import Division, Place, Repairs

TEXTS = ["", "x", "社区", "社区治理" * 20, "a" * 60, "社a区b" * 12, "\x1b[31m红"]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("columns", [10, 11, 44])
def test_a_cell_fills_its_columns_whatever_stands_in_it(text, columns):
    cell = fitted(text, columns)
    assert width_of(cell) == columns
    assert "\x1b" not in cell


def test_a_text_that_fits_is_not_cut():
    assert cut("社区治理", 8) == "社区治理"
    assert cut("社区治理", 7) == "社区治…"
    assert cut("社区治理" * 99, 0) == "社区治理" * 99


@pytest.mark.parametrize("text", [*TEXTS, "The quick brown fox 敏捷的棕色狐狸 jumps over " * 4])
def test_a_wrapped_text_loses_nothing_but_blanks(text):
    lines = list(wrapped(text, 20))
    assert all(width_of(line) <= 20 for line in lines) or " " not in text
    assert "".join(lines).replace(" ", "") == terminal.safe(text).replace(" ", "")


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_table_keeps_to_its_width(width):
    rows = [["社区治理" * 20, "x" * 50, "2024-01-01"], ["短", "", "-"]]
    lines = list(plain_table([TableColumn("title"), TableColumn("place", 30), TableColumn("day", 10, "right")], rows, width))
    assert len(lines) == 4
    assert all(width_of(line) <= width for line in lines)
    assert lines[-1].endswith("-")


def test_where_there_is_a_terminal_a_table_has_lines_and_says_the_same(monkeypatch, capsys):
    monkeypatch.setattr(terminal, "is_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    show_table([TableColumn("title", 44), TableColumn("place")], [["社区治理" * 20, "[bold]黄州区[/bold]\x1b[31m"]])
    said = capsys.readouterr().out
    assert "│" in said
    assert "[bold]黄州区" in said  # markup of a page is text
    assert "\x1b[31m" not in said
    assert all(width_of(line) <= 60 for line in said.splitlines())


def test_a_cell_on_a_terminal_has_two_lines_and_says_where_it_is_cut(monkeypatch, capsys):
    monkeypatch.setattr(terminal, "is_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    show_table([TableColumn("title", 20)], [["一二三四五六七八九十" * 2], ["一二三四五六七八九十" * 3]])
    lines = [line.strip("│┃ \n") for line in capsys.readouterr().out.splitlines()]
    assert lines[3:7] == ["一二三四五六七八九十", "一二三四五六七八九十", "一二三四五六七八九十", "一二三四五六七八九…"]


def test_a_street_that_is_named_with_its_county_says_it_once():
    said = Place(city=Division("四平市"), county=Division("铁东区"), street=Division("四平市铁东区七马路街道"))
    assert place_in_words(said) == "四平市铁东区七马路街道"


def test_no_colours_go_into_a_pipe(capsys):
    show_table([TableColumn("title")], [["社区"]])
    assert capsys.readouterr().out == "title\n-----\n社区\n"


def test_places_and_repairs_in_words(monkeypatch):
    monkeypatch.setenv("NEWSBOT_LANG", "en")
    assert place_in_words(Place(province=Division("湖北省"), city=Division("黄冈市"), county=Division("黄州区"))) == "黄冈市黄州区"
    assert place_in_words(Place(province=Division("湖北省"))) == "湖北省"
    assert place_in_words(Place()) == repairs_of(Repairs()) == "-"
    assert repairs_of(Repairs(pinyin_annotations=416, byte_shifts=2)) == "416 pinyin annotations, 2 byte shifts"
    monkeypatch.setenv("NEWSBOT_LANG", "zh")
    assert repairs_of(Repairs(pinyin_annotations=416, byte_shifts=2)) == "拼音注音 416 处、字节错位 2 处"
