"""Settling piece by piece, and reports with so many copies that further ones only join them."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from itertools import islice

import pytest

from newsbot.ledger import Ledger, index, joining, settling
from newsbot.ledger.index import GramIndex
from newsbot.ledger.settling import settle_again
from newsbot.ledger.texts import Texts
from newsbot.model import Report
from newsbot.output.lines import line
from newsbot.reposts import postings
from newsbot.reposts.candidates import MOST_PAIRED
from tests.ledger.made import body, exported, figures, report, run
from tests.ledger.stores import sql
from tests.ledger.test_settling import EARLY, pages


def copies(first: int, last: int) -> list[Report]:
    return [report(1, host=f"f{number}.example", later=number) for number in range(first, last)]


def test_the_pieces_do_not_show(new_place: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [line(row) for row in run(new_place(), pages())]
    for size in (1, 4, 20):
        monkeypatch.setattr(settling, "PIECE", size)
        assert [line(row) for row in run(new_place(), pages())] == whole


def test_a_settling_that_was_broken_off_goes_on_where_it_was(new_place: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [line(row) for row in run(new_place(), pages())]
    monkeypatch.setattr(settling, "PIECE", 4)
    place = new_place()
    with Ledger.open(place, run="one", version="1") as ledger:
        for page in pages():
            ledger.record(page)
        steps = sum(1 for _ in ledger.settling())
    left = [sql(place, "SELECT count(*) FROM pages WHERE settled = 0")]
    place = new_place()
    with Ledger.open(place, run="one", version="1") as ledger:
        for page in pages():
            ledger.record(page)
        for _ in islice(ledger.settling(), steps // 2):
            pass
        ledger.done("http://paper.example/1.html")  # breaks it off
        left += [sql(place, "SELECT count(*) FROM pages WHERE settled = 0")]
    assert left[0] == [(0,)]
    assert 0 < left[1][0][0] < len(pages())
    assert [line(row) for row in run(place, [])] == whole


def test_a_piece_grows_with_what_is_known_up_to_a_bound(new_place: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PIECE": 4, "SHARE_OF_KNOWN": 3, "LARGEST_PIECE": 7}.items():
        monkeypatch.setattr(settling, name, value)
    sizes: list[int] = []

    def counted(texts: Texts, fresh: Sequence[int], *, reposts: bool) -> Iterator[None]:
        sizes.append(len(fresh))
        return settle_piece(texts, fresh, reposts=reposts)

    settle_piece = settling._settle_piece
    monkeypatch.setattr(settling, "_settle_piece", counted)
    place, nights = new_place(), []
    for first, last in ((0, 9), (9, 16), (16, 40)):
        run(place, [report(number) for number in range(first, last)])
        nights.append(sizes[:])
        sizes.clear()
    assert nights == [[4, 4, 1], [5, 2], [7, 7, 7, 3]]  # of 9 pages three for each is less than four, of 16 five, of 40 more than seven


def tailed(number: int) -> Report:
    """A copy that is no copy to the letter."""
    return report(number, host="zone.example", later=60, paragraphs=[*body(number), "欢迎读者拨打新闻热线提供身边的好人好事。"])


def test_a_further_page_is_looked_up_in_few_blocks_of_the_index(new_place: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "BLOCK_POSTINGS", 2)  # so that a small index has many
    place = new_place()
    run(place, [report(number) for number in range(90)])
    ((blocks,),) = sql(place, "SELECT count(*) FROM gram_parts")
    looked_at: list[bytes] = []

    def counted(stored: bytes) -> bool:
        looked_at.append(stored)
        return postings.is_whole(stored)

    monkeypatch.setattr(index, "is_whole", counted)
    (row,) = run(place, [tailed(7)])
    assert row.copies_count == 1
    ((grams,),) = sql(place, "SELECT postings FROM gram_runs ORDER BY run DESC LIMIT 1")
    assert 0 < len(looked_at) <= grams < blocks / 8


def test_runs_that_are_merged_are_found_in_blocks_of_their_size(new_place: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "BLOCK_POSTINGS", 2)
    place = new_place()
    for first in range(0, 120, 30):
        run(place, [report(number) for number in range(first, first + 30)])
    ((runs, bits),) = sql(place, "SELECT count(*), max(bits) FROM gram_runs")
    assert runs == 1
    assert bits > postings.PART_BITS
    ((kept,),) = sql(place, "SELECT postings FROM gram_runs")
    stored = [bytes(found) for (found,) in sql(place, "SELECT postings FROM gram_parts ORDER BY part")]
    assert sum(len(postings.unpack_postings(block)) for block in stored) == kept
    rows = run(place, [tailed(number) for number in (3, 44, 80)])
    assert [row.copies_count for row in rows] == [1, 1, 1]


def asked_again(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pages are settled anew, each time that some are."""
    asked: list[int] = []

    def counted(texts: Texts, numbers: Sequence[int]) -> Iterator[None]:
        asked.append(len(numbers))
        return settle_again(texts, numbers)

    monkeypatch.setattr(settling, "settle_again", counted)
    return asked


def test_further_copies_of_a_report_that_is_everywhere_only_join_it(new_place: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    nights = [copies(0, 9), copies(9, 12), [report(1, host="cut.example", paragraphs=body(1)[:3], later=20)]]
    found: list[list[dict[str, object]]] = []
    for large in (10_000, 5):
        monkeypatch.setattr(joining, "LARGE", large)
        place = new_place()
        asked = asked_again(monkeypatch)
        for number, night in enumerate(nights):
            run(place, night, f"night {number}")
        found.append([{**asdict(row), "chosen_because": []} for row in exported(place)])  # the reasons are those of the last settling
        assert asked == ([9, 3, 1] if large > 5 else [9, 0, 0])
    assert found[0] == found[1]
    assert len(found[0]) == 1


HEAD = "欢迎来到本站，这里每天为您精选各地的好消息，点开就能看到，内容由网友自行整理，转给朋友一起读吧。"
TAIL = "以上就是小站今天带来的全部内容，喜欢的话请收藏网址，我们明天同一时间再见。"


def test_a_cut_copy_with_a_head_and_a_tail_of_its_own_only_joins_too(new_place: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    cut = [HEAD, *body(1)[1:3], TAIL]
    reworded = [TAIL[::-1], *cut[1:3], HEAD[::-1]]
    for word in ("签订", "评选", "召开", "收集", "投入", "维修", "辖区", "牵头"):
        reworded = [text.replace(word, "甲乙") for text in reworded]
    mostly_own = [text[at::2] + text[::-3] for text in (HEAD, TAIL) for at in (0, 1)] + [body(1)[1]]
    found: list[list[dict[str, object]]] = []
    for large in (10_000, 5):
        monkeypatch.setattr(joining, "LARGE", large)
        place = new_place()
        asked = asked_again(monkeypatch)
        run(place, copies(0, 9))
        for number, paragraphs in enumerate((cut, reworded, mostly_own)):
            run(place, [report(1, host=f"own{number}.example", paragraphs=paragraphs, later=20 + number)], f"own {number}")
        found.append([{**asdict(row), "chosen_because": []} for row in exported(place)])
        assert asked == ([9, 1, 1, 1] if large > 5 else [9, 0, 0, 0])
    assert found[0] == found[1]
    assert [row["copies_count"] for row in found[0]] == [11]  # however many equal copies there are of the whole


def spun(seed: int, share: float, *, whole: bool) -> list[str]:
    """The report with words replaced by letters that stand nowhere else; not whole: between others, cut, and in another order."""
    dice = random.Random(seed)
    letters = [chr(code) for code in range(0x4E00, 0x9FA5)]
    said = []
    for paragraph in [*body(1), *body(4)]:
        text = list(paragraph)
        for at in range(0, len(text) - 1, 2):
            if dice.random() < share and not any(letter.isdigit() or letter in "，。" for letter in text[at : at + 2]):
                text[at : at + 2] = dice.choices(letters, k=2)
        said.append("".join(text))
    if whole:
        return said
    dice.shuffle(said)
    return ["".join(dice.choices(letters, k=90)), *said[: dice.randrange(5, 9)], "".join(dice.choices(letters, k=60))]


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
def test_reworded_copies_join_a_report_that_is_everywhere_and_its_row_is_the_same(
    new_place: Callable[[], str], monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    """However they are worded, cut and moved, and whatever is put around them; and nothing is settled anew."""
    pages_ = [report(1, host=f"w{n}.example", later=n, paragraphs=spun(n, share if n else 0, whole=n < 2)) for n in range(16)]
    found: list[list[dict[str, object]]] = []
    for large in (10_000, 5):
        monkeypatch.setattr(joining, "LARGE", large)
        place = new_place()
        asked = asked_again(monkeypatch)
        run(place, pages_[:12])
        for n in range(12, 16):
            run(place, pages_[n : n + 1], f"night {n}")
        found.append([{**asdict(row), "chosen_because": []} for row in exported(place)])
        assert asked == ([12, 1, 1, 1, 1] if large > 5 else [12, 0, 0, 0, 0])
    assert found[0] == found[1]
    assert [row["copies_count"] for row in found[0]] == [15]


def test_a_copy_that_is_trusted_more_still_takes_over_a_report_that_is_everywhere(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "LARGE", 5)
    (before,) = run(place, copies(0, 9))
    (after,) = run(place, [report(1, host="www.changsha.gov.cn", later=99)], "two")
    assert (after.id, after.site, after.copies_count) == (before.id, "changsha.gov.cn", 9)


def test_what_a_further_copy_says_differently_is_listed(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "LARGE", 5)
    run(place, copies(0, 9))
    forged = [paragraph.replace(str(figures(1)["d"]), "98765") for paragraph in body(1)]
    (row,) = run(place, [report(1, host="a.spam.example", paragraphs=forged, date=EARLY, later=50)], "two")
    assert [(said.field, said.value, said.url) for said in row.contested] == [("figures", "98765", "http://a.spam.example/1.html")]
    assert (row.copies_count, row.body) == (9, body(1))


def test_a_page_that_holds_more_than_a_report_that_is_everywhere_does_not_only_join_it(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "LARGE", 5)
    run(place, [*copies(0, 9), report(2, host="b.gov.cn")])
    together = [*body(1), str(report(2).title), *body(2)]
    run(place, [report(3, host="digest.example", title="今日要闻", paragraphs=together, later=90)], "two")
    assert sorted([copy.kind for copy in row.copies if "digest" in copy.url] for row in exported(place)) == [["digest"], ["digest"]]


def numbered(number: int, figure: str = "，共清运垃圾{}车。") -> Report:
    plain = ["社区坚持以党建为引领，组织志愿者走上街头开展文明劝导，营造人人参与的浓厚氛围", "居民养成良好习惯，小区环境焕然一新。"]
    text = [plain[0] + figure.format(1100 + number), *plain[1:]]
    return report(1, host=f"f{number}.example", path=str(number), paragraphs=text, title="网格绘就文明底色")


def test_many_copies_with_a_number_each_are_one_report_with_the_number_contested(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "LARGE", 20)
    (row,) = run(place, [numbered(number) for number in range(30)])
    assert (row.copies_count, row.flags) == (29, ["contested"])
    assert {said.field for said in row.contested} == {"figures"}

    def nothing(texts: Texts, numbers: Sequence[int]) -> Iterator[None]:
        assert numbers == []
        return settle_again(texts, numbers)

    monkeypatch.setattr(settling, "settle_again", nothing)
    (again,) = run(place, [numbered(number) for number in range(30, 33)], "two")
    assert (again.id, again.copies_count) == (row.id, 32)


def test_a_further_copy_is_laid_beside_the_chosen_one_where_that_was_none_of_the_first(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "LARGE", 20)
    (row,) = run(place, [*copies(0, MOST_PAIRED + 2), report(1, host="www.zhuzhou.gov.cn", later=90)])
    assert row.site == "zhuzhou.gov.cn"

    def nothing(texts: Texts, numbers: Sequence[int]) -> Iterator[None]:
        assert numbers == []
        return settle_again(texts, numbers)

    monkeypatch.setattr(settling, "settle_again", nothing)
    (again,) = run(place, copies(80, 82), "two")
    assert (again.id, again.copies_count) == (row.id, row.copies_count + 2)


def test_a_further_issue_of_a_series_joins_no_report_that_has_many_copies(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "LARGE", 5)
    same = [numbered(0) for _ in range(9)]
    for copy, page in enumerate(same):
        page.page = report(1, host=f"c{copy}.example", path="same").page
        page.site = f"c{copy}.example"
    run(place, same)
    issue = numbered(7)
    issue.page = report(1, host="c3.example", path="7").page
    issue.site = "c3.example"
    run(place, [issue], "two")
    assert sorted(row.copies_count for row in exported(place)) == [0, 8]


def test_a_figure_that_one_of_many_copies_changed_is_contested(place: str) -> None:
    same = [numbered(0) for _ in range(9)]
    for copy, page in enumerate(same):
        page.page = report(1, host=f"c{copy}.example", path="same").page
        page.site = f"c{copy}.example"
    (before,) = run(place, same)
    (row,) = run(place, [numbered(7)], "two")
    assert (row.id, row.copies_count, row.body) == (before.id, 9, before.body)
    assert [(said.field, said.value) for said in row.contested] == [("figures", "1107")]


def test_equal_texts_meet_whatever_the_index_says(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(index: GramIndex) -> Iterator[None]:
        del index
        yield None

    monkeypatch.setattr(GramIndex, "candidates", nothing)
    (row,) = run(place, copies(0, 3))
    (again,) = run(place, [report(1, host="late.example", later=9)], "two")
    assert (row.copies_count, again.id, again.copies_count) == (2, row.id, 3)
