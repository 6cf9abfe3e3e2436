"""What recurs on a site's pages leaves its rows when a ledger is settled: for any order, by the next revision, and on that site alone."""

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from sqlalchemy import select

from newsbot.boilerplate.apart import furniture_of
from newsbot.boilerplate.lines import BEHIND
from newsbot.boilerplate.marks import marks_of
from newsbot.boilerplate.titles import GLUED_END
from newsbot.ledger import Ledger, boilerplate, pages_read, studying
from newsbot.ledger.boilerplate import SAMPLE, furniture_noted
from newsbot.ledger.schema import pages as tables
from newsbot.output.lines import line
from newsbot.row import Figure, OpenDamage
from tests.boilerplate.made import STORIES
from tests.ledger.made import deliver, report

CLOSING = "掌上沅水客户端同步上线"
END = "湖畔融媒速览"
SITE = "lake.example"


def pages(*, host=SITE, behind=(CLOSING,), end=END, stories=STORIES):
    """Reports as they were read alone."""
    return [
        report(number, host=host, paragraphs=[*paragraphs, *behind], title=headline + end)
        for number, (headline, *paragraphs) in enumerate(stories)
    ]


def opened(place, run="one", **more):
    return Ledger.open(place, run=run, version="1", **more)


def fill(place, reports, run="one", **more):
    with opened(place, run, **more) as ledger:
        for each in reports:
            ledger.record(each)
        return deliver(ledger)


@pytest.mark.parametrize("reposts", [True, False])
def test_rows_are_made_without_what_recurs_on_their_site(place, reposts):
    rows = fill(place, pages(), reposts=reposts)
    assert sorted(row.title for row in rows) == sorted(headline for headline, *_ in STORIES)
    assert sorted(row.body for row in rows) == sorted(paragraphs for _, *paragraphs in map(list, STORIES))
    assert {row.title_raw.removeprefix(row.title) for row in rows} == {END}


def test_sites_of_which_too_few_pages_are_known_are_not_looked_through(new_place, monkeypatch):
    looked = []
    drawn = boilerplate._drawn

    def counted(connection, site):
        looked.append(site)
        return drawn(connection, site)

    monkeypatch.setattr(boilerplate, "_drawn", counted)
    spread = [report(1, host=f"f{number}.example", later=number) for number in range(30)]
    whole = [line(row) for row in fill(new_place(), [*pages(), *spread])]
    assert looked == [SITE]
    monkeypatch.setattr(boilerplate, "SITES_TOGETHER", 3)
    assert [line(row) for row in fill(new_place(), [*pages(), *spread])] == whole


def test_a_site_of_two_pages_keeps_what_each_was_read_to_say(place):
    rows = fill(place, pages(stories=STORIES[:2]))
    assert all(row.body[-1] == CLOSING and row.title.endswith(END) for row in rows)


def test_the_order_of_pages_does_not_show_nor_in_which_run_they_came(new_place):
    found = []
    for seed in range(4):
        place, order = new_place(), pages()
        random.Random(seed).shuffle(order)
        cut = 2 * seed
        fill(place, order[:cut])
        fill(place, order[cut:], run="one")
        with opened(place) as ledger:
            found.append([line(replace(row, revision=0)) for row in ledger.export()])
    assert all(one == other for one, other in pairwise(found))
    assert not any(CLOSING.encode() in text for text in found[0])


def test_a_row_that_later_pages_change_comes_once_more_and_then_stays(place):
    first = fill(place, pages(stories=STORIES[:2]))
    assert [row.revision for row in first] == [1, 1]
    second = fill(place, pages()[2:], run="two")
    again = {row.url: row for row in second if row.url in {before.url for before in first}}
    assert [row.revision for row in again.values()] == [2, 2]
    assert {row.id for row in again.values()} == {row.id for row in first}
    assert not any(CLOSING in row.body for row in second)
    others = [(headline[::-1], [text[::-1] for text in paragraphs]) for headline, *paragraphs in STORIES]  # words of nobody else
    more = [report(90 + n, host=SITE, paragraphs=[*told, CLOSING], title=f"{headline}{END}") for n, (headline, told) in enumerate(others)]
    assert not {row.url for row in fill(place, more, run="three")} & {row.url for row in second}
    assert fill(place, pages(), run="four") == []


def test_a_page_read_again_with_another_text_is_looked_at_again(place):
    fill(place, pages())
    changed = report(0, host=SITE, paragraphs=["食堂今天歇业一天，掌勺的师傅去看孙子。", CLOSING], title="老人食堂歇业一天", later=9_999)
    (row,) = fill(place, [changed], run="two")
    assert row.body == ["食堂今天歇业一天，掌勺的师傅去看孙子。"]


def test_another_site_cannot_take_a_line_out_of_a_report(place):
    theirs = STORIES[0][1]
    spam = [report(n, host="spam.example", paragraphs=[*p[1:], theirs[:20]], title=h) for n, (h, *p) in enumerate(STORIES[1:])]
    victim = report(50, host="victim.example", paragraphs=[*STORIES[0][1:], theirs[:20]], title=STORIES[0][0])
    rows = {row.site: row for row in fill(place, [*spam, victim])}
    assert rows["victim.example"].body[-1] == theirs[:20]


def test_documents_without_an_address_are_no_site(place):
    rows = fill(place, pages(host="documents.test"))
    assert all(row.body[-1] == CLOSING for row in rows)


def test_what_was_read_from_a_line_goes_with_it_and_the_rest_keeps_its_paragraph(place):
    reports = pages(behind=())
    for each in reports:
        each.body = ["您正在浏览湖畔融媒电子版 一起读", *each.body]
        each.figures = [Figure(8, "元", "两荤一素", "八元", None, 3)]
        each.repairs.open = [OpenDamage(0, 0, "□", []), OpenDamage(2, 0, "□", [])]
    for row in fill(place, reports):
        assert row.body[0] != reports[0].body[0]
        assert [figure.paragraph for figure in row.figures] == [2]
        assert [damage.paragraph for damage in row.repairs.open] == [1]


def test_a_page_that_is_withdrawn_takes_what_only_it_told_with_it(place):
    fill(place, pages(stories=STORIES[:4]))
    with opened(place, "two") as ledger:
        for number in (0, 1):
            ledger.forget(f"http://{SITE}/{number}.html")
    with opened(place, "three") as ledger:
        assert [row.body[-1] for row in deliver(ledger) if row.status == "valid"] == [CLOSING, CLOSING]


def test_the_ledger_says_what_a_site_prints_and_in_how_many_texts(place):
    fill(place, pages())
    with opened(place, "two") as ledger:
        found = ledger._do(lambda connection: furniture_noted(connection, SITE), writes=False)
    assert found == {CLOSING: (BEHIND, len(STORIES)), END: (GLUED_END, len(STORIES))}


def test_of_a_large_site_some_pages_are_laid_beside_each_other_the_same_ones_in_any_order(new_place, monkeypatch):
    assert len(STORIES) < SAMPLE
    monkeypatch.setattr("newsbot.ledger.boilerplate.SAMPLE", 5)
    found = []
    for reports in (pages(), pages()[::-1]):
        place = new_place()
        fill(place, reports)
        with opened(place, "two") as ledger:
            found.append(ledger._do(lambda connection: furniture_noted(connection, SITE), writes=False))
    assert found[0] == found[1] == {CLOSING: (BEHIND, 5), END: (GLUED_END, 5)}


def test_of_pages_with_the_same_bytes_those_with_the_smallest_addresses_are_drawn(new_place, monkeypatch):
    monkeypatch.setattr("newsbot.ledger.boilerplate.SAMPLE", 5)
    alike = [replace(page, content_sha256="1" * 64 if number > 1 else "0" * 64) for number, page in enumerate(pages())]
    for reports in (alike, alike[::-1]):
        place = new_place()
        fill(place, reports)
        with opened(place, "two") as ledger:
            numbers, _ = ledger._do(lambda connection: boilerplate._drawn(connection, SITE), writes=False)
            urls = select(tables.c.url).where(tables.c.page.in_(numbers))
            drawn = ledger._do(lambda connection, urls=urls: set(connection.execute(urls).scalars()), writes=False)
        assert drawn == {page.page.url for page in alike[:2]} | set(sorted(page.page.url for page in alike[2:])[:3])


def test_what_recurs_is_looked_for_anew_only_where_other_pages_are_drawn(place, monkeypatch):
    """The pages with the smallest hashes are drawn: here the first four. Later ones are told by what was found on those."""
    looked = []
    monkeypatch.setattr("newsbot.ledger.boilerplate.SAMPLE", 4)

    def look(sample):
        looked.append(len(sample))
        return furniture_of(sample)

    monkeypatch.setattr("newsbot.ledger.boilerplate.furniture_of", look)
    first, later = pages()[1:5], pages()[5:]
    fill(place, first)
    assert looked == [4]
    rows = fill(place, later, run="two")
    assert looked == [4]
    assert rows
    assert all(row.body[-1] != CLOSING for row in rows)
    fill(place, pages()[:1], run="three")
    assert looked == [4, 4]


def test_of_a_site_where_nothing_recurs_a_further_page_is_read_alone(place, monkeypatch):
    marked, read = [], []

    def mark(page):
        marked.append(page)
        return marks_of(page)

    def look(texts, numbers):
        read.extend(numbers)
        return {}

    monkeypatch.setattr(studying, "marks_of", mark)
    monkeypatch.setattr(boilerplate, "_pages", look)
    plain = pages(behind=(), end="")
    fill(place, plain[:-1])
    assert len(marked) == len(plain) - 1
    (row,) = fill(place, plain[-1:], run="two")
    assert len(marked) == len(plain)
    assert not read
    assert row.body == plain[-1].body


def test_what_comes_to_recur_on_a_site_where_nothing_did_leaves_its_rows(place):
    fill(place, pages(behind=(), end="")[:3])
    rows = fill(place, pages()[3:], run="two")
    assert len(rows) == len(STORIES) - 3
    assert not any(CLOSING in row.body for row in rows)


def test_new_pages_of_many_sites_are_read_together(place, monkeypatch):
    asked: list[int] = []
    readable = pages_read.readable

    def counted(rows, damaged):
        asked.append(1)
        return readable(rows, damaged)

    monkeypatch.setattr(pages_read, "readable", counted)
    fill(place, [report(3 * site + page, host=f"site{site}.example") for site in range(30) for page in range(3)])
    assert len(asked) == 1
