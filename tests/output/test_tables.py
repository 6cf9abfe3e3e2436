"""Tidy tables: every line joins to its report, no text runs, the same rows give the same bytes."""

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from newsbot.commands.export import write
from newsbot.exceptions import ArgumentError
from newsbot.ledger import Ledger
from newsbot.output.articles import news_article, zyte_article
from newsbot.output.table_files import CARD
from newsbot.output.tables import PHRASES, TABLES, table_lines
from newsbot.row import Author, Copy, Division, Figure, Place, Practice
from tests.ledger.made import report


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    place = str(tmp_path / "ledger.sqlite")
    first = report(1, source="人民网", title="=HYPERLINK(1)")
    first.figures = [Figure(4200.0, "人次", "入户", "4200余人次", "余", 0)]
    first.practices = [Practice("四包", "机制", 1)]
    first.place = Place(Division("湖北省", "420000"), Division("黄冈市", "421100"), candidates=[Division("黄州区", "421102")])
    first.authors = [Author("祁晓燕", "reporter")]
    with Ledger.open(place, run="one", version="1") as opened:
        opened.record(first)
        opened.record(report(2, date="2024-04-30"))
        opened.record(report(2, host="farm.example", later=9))
        opened.settle()
    return place


@pytest.fixture
def rows(ledger):
    with Ledger.open(ledger, run="look", version="1") as opened:
        return list(opened.export())


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def test_every_line_has_the_columns_of_its_table(rows):
    seen = set()
    for row in rows:
        for name, line in table_lines(row):
            seen.add(name)
            assert len(line) == len(TABLES[name].columns)
            assert line[0] == row.id
    assert seen == set(TABLES) - {PHRASES}


def test_a_folder_of_tables_opens_in_a_spreadsheet_and_joins(ledger, tmp_path):
    assert write(ledger, f"{tmp_path}/tables/", form="csv") == 2
    tables = {name: read(tmp_path / "tables" / f"{name}.csv") for name in TABLES}
    first, second = tables["reports"]
    assert first["title"] == "'=HYPERLINK(1)"
    assert (first["province"], first["city"], first["county"], first["place_code"]) == ("湖北省", "黄冈市", "", "421100")
    assert first["authors"] == "祁晓燕 (reporter)"
    (figure,) = tables["figures"]
    assert (figure["report"], figure["value"], figure["text"], figure["approximate"]) == (first["report"], "4200.0", "4200余人次", "余")
    assert [line["name"] for line in tables["places"]] == ["湖北省", "黄冈市", "黄州区"]
    assert [line["candidate"] for line in tables["places"]] == ["False", "False", "True"]
    assert [(line["report"], line["url"]) for line in tables["copies"]] == [(second["report"], "http://farm.example/2.html")]
    assert len(tables["paragraphs"]) == 8
    card = (tmp_path / "tables" / CARD).read_text("utf-8")
    assert all(f"`{name}.csv`" in card for name in TABLES)
    assert "| 8 |" in card


def test_the_same_ledger_gives_the_same_tables(ledger, tmp_path):
    for folder in ("a", "b"):
        write(ledger, f"{tmp_path}/{folder}/", form="csv")
    assert all((tmp_path / "a" / path.name).read_bytes() == path.read_bytes() for path in (tmp_path / "b").iterdir())


def test_parquet_tables_have_types(ledger, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    write(ledger, f"{tmp_path}/tables/", form="parquet")
    table = parquet.read_table(tmp_path / "tables" / "figures.parquet")
    assert [str(kind) for kind in table.schema.types] == ["string", "int64", "double", "string", "string", "string", "string", "int64"]
    assert table.to_pylist()[0]["value"] == 4200.0
    assert parquet.read_table(tmp_path / "tables" / "reports.parquet").to_pylist()[0]["title"] == "=HYPERLINK(1)"


def test_a_workbook_has_a_sheet_for_each_table_and_no_formula(ledger, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    for name in ("a.xlsx", "b.xlsx"):
        assert write(ledger, str(tmp_path / name)) == 2
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == list(TABLES)
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert book["figures"]["C2"].value == 4200


def test_a_sheet_that_would_be_too_long_is_refused_and_nothing_is_left(ledger, tmp_path, monkeypatch):
    pytest.importorskip("openpyxl")
    monkeypatch.setattr("newsbot.output.table_files.MAX_SHEET_ROWS", 2)
    with pytest.raises(ArgumentError, match="folder of tables"):
        write(ledger, str(tmp_path / "a.xlsx"))
    assert not list(tmp_path.glob("*.xlsx*"))


def test_what_is_not_installed_is_named(ledger, tmp_path, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ArgumentError, match=r"newsbot\[xlsx\]"):
        write(ledger, str(tmp_path / "a.xlsx"))
    with pytest.raises(ArgumentError, match=r"newsbot\[parquet\]"):
        write(ledger, f"{tmp_path}/x/", form="parquet")
    assert write(ledger, f"{tmp_path}/x/") == 2
    assert (tmp_path / "x" / "reports.csv").exists()


def test_rows_in_the_words_of_others(rows, ledger, tmp_path):
    row = rows[0]
    row.copies.append(Copy("http://farm.example/x", "farm.example", None, None, None, "mirror", 1.0, ""))
    said = news_article(row)
    assert said["@type"] == "NewsArticle"
    assert said["contentLocation"]["name"] == "黄冈市"
    assert said["contentLocation"]["containedInPlace"] == {"@type": "AdministrativeArea", "name": "湖北省", "identifier": "420000"}
    assert said["sameAs"] == ["http://farm.example/x"]
    assert "dateModified" not in said
    assert zyte_article(row)["authors"] == [{"name": "祁晓燕"}]
    assert write(ledger, str(tmp_path / "a.jsonl"), shape="newsarticle") == 2
    assert [json.loads(text)["@type"] for text in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()] == ["NewsArticle"] * 2
    with pytest.raises(ArgumentError, match=r"\.jsonl"):
        write(ledger, str(tmp_path / "a.csv"), shape="zyte")


def test_a_phrase_that_travels_stands_in_a_table_of_its_own_a_use_a_line(tmp_path):
    place = str(tmp_path / "ledger.sqlite")
    shared = "把支部建在网格上，把服务送到家门口"
    where = (("黄州区", "421102"), ("开福区", "430105"), ("鼓楼区", "320106"))
    with Ledger.open(place, run="one", version="1") as opened:
        for number, (name, code) in enumerate(where):
            made = report(number + 1, date=f"2023-0{3 - number}-01")
            made.place = Place(county=Division(name, code))
            made.body = [*made.body, f"{shared}{number + 11}次。"]
            opened.record(made)
        opened.settle()
    write(place, f"{tmp_path}/tables/", form="csv")
    lines = [line for line in read(tmp_path / "tables" / "phrases.csv") if line["text"] == f"{shared}◯次"]
    assert [(line["step"], line["place"], line["date_published"]) for line in lines] == [
        ("0", "鼓楼区", "2023-01-01"),
        ("1", "开福区", "2023-02-01"),
        ("2", "黄州区", "2023-03-01"),
    ]
    assert {line["report"] for line in lines} == {line["report"] for line in read(tmp_path / "tables" / "reports.csv")}


def number_or_text(text: str) -> float | str:
    """A cell as one program writes it and as another does: 1, 1.0 and TRUE, True."""
    try:
        return float(text)
    except ValueError:
        return text.lower() if text.lower() in {"true", "false"} else text


OFFICE = shutil.which("soffice") or shutil.which("libreoffice") or ""


@pytest.mark.slow
@pytest.mark.skipif(not OFFICE, reason="no LibreOffice: apt install libreoffice-calc")
def test_a_workbook_survives_a_round_trip_through_libreoffice(ledger, tmp_path):
    pytest.importorskip("openpyxl")
    write(ledger, str(tmp_path / "book.xlsx"))
    write(ledger, f"{tmp_path}/tables/", form="csv")
    every_sheet_as_utf8 = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    command = [OFFICE, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to", every_sheet_as_utf8]
    subprocess.run([*command, "--outdir", str(tmp_path / "out"), str(tmp_path / "book.xlsx")], check=True, capture_output=True, timeout=300)
    for name in TABLES:
        through = list(csv.reader(io.StringIO((tmp_path / "out" / f"book-{name}.csv").read_text("utf-8"))))
        ours = list(csv.reader(io.StringIO((tmp_path / "tables" / f"{name}.csv").read_text("utf-8-sig"))))
        assert [[number_or_text(text) for text in line] for line in through] == [[number_or_text(text) for text in line] for line in ours]


def test_pandas_opens_the_tables_with_their_types(ledger, tmp_path):
    pandas = pytest.importorskip("pandas")
    write(ledger, f"{tmp_path}/tables/", form="csv")
    read_ = {name: pandas.read_csv(tmp_path / "tables" / f"{name}.csv") for name in TABLES}
    assert next(iter(read_["reports"].columns)) == "report"  # no mark of the byte order in the first head
    assert {name: list(table.columns) for name, table in read_.items()} == {name: list(table.columns) for name, table in TABLES.items()}
    assert read_["figures"]["value"].sum() == 4200
    assert read_["reports"].merge(read_["paragraphs"], on="report").shape[0] == 8


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_duckdb_joins_the_tables(ledger, tmp_path, form):
    duckdb = pytest.importorskip("duckdb")
    if form == "parquet":
        pytest.importorskip("pyarrow")
    write(ledger, f"{tmp_path}/tables/", form=form)
    query = "SELECT title, value FROM '{0}/figures.{1}' JOIN '{0}/reports.{1}' USING (report)".format(tmp_path / "tables", form)
    (line,) = duckdb.sql(query).fetchall()
    assert line[0].endswith("=HYPERLINK(1)")
    assert line[1] == 4200
