"""What a run leaves for the next one."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from newsbot.exceptions import LedgerBusy
from newsbot.ledger import Ledger
from newsbot.model import CHINA, Outcome, Page, Rejection, Report

NIGHT = datetime(2024, 5, 1, 2, 0, tzinfo=CHINA)


def report(number: int, text: str = "", *, host: str = "paper.test", later: int = 0) -> Report:
    page = Page(f"http://{host}/{number}.html", b"", fetched_at=NIGHT + timedelta(seconds=number + later))
    body = [text or f"第{number}个社区的志愿者清理了{number + 10}处卫生死角。"]
    return Report(
        page=page, site=host, encoding="utf-8", content_sha256=f"{number:064}", title=f"标题{number}", title_raw=f"标题{number}", body=body
    )


def test_a_page_gives_a_row_once_delivered_never_again(tmp_path: Path) -> None:
    place = str(tmp_path / "ledger.sqlite")
    with Ledger.open(place, run="one", version="1") as ledger:
        ledger.record(report(1))
        assert ledger.done("https://www.paper.test/1.html?utm_source=wx")
        ledger.settle()
        (row,) = ledger.rows()
        assert (row.url, row.revision, row.status) == ("http://paper.test/1.html", 1, "valid")
        ledger.delivered([(row.id, row.revision)])
        assert list(ledger.rows()) == []
        assert ledger.outcomes() == {Outcome.REPORT: 1}
    with Ledger.open(place, run="two", version="1") as ledger:
        ledger.record(report(1))
        ledger.settle()
        assert list(ledger.rows()) == []
        assert [row.id for row in ledger.export()] == [row.id]


def test_rows_that_never_reached_the_disk_come_with_the_next_run(tmp_path: Path) -> None:
    place = str(tmp_path / "ledger.sqlite")
    with Ledger.open(place, run="one", version="1") as ledger:
        ledger.record(report(1))
    with Ledger.open(place, run="two", version="1") as ledger:
        ledger.settle()
        assert [row.provenance.run for row in ledger.rows()] == ["one"]


def test_the_second_process_is_sent_away(tmp_path: Path) -> None:
    place = str(tmp_path / "ledger.sqlite")
    with Ledger.open(place, run="one", version="1"), pytest.raises(LedgerBusy) as refusal:
        Ledger.open(place, run="two", version="1")
    assert refusal.value.exit_code == 75


def test_outcomes_add_up_to_the_visits(tmp_path: Path) -> None:
    with Ledger.open(None, run="one", version="1") as ledger:
        ledger.record(report(1))
        ledger.record(report(1))
        ledger.record(Rejection(Page("http://paper.test/list", b""), Outcome.LIST_PAGE, "links only"))
        ledger.note("http://paper.test/x", Outcome.FAILED, "timeout")
        ledger.settle()
        assert ledger.outcomes() == {Outcome.REPORT: 1, Outcome.MIRROR: 1, Outcome.LIST_PAGE: 1, Outcome.FAILED: 1}
        assert not ledger.done("http://paper.test/list")
        assert not ledger.done("http://paper.test/x")
