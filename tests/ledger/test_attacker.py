"""An attacker with k pages on m domains, in runs after the reports were delivered: what can they change? SECURITY.md says it in words."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from newsbot.ledger import Ledger
from newsbot.model import Report
from newsbot.row import Row
from tests.ledger.made import body, deliver, exported, figures, report, run

VICTIMS = range(6)
PAGES, DOMAINS = 60, 30
"""k and m: SECURITY.md and docs/fields.md print them."""


def forged(draw: random.Random, number: int) -> list[str]:
    """A copy with some of its figures changed."""
    text = body(number)
    for value in draw.sample(sorted(figures(number).values()), draw.randrange(1, 9)):
        text = [paragraph.replace(str(value), str(draw.randrange(11, 99_999))) for paragraph in text]
    return text


def attack(draw: random.Random, place: int) -> Report:
    """One page that lies in one way or another."""
    number = draw.choice(VICTIMS)
    others = draw.sample(VICTIMS, draw.randrange(2, len(VICTIMS)))
    strung = [text for other in others for text in body(other)]
    headed = [text for other in others for text in (str(report(other).title), *body(other))]
    paragraphs = draw.choice(
        [body(number), body(number)[:2], body(number)[2:], forged(draw, number), strung, headed, draw.sample(strung, len(strung))]
    )
    page = report(
        number,
        host=f"a{draw.randrange(DOMAINS)}.ham{draw.randrange(DOMAINS)}.example",
        path=f"{place}",
        later=100 + place,
        paragraphs=paragraphs,
        title=draw.choice(["", "今日热点速览", None, str(report(draw.choice(VICTIMS)).title)]),
        date=draw.choice([None, "2001-01-01", "2024-04-01T00:00:00+08:00"]),
        source=draw.choice([None, "人民网", "新华社"]),
    )
    page.canonical = draw.choice([None, f"http://a1.ham1.example/{draw.randrange(PAGES)}.html", page.page.url])
    return page


def kept(row: Row) -> tuple[object, ...]:
    """What nobody may change from outside."""
    return row.id, row.status, row.url, row.title, row.body, row.source, row.date_published


@pytest.mark.parametrize("seed", range(3))
def test_pages_of_others_change_no_row_that_was_delivered(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    place = str(tmp_path / "ledger.sqlite")
    with Ledger.open(place, run="one", version="1") as ledger:
        for number in VICTIMS:
            ledger.record(report(number, source="本地晚报", date="2024-04-30T08:00:00+08:00"))
        before = {row.id: kept(row) for row in deliver(ledger)}
    assert len(before) == len(VICTIMS)
    for night in range(3):
        with Ledger.open(place, run=f"night {night}", version="1") as ledger:
            for number in range(PAGES // 3):
                ledger.record(attack(draw, night * PAGES + number))
            deliver(ledger)
            after = {row.id: kept(row) for row in ledger.export()}
        assert {name: row for name, row in after.items() if name in before} == before


def strung_of(draw: random.Random, numbers: list[int], place: int) -> Report:
    """A page that strings reports together: whole, in order or not, in halves from either end, or in every other paragraph."""
    bodies = [body(number) for number in numbers]
    every = [text for whole in bodies for text in whole]
    pieces = [[text for whole in bodies for text in whole[part]] for part in (slice(2), slice(2, None), slice(place % 2, None, 2))]
    title = draw.choice(["今日热点速览", "三项实事办到家门口", str(report(numbers[0]).title)])
    whole = title not in ("今日热点速览", "三项实事办到家门口")
    paragraphs = draw.choice([every, draw.sample(every, len(every)), *([] if whole else pieces)])
    return report(0, host=f"ham{place}.example", path="0", later=100 + place, paragraphs=paragraphs, title=title, date="2001-01-01")


@pytest.mark.parametrize("seed", range(20, 33))
def test_pages_that_string_reports_together_take_no_row_in_the_night_in_which_all_come(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    victims = list(range(2 + seed % 4))
    made = [report(number, host=f"paper{number}.example") for number in victims]
    made += [strung_of(draw, victims, place) for place in range(1 + seed % 3)]
    rows = {row.url for row in run(str(tmp_path / "ledger.sqlite"), made)}
    assert {f"http://paper{number}.example/{number}.html" for number in victims} <= rows


def first_sentences(text: list[str], number: int) -> list[str]:
    """The first sentences of a report."""
    return ["。".join("".join(text).split("。")[:number]) + "。"]


CUTS = {
    "the first half": lambda text: text[:2],
    "the second half": lambda text: text[2:],
    "every other paragraph": lambda text: text[1::2],
    "a paragraph": lambda text: text[1:2],
    "the first sentence": lambda text: first_sentences(text, 1),
    "the first three sentences": lambda text: first_sentences(text, 3),
}


@pytest.mark.parametrize("one_by_one", [False, True], ids=["all in one night", "one a night"])
@pytest.mark.parametrize("reports", [2, 5])
@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
def test_pages_that_string_pieces_together_before_the_reports_are_seen_take_no_row(
    tmp_path: Path, cut: Callable[[list[str]], list[str]], reports: int, *, one_by_one: bool
) -> None:
    """Two such pages have the same pieces under different titles, of which one is that of the first report."""
    place = str(tmp_path / "ledger.sqlite")
    strung = [paragraph for number in range(reports) for paragraph in cut(body(number))]
    titles = ["本周城市要闻一览表", str(report(0).title)] if reports > 2 else ["本周城市要闻一览表", "三项实事办到家门口"]
    run(place, [report(0, host=f"ham{n}.example", paragraphs=strung, title=title) for n, title in enumerate(titles)])
    late = [report(number, host=f"paper{number}.example", later=100) for number in range(reports)]
    for night, pages in enumerate([[page] for page in late] if one_by_one else [late]):
        run(place, pages, f"night {night}")
    rows = {row.url for row in exported(place) if row.status == "valid"}
    assert rows >= {page.page.url for page in late}


@pytest.mark.parametrize("trusted", [False, True])
def test_pages_that_string_reports_together_before_these_are_seen_take_no_row(tmp_path: Path, *, trusted: bool) -> None:
    """Two of them say nearly the same, but one lacks the last report."""
    place = str(tmp_path / "ledger.sqlite")
    numbers = range(12)
    strung = [text for number in numbers for text in body(number)]
    titles = ["今日热点速览", "三项实事办到家门口"]
    run(place, [report(0, host=f"ham{n}.example", paragraphs=strung[: 48 - 4 * n], title=title) for n, title in enumerate(titles)])
    hosts = [f"paper{number}.{'gov.cn' if trusted else 'example'}" for number in numbers]
    rows = run(place, [report(number, host=host, later=100) for number, host in zip(numbers, hosts, strict=True)], "two")
    assert {row.url for row in rows if row.status == "valid"} >= {
        f"http://{host}/{number}.html" for number, host in zip(numbers, hosts, strict=True)
    }


def test_a_page_that_comes_to_say_what_another_says_stops_nothing_when_both_are_read_again(new_place: Callable[[], str]) -> None:
    """The one with the smaller number in the index then stands for the text that is known there of the other."""
    for first, second in (("a", "b"), ("b", "a")):
        place = new_place()
        run(place, [report(1, host=f"{first}.example", path="x"), report(2, host=f"{second}.example", path="x")])
        before = {row.url: row.id for row in exported(place)}
        again = [report(2, host=f"{host}.example", path="x", later=50, source="本地晚报") for host in "ab"]
        run(place, again, "two")
        (row,) = [row for row in exported(place) if row.status == "valid"]
        assert (row.url, row.id) == (f"http://{second}.example/x.html", before[f"http://{second}.example/x.html"])
        assert [copy.url for copy in row.copies] == [f"http://{first}.example/x.html"]


@pytest.mark.parametrize("seed", range(4))
def test_pages_that_say_something_else_each_night_stop_nothing_and_stand_for_one_report_each(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    place = str(tmp_path / "ledger.sqlite")
    published = set()
    for night in range(5):
        made = []
        for host in draw.sample("abcdef", draw.randrange(2, 6)):
            number = draw.choice(VICTIMS[:3])
            both = [*body(number), *body(draw.choice(VICTIMS))]
            told = draw.choice([body(number), body(number), body(number)[:3], forged(draw, number), both])
            source = draw.choice([None, "人民网"])
            made.append(report(number, host=f"{host}.example", path="x", later=100 * night, paragraphs=told, source=source))
        run(place, made, f"night {night}")
        published |= {page.page.url for page in made}
    rows = [row for row in exported(place) if row.status == "valid"]
    assert len({row.url for row in rows}) == len(rows)
    assert {url for row in rows for url in (row.url, *(copy.url for copy in row.copies))} == published
