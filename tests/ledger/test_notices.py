"""Thousands of notices, bulletins and yearly events of a few dozen templates: none is joined with another, and their copies are found."""

import importlib
from datetime import timedelta
from pathlib import Path
from typing import Any

from newsbot.addresses import site
from newsbot.ledger import Ledger
from newsbot.model import Page, Rejection, Report
from newsbot.normalise import normalise
from newsbot.row import Row
from tests.ledger.made import NIGHT, deliver

made_notices: Any = importlib.import_module("benchmarks.made_notices")

NOTICES = 2_500
"""benchmarks/reposts.py has an option for ten thousand and more."""

MIRRORS_FOUND = 0.98


def page_of(notice: Any, second: int) -> Report | Rejection:
    """What is read of a notice: of mirrors as they are, of notices what they say."""
    page = Page(notice.url, notice.html.encode(), {"content-type": "text/html; charset=utf-8"}, NIGHT + timedelta(seconds=second))
    if notice.damage:
        return normalise(page, topic="any")
    return Report(
        page=page,
        site=site(notice.url),
        encoding="utf-8",
        content_sha256=f"{second:064}",
        title=notice.title,
        title_raw=notice.title,
        body=list(notice.body),
    )


def test_no_notice_is_joined_with_another_of_its_template_and_copies_are_found(tmp_path: Path) -> None:
    maker = made_notices.NoticeMaker(1)
    made = {notice.url: (notice, page_of(notice, second)) for second, notice in enumerate(maker.notices(NOTICES))}
    rows: dict[str, Row] = {}
    for night in range(maker.nights):
        with Ledger.open(str(tmp_path / "ledger.sqlite"), run=f"night {night}", version="1", topic="any") as ledger:
            for notice, page in made.values():
                if notice.night == night:
                    ledger.record(page)
            rows |= {row.id: row for row in deliver(ledger)}
    read = [notice for notice, page in made.values() if isinstance(page, Report)]
    verdict = made_notices.judge(read, [[row.url, *(copy.url for copy in row.copies)] for row in rows.values() if row.status == "valid"])
    assert not verdict.joined
    assert verdict.mirrors.total() > 0.9 * NOTICES / made_notices.FAMILY
    assert verdict.recall >= MIRRORS_FOUND, verdict
