"""What the ledger holds, as files for people and programs; and how a page is taken out again."""

import csv
import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsbot.commands.export import export
from newsbot.exceptions import ArgumentError, OutputError, OutputNotCreated
from newsbot.ledger import Ledger
from newsbot.row import Row
from tests.ledger.made import report

ROOT = Path(__file__).parents[2]


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    place = str(tmp_path / "ledger.sqlite")
    with Ledger.open(place, run="one", version="1") as opened:
        opened.record(report(1, source="人民网", title="=HYPERLINK(1)"))
        opened.record(report(2, date="2024-04-30"))
        opened.record(report(2, host="farm.example", later=9))
        opened.settle()
    return place


def scrapy(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrapy", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})


def test_json_lines_and_their_compressed_form_hold_the_same_rows(ledger: str, tmp_path: Path) -> None:
    assert export(ledger, tmp_path / "a.jsonl") == 2
    assert export(ledger, tmp_path / "a.jsonl.gz") == 2
    plain = (tmp_path / "a.jsonl").read_bytes()
    assert gzip.decompress((tmp_path / "a.jsonl.gz").read_bytes()) == plain
    rows = [json.loads(text) for text in plain.splitlines()]
    assert [row["url"] for row in rows] == ["http://paper.example/1.html", "http://paper.example/2.html"]
    assert [copy["kind"] for copy in rows[1]["copies"]] == ["same"]


def test_the_same_ledger_gives_the_same_bytes(ledger: str, tmp_path: Path) -> None:
    for name in ("a.jsonl.gz", "a.csv"):
        export(ledger, tmp_path / name)
        before = (tmp_path / name).read_bytes()
        export(ledger, tmp_path / name)
        assert (tmp_path / name).read_bytes() == before


def test_a_table_can_be_read_by_people_and_runs_nothing(ledger: str, tmp_path: Path) -> None:
    export(ledger, tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        first, second = csv.DictReader(file)
    assert list(first) == list(Row.__dataclass_fields__)
    assert first["title"] == "'=HYPERLINK(1)"
    assert first["body"].count("\n") == 3
    assert json.loads(second["copies"])[0]["url"] == "http://farm.example/2.html"
    assert first["keywords"] == first["merged_into"] == ""


def test_a_format_nobody_knows_is_refused_before_anything_is_opened(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match="may end in"):
        export(str(tmp_path / "none.sqlite"), tmp_path / "a.xlsx")
    with pytest.raises(ArgumentError, match="There is no ledger"):
        export(str(tmp_path / "none.sqlite"), tmp_path / "a.jsonl")


def test_what_stood_there_still_stands_when_writing_fails(ledger: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jsonl").write_text("before")

    def full(descriptor: int, data: bytes) -> int:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patched:
        patched.setattr("newsbot.output.files.os.write", full)
        with pytest.raises(OutputError, match="No space left") as failure:
            export(ledger, tmp_path / "a.jsonl")
    assert failure.value.exit_code == 74
    assert (tmp_path / "a.jsonl").read_text() == "before"
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputNotCreated):
        export(ledger, tmp_path / "file" / "a.jsonl")


def test_parquet_without_pyarrow_says_what_to_install(ledger: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ArgumentError, match="newsbot\\[parquet\\]"):
        export(ledger, tmp_path / "a.parquet")


def test_parquet_has_the_types_of_the_row(ledger: str, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    assert export(ledger, tmp_path / "a.parquet") == 2
    table = parquet.read_table(tmp_path / "a.parquet")
    assert table.column_names == list(Row.__dataclass_fields__)
    assert table.to_pylist()[1]["copies"][0]["url"] == "http://farm.example/2.html"


@pytest.mark.slow
def test_the_commands_as_a_user_types_them(ledger: str, tmp_path: Path) -> None:
    out = tmp_path / "all.jsonl"
    done = scrapy("export", str(out), "-s", f"LEDGER={ledger}")
    assert (done.returncode, done.stdout) == (0, f"2 reports written to {out}\n"), done.stderr
    gone = scrapy("forget", "http://paper.example/1.html", "-s", f"LEDGER={ledger}")
    assert gone.returncode == 0, gone.stderr
    assert gone.stdout.startswith("forgotten: http://paper.example/1.html")
    scrapy("export", str(out), "-s", f"LEDGER={ledger}")
    assert [json.loads(text)["url"] for text in out.read_text().splitlines()] == ["http://paper.example/2.html"]
    again = scrapy("forget", "http://paper.example/1.html", "-s", f"LEDGER={ledger}")
    assert again.returncode == 2
    assert "knows no page" in again.stderr
    with Ledger.open(ledger, run="two", version="1"):
        busy = scrapy("export", str(out), "-s", f"LEDGER={ledger}")
    assert busy.returncode == 75
    assert "Another run holds" in busy.stderr
