"""Floods: a report with any number of copies is one report, and the next copy costs what the one before did."""

import itertools
import random
from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, event

from newsbot.ledger import Ledger, studying
from newsbot.model import Report
from newsbot.output.lines import line
from newsbot.reposts.fingerprints import Text
from newsbot.reposts.relations import Relation, relate
from tests.ledger.made import body, deliver, exported, report, run
from tests.ledger.stores import sql

PARTS = [f"{text}居民{name}说，家门口的变化大家都看在眼里。" for text, name in zip([*body(1), *body(2)[:2]], "甲乙丙丁戊己", strict=True)]


def copy(number: int, paragraphs: list[str] | None = None, host: str = "f{}.example") -> Report:
    return report(1, host=host.format(number), path=f"{number:04}", later=number, paragraphs=paragraphs)


def test_equal_texts_are_compared_and_indexed_once(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []

    def counted(one: Text, other: Text) -> Relation | None:
        compared.append(1)
        return relate(one, other)

    monkeypatch.setattr(studying, "relate", counted)
    counts = []
    for number, (first, last) in enumerate(itertools.pairwise((0, 3, 30, 90))):
        run(place, [copy(place_) for place_ in range(first, last)], f"run {number}")
        ((postings,),) = sql(place, "SELECT sum(postings) FROM gram_runs")
        counts.append((int(postings), len(compared), len(exported(place))))
    assert len(set(counts)) == 1
    assert counts[0][1:] == (0, 1)


def test_equal_copies_that_come_together_are_asked_about_together(new_place: Callable[[], str]) -> None:
    """Of a text that is everywhere each question to the ledger goes through all that have it: few may be asked."""
    asked: list[Counter[str]] = []

    def counted(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked[-1]["standing"] += "text_digest IN" in statement
        asked[-1]["related"] += "FROM relations" in statement

    for more in (120, 360):
        place = new_place()
        run(place, [copy(number) for number in range(60)])
        asked.append(Counter())
        event.listen(Engine, "before_cursor_execute", counted)
        try:
            run(place, [copy(number) for number in range(60, 60 + more)], "two")
        finally:
            event.remove(Engine, "before_cursor_execute", counted)
        assert [row.copies_count for row in exported(place)] == [59 + more]
    assert asked[0]["standing"] == asked[1]["standing"] == 1
    assert asked[1]["related"] <= asked[0]["related"] + 4


def test_when_the_page_that_stood_for_a_text_goes_another_does(place: str) -> None:
    run(place, [copy(number) for number in range(5)])
    with Ledger.open(place, run="two", version="1") as ledger:
        ledger.forget("http://f0.example/0000.html")
        (row,) = deliver(ledger)
        assert row.copies_count == 3
        assert [said.kind for said in row.copies] == ["same"] * 3
    reworded = [text.replace("志愿者", "热心人").replace("商户", "店家") for text in body(1)]
    (row,) = run(place, [copy(7, reworded)], "three")
    assert row.copies_count == 4
    assert sql(place, "SELECT count(*) FROM pages WHERE leader IS NULL AND number IS NOT NULL") == [(2,)]


def test_when_the_page_that_stood_for_a_text_says_something_else_another_does(place: str) -> None:
    run(place, [copy(number) for number in range(3)])
    changed = copy(0, body(2))
    changed.title = changed.title_raw = report(2).title
    with Ledger.open(place, run="two", version="1") as ledger:
        ledger.record(changed)
        deliver(ledger)
    assert sorted((row.copies_count, row.body == body(2)) for row in exported(place)) == [(0, True), (1, False)]
    run(place, [copy(9)], "three")
    assert sorted(row.copies_count for row in exported(place)) == [0, 2]


def test_a_text_that_many_have_does_not_depend_on_the_order(new_place: Callable[[], str]) -> None:
    made = [copy(number) for number in range(40)]
    made += [copy(100 + number, body(1)[:3]) for number in range(40)]
    whole = [line(row) for row in run(new_place(), made)]
    random.Random(1).shuffle(made)
    assert [line(row) for row in run(new_place(), made)] == whole
    assert len(whole) == 1


@pytest.mark.parametrize("marked", [False, True])
def test_pages_with_two_neighbouring_paragraphs_do_not_keep_a_reworded_copy_apart(place: str, *, marked: bool) -> None:
    words = {"志愿者": "热心人", "居民": "街坊", "组织": "发动", "商户": "店家", "辖区": "管区", "整改": "纠正", "开展": "举行"}
    reworded = list(PARTS)
    for word, other in words.items():
        reworded = [text.replace(word, other) for text in reworded]
    made = [copy(900, PARTS, "orig{}.example"), copy(901, reworded, "z{}.example")]
    for number in range(100):
        part = number % (len(PARTS) - 1)
        made.append(copy(number, [*PARTS[part : part + 2], *(["本文由" + chr(0x4E00 + 37 * number) * 3] if marked else [])]))
    rows = run(place, made)
    (home,) = [row for row in rows if "orig900" in row.url or any("orig900" in said.url for said in row.copies)]
    assert any("z901" in url for url in (home.url, *(said.url for said in home.copies)))
    assert len(rows) == 1


def test_pieces_of_a_long_report_are_told_to_be_of_it_however_many_there_are_in_front_of_it(place: str) -> None:
    """Pages with two neighbouring paragraphs of twelve have little in common with each other; the whole report comes behind them all."""
    told = [
        f"{text}居民{name}说，家门口的变化大家都看在眼里。"
        for text, name in zip([*body(1), *body(2), *body(3)], "甲乙丙丁戊己庚辛壬癸子丑", strict=True)
    ]
    made = [copy(999, told, "whole{}.example")]
    for number in range(140):
        part = number % (len(told) - 1)
        made.append(copy(number, [*told[part : part + 2], "本文由" + chr(0x4E00 + 37 * number) * 3]))
    (row,) = run(place, made)
    assert (row.body, row.copies_count) == (told, 140)


def test_a_flood_of_changed_figures_is_listed_as_contested(place: str) -> None:
    plain = "社区组织志愿者清运垃圾{}车，走访居民{}户，调解纠纷{}起，发放传单{}份，营造人人参与的浓厚氛围，小区环境焕然一新。"
    draw = random.Random(3)
    made = [copy(number, [plain.format(*(draw.randrange(1000, 99_999) for _ in range(4)))] * 2) for number in range(30)]
    (row,) = run(place, made)
    assert row.copies_count == 29
    assert {said.field for said in row.contested} == {"figures"}
    assert len({said.value for said in row.contested}) > 4


TOLD = [
    "本报讯 4月10日，护国街道启动文明楼道创建行动，社区党支部牵头召开协商议事会，广泛收集居民意见建议，把群众关心的事一件一件办好。",
    "活动中，志愿者走进沿街商户，逐户讲解门前三包责任制，劝导车辆有序停放，清理楼道杂物42车，小区环境焕然一新，居民纷纷点赞。",
    "“以前楼道堆满杂物，走路都要侧着身子，现在宽敞明亮，心里也舒坦。”家住青年社区的王大爷高兴地说，大家都自觉维护环境卫生。",
]


def edited(draw: random.Random) -> list[str]:
    """The report with two characters changed, digits among them."""
    text = list("\n".join(TOLD))
    for place in draw.sample([place for place, character in enumerate(text) if character not in "，。、“”\n "], 2):
        text[place] = draw.choice("0123456789" if text[place].isdigit() else "甲乙丙丁戊己庚辛壬癸")
    return "".join(text).split("\n")


@pytest.mark.parametrize("whole", [True, False])
def test_copies_with_two_characters_changed_anywhere_are_copies(place: str, *, whole: bool) -> None:
    draw = random.Random(9)
    made = [copy(number, edited(draw)) for number in range(250)]
    made += [copy(999, TOLD)] if whole else []
    nights = [run(place, made[night::5], f"night {night}") for night in range(5)]
    (row,) = exported(place)
    assert row.copies_count == len(made) - 1
    assert len({rows[0].id for rows in nights}) == 1
    assert "42" in row.body[1]
    assert "4月10日" in row.body[0]
    assert row.flags == ["contested"]


@pytest.mark.parametrize("nights", [1, 7])
def test_copies_with_a_character_put_into_each_paragraph_are_one_report_even_where_nobody_has_the_whole(place: str, nights: int) -> None:
    """Many a number is torn by one."""
    draw = random.Random(4)

    def with_more(paragraph: str) -> str:
        at = draw.randrange(1, len(paragraph))
        return f"{paragraph[:at]}{draw.choice('的了在是和与')}{paragraph[at:]}"

    told = [f"{sentence}。" for paragraph in body(3) for sentence in paragraph.strip("。").split("，")]
    made = [copy(number, [with_more(paragraph) for paragraph in told]) for number in range(150)]
    for night in range(nights):
        run(place, made[night::nights], f"night {night}")
    (row,) = exported(place)
    assert row.copies_count == len(made) - 1


def test_the_numbers_of_a_series_on_one_site_stay_apart(place: str) -> None:
    plain = "本周社区清运垃圾{}车，走访居民{}户，营造人人参与的浓厚氛围，居民养成良好习惯，小区环境焕然一新，大家都说好。"
    made = [copy(number, [plain.format(1100 + number, 210 + 3 * number)], "paper.example") for number in range(12)]
    assert len(run(place, made)) == len(made)
