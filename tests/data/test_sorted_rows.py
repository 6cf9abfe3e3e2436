"""Tables that are searched in their bytes say the same as their rows read one by one."""

from __future__ import annotations

import gzip
import re

import pytest

from newsbot.data import ENCODING_OF_PACKED, lines_of, sorted_rows
from newsbot.data.sorted_rows import Counts, NumberOfCharacter, SortedRows
from newsbot.text.mojibake.language import TEXT_TABLES
from newsbot.text.mojibake.words import TOTALS, WORD_TABLES

TABLES = [("word_sequences.tsv.gz",), TEXT_TABLES, WORD_TABLES]


@pytest.mark.parametrize("names", TABLES)
def test_every_row_is_found_by_its_key_in_whichever_part_it_stands(names: tuple[str, ...]) -> None:
    rows = SortedRows(*names)
    read = dict(line.split("\t", 1) for name in names for line in lines_of(name))
    assert len(read) > 10_000
    assert [key for key, row in read.items() if rows.get(key) != row] == []


@pytest.mark.parametrize("names", TABLES)
def test_keys_stand_in_order_as_the_search_asks(names: tuple[str, ...]) -> None:
    keys = [line.split("\t", 1)[0].encode(ENCODING_OF_PACKED) for name in names for line in lines_of(name)]
    assert keys == sorted(set(keys))


def test_the_row_of_totals_has_the_sums_of_all_rows() -> None:
    rows = dict(line.split("\t", 1) for name in WORD_TABLES for line in lines_of(name))
    totals = [int(number) for number in rows.pop(TOTALS).split("\t")]
    assert totals == [sum(int(row.split("\t")[column]) for row in rows.values()) for column in (0, 1)]


def test_a_packed_file_that_is_cut_is_no_table(tmp_path, monkeypatch) -> None:
    packed = gzip.compress("# head\n一\t1\n中\t2\n".encode(ENCODING_OF_PACKED))
    monkeypatch.setattr(sorted_rows, "files", lambda _: tmp_path)
    (tmp_path / "whole.gz").write_bytes(packed)
    (tmp_path / "cut.gz").write_bytes(packed[:-4])
    assert SortedRows("whole.gz").get("中") == "2"
    with pytest.raises(EOFError, match="is cut"):
        SortedRows("cut.gz")


def test_a_number_of_a_character_is_what_it_was_given_and_nought_for_others() -> None:
    numbers = NumberOfCharacter("中文一\U00020000", [7, 2**32 - 1, 3, 4])
    assert [numbers[character] for character in "一中文\U00020000丁a\U0010ffff\0"] == [3, 7, 2**32 - 1, 4, 0, 0, 0, 0]
    assert numbers.total() == 7 + 2**32 - 1 + 3 + 4


@pytest.mark.parametrize("absent", ["", "\n", "\t", "#", "一\t", "\n一", "〇〇〇", "\U0010ffff", "\ud800"])
def test_what_no_row_has_is_not_found(absent: str) -> None:
    assert [SortedRows(*names).get(absent) for names in TABLES] == [None] * len(TABLES)


def test_the_comments_at_the_head_are_no_rows() -> None:
    first = next(SortedRows(*TABLES[1]).matching(re.compile(rb"(?m)^.")))
    assert first[0] != b"#"
    assert next(SortedRows(*TABLES[1]).matching(re.compile(rb"(?m)^#")), None) is None


def test_counts_are_those_of_the_printed_groups() -> None:
    counts = Counts("120ab 3c 0d")
    assert [counts[character] for character in "abcdx1 "] == [120, 120, 3, 0, 0, 0, 0]
    assert (counts.characters, len(counts), len(Counts(""))) == ("abcd", 4, 0)
