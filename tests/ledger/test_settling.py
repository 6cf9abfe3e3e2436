"""One report, all its copies, whatever the order in which they come and however they are spread over runs."""

import itertools
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from newsbot.ledger import Ledger
from newsbot.model import Outcome, Report
from newsbot.output.lines import line
from newsbot.row import Row
from tests.ledger.made import body, figures, report
from tests.ledger.stores import sql

LATE = "2024-05-01T10:00:00+08:00"
EARLY = "2024-04-30T08:00:00+08:00"


def pages() -> list[Report]:
    """Copies of five reports, cut, packed, glued, with siblings from the same template, and one page that holds two of them."""
    made = []
    for number in range(5):
        text = body(number)
        made.append(report(number, date=EARLY))
        made.append(report(number, host="mirror.example", date=LATE, title=f"全球快看点丨{report(number).title} 世界热消息", later=50))
        made.append(report(number, host="cut.example", paragraphs=text[:2], later=60))
        made.append(report(number, host="rest.example", paragraphs=text[1:], title=None, later=70))
    together = [*body(0), str(report(1).title), *body(1)]
    made.append(report(0, host="digest.example", path="both", paragraphs=together, later=90))
    return made


def rows_of(ledger: Ledger) -> list[Row]:
    ledger.settle()
    rows = list(ledger.rows())
    ledger.delivered([(row.id, row.revision) for row in rows])
    return rows


def valid_after(runs: Iterable[list[Report]], place: str) -> list[Row]:
    for number, batch in enumerate(runs):
        with Ledger.open(place, run=f"run {number}", version="1") as ledger:
            for page in batch:
                ledger.record(page)
            rows_of(ledger)
    with Ledger.open(place, run="export", version="1") as ledger:
        return list(ledger.export())


@settings(max_examples=15)
@given(st.permutations(pages()))
def test_the_order_of_arrival_does_not_show(order: list[Report]) -> None:
    def written(arrival: list[Report]) -> bytes:
        with Ledger.open(None, run="one", version="1") as ledger:
            for page in arrival:
                ledger.record(page)
            return b"".join(map(line, rows_of(ledger)))

    assert written(order) == written(pages())


@settings(max_examples=12)
@given(st.permutations(pages()), st.lists(st.integers(0, 20), max_size=3))
def test_spread_over_runs_no_page_is_lost_and_no_two_reports_are_one(
    tmp_path_factory: object, order: list[Report], cuts: list[int]
) -> None:
    """In which run a page was first seen may show in which copy stands for a report, and in an id that was delivered already."""
    folder = Path(tmp_path_factory.mktemp("runs"))  # type: ignore[attr-defined]
    bounds = [0, *sorted(cuts), len(order)]
    rows = valid_after([order[start:stop] for start, stop in itertools.pairwise(bounds)], str(folder / "spread"))
    own = [[row.url, *(copy.url for copy in row.copies if copy.kind != "digest")] for row in rows]
    assert sorted(url for urls in own for url in urls if "digest" not in url) == sorted(
        page.page.url for page in order if "digest" not in page.page.url
    )
    assert all(len({url.rsplit("/", 1)[1] for url in urls}) == 1 for urls in own)


def test_five_reports_with_their_copies_come_out(place: str) -> None:
    rows = valid_after([pages()], place)
    assert [row.url for row in rows] == [f"http://paper.example/{number}.html" for number in range(5)]
    kinds = {row.url[-6]: sorted(copy.kind for copy in row.copies) for row in rows}
    assert kinds["4"] == ["excerpt", "excerpt", "mirror"]
    assert kinds["0"] == kinds["1"] == ["digest", "excerpt", "excerpt", "mirror"]
    assert all("states the earliest time" in row.chosen_because for row in rows)


def test_a_second_run_over_the_same_pages_has_no_rows(place: str) -> None:
    valid_after([pages()], place)
    with Ledger.open(place, run="again", version="1") as ledger:
        for page in reversed(pages()):
            ledger.record(page)
        assert rows_of(ledger) == []


def test_a_better_copy_later_gives_exactly_one_row_with_revision_2(place: str) -> None:
    first = valid_after([[report(number, host="farm.example", date=LATE) for number in range(4)]], place)
    with Ledger.open(place, run="later", version="1") as ledger:
        ledger.record(report(2, host="hunan.gov.cn", date=EARLY))
        (row,) = rows_of(ledger)
    assert (row.id, row.revision, row.url) == (first[2].id, 2, "http://hunan.gov.cn/2.html")
    assert [copy.url for copy in row.copies] == ["http://farm.example/2.html"]


def test_a_later_page_does_not_stand_for_the_report_because_another_names_it_as_canonical_or_it_states_an_early_time(
    place: str,
) -> None:
    (alone,) = valid_after([[report(1, date=LATE)]], place)
    named = report(1, host="a.spam.example", date=EARLY, later=9)
    naming = report(1, host="b.ham.example", date=EARLY, later=9)
    naming.canonical = named.page.url
    with Ledger.open(place, run="later", version="1") as ledger:
        ledger.record(named)
        ledger.record(naming)
        (row,) = rows_of(ledger)
    assert (row.id, row.revision, row.url) == (alone.id, 2, "http://paper.example/1.html")
    assert row.chosen_because == ["was seen in an earlier run"]


def test_a_copy_with_other_facts_is_listed_and_does_not_take_over(place: str) -> None:
    valid_after([[report(1)]], place)
    number = str(figures(1)["d"])
    forged = [paragraph.replace(number, "98765") for paragraph in body(1)]
    with Ledger.open(place, run="later", version="1") as ledger:
        ledger.record(report(1, host="a.spam.example", paragraphs=forged, date=EARLY, source="人民网"))
        (row,) = rows_of(ledger)
    assert (row.url, row.body) == ("http://paper.example/1.html", report(1).body)
    assert [(said.field, said.value, said.url) for said in row.contested] == [("figures", "98765", "http://a.spam.example/1.html")]
    assert row.flags == ["contested"]


def test_another_reading_is_listed_even_where_only_a_third_copy_ties_it_to_the_chosen_one(place: str) -> None:
    """The forged copy names another official, twice: laid beside the whole it looks like a sibling's, beside the cut copy it does not."""
    text = [f"街道办主任王建国表示，{body(1)[0]}", *body(1)[1:], "王建国说，创建工作永远在路上，要把好事办到居民心坎上。"]
    forged = [paragraph.replace("王建国", "李明杰") for paragraph in text]
    cut = report(1, host="cut.example", paragraphs=text[:-1])
    valid_after([[report(1, host="a.gov.cn", paragraphs=text), cut]], place)
    with Ledger.open(place, run="later", version="1") as ledger:
        ledger.record(report(1, host="a.spam.example", paragraphs=forged))
        rows = {row.url: row for row in rows_of(ledger)}
    row = rows["http://a.gov.cn/1.html"]
    assert (row.body[0][:8], row.flags) == ("街道办主任王建国", ["contested"])
    assert [(said.field, said.value, said.url) for said in row.contested] == [("names", "李明杰", "http://a.spam.example/1.html")]


def test_one_page_that_strings_delivered_reports_together_erases_none(place: str) -> None:
    numbers = range(10)
    before = {row.url: row.id for row in valid_after([[report(number) for number in numbers]], place)}
    for host, title in (("a.spam.example", "今日热点速览"), ("b.spam.example", str(report(3).title))):
        strung = report(50, host=host, title=title, paragraphs=[text for number in numbers for text in body(number)], date=EARLY)
        with Ledger.open(place, run=host, version="1") as ledger:
            ledger.record(strung)
            rows_of(ledger)
            assert {row.url: row.id for row in ledger.export() if row.url in before} == before
    with Ledger.open(place, run="forget", version="1") as ledger:
        ledger.forget("http://a.spam.example/50.html")
        ledger.forget("http://b.spam.example/50.html")
        rows_of(ledger)
        assert {row.url: row.id for row in ledger.export()} == before


def test_copies_without_number_are_one_report(place: str) -> None:
    short = ["南屏街道组织志愿者清理楼道杂物，清除小广告，劝导不文明行为，居民纷纷点赞，社区面貌焕然一新，大家都说好。"] * 2
    with Ledger.open(place, run="one", version="1") as ledger:
        for copy in range(250):
            ledger.record(report(1, host=f"f{copy}.example", paragraphs=short))
        (row,) = rows_of(ledger)
        ledger.record(report(1, host="late.example", paragraphs=short))
        (again,) = rows_of(ledger)
    assert (row.copies_count, len(row.copies)) == (249, 200)
    assert (again.id, again.copies_count, len(again.copies)) == (row.id, 250, 200)


def test_one_page_does_not_merge_two_ids_that_were_delivered(place: str) -> None:
    text = body(3)
    halves = (
        [report(3, host="one.example", paragraphs=text[:2], title=None)],
        [report(3, host="two.example", paragraphs=text[2:], title=None)],
    )
    valid_after(halves, place)
    older, younger = (name for (name,) in sql(place, "SELECT id FROM reports ORDER BY born"))
    with Ledger.open(place, run="three", version="1") as ledger:
        ledger.record(report(3))
        rows = {row.id: row for row in rows_of(ledger)}
        assert {row.id for row in ledger.export()} == {older, younger}
    assert [(row.status, row.revision, [copy.kind for copy in row.copies]) for row in rows.values()] == [("valid", 2, ["digest"])] * 2
    with Ledger.open(place, run="four", version="1") as ledger:
        assert rows_of(ledger) == []


def test_ids_that_were_never_delivered_leave_no_trace(new_place: Callable[[], str]) -> None:
    """A run killed between settling and writing, and repeated with more pages, ends as an undisturbed one."""
    killed, undisturbed = new_place(), new_place()
    some, rest = pages()[::2], pages()[1::2]
    with Ledger.open(killed, run="run 0", version="1") as ledger:
        for page in some:
            ledger.record(page)
        ledger.settle()
    with Ledger.open(killed, run="run 0", version="1") as ledger:
        for page in [*some, *rest]:
            ledger.record(page)
        after = [line(row) for row in rows_of(ledger)]
    with Ledger.open(undisturbed, run="run 0", version="1") as ledger:
        for page in pages():
            ledger.record(page)
        assert [line(row) for row in rows_of(ledger)] == after


def test_a_settling_that_was_broken_off_changes_nothing() -> None:
    with Ledger.open(None, run="one", version="1") as ledger:
        for page in pages():
            ledger.record(page)
        whole = len(list(ledger.settling()))
        expected = [line(row) for row in rows_of(ledger)]
    assert whole > len(pages()), "the event loop gets its turn between any two comparisons"
    for done in range(0, whole, whole // 6):
        with Ledger.open(None, run="one", version="1") as ledger:
            for page in pages():
                ledger.record(page)
            steps = ledger.settling()
            for _ in itertools.islice(steps, done):
                pass
            assert list(ledger.rows()) == []  # whoever asks in between gives the settling up
            assert [line(row) for row in rows_of(ledger)] == expected


def test_a_run_killed_while_it_settles_is_made_good_by_the_next(new_place: Callable[[], str]) -> None:
    undisturbed = new_place()
    program = (
        "import itertools, os, sys\n"
        "from newsbot.ledger import Ledger, session\n"
        "from tests.ledger.test_settling import pages\n"
        "session.TURN = 1.0\n"  # it counts as dead soon, where others have to wait for that
        "ledger = Ledger.open(sys.argv[1], run='run 0', version='1')\n"
        "for page in pages():\n"
        "    ledger.record(page)\n"
        "for _ in itertools.islice(ledger.settling(), int(sys.argv[2])):\n"
        "    pass\n"
        "os.kill(os.getpid(), 9)\n"
    )
    expected = [line(row) for row in valid_after([pages()], undisturbed)]
    for steps in ("60", "1000"):
        place = new_place()
        killed = subprocess.run([sys.executable, "-c", program, place, steps], cwd=Path(__file__).parents[2], check=False)
        assert killed.returncode == -9
        with Ledger.open(place, run="run 0", version="1") as ledger:
            rows_of(ledger)
            assert [line(row) for row in ledger.export()] == expected


def test_siblings_from_one_template_stay_apart_even_without_figures() -> None:
    """The same words for other streets; half of them without a single figure."""
    words = [
        "{a}街道坚持以党建为引领，组织志愿者走上街头开展文明劝导，营造人人参与的浓厚氛围。",
        "{a}街道各社区依托新时代文明实践站，广泛宣传文明养犬、垃圾分类等知识，引导居民养成良好习惯。",
        "在{b}社区，老党员带头清理楼道杂物，邻里之间互帮互助，小区环境焕然一新。",
        "下一步，{a}街道将持续巩固创建成果，健全长效机制，让文明之花开遍每个角落。",
    ]
    names = [first + second for first in "东西南北安永长和" for second in "宁平昌兴康泰福瑞"]
    made = []
    for number, name in enumerate(names):
        text = [sentence.format(a=name, b=names[(number * 7 + 3) % len(names)]) for sentence in words]
        if number % 2:
            text[1] += f"今年以来共开展活动{20 + number}场次，惠及群众{300 + 17 * number}余人。"
        made.append(report(number, host=f"site{number}.example", title=f"{name}街道:网格绘就文明底色", paragraphs=text))
        made.append(report(number, host=f"copy{number}.example", title=f"快讯:{name}街道:网格绘就文明底色", paragraphs=text))
    with Ledger.open(None, run="one", version="1") as ledger:
        for page in made:
            ledger.record(page)
        rows = rows_of(ledger)
    assert len(rows) == len(names)
    assert all(len(row.copies) == 1 for row in rows)


def test_a_page_of_several_reports_that_was_delivered_keeps_its_row_beside_theirs(place: str) -> None:
    together = [*body(0), str(report(1).title), *body(1)]
    (before,) = valid_after([[report(0, host="digest.example", path="both", paragraphs=together)]], place)
    with Ledger.open(place, run="later", version="1") as ledger:
        ledger.record(report(0, host="a.gov.cn"))
        ledger.record(report(1, host="b.gov.cn"))
        rows_of(ledger)
        rows = {row.url: row for row in ledger.export()}
    assert rows.pop("http://digest.example/both.html").id == before.id
    assert [[copy.kind for copy in row.copies] for row in rows.values()] == [["digest"], ["digest"]]


# ---------------------------------------------------------------------------------------------------------------- forget


def test_a_forgotten_page_is_gone_from_ledger_index_and_export(place: str) -> None:
    valid_after([[report(1)], [report(2), report(2, host="farm.example", date=LATE)]], place)
    with Ledger.open(place, run="forget", version="1") as ledger:
        (gone,) = ledger.forget("https://www.paper.example/1.html")
        (other,) = ledger.forget("http://paper.example/2.html")
        rows = {row.id: row for row in rows_of(ledger)}
        assert [row.url for row in ledger.export()] == ["http://farm.example/2.html"]
        assert ledger.done("http://paper.example/1.html")
    assert (rows[gone].status, rows[gone].revision, rows[gone].title, rows[gone].body) == ("withdrawn", 2, None, [])
    assert (rows[other].status, rows[other].revision, rows[other].copies) == ("valid", 2, [])
    assert sql(place, "SELECT count(*) FROM pages WHERE url LIKE '%paper.example%'") == [(0,)]
    assert sql(place, "SELECT count(*) FROM relations") == [(0,)]
    if "://" not in place:
        assert str(report(1).title).encode() not in Path(place).read_bytes()


def test_a_forgotten_page_stays_away(place: str) -> None:
    valid_after([[report(1)]], place)
    with Ledger.open(place, run="forget", version="1") as ledger:
        ledger.forget("http://paper.example/1.html")
        rows_of(ledger)
    with Ledger.open(place, run="two", version="1") as ledger:
        assert ledger.done("http://paper.example/1.html")
        ledger.record(report(1))
        assert rows_of(ledger) == []
        assert list(ledger.export()) == []
        assert ledger.outcomes() == {Outcome.WITHDRAWN: 1}


def test_forgetting_the_chosen_copy_of_two_half_reports_keeps_the_id(place: str) -> None:
    (first,) = valid_after([[report(1, date=EARLY), report(1, host="farm.example", date=LATE)]], place)
    with Ledger.open(place, run="forget", version="1") as ledger:
        assert ledger.forget("http://paper.example/1.html") == [first.id]
        (row,) = ledger.export()
    assert (row.id, row.revision, row.url) == (first.id, 2, "http://farm.example/1.html")
