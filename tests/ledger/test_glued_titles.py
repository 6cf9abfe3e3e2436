"""What is glued to the headline of the copy that stands for a report is shown and left out, where copies of others are without it."""

from newsbot.model import Report
from tests.ledger.made import body, report, settled

TITLE = "双清街道第5次行动绘就文明底色"
GLUE = " - 潇湘生活圈"


def told(host: str, title: str = TITLE) -> Report:
    return report(5, host=host, title=title, paragraphs=body(5))


def test_an_end_that_two_sites_lack_leaves_the_headline_and_is_shown(place: str) -> None:
    row = settled(place, [told("a.example", TITLE + GLUE), told("b.example"), told("c.example")])
    assert (row.title, row.title_raw) == (TITLE, TITLE + GLUE)
    assert [(said.field, said.value, said.url) for said in row.contested] == [("title", GLUE, row.url)]
    assert row.body == body(5)


def test_pages_of_one_site_and_copies_that_are_outranked_change_no_headline(new_place: object) -> None:
    assert callable(new_place)
    one_site = [told("a.example", TITLE + GLUE), told("b.example"), report(5, host="b.example", path="print/5", title=TITLE)]
    assert settled(new_place(), one_site).title == TITLE + GLUE
    later = settled(new_place(), [told("a.example", TITLE + GLUE)], [told("b.example"), told("c.example")])
    assert (later.title, later.contested) == (TITLE + GLUE, [])


def test_what_the_report_speaks_of_stays_in_its_headline(place: str) -> None:
    named = f"{TITLE} 清理楼道杂物"
    assert settled(place, [told("a.example", named), told("b.example"), told("c.example")]).title == named
