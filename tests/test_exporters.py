"""One row in every format: as plain data that comes back, and as a table that people can open."""

import csv
import io
import json
import marshal
import pickle
import xml.etree.ElementTree as ET
from codecs import BOM_UTF8
from typing import Any

import pytest
from scrapy.utils.misc import load_object

from newsbot import settings as project
from newsbot.exceptions import ArgumentError
from newsbot.exporters import FORMATS, RowCsvExporter, plain_row
from newsbot.feeds import WholeFileStorage
from newsbot.output.cells import CUT, FORMULA_SIGNS, MAX_CELL_UNITS, cell
from newsbot.output.files import WholeFile
from newsbot.row import Author, Division, Place, Row, Topic


def a_row(**given: Any) -> Row:
    hints = Row.__dataclass_fields__
    empty: dict[str, Any] = dict.fromkeys(hints)
    empty |= {name: [] for name, field in hints.items() if str(field.type).startswith("list")}
    values = {
        "id": "0123456789abcdef",
        "revision": 1,
        "title": "社区\x0b治理",
        "authors": [Author("王某", "reporter")],
        "body": ["第一段", "第二段，<b>"],
        "place": Place(province=Division("湖南省", "430000")),
        "topic": Topic(2.5, ["文明城市"]),
    }
    return Row(**{**empty, **values, **given})


def written(name: str, *rows: Any, **options: Any) -> bytes:
    file: Any = io.BytesIO()
    exporter = FORMATS[name](file, encoding="utf-8", **options)
    exporter.start_exporting()
    for row in rows:
        exporter.export_item(row)
    exporter.finish_exporting()
    data: bytes = file.getvalue()
    return data


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_every_format_of_the_project_has_an_exporter_of_ours():
    assert {load_object(path) for path in project.FEED_EXPORTERS.values()} == {made for name, made in FORMATS.items() if name != "jsonl.gz"}


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("json", lambda data: json.loads(data)[1]),
        ("jsonl", lambda data: json.loads(data.splitlines()[1])),
        ("pickle", lambda data: [pickle.load(file) for file in [io.BytesIO(data)] for _ in range(2)][1]),
        ("marshal", lambda data: [marshal.load(file) for file in [io.BytesIO(data)] for _ in range(2)][1]),
    ],
)
def test_programs_read_the_same_plain_data_from_every_format(name, read):
    row = a_row()
    assert read(written(name, a_row(title="x"), row)) == plain_row(row)
    assert list(read(written(name, row, row))) == list(Row.__dataclass_fields__)


def test_xml_is_valid_whatever_a_title_holds_and_nothing_is_an_empty_element():
    root = ET.fromstring(written("xml", a_row(title="a\x0b\ufffe<b>&", source=None)))
    (item,) = root
    assert [part.tag for part in item] == list(Row.__dataclass_fields__)
    assert item.findtext("title") == "a\ufffd\ufffd<b>&"
    assert item.findtext("source") == ""
    assert [part.text for part in item.findall("body/value")] == ["第一段", "第二段，<b>"]
    assert item.findtext("authors/value/name") == "王某"


def test_parquet_has_the_types_of_the_row_and_of_the_fields_asked_for():
    parquet = pytest.importorskip("pyarrow.parquet")
    read = parquet.read_table(io.BytesIO(written("parquet", a_row(), a_row(title=None))))
    assert read.column("body").to_pylist()[0] == ["第一段", "第二段，<b>"]
    assert str(read.schema.field("revision").type) == "int64"
    assert parquet.read_table(io.BytesIO(written("parquet"))).column_names == list(Row.__dataclass_fields__)
    few = parquet.read_table(io.BytesIO(written("parquet", a_row(), fields_to_export=["id", "topic"])))
    assert few.column_names == ["id", "topic"]
    assert parquet.read_table(io.BytesIO(written("parquet", {"a": 1}))).to_pylist() == [{"a": 1}]


def test_a_table_begins_with_the_mark_of_utf8_and_names_its_columns_once(tmp_path):
    data = written("csv", a_row(), a_row())
    assert data.startswith(BOM_UTF8)
    assert [row["id"] for row in table(data)] == ["0123456789abcdef"] * 2
    assert table(written("csv")) == []
    assert written("csv").decode("utf-8-sig").split(",")[0] == "id"
    place = tmp_path / "x.csv"
    place.write_bytes(data)
    file: Any = WholeFile(place, append=True)
    exporter = RowCsvExporter(file, encoding="utf-8")
    exporter.start_exporting()
    exporter.export_item(a_row())
    exporter.finish_exporting()
    file.commit()
    assert place.read_bytes().count(BOM_UTF8) == 1
    assert len(table(place.read_bytes())) == 3


def test_a_table_of_some_fields_under_other_names():
    (row,) = table(written("csv", a_row(), fields_to_export={"id": "名称", "body": "正文"}))
    assert row == {"名称": "0123456789abcdef", "正文": "第一段\n第二段，<b>"}


def test_cells_are_for_people():
    assert cell(None) == cell([]) == cell({}) == ""
    assert cell(["第一段", "第二段"]) == "第一段\n第二段"
    assert json.loads(cell([{"name": "王某"}])) == [{"name": "王某"}]
    assert cell(-3) == "-3"


RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What OWASP's page on CSV injection lists, and the full-width forms that spreadsheets in East Asia take for the same."""


def test_the_signs_that_are_guarded_are_those_that_spreadsheets_run():
    assert set(FORMULA_SIGNS) >= set(RUN_BY_SPREADSHEETS)


@pytest.mark.parametrize("sign", RUN_BY_SPREADSHEETS)
def test_no_cell_is_a_formula(sign):
    assert cell(f"{sign}HYPERLINK(1)") == f"'{sign}HYPERLINK(1)"
    assert cell([f"{sign}1", "x"]).startswith("'")


@pytest.mark.parametrize("character", ["字", "𠀀"])
def test_a_cell_is_cut_where_excel_would_drop_the_rest_and_says_so(character):
    units = 1 + (character > "\uffff")
    full = character * (MAX_CELL_UNITS // units)
    assert cell(full) == full
    cut = cell(full + character)
    assert cut.endswith(CUT)
    assert MAX_CELL_UNITS - 1 <= len(cut.encode("utf-16-le")) // 2 <= MAX_CELL_UNITS
    assert cell(["x" * MAX_CELL_UNITS, "y"]).endswith(CUT)
    assert cell([{"a": "x" * MAX_CELL_UNITS}]).endswith(CUT)


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "jsonl.gz"])
def test_an_item_that_cannot_be_written_gives_the_whole_file_up(tmp_path, name):
    if name == "parquet":
        pytest.importorskip("pyarrow")
    file: Any = WholeFile(tmp_path / "out")
    exporter = FORMATS[name](file, encoding="utf-8")
    exporter.start_exporting()
    exporter.export_item({"a": 1.0})
    exporter.export_item({"a": float("nan")})
    assert file.error is not None
    exporter.finish_exporting()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["json", "xml", "parquet"])
def test_nothing_is_appended_to_a_file_that_has_an_end(tmp_path, name):
    if name == "parquet":
        pytest.importorskip("pyarrow")
    place = tmp_path / f"out.{name}"
    place.write_text("x")
    with pytest.raises(ArgumentError, match="nothing can be appended"):
        WholeFileStorage(str(place), feed_options={"format": name})
    assert WholeFileStorage(str(place), feed_options={"format": name, "overwrite": True}).failure() is None


def test_parquet_without_pyarrow_is_refused_before_the_first_request(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(ArgumentError, match=r"newsbot\[parquet\]"):
        WholeFileStorage(str(tmp_path / "x.parquet"), feed_options={"format": "parquet", "overwrite": True})
