import json
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.exporters import CsvItemExporter, JsonItemExporter, XmlItemExporter
from scrapy.utils.test import get_crawler

from newsbot.exceptions import LedgerBusy, NewsbotError, OutputError, OutputNotCreated
from newsbot.exporters import RowLinesExporter
from newsbot.feeds import WholeFileStorage
from newsbot.row import Topic
from newsbot.run.arguments import Arguments, Options
from newsbot.run.delivery import DeliveryNote, PlacedOutput
from newsbot.run.run import Run


class Note(DeliveryNote):
    """A note that remembers."""

    def __init__(self, place):
        super().__init__(place)
        self.placed = []

    def file(self, placed):
        assert not placed.stands()
        self.placed.append(placed)


class LedgerOfRows:
    """A ledger that hears which rows are about to stand in a file, and may refuse them."""

    def __init__(self):
        self.heard = []
        self.error = None

    def given(self, rows):
        if self.error is not None:
            raise self.error
        self.heard += rows


@pytest.fixture
def run(tmp_path):
    made = Run("r", Arguments(), Options(None, None, reposts=True, allow_private=frozenset()), None)
    ledger: Any = LedgerOfRows()
    made.outbox.open(ledger, Note(tmp_path / "note"))
    made.handing_over = True
    yield made
    made.finish()


def storage_of(path, run=None, **options):
    crawler: Any = SimpleNamespace(spider=SimpleNamespace(run=run) if run else None)
    return WholeFileStorage.from_crawler(crawler, str(path), feed_options={"format": "jsonl", **options})


def export(storage, *items):
    file = storage.open(None)
    exporter = RowLinesExporter(file, encoding="utf-8")
    for item in items:
        exporter.export_item(item)
    storage.store(file)


def test_overwriting_replaces_and_otherwise_rows_are_appended(tmp_path):
    place = tmp_path / "out.jsonl"
    export(storage_of(place), {"a": 1})
    export(storage_of(place), {"a": 2})
    assert place.read_text() == '{"a": 1}\n{"a": 2}\n'
    export(storage_of(place, overwrite=True), {"a": 3})
    assert place.read_text() == '{"a": 3}\n'


def test_file_addresses_are_paths(tmp_path):
    export(storage_of(f"file://{tmp_path}/with%20blank.jsonl"), {"a": 1})
    assert (tmp_path / "with blank.jsonl").exists()


def test_every_field_of_a_row_is_written_in_its_order():
    written: Any = BytesIO()
    RowLinesExporter(written, encoding="utf-8").export_item(Topic(0.5))
    assert json.loads(written.getvalue()) == {"score": 0.5, "terms": []}


@pytest.mark.parametrize("exporter", [CsvItemExporter, JsonItemExporter, XmlItemExporter])
def test_scrapys_other_formats_can_write_to_it_too(tmp_path, exporter):
    storage = storage_of(tmp_path / "out", format="other")
    file = storage.open(None)
    writer = exporter(file, encoding="utf-8")
    writer.start_exporting()
    writer.export_item({"title": "社区"})
    writer.finish_exporting()
    storage.store(file)
    assert "社区" in (tmp_path / "out").read_text("utf-8")


def test_only_the_fields_asked_for_are_written():
    written: Any = BytesIO()
    RowLinesExporter(written, encoding="utf-8", fields_to_export=["terms"]).export_item(Topic(0.5))
    assert written.getvalue() == b'{"terms": []}\n'


def test_where_no_file_can_be_made_is_said_at_once(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputNotCreated, match="cannot be created"):
        storage_of(tmp_path / "file" / "out.jsonl")
    with pytest.raises(OutputNotCreated, match="Is a directory"):
        storage_of(tmp_path)


def test_a_name_that_is_still_a_pattern_is_not_tried(tmp_path):
    assert storage_of(f"{tmp_path}/%(name)s/out.jsonl").failure() is None
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_as_json_leaves_no_file(tmp_path):
    storage = storage_of(tmp_path / "out.jsonl")
    with pytest.raises(OutputError, match="not JSON compliant"):
        export(storage, {"a": 1}, {"a": float("nan")})
    assert list(tmp_path.iterdir()) == []
    assert storage.account()["sha256"] is None


def test_an_error_of_the_disk_says_what_to_do(tmp_path):
    storage = storage_of(tmp_path / "out.jsonl")
    file = storage.open(None)
    file.fail(OSError(28, "No space left on device"))
    with pytest.raises(OutputError, match=r"No space left on device.*still stands.*written by the next run"):
        storage.store(file)


def test_a_run_that_never_handed_over_its_rows_leaves_the_old_file(tmp_path, run):
    run.handing_over = False
    place = tmp_path / "out.jsonl"
    place.write_text("old\n")
    with pytest.raises(NewsbotError):
        export(storage_of(place, run, overwrite=True))
    assert place.read_text() == "old\n"


def test_a_run_knows_its_files_and_can_give_them_up(tmp_path, run):
    storage = storage_of(tmp_path / "out.jsonl", run)
    export(storage, {"a": 1})
    assert run.outbox.feeds == [storage]
    assert run.outbox.note.placed == [PlacedOutput(str(tmp_path / "out.jsonl"), append=True, size=9, sha256=storage.file.sha256, waiting=0)]
    assert run.outbox.note.placed[0].stands()
    assert storage.account() == {"path": str(tmp_path / "out.jsonl"), "sha256": storage.file.sha256, "lines": 1}
    second = storage_of(tmp_path / "other.jsonl", run)
    file = second.open(None)
    second.give_up(OutputError("the ledger is gone"))
    with pytest.raises(OutputError, match="the ledger is gone"):
        second.store(file)
    assert not (tmp_path / "other.jsonl").exists()


def test_rows_of_a_run_that_lost_its_turn_do_not_reach_their_file(tmp_path, run):
    run.outbox.send("0" * 16, 3)
    export(storage_of(tmp_path / "out.jsonl", run), {"a": 1})
    assert run.outbox.ledger.heard == [("0" * 16, 3)]
    run.outbox.ledger.error = LedgerBusy("another run took over")
    with pytest.raises(LedgerBusy, match="took over"):
        export(storage_of(tmp_path / "other.jsonl", run), {"a": 1})
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".jsonl"] == ["out.jsonl"]


def test_a_torn_end_is_mended_with_a_warning(tmp_path, caplog):
    place = tmp_path / "out.jsonl"
    place.write_text('{"a": 1}\n{"a":')
    export(storage_of(place), {"a": 2})
    assert place.read_text() == '{"a": 1}\n{"a": 2}\n'
    assert "unfinished line" in caplog.text


def test_scrapy_finds_both_by_the_settings():
    crawler = get_crawler(settings_dict={"FEEDS": {"x.jsonl": {"format": "jsonl"}}})
    assert crawler.settings["FEED_STORE_EMPTY"] is True
