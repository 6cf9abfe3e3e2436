"""A page whose title lists those of the reports that it strings together is a page of several, not a copy of one under a longer title."""

from pathlib import Path

import pytest

from tests.ledger.made import body, exported, report, run


@pytest.mark.parametrize("reports", [2, 3])
@pytest.mark.parametrize("pages", [1, 3])
@pytest.mark.parametrize("host", ["paper{}.gov.cn", "paper{}.example"])
def test_pages_under_the_titles_of_all_that_they_hold_take_no_row(tmp_path: Path, reports: int, pages: int, host: str) -> None:
    place = str(tmp_path / "ledger.sqlite")
    told = [report(number, host=host.format(number)) for number in range(reports)]
    strung = [text for number in range(reports) for text in body(number)]
    title = " ".join(str(page.title) for page in told)
    run(
        place, [*told, *(report(0, host=f"ham{n}.example", path=f"d{n}", later=1000, paragraphs=strung, title=title) for n in range(pages))]
    )
    assert {row.url for row in exported(place) if row.status == "valid"} >= {page.page.url for page in told}
